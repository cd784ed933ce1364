"""How often logins were tried lately; kept in memory, since a restart is no help to somebody who guesses."""

import threading
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from limits.strategies import MovingWindowRateLimiter

#: Seconds in which attempts are counted.
WINDOW = 900


class Attempts:
    """Counts attempts by key within the last quarter of an hour."""

    def __init__(self) -> None:
        self._making = threading.Lock()

    def allow(self, limit: int, *key: str) -> bool:
        """Count an attempt and tell whether it is within the limit; one beyond it is not counted."""
        from limits import RateLimitItemPerSecond

        with self._making:
            limiter = self._limiter
        return limiter.hit(RateLimitItemPerSecond(limit, WINDOW), *key)

    def forgive(self, limit: int, *key: str) -> None:
        """Forget the attempts under a key."""
        from limits import RateLimitItemPerSecond

        self._limiter.clear(RateLimitItemPerSecond(limit, WINDOW), *key)

    @cached_property
    def _limiter(self) -> "MovingWindowRateLimiter":
        # Loaded at the first login: most starts of the service never see one.
        from limits.storage import MemoryStorage
        from limits.strategies import MovingWindowRateLimiter

        return MovingWindowRateLimiter(MemoryStorage())
