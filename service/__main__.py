"""python -m service: the same as wer-fehlt."""

from service.cli import main

main()
