"""Logs: one structured line an event on standard error; no payloads, no names."""

import logging
import sys

import structlog


def set_up_logs(level: str) -> None:
    """Log events from this level on."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper(), logging.WARNING)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
