"""Limits of what a client may send (API.md)."""

MEGABYTE = 1_000_000
BODY_BYTES = MEGABYTE
BULK_BYTES = 32 * MEGABYTE
#: An uploaded file with its form.
UPLOAD_BYTES = 301 * MEGABYTE
#: How much of a body that is too large is still read, and thrown away.
DISCARDED_BYTES = 64 * MEGABYTE
NAMES = 1000
MEMBERS = 1000
LINE = 10_000
NAME = 300
DESCRIPTION = 20_000
TEXT = 500
ID = 120
URL = 2000
ITEMS = 100
CATCHMENT = 500
ERRORS_TOLD = 100
