"""Zip files, looked at before anything is unpacked, and unpacked no further than they say.

Workbooks, packages of planning tools and zips of sheets are zip files, and a few bytes of zip may
unpack to more than any machine holds. The directory is read here rather than by a library, since
what libraries do with a directory that lies depends on the library. Refused are many entries, much
content, content packed suspiciously well, entries that share bytes, names that lead elsewhere,
links, encryption, and zips within zips. Source: PKWARE's APPNOTE, sections 4.3 and 4.4; Fifield, A
better zip bomb (2019), on entries that share bytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath

from scheduler.exchange.reading import refused

MOST_ENTRIES = 200
MOST_UNPACKED = 100 * 1024 * 1024
"""Bytes of all entries together."""
MOST_TIMES_PACKED = 100
"""How many times larger than in the zip an entry may be, and all together."""
SMALL = 64 * 1024
"""Bytes up to which an entry may be packed as well as it likes."""

_END = struct.Struct("<4s4H2LH")
_END_SIGNATURE = b"PK\x05\x06"
_END_64_LOCATOR = b"PK\x06\x07"
_LOCATOR_SIZE = 20
_LONGEST_COMMENT = 65_535
_ENTRY = struct.Struct("<4s4B4HL2L5H2L")
_ENTRY_SIGNATURE = b"PK\x01\x02"
_LOCAL = struct.Struct("<4s2B4HL2L2H")
_LOCAL_SIGNATURE = b"PK\x03\x04"
_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
_UTF_8 = 0x0800
_STORED, _DEFLATED = 0, 8
_UNIX = 3
_TYPE_MASK, _LINK = 0xF000, 0xA000
_ARCHIVES = (".zip", ".xlsx", ".xlsm", ".docx", ".jar", ".7z", ".gz", ".bz2", ".xz", ".rar")
_CHUNK = 64 * 1024
_STEP = 16 * 1024
_ZIP_64 = 0xFFFFFFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file in a zip."""

    name: str
    size: int
    """Bytes unpacked, as the directory says."""
    packed: int
    checksum: int
    method: int
    begins: int
    """Where its packed bytes begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """A zip whose directory was looked at."""

    kind: str
    """The format, for refusals."""
    content: bytes
    entries: Mapping[str, Entry]


def opened(
    content: bytes,
    kind: str,
    most_entries: int = MOST_ENTRIES,
    most_unpacked: int = MOST_UNPACKED,
) -> Archive:
    """Return a zip file without unpacking any of it; folders are left out.

    `kind` names the format in refusals. Raises FileRejected for what is no zip, and for one that
    asks for more than is given or leads elsewhere.
    """
    count, size, first = _directory(content, kind, most_entries)
    entries: dict[str, Entry] = {}
    spans: list[tuple[int, int]] = []
    at = first
    for _ in range(count):
        entry, at, span = _entry(content, at, first + size, first, kind)
        spans.append(span)
        if entry.name.endswith("/"):
            continue
        if entry.name in entries:
            raise refused(kind, "two entries have one name", entry.name[:80])
        entries[entry.name] = entry
    if at != first + size:
        raise refused(kind, "the directory of the zip holds more than it says")
    spans.sort()
    for (_, end), (begin, _) in pairwise(spans):
        if begin < end:
            raise refused(kind, "entries share bytes")
    _check_sizes(entries, kind, most_unpacked)
    return Archive(kind=kind, content=content, entries=entries)


def chunks(archive: Archive, name: str) -> Iterator[bytes]:
    """Return the content of an entry piece by piece, counted while it is unpacked.

    Raises: FileRejected for an entry that is missing, broken or larger than the directory says.
    """
    entry = archive.entries.get(name)
    if entry is None:
        raise refused(archive.kind, f"the part {name[:80]} is missing")
    packed = memoryview(archive.content)[entry.begins : entry.begins + entry.packed]
    size = checksum = 0
    for piece in _pieces(packed, entry, archive.kind):
        size += len(piece)
        if size > entry.size:
            raise refused(archive.kind, "an entry is larger than it says", name[:80])
        checksum = zlib.crc32(piece, checksum)
        yield piece
    if size != entry.size or checksum != entry.checksum:
        raise refused(archive.kind, "an entry is broken", name[:80])


def unpacked(archive: Archive, name: str) -> bytes:
    """Return the whole content of an entry. Raises: FileRejected as `chunks`."""
    return b"".join(chunks(archive, name))


def _directory(content: bytes, kind: str, most: int) -> tuple[int, int, int]:
    """Return how many entries there are, and size and place of the directory."""
    tail = max(0, len(content) - _END.size - _LONGEST_COMMENT)
    at = content.rfind(_END_SIGNATURE, tail)
    if at < 0 or at + _END.size > len(content):
        raise refused(kind, "no zip file, or one that is cut off")
    _, disk, first_disk, here, count, size, first, _ = _END.unpack_from(content, at)
    locator = content[max(0, at - _LOCATOR_SIZE) : at]
    if locator.startswith(_END_64_LOCATOR) or first == _ZIP_64:
        raise refused(kind, "a zip file for more than four gigabytes")
    if disk or first_disk or here != count:
        raise refused(kind, "a zip file in several parts")
    if count > most:
        raise refused(kind, f"{count:,} entries; at most {most:,} are read")
    if first + size > at:
        raise refused(kind, "the directory of the zip does not fit the file")
    return count, size, first


def _entry(
    content: bytes, at: int, end: int, directory: int, kind: str
) -> tuple[Entry, int, tuple[int, int]]:
    """Return an entry, the place of the next one, and the bytes that it takes in the file."""
    if at + _ENTRY.size > end:
        raise refused(kind, "the directory of the zip is cut off")
    told = _ENTRY.unpack_from(content, at)
    signature, _, system, _, _, flags, method, _, _, checksum, packed, size = told[:12]
    name_size, extra_size, comment_size, _, _, attributes, begins = told[12:]
    after = at + _ENTRY.size + name_size + extra_size + comment_size
    if signature != _ENTRY_SIGNATURE or after > end:
        raise refused(kind, "the directory of the zip is broken")
    raw = content[at + _ENTRY.size : at + _ENTRY.size + name_size]
    name = _safe_name(raw, flags, kind)
    if flags & _ENCRYPTED:
        raise refused(kind, "a file with a password", name[:80])
    if method not in (_STORED, _DEFLATED):
        raise refused(kind, "an entry is packed in a way that is not read", name[:80])
    if system == _UNIX and (attributes >> 16) & _TYPE_MASK == _LINK:
        raise refused(kind, "an entry is a link", name[:80])
    if name.lower().endswith(_ARCHIVES):
        raise refused(kind, "an archive within the archive", name[:80])
    data = _data_place(content, begins, raw, kind)
    if data + packed > directory:
        raise refused(kind, "an entry does not fit the file", name[:80])
    entry = Entry(
        name=name, size=size, packed=packed, checksum=checksum, method=method, begins=data
    )
    _check_no_archive(content, entry, kind)
    return entry, after, (begins, data + packed)


def _data_place(content: bytes, begins: int, raw: bytes, kind: str) -> int:
    """Return where the bytes of an entry begin, once its own header agrees with the directory."""
    if begins + _LOCAL.size > len(content):
        raise refused(kind, "an entry lies outside the file")
    told = _LOCAL.unpack_from(content, begins)
    name_size, extra_size = told[-2:]
    own = content[begins + _LOCAL.size : begins + _LOCAL.size + name_size]
    if told[0] != _LOCAL_SIGNATURE or own != raw:
        raise refused(kind, "an entry is called otherwise than the directory says")
    place: int = begins + _LOCAL.size + name_size + extra_size
    return place


def _safe_name(raw: bytes, flags: int, kind: str) -> str:
    try:
        name = raw.decode("utf-8" if flags & _UTF_8 else "cp437")
    except UnicodeDecodeError:
        raise refused(kind, "the name of an entry is no text") from None
    path = PurePosixPath(name)
    drive = len(name) > 1 and name[1] == ":"
    if not name or path.is_absolute() or ".." in path.parts or "\\" in name or drive:
        raise refused(kind, "the name of an entry leads elsewhere", name[:80])
    if any(ord(letter) < ord(" ") for letter in name):
        raise refused(kind, "the name of an entry is no text")
    return name


def _check_sizes(entries: Mapping[str, Entry], kind: str, most: int) -> None:
    size = sum(entry.size for entry in entries.values())
    packed = sum(entry.packed for entry in entries.values())
    if size > most:
        raise refused(kind, f"{size:,} bytes unpacked; at most {most:,} are read")
    for entry in entries.values():
        if entry.size > max(SMALL, MOST_TIMES_PACKED * entry.packed):
            raise refused(kind, "an entry is packed suspiciously well", entry.name[:80])
    if size > max(16 * SMALL, MOST_TIMES_PACKED * packed):
        raise refused(kind, "the content is packed suspiciously well")


def _check_no_archive(content: bytes, entry: Entry, kind: str) -> None:
    """Refuse an entry that begins as a zip does."""
    packed = memoryview(content)[entry.begins : entry.begins + min(entry.packed, 256)]
    beginning = next(_pieces(packed, entry, kind, most=4), b"")
    if beginning[:4] in (_LOCAL_SIGNATURE, _END_SIGNATURE):
        raise refused(kind, "an archive within the archive", entry.name[:80])


def _pieces(packed: memoryview, entry: Entry, kind: str, most: int = _CHUNK) -> Iterator[bytes]:
    if entry.method == _STORED:
        for at in range(0, len(packed), most):
            yield bytes(packed[at : at + most])
        return
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        # In small steps: what is left over of each is copied.
        for at in range(0, len(packed), _STEP):
            rest = bytes(packed[at : at + _STEP])
            while rest and not unpacker.eof:
                piece = unpacker.decompress(rest, most)
                rest = unpacker.unconsumed_tail
                if piece:
                    yield piece
        while piece := unpacker.decompress(b"", most):
            yield piece
    except zlib.error:
        raise refused(kind, "an entry is broken", entry.name[:80]) from None
