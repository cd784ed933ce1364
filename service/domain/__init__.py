"""Nouns of the field: frozen dataclasses, standard library only."""
