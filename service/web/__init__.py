"""Translation between HTTP and the use cases; nothing is decided here."""
