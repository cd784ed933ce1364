"""Zip archives, opened only after a look at what they would unpack to."""

import struct
import zlib
from copy import copy
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from service.errors import FileDamaged, FileEncrypted, FileHostile

ENTRIES = 2_000
UNPACKED = 300_000_000
#: An entry above this size may not be packed more tightly than RATIO to one.
SMALL = 5_000_000
RATIO = 100
#: Office files keep everything beside their parts in one archive; one within another only hides something.
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"Rar!")
_DIRECTORY_BYTES = 1_000_000
_END, _END_64 = struct.Struct("<4s4H2LH"), struct.Struct("<4sQ2H2L4Q")
_CHUNK = 1 << 16
#: What zipfile raises over an entry that is not as the directory says.
_BROKEN = (BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError, OSError)


def open_archive(path: Path) -> ZipFile:
    """The archive, its directory checked but nothing unpacked; raises FileDamaged, FileEncrypted, FileHostile."""
    try:
        _check_directory(path)
        archive = ZipFile(path)
    except (BadZipFile, struct.error, NotImplementedError, ValueError) as error:
        raise FileDamaged(file=path.name) from error
    _check_entries(path, archive.infolist())
    return archive


def check_content(path: Path, archive: ZipFile) -> None:
    """Refuse what unpacks to more than the directory says, or holds another archive; raises FileDamaged, FileHostile."""
    for entry in archive.infolist():
        if entry.filename.lower().endswith((".zip", ".gz", ".7z", ".rar", ".xlsx", ".ods")):
            raise FileHostile(file=path.name)
        try:
            size = _unpacked(archive, entry)
        except _BROKEN as error:
            raise FileDamaged(file=path.name) from error
        if size != entry.file_size or start_of(path, archive, entry.filename, 4).startswith(_ARCHIVES):
            raise FileHostile(file=path.name)


def start_of(path: Path, archive: ZipFile, name: str, size: int) -> bytes:
    """The first bytes of an entry; raises FileDamaged."""
    try:
        with archive.open(name) as content:
            return content.read(size)
    except _BROKEN as error:
        raise FileDamaged(file=path.name) from error


def _unpacked(archive: ZipFile, entry: ZipInfo) -> int:
    """How many bytes the entry really yields; one more than the directory says where it is more."""
    honest = copy(entry)
    honest.file_size = entry.file_size + 1
    size = 0
    with archive.open(honest) as content:
        while chunk := content.read(_CHUNK):
            size += len(chunk)
    return size


def _check_directory(path: Path) -> None:
    """Refuse a directory of too many entries before it is read: zipfile would build an object for each."""
    with path.open("rb") as file:
        file.seek(-min(path.stat().st_size, _END_64.size + 20 + _END.size + 0xFFFF), 2)
        tail = file.read()
    end = len(tail) - _END.size
    if not (tail[end:].startswith(b"PK\x05\x06") and tail.endswith(b"\0\0")):
        end = tail.rfind(b"PK\x05\x06")
    if end < 0:
        raise FileDamaged(file=path.name)
    entries, size = _END.unpack_from(tail, end)[4:6]
    large = end - 20 - _END_64.size
    if large >= 0 and tail[end - 20 : end - 16] == b"PK\x06\x07":
        entries, size = _END_64.unpack_from(tail, large)[7:9]
    if entries > ENTRIES or size > _DIRECTORY_BYTES:
        raise FileHostile(file=path.name)


def _check_entries(path: Path, entries: list[ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileEncrypted(file=path.name)
    if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
        raise FileDamaged(file=path.name)
    if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > UNPACKED:
        raise FileHostile(file=path.name)
    if any(e.file_size > SMALL and e.file_size > RATIO * max(1, e.compress_size) for e in entries):
        raise FileHostile(file=path.name)
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise FileHostile(file=path.name)
        end = entry.header_offset + entry.compress_size
