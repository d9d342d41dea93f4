"""Archives that ask for more than is given, made small: their numbers lie or their bytes repeat."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
ROOT = f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
BOOK = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Programme" sheetId="1" r:id="a"/></sheets></workbook>'
PARTS = (
    f'<Relationships xmlns="{RELATIONS}"><Relationship Id="a" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="b" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="c" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
EMPTY = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'


@dataclass(frozen=True, kw_only=True)
class Raw:
    """An entry of a zip whose headers may lie."""

    name: str
    data: bytes = b""
    method: int = 8
    size: int | None = None
    packed: int | None = None
    checksum: int | None = None
    flags: int = 0
    attributes: int = 0
    system: int = 3
    local_name: str | None = None
    begins: int | None = None
    extra: bytes = b""
    raw: bytes | None = None
    """The packed bytes, where they are not those of the data."""


def raw_zip(
    entries: Sequence[Raw],
    *,
    count: int | None = None,
    tail: bytes = b"",
    more: bytes = b"",
    disk: int = 0,
) -> bytes:
    """Return a zip of entries as they say they are."""
    body, directory = b"", b""
    for entry in entries:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = packer.compress(entry.data) + packer.flush() if entry.method == 8 else entry.data
        packed = packed if entry.raw is None else entry.raw
        size = len(entry.data) if entry.size is None else entry.size
        told = len(packed) if entry.packed is None else entry.packed
        checksum = zlib.crc32(entry.data) if entry.checksum is None else entry.checksum
        name = entry.name.encode()
        local = name if entry.local_name is None else entry.local_name.encode()
        begins = len(body) if entry.begins is None else entry.begins
        body += struct.pack(
            "<4s2B4HL2L2H",
            *(b"PK\x03\x04", 20, 0, entry.flags, entry.method, 0, 0),
            *(checksum, told, size, len(local), len(entry.extra)),
        )
        body += local + entry.extra + packed
        directory += struct.pack(
            "<4s4B4HL2L5H2L",
            *(b"PK\x01\x02", 20, entry.system, 20, 0, entry.flags, entry.method, 0, 0),
            *(checksum, told, size, len(name), 0, 0, 0, 0, entry.attributes, begins),
        )
        directory += name
    directory += more
    number = (len(entries) if count is None else count) & 0xFFFF
    end = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", disk, 0, number, number, len(directory), len(body), 0
    )
    return body + directory + tail + end


def workbook(**parts: str | bytes) -> bytes:
    """Return a workbook whose parts are other than they should be: `sheet`, `texts`, `book`..."""
    written = io.BytesIO()
    names = {
        "root": ("_rels/.rels", ROOT),
        "book": ("xl/workbook.xml", BOOK),
        "relations": ("xl/_rels/workbook.xml.rels", PARTS),
        "sheet": (SHEET, EMPTY),
        "texts": (TEXTS, f'<sst xmlns="{MAIN}"/>'),
        "styles": (STYLES, f'<styleSheet xmlns="{MAIN}"/>'),
    }
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for own, (name, usual) in names.items():
            archive.writestr(name, parts.get(own, usual))
    return written.getvalue()


def sheet(rows: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def noise(letters: int, seed: int = 1) -> str:
    """Return letters that hardly pack."""
    return random.Random(seed).randbytes(letters // 2).hex()


def archive_bombs() -> Iterator[tuple[str, bytes]]:
    """Return zips that are refused by their directory or while they are unpacked."""
    for name in (SHEET, TEXTS, STYLES, "xl/workbook.xml", "a.csv"):
        for size in (2_000_000, 20_000_000):
            yield f"zeros of {size:,} in {name}", raw_zip([Raw(name=name, data=bytes(size))])
    yield (
        "all together well packed",
        raw_zip([Raw(name=f"{n}.csv", data=bytes(60_000)) for n in range(150)]),
    )
    for count in (201, 5_000, 65_535):
        yield f"{count:,} entries", raw_zip([Raw(name=f"{n}.csv") for n in range(count)])
    many = [Raw(name=f"{n}.csv") for n in range(300)]
    yield "more entries than it says", raw_zip(many, count=10)
    yield "70,000 entries, counted as 4,464", raw_zip([Raw(name=f"{n}.csv") for n in range(70_000)])
    inner = raw_zip([Raw(name="a.csv", data=b"a")])
    for name in ("inner.zip", "xl/embeddings/book.xlsx", "a.csv", SHEET):
        for method in (0, 8):
            yield (
                f"zip within as {name} by {method}",
                raw_zip([Raw(name=name, data=inner, method=method)]),
            )
    first = Raw(name="a.csv", data=b"x" * 500)
    yield "two names for the same bytes", raw_zip([first, Raw(name="b.csv", begins=0)])
    yield "the same name and bytes twice", raw_zip([first, Raw(name="a.csv", begins=0)])
    yield "quoted overlap", _quoted()
    yield "larger than it says", raw_zip([Raw(name="a.csv", data=bytes(50_000_000), size=60_000)])
    yield "smaller than it says", raw_zip([Raw(name="a.csv", data=b"a", size=100)])
    yield "another checksum", raw_zip([Raw(name="a.csv", data=b"a,b", checksum=1)])
    yield "packed bytes beyond the file", raw_zip([Raw(name="a.csv", data=b"a", packed=10**6)])
    yield "begins outside", raw_zip([Raw(name="a.csv", data=b"a", begins=10**6)])
    yield "broken packing", raw_zip([Raw(name="a.csv", data=b"abc", raw=b"\xff\xff\xff")])
    for name in ("../a.csv", "/a.csv", "x/../../a.csv", "C:a.csv", "x\\..\\a.csv", "a\0.csv", ""):
        yield f"called {name!r}", raw_zip([Raw(name=name, data=b"a")])
    yield "a link", raw_zip([Raw(name="a.csv", data=b"/etc", attributes=0o120777 << 16)])
    for flags in (1, 0x40, 0x2000):
        yield f"encrypted by {flags}", raw_zip([Raw(name="a.csv", data=b"a", flags=flags)])
    for method in (9, 12, 14, 93, 99):
        yield f"packed by {method}", raw_zip([Raw(name="a.csv", data=b"a", method=method)])
    yield "four gigabytes", raw_zip([first], tail=b"PK\x06\x07" + bytes(16))
    yield "another disk", raw_zip([first], disk=1)
    yield "another local name", raw_zip([Raw(name="a.csv", data=b"a", local_name="b.csv")])
    yield "cut off", raw_zip([first])[:-30]
    yield "no zip", b"PK\x03\x04" + bytes(100)
    yield "nothing", b""


def _quoted() -> bytes:
    """Return entries whose bytes hold the headers of the next ones. Source: Fifield (2019)."""
    kernel = Raw(name="b.csv", data=b"x" * 1_000)
    inner = raw_zip([kernel])
    header = inner[: inner.index(b"PK\x01\x02")]
    stored = struct.pack("<BHH", 0, len(header), len(header) ^ 0xFFFF) + header
    outer = Raw(name="a.csv", data=header + kernel.data, raw=stored)
    place = 30 + len("a.csv") + 5
    return raw_zip([outer, Raw(name="b.csv", data=kernel.data, begins=place, raw=b"")])


def workbook_bombs() -> Iterator[tuple[str, bytes]]:
    """Return workbooks whose zip is in order and whose parts are not."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    lol = f'<!DOCTYPE x [<!ENTITY l0 "lol">{laughs}]>'
    for part in ("sheet", "texts", "book", "relations", "root", "styles"):
        yield f"entities in {part}", workbook(**{part: f"{lol}<x>&l9;</x>"})
    outside = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'
    yield "an entity from a file", workbook(texts=outside)
    yield "deep", workbook(sheet=f"{'<a>' * 1_000}{'</a>' * 1_000}")
    yield "deep and long", workbook(sheet="".join(f"<a{n}>" for n in range(200_000)))
    cells = "".join(f'<c r="A{n}" s="{n % 97}"/>' for n in range(1, 700_000))
    yield "empty cells", workbook(sheet=sheet(f"<row>{cells}</row>"))
    spread = "".join(
        f'<row r="{n}"><c r="A{n}" s="{n * 7919 % 9973}"/></row>' for n in range(1, 900_000)
    )
    yield "rows of empty cells", workbook(sheet=sheet(spread))
    rows = "".join(f'<row r="{n}" ht="{n * 7919 % 9973}"/>' for n in range(1, 400_000))
    yield "empty rows", workbook(sheet=sheet(rows))
    yield "a far column", workbook(sheet=sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>'))
    yield "no column", workbook(sheet=sheet('<row r="1"><c r="ZZZZZ1"><v>1</v></c></row>'))
    long = noise(33_000)
    yield "a long text", workbook(texts=f'<sst xmlns="{MAIN}"><si><t>{long}</t></si></sst>')
    yield (
        "a longer text",
        workbook(texts=f'<sst xmlns="{MAIN}"><si><t>{noise(3_000_000)}</t></si></sst>'),
    )
    many = "".join(f"<si><t>{n * 7919}</t></si>" for n in range(600_000))
    yield "many texts", workbook(texts=f'<sst xmlns="{MAIN}">{many}</sst>')
    one = f'<sst xmlns="{MAIN}"><si><t>{noise(32_000)}</t></si></sst>'
    again = "".join(
        f'<row r="{n}"><c r="A{n}" t="s" s="{n * 7919 % 997}"><v>0</v></c></row>'
        for n in range(1, 4_000)
    )
    yield "one text thousands of times", workbook(texts=one, sheet=sheet(again))
    marks = "".join(f"<a{n * 7919 % 9973}/>" for n in range(3_100_000))
    yield "elements that mean nothing", workbook(sheet=f"<x>{marks}</x>")
    styles = "".join(f'<xf numFmtId="{n * 7919 % 997}"/>' for n in range(600_000))
    yield (
        "styles",
        workbook(styles=f'<styleSheet xmlns="{MAIN}"><cellXfs>{styles}</cellXfs></styleSheet>'),
    )
    sheets = "".join(f'<sheet name="s{n}" r:id="a{n}"/>' for n in range(2_000))
    to = "".join(
        f'<Relationship Id="a{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        for n in range(2_000)
    )
    yield (
        "one part as many sheets",
        workbook(
            book=f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>',
            relations=f'<Relationships xmlns="{RELATIONS}">{to}</Relationships>',
        ),
    )
    yield "no XML", workbook(sheet=noise(1_000))
    yield "XML without an end", workbook(sheet=f'<worksheet xmlns="{MAIN}"><sheetData>')
    yield "an odd encoding", workbook(sheet='<?xml version="1.0" encoding="x-odd"?><a/>')


def csv_bombs() -> Iterator[tuple[str, bytes]]:
    """Return zips of CSV files that are in order as zips."""
    shuffled = random.Random(7)
    yield "one row of commas", _csv("".join(shuffled.choice(",,,,1") for _ in range(3_000_000)))
    yield "many rows", _csv("".join(f"{n * 7919 % 997}\n" for n in range(300_000)))
    yield "many cells", _csv("".join(f"{n * 7919 % 997},2,3,4\n" for n in range(150_000)))
    yield "a wide row", _csv(",".join(str(n * 7919 % 997) for n in range(2_000)))
    yield "a long cell", _csv(noise(40_000))
    yield "a longer cell", _csv(f'"{noise(1_000_000)}"')
    yield "too much", _csv(noise(40_000_000))
    yield "no CSV", raw_zip([Raw(name="a.txt", data=b"a")])
    yield "no text", raw_zip([Raw(name="a.csv", data=b"\xff\xfe\x00\xd8")])


def _csv(text: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Programme.csv", text)
    return written.getvalue()
