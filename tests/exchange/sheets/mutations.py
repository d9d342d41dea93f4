"""Files of sheets, broken at random inside their zip."""

from __future__ import annotations

import io
import random
import zipfile

_PIECES = (
    b"<c r='A1'/>", b"<f>1</f>", b"</row>", b"<v>", b"9" * 40, b"-1", b"1e999", b"\xff", b"\0", b"&",
    b"_xD800_", b"&#0;", b"<!DOCTYPE x>", b'"', b";", b"=", b",", b"\r\n", b"#2", b"none", b"[]", b"{}",
    b"t='e'", b"t='b'", b"t='s'", b"XFD1048576", b"A0", b"2023-02-30", b"1900-01-00", b"\xef\xbf\xbf",
)  # fmt: skip


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def mutated(parts: dict[str, bytes], chance: random.Random) -> bytes:
    """Return a zip of parts of which some are changed, or whose own bytes are."""
    changed = dict(parts)
    for _ in range(chance.randint(1, 4)):
        name = chance.choice(list(changed))
        changed[name] = _changed(changed[name], chance)
    if chance.random() < 0.1:
        changed.pop(chance.choice(list(changed)))
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in changed.items():
            archive.writestr(name, data)
    content = written.getvalue()
    return _changed(content, chance) if chance.random() < 0.2 else content


def _changed(data: bytes, chance: random.Random) -> bytes:
    first = chance.randint(0, len(data))
    last = min(len(data), first + chance.choice((0, 1, 3, 20, 400)))
    match chance.randrange(5):
        case 0:
            return data[:first] + data[last:]
        case 1:
            return data[:last] + data[first:]
        case 2:
            return data[:first] + chance.choice(_PIECES) + data[first:]
        case 3:
            return data[:first] + chance.randbytes(last - first) + data[last:]
        case _:
            return _other_digit(data, first, chance)


def _other_digit(data: bytes, first: int, chance: random.Random) -> bytes:
    for at in range(first, len(data)):
        if data[at : at + 1].isdigit():
            return data[:at] + str(chance.randrange(10)).encode() + data[at + 1 :]
    return data[:first]
