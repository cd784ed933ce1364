"""Importing files: ordered, read in a sandbox, planned, told, and written in one transaction."""
