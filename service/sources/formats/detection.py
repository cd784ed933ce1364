"""Which format a file has, told by its content."""

import bz2
import zlib
from collections.abc import Callable
from pathlib import Path

from service.domain.deliveries import Format
from service.errors import FileDamaged, FileEmpty, FileEncrypted, FileUnknown
from service.sources.archives import open_archive, start_of
from service.sources.formats.json_formats import format_words, json_format
from service.sources.formats.sheet_formats import text_format
from service.sources.tables.text import encoding_of, sample

_HEAD = 1_000_000
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
#: Characters that no text has; more than this share of them is no text.
_CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\r\f\0")
_MOST_CONTROLS = 0.002


def detect_format(path: Path) -> Format:
    """The format of a file that is there and not empty; raises FileRefused, mostly from its first megabyte."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for marks, found in _BY_MAGIC:
        if head.startswith(marks):
            return found(path, head)
    if b"OSMHeader" in head[:64]:
        return Format.OSM
    return _text(path, head)


def _text(path: Path, head: bytes) -> Format:
    if not head.replace(b"\0", b"").strip(b" \t\r\n\f\xef\xbb\xbf\xff\xfe"):
        raise FileEmpty(file=path.name)
    if _is_noise(head):
        raise FileUnknown(file=path.name)
    text = sample(path, encoding_of(path))
    start = text.lstrip("\ufeff \t\r\n")
    if start[:1] in ("{", "["):
        return json_format(path)
    if start.startswith("<"):
        return _markup(path, start)
    if "\0" in text or sum(c in _CONTROLS for c in text) > _MOST_CONTROLS * len(text):
        raise FileUnknown(file=path.name)
    return text_format(text)


def _is_noise(head: bytes) -> bool:
    """Whether zero bytes stand in the file otherwise than UTF-16 puts them."""
    zeros = head[:4000].count(0)
    return 0 < zeros < 0.2 * len(head[:4000]) and not head.startswith((b"\xff\xfe", b"\xfe\xff"))


def _markup(path: Path, start: str) -> Format:
    if "<osm" in start[:2000] and "<osmChange" not in start[:2000]:
        return Format.OSM
    raise FileUnknown(file=path.name)


def _zip(path: Path, _: bytes) -> Format:
    with open_archive(path) as archive:
        names = archive.namelist()
        kind = start_of(path, archive, "mimetype", 100) if "mimetype" in names else b""
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        return Format.TABLE
    if kind.strip() == _ODS:
        return Format.TABLE
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        return Format.MEMBERS
    if set(format_words().hsds_members) & {name.rpartition("/")[2] for name in names}:
        return Format.HSDS
    raise FileUnknown(file=path.name)


def _pdf(_: Path, __: bytes) -> Format:
    return Format.MEMBERS


def _ole(path: Path, head: bytes) -> Format:
    """An old workbook, or a new one in the shell that a password puts around it."""
    names = path.read_bytes() if path.stat().st_size <= 30 * _HEAD else head
    if "EncryptedPackage".encode("utf-16-le") in names:
        raise FileEncrypted(file=path.name)
    if any(stream.encode("utf-16-le") in names for stream in ("Workbook", "Book")):
        return Format.TABLE
    raise FileUnknown(file=path.name)


def _gzip(path: Path, head: bytes) -> Format:
    return _packed(path, lambda: zlib.decompressobj(wbits=31).decompress(head, 4000))


def _bzip2(path: Path, head: bytes) -> Format:
    return _packed(path, lambda: bz2.BZ2Decompressor().decompress(head, 4000))


def _packed(path: Path, unpack: Callable[[], bytes]) -> Format:
    try:
        start = unpack()
    except (OSError, zlib.error, EOFError) as error:
        raise FileDamaged(file=path.name) from error
    return _markup(path, start.decode("utf-8", errors="replace"))


_BY_MAGIC: tuple[tuple[bytes, Callable[[Path, bytes], Format]], ...] = (
    (b"PK\x03\x04", _zip),
    (b"%PDF", _pdf),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _ole),
    (b"\x1f\x8b", _gzip),
    (b"BZh", _bzip2),
)
