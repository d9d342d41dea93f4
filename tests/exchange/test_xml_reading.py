"""XML is read with nothing followed, and what is none is refused with a sentence and a place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.errors import FileRejected
from scheduler.exchange.reading import LARGEST_FILE
from scheduler.exchange.xml_reading import DEEPEST, line, local_name, namespace, parsed

SMALL = '<?xml version="1.0" encoding="{}"?>\n<Project><Name>Café – ж</Name></Project>'

LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<a>&c;</a>"""

REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "not well formed"),
    "no XML": (b"id,name\n1,Build\n", "not well formed"),
    "cut short": (b"<a>\n<b>", "line 2"),
    "wrong end": (b"<a>\n<b></c>\n</a>", "line 2"),
    "entities": (LAUGHS, "line 2: it has a document type"),
    "empty document type": (b"<!DOCTYPE a><a/>", "document type"),
    "document type after comments": (b"<?p x?><!-- - --> <!DOCTYPE a><a/>", "document type"),
    "document type as UTF-16": ("<!DOCTYPE a><a/>".encode("utf-16"), "document type"),
    "file by entity": (
        b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
        "document type",
    ),
    "undeclared entity": (b"<a>&e;</a>", "not well formed"),
    "NUL": (b"<a>\n\0</a>", "line 2: a character of number 0"),
    "NUL by number": (b"<a>&#0;</a>", "not well formed"),
    "forbidden by number": (b"<a>&#7;</a>", "not well formed"),
    "no UTF-8": (b"<a>\n\xe9</a>", "line 2: the text is not utf-8"),
    "half of a pair": ("<a>".encode("utf-16") + b"\x00\xd8", "the text is not utf-16"),
    "unread encoding": (b'<?xml version="1.0" encoding="utf-7"?><a/>', "encoding that is not read"),
    "unknown encoding": (b'<?xml version="1.0" encoding="none"?><a/>', "encoding that is not read"),
    "deep": (b"<a>" * 500_000, "not well formed"),
    "deep but closed": (b"<a>" * (DEEPEST + 1) + b"</a>" * (DEEPEST + 1), "inside each other"),
    "many elements": (b"<a>" + b"<b/>" * 2_000_001 + b"</a>", "elements that are read"),
    "many attributes": (b"<a>" + b'<b c="" d=""/>' * 1_000_001 + b"</a>", "attributes"),
    "large": (b" " * (LARGEST_FILE + 1), "bytes that are read"),
    "two documents": (b"<a/><a/>", "not well formed"),
    "long comment without an end": (b"<!--" * 100_000, "not well formed"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_plain_xml_is_refused_with_its_place(name: str) -> None:
    content, words = REFUSED[name]
    with pytest.raises(FileRejected) as refused:
        parsed(content, "sample")
    assert words in str(refused.value)
    assert "sample" in str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_utf_8_and_utf_16_are_read(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    root = parsed(SMALL.format(declared).encode(encoding), "sample")
    assert root.findtext("Name") == "Café – ж"


def test_text_in_utf_8_that_declares_utf_16_is_read() -> None:
    assert parsed(SMALL.format("utf-16").encode(), "sample").findtext("Name") == "Café – ж"


def test_an_older_encoding_is_read_where_it_is_declared() -> None:
    content = b'<?xml version="1.0" encoding="windows-1252"?><a>\x80 \xe9</a>'
    assert parsed(content, "sample").text == "€ é"


def test_inclusions_are_elements_like_any_other() -> None:
    content = (
        b'<a xmlns:xi="http://www.w3.org/2001/XInclude">'
        b'<xi:include href="file:///etc/passwd" parse="text"/></a>'
    )
    (inside,) = parsed(content, "sample")
    assert local_name(inside) == "include"
    assert namespace(inside) == "http://www.w3.org/2001/XInclude"
    assert inside.text is None


def test_comments_do_not_cut_a_text() -> None:
    root = parsed(b"<a>\n <b>x<!-- <!DOCTYPE no> -->y<?p q?>z</b><c> </c></a>", "sample")
    assert [child.text for child in root] == ["xyz", " "]
    assert line(root[0]) == "line 2"


@given(st.binary(max_size=200), st.integers(0, 80), st.integers(0, 40))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_a_tree_or_a_refusal(noise: bytes, at: int, cut: int) -> None:
    whole = SMALL.format("utf-8").encode()
    content = whole[:at] + noise + whole[at + cut :]
    try:
        root = parsed(content, "sample")
    except FileRejected:
        return
    assert local_name(root)
