"""Follow what other processes write to the store, such as an import on the command line."""

import threading

from service.resources import Resources, catch_up

#: Seconds between two looks.
PAUSE = 1.0


def follow_store(resources: Resources, stop: threading.Event) -> None:
    """Serve what others wrote at the latest a moment later, until told to stop."""
    while not stop.wait(PAUSE):
        catch_up(resources)
