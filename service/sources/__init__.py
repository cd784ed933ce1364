"""Files outside the store, read into domain objects."""
