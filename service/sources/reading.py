"""Reading a file that somebody wants to import: its format, then the events of its reader."""

import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from service.domain.deliveries import Event, Format, Reading
from service.errors import FileEmpty, FileIsFolder, FileTooLarge, FileUnreadable
from service.sources.formats.detection import detect_format

Reader = Callable[[Path, Reading], Iterator[Event]]

MEGABYTE = 1_000_000

#: Module of this package whose function `read` takes the format; loaded only when needed, since some libraries are large.
READERS: Mapping[Format, str] = {
    Format.TABLE: "tables.reader",
    Format.OSM: "osm.reader",
    Format.HSDS: "hsds.reader",
    Format.INTEGREAT: "integreat.reader",
    Format.GV100AD: "geography.gv100ad",
    Format.OUTLINES: "geography.outlines",
    Format.STATISTICS: "geography.statistics",
    Format.POSTCODES: "geography.postcodes",
    Format.MEMBERS: "members.reader",
}


@dataclass(frozen=True)
class Limits:
    """The largest file that is taken, the address space its reader may use, in bytes, and its time in seconds."""

    file: int
    memory: int
    seconds: int


LIMITS = Limits(300 * MEGABYTE, 400 * MEGABYTE, 300)
OSM_LIMITS = Limits(1_500 * MEGABYTE, 4_000 * MEGABYTE, 1800)


def limits_of(kind: Format | None) -> Limits:
    """The limits of a format, the widest where it is not known yet."""
    return OSM_LIMITS if kind in (Format.OSM, None) else LIMITS


def settle_format(path: Path, how: Reading) -> Reading:
    """The reading with its format, detected where nobody named one; raises FileRefused."""
    check_size(path, limits_of(None).file)
    found = how.format or detect_format(path)
    check_size(path, limits_of(found).file)
    return replace(how, format=found)


def read_events(path: Path, how: Reading) -> Iterator[Event]:
    """The events of a file whose format is settled, in this process; raises FileRefused."""
    assert how.format is not None
    reader: Reader = importlib.import_module(f"service.sources.{READERS[how.format]}").read
    yield from reader(path, how)


def check_size(path: Path, largest: int) -> None:
    """Refuse what is no file, holds nothing or is too large, before anything of it is read."""
    if path.is_dir():
        raise FileIsFolder(file=path.name)
    try:
        size = path.stat().st_size
    except OSError as error:
        raise FileUnreadable(file=path.name) from error
    if size == 0:
        raise FileEmpty(file=path.name)
    if size > largest:
        raise FileTooLarge(file=path.name, megabytes=largest // MEGABYTE)
