"""Text to vector to neighbours; the only importer of embedding and index libraries."""
