"""Pages and locations of Integreat."""
