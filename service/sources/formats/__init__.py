"""Which format a file has, told by its content."""
