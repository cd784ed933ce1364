"""Wer fehlt? - who is missing from a municipality's integration network, who could fill the gap, and why."""

__version__ = "0.1.0"
