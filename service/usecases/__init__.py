"""One verb a file: load, call pure code, save."""
