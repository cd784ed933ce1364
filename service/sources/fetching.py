"""Fetching a file from the one address that somebody typed."""

from pathlib import Path
from urllib.parse import urlsplit

import httpx

from service.errors import FetchFailed, FileTooLarge
from service.sources.reading import LIMITS, MEGABYTE

#: Seconds to wait for an answer, and between two parts of it.
PATIENCE = 60.0


def fetch(url: str, folder: Path) -> Path:
    """What the address answers, as a file in the folder; no redirect is followed and nothing else is asked.

    Raises FetchFailed, FileTooLarge.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchFailed(url=url, answer="")
    path = folder / (Path(parts.path).name or parts.hostname)
    try:
        with httpx.stream("GET", url, timeout=PATIENCE, follow_redirects=False) as answer, path.open("wb") as file:
            if answer.status_code != 200:
                raise FetchFailed(url=url, answer=answer.status_code)
            size = 0
            for part in answer.iter_bytes():
                size += file.write(part)
                if size > LIMITS.file:
                    raise FileTooLarge(file=path.name, megabytes=LIMITS.file // MEGABYTE)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise FetchFailed(url=url, answer=type(error).__name__) from error
    return path
