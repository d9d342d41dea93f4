"""A check of our own of how accessible a PDF is; veraPDF was not to be had where it was written.

It looks at what screen readers need: tags that cover all content, their order and kinds,
alternatives, header cells, language, title, and fonts whose characters are known.

Source: ISO 14289-1:2014, clauses 7.1 to 7.21, as the Matterhorn Protocol 1.1 lists what can be
checked by machine. What only a person can judge is not checked.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

STANDARD = frozenset(
    (
        *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI"),
        *("Index", "NonStruct", "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6"),
        *("L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot"),
        *("Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby"),
        *("Figure", "Formula", "Form"),
    )
)
SHOWING = frozenset(
    ("Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh", "EI")
)
INSIDE = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "LI": {"L"},
    "LBody": {"LI"},
    "THead": {"Table"},
    "TBody": {"Table"},
}


class Checked:
    """One PDF and what is wrong with it."""

    def __init__(self, pikepdf: Any, data: bytes) -> None:
        self.pikepdf = pikepdf
        self.pdf = pikepdf.open(io.BytesIO(data))
        self.root = self.pdf.Root
        self.tags = list(self._walk(self.root.StructTreeRoot, ""))

    def problems(self) -> list[str]:
        """Return everything that is wrong; nothing for a good one."""
        return [
            *self._document(),
            *self._kinds(),
            *self._headings(),
            *self._alternatives(),
            *self._tables(),
            *self._content(),
            *self._fonts(),
        ]

    def kinds(self) -> list[str]:
        """Return the standard type of every tag, in reading order."""
        return [kind for _, kind, _ in self.tags]

    def _standard(self, kind: str) -> str:
        roles = self.root.StructTreeRoot.get("/RoleMap", {})
        for _ in range(8):
            if kind in STANDARD or f"/{kind}" not in roles:
                return kind
            kind = str(roles[f"/{kind}"]).lstrip("/")
        return kind

    def _children(self, tag: Any) -> list[Any]:
        kids = tag.get("/K")
        if kids is None:
            return []
        return list(kids) if isinstance(kids, self.pikepdf.Array) else [kids]

    def _walk(self, tag: Any, inside: str) -> Iterator[tuple[Any, str, str]]:
        for kid in self._children(tag):
            if isinstance(kid, self.pikepdf.Dictionary) and "/S" in kid:
                kind = self._standard(str(kid.S).lstrip("/"))
                yield kid, kind, inside
                yield from self._walk(kid, kind)

    def _document(self) -> Iterator[str]:
        mark = self.root.get("/MarkInfo", {})
        if not mark.get("/Marked"):
            yield "it is not marked as tagged"
        if mark.get("/Suspects"):
            yield "its tags are said to be doubtful"
        if not str(self.root.get("/Lang", "")):
            yield "it has no language"
        if not self.root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
            yield "its title is not shown"
        with self.pdf.open_metadata() as told:
            if not told.get("dc:title"):
                yield "its metadata have no title"
            if str(told.get("pdfuaid:part")) != "1":
                yield "it does not say that it is PDF/UA-1"
        if "/ParentTree" not in self.root.StructTreeRoot:
            yield "content cannot be found from its tags"

    def _kinds(self) -> Iterator[str]:
        for _, kind, inside in self.tags:
            if kind not in STANDARD:
                yield f"a tag of no standard type: {kind}"
            if kind in INSIDE and inside not in INSIDE[kind]:
                yield f"{kind} in {inside}"

    def _headings(self) -> Iterator[str]:
        levels = [int(kind[1]) for kind in self.kinds() if kind[0] == "H" and kind[1:].isdigit()]
        if levels[:1] != [1]:
            yield "the first heading is not of level 1"
        for before, after in pairwise(levels):
            if after > before + 1:
                yield f"a heading of level {after} follows one of level {before}"

    def _alternatives(self) -> Iterator[str]:
        for tag, kind, _ in self.tags:
            if kind in {"Figure", "Formula"} and not str(tag.get("/Alt", "")).strip():
                yield f"{kind} without an alternative"

    def _tables(self) -> Iterator[str]:
        for tag, kind, _ in self.tags:
            if kind != "Table":
                continue
            rows = [one for one, k, _ in self._walk(tag, kind) if k == "TR"]
            cells = [
                [(c, k) for c, k, _ in self._walk(row, "TR") if k in {"TH", "TD"}] for row in rows
            ]
            if len({len(row) for row in cells}) > 1:
                yield "rows of a table are not of the same length"
            heads = [c for row in cells for c, k in row if k == "TH"]
            if not heads:
                yield "a table without header cells"
            if any("/Scope" not in self._attributes(c) for c in heads):
                yield "a header cell that does not say what it heads"

    def _attributes(self, tag: Any) -> dict[str, Any]:
        found = tag.get("/A", [])
        parts = found if isinstance(found, self.pikepdf.Array) else [found]
        return {name: value for part in parts for name, value in part.items()}

    def _content(self) -> Iterator[str]:
        for number, page in enumerate(self.pdf.pages, start=1):
            if page.get("/Annots") is not None and str(page.get("/Tabs")) != "/S":
                yield f"page {number}: tabs do not follow the tags"
            used, untagged = self._marks(page)
            if untagged:
                yield f"page {number}: {untagged} pieces of content without a tag"
            known = self._tagged_on(page)
            if used - known:
                yield f"page {number}: content that no tag holds: {sorted(used - known)[:5]}"

    def _marks(self, page: Any) -> tuple[set[int], int]:
        """Return the marked content of a page, and how much of it is neither marked nor artifact."""
        used: set[int] = set()
        depth: list[bool] = []
        untagged = 0
        for operands, operator in self.pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in {"BDC", "BMC"}:
                artifact = str(operands[0]) == "/Artifact"
                has_id = len(operands) > 1 and "/MCID" in operands[1]
                if has_id:
                    used.add(int(operands[1].MCID))
                depth.append(artifact or has_id)
            elif name == "EMC":
                depth.pop()
            elif name in SHOWING and not any(depth):
                untagged += 1
        return used, untagged

    def _tagged_on(self, page: Any) -> set[int]:
        found: set[int] = set()
        for tag, _, _ in self.tags:
            for kid in self._children(tag):
                if isinstance(kid, int) and self._same(tag.get("/Pg"), page):
                    found.add(int(kid))
                elif isinstance(kid, self.pikepdf.Dictionary) and self._same(
                    kid.get("/Pg", tag.get("/Pg")), page
                ):
                    found.add(int(kid.get("/MCID", -1)))
        return found

    def _same(self, one: Any, page: Any) -> bool:
        return one is not None and bool(one.objgen == page.obj.objgen)

    def _fonts(self) -> Iterator[str]:
        for one in self.pdf.objects:
            if not isinstance(one, self.pikepdf.Dictionary) or str(one.get("/Type")) != "/Font":
                continue
            if str(one.get("/Subtype")) == "/Type0" and "/ToUnicode" not in one:
                yield "a font whose characters are not known"
            told = one.get("/FontDescriptor")
            if told is not None and not any(f"/FontFile{n}" in told for n in ("", "2", "3")):
                yield "a font that is not embedded"
