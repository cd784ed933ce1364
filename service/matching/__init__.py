"""Verbs of the field as pure functions, one module a stage of the pipeline."""
