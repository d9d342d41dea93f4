"""Whatever people have written stays text: in Markdown, in HTML and in what Typst reads."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from markdown_it.token import Token

from scheduler.papers.html import paper_html
from scheduler.papers.html_style import page_style
from scheduler.papers.markdown import escaped, paper_markdown
from scheduler.papers.paper import (
    Block,
    Figure,
    Figures,
    Items,
    Paper,
    Paragraph,
    Picture,
    Section,
    Table,
    one_line,
)
from scheduler.papers.typst import PROGRAM, paper_data

HOSTILE = (
    "<script>alert(1)</script>",
    "</title></style></svg><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "#let x = 1",
    '#panic("run")',
    '#read("/etc/passwd")',
    "#eval(sys.inputs.paper)",
    "$ 1/0 $ @nowhere <nowhere> *strong* _emph_ `raw`",
    "a | b | c",
    "| --- | --- |",
    "``` fence",
    "`tick` and ``two``",
    "one\ntwo\r\n\nthree\u2028four\x85five",
    "# heading",
    "1. list",
    "12) list",
    "- list",
    "+ list",
    "> quote",
    "===",
    "---",
    "[link](javascript:alert(1))",
    "![image](http://example.org/x.png)",
    "[^1]: note",
    "https://example.org/?a=b www.example.org mailto:a@b.org",
    "\\\\server\\share \\| \\",
    "&lt;b&gt; &amp; &#35;",
    "\u202egnp.exe \u200b\ufeff",
    "{{ template }} {% code %} ${x}",
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9"/>'


def paper(words: str) -> Paper:
    """Return a paper that says the same words everywhere."""
    blocks: tuple[Block, ...] = (
        Paragraph(text=words),
        Paragraph(text=words, strong=True),
        Items(items=(words, words)),
        Items(items=(words,), numbered=True),
        Figures(figures=(Figure(name=words, value=words, note=words),)),
        Table(
            caption=words,
            header=(words, words),
            rows=((words, words), (words, words)),
            numbers=frozenset({1}),
            note=words,
        ),
        Picture(title=words, svg=SVG, alternative=words),
    )
    return Paper(
        title=words,
        kind=words,
        marking=words,
        dated=date(2022, 7, 4),
        lead=words,
        sections=(Section(title=words, blocks=blocks),),
    )


def tokens(text: str) -> Iterator[Token]:
    for token in MarkdownIt("gfm-like", {"linkify": False}).enable("table").parse(text):
        yield token
        yield from token.children or ()


def inlines(text: str) -> set[str]:
    return {t.content for t in tokens(text) if t.type == "text" and t.content}


ALLOWED = {
    *("heading", "paragraph", "bullet_list", "ordered_list", "list_item", "strong"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


def check_markdown(words: str) -> None:
    written = paper_markdown(paper(words))
    kinds = {t.type for t in tokens(written)}
    opened = {kind.removesuffix("_open") for kind in kinds if kind.endswith("_open")}
    assert opened <= ALLOWED
    assert kinds <= {
        *(f"{one}_{end}" for one in ALLOWED for end in ("open", "close")),
        *("inline", "text", "text_special"),
    }
    # Tables are whole: one, of two columns and three rows, whatever stands in it.
    count = [t.type for t in tokens(written)]
    assert count.count("table_open") == 1
    assert count.count("tr_open") == 3
    assert count.count("th_open") == 2
    assert count.count("td_open") == 4
    assert count.count("heading_open") == 2


@pytest.mark.parametrize("words", HOSTILE)
def test_markdown_keeps_hostile_words_as_text(words: str) -> None:
    check_markdown(words)


@given(st.text(min_size=1, max_size=60).filter(one_line))
@settings(max_examples=150, deadline=None)
def test_markdown_keeps_any_words_as_text(words: str) -> None:
    check_markdown(words)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_read_in_markdown_as_they_were_written(words: str) -> None:
    read = "".join(t.content for t in tokens(escaped(words)) if t.type in {"text", "text_special"})
    assert read == one_line(words)


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=40))
@settings(deadline=None)
def test_what_is_escaped_for_markdown_reads_as_it_was_written(words: str) -> None:
    read = "".join(t.content for t in tokens(escaped(words)) if t.type in {"text", "text_special"})
    assert read == one_line(words)


def check_html(words: str) -> None:
    written = paper_html(paper(words))
    tree: Any = lxml_html.document_fromstring(written)
    assert not tree.xpath("//script|//img|//iframe|//link|//object|//embed|//form|//a")
    assert not [name for one in tree.iter() for name in one.attrib if str(name).startswith("on")]
    said = one_line(words)
    assert tree.xpath("//h1")[0].text_content() == said
    assert [one.text_content() for one in tree.xpath("//td")] == [said, said]
    assert [one.text_content() for one in tree.xpath("//th")] == [said] * 4
    assert tree.xpath("//figure/div/@aria-label") == [said]


@pytest.mark.parametrize("words", HOSTILE)
def test_html_keeps_hostile_words_as_text(words: str) -> None:
    check_html(words)


@given(st.text(min_size=1, max_size=60).filter(one_line))
@settings(max_examples=100, deadline=None)
def test_html_keeps_any_words_as_text(words: str) -> None:
    check_html(words)


def test_an_html_paper_fetches_nothing_and_says_how_it_is_read() -> None:
    written = paper_html(paper("Words"))
    tree: Any = lxml_html.document_fromstring(written)
    assert tree.get("lang") == "en-GB"
    assert not tree.xpath("//@src|//@href")
    assert "url(" not in written
    assert "@import" not in written
    assert [one.tag for one in tree.xpath("//h1|//h2|//h3")] == ["h1", "h2"]
    assert set(tree.xpath("//th/@scope")) == {"col", "row"}
    assert len(tree.xpath("//table/caption")) == 1
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv]/@content")[0]


def queried(paper: Paper, selector: str) -> Any:
    """Ask the typesetter what it made of a paper."""
    inputs = {"paper": paper_data(paper)}
    asked = typst.query(PROGRAM.encode(), selector, sys_inputs=inputs)
    return json.loads(asked)


def text_in(value: Any) -> str:
    """Return the text of content as the typesetter tells it."""
    if isinstance(value, dict):
        if value.get("func") == "text":
            return str(value["text"])
        if value.get("func") == "space":
            return " "
        return "".join(text_in(part) for part in value.values())
    if isinstance(value, list):
        return "".join(map(text_in, value))
    return ""


@pytest.mark.parametrize("words", HOSTILE)
def test_typst_takes_hostile_words_for_text(words: str) -> None:
    made = paper(words)
    said = one_line(words)
    headings = queried(made, "heading")
    assert [text_in(one["body"]) for one in headings] == [said, said]
    assert [one["level"] for one in headings] == [1, 2]
    (table,) = queried(made, "table")
    header, *cells = table["children"]
    assert [text_in(one) for one in header["children"]] == [said, said]
    assert [text_in(one) for one in cells] == [said] * 4


def test_the_program_evaluates_and_reads_nothing() -> None:
    forbidden = ("eval(", "read(", "import", "include", "plugin")
    assert not [word for word in forbidden if word in PROGRAM]
    assert PROGRAM.count("sys.inputs") == 1


@pytest.mark.parametrize("words", ['"; } </style> \\', "Exempt: paragraph 3"])
def test_the_marking_of_printed_pages_is_written_by_numbers_alone(words: str) -> None:
    style = page_style(words)
    (content,) = re.findall(r'@bottom-left \{ content: "([^"]*)"; \}', style)
    assert re.fullmatch(r"(?:\\[0-9a-f]+ )*", content)
    assert "".join(chr(int(one, 16)) for one in re.findall(r"\\([0-9a-f]+) ", content)) == words
