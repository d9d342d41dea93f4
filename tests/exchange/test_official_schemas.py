"""What is written is valid by the schemas that Microsoft and Oracle publish.

The schemas belong to them and are not here: `PHASED_EXIT_SCHEMAS` names a directory that has
`mspdi.xsd`, Microsoft's of Project 2013, and `p6apibo.xsd`, Oracle's of P6 22.12.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.exchange.exporting import export_plan
from scheduler.exchange.formats import FORMATS
from scheduler.exchange.from_plan import Hold
from scheduler.exchange.project_schedule import ProjectSchedule
from tests.exchange.projects import projects
from tests.exchange.test_from_plan import WORLDS, lincolnshire, planned

SCHEMAS = os.environ.get("PHASED_EXIT_SCHEMAS", "")
FILES = {"mspdi": "mspdi.xsd", "pmxml": "p6apibo.xsd"}
MADE = datetime(2021, 7, 5, tzinfo=UTC)
HOLDS: dict[str, tuple[Hold | None, ...]] = {
    "mspdi": ("manual", "constraints", "links"),
    "pmxml": (None,),
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SCHEMAS, reason="PHASED_EXIT_SCHEMAS names no directory of schemas"),
]


@cache
def schema(file_format: str) -> etree.XMLSchema:
    tree = etree.parse(Path(SCHEMAS) / FILES[file_format])
    (as_project_writes if file_format == "mspdi" else as_eppm_reads)(tree.getroot())
    return etree.XMLSchema(tree)


def as_project_writes(root: etree._Element) -> None:
    """Put two elements after the name of a task: there Project has them, its schema further down."""
    for sequence in root.iter("{*}sequence"):
        found = {one.get("name"): one for one in sequence}
        if "Manual" in found and "CommitmentType" in found:
            for name in ("Manual", "Active"):
                found["Name"].addnext(found[name])


def as_eppm_reads(root: etree._Element) -> None:
    """Put the options of scheduling after the documents, where they are from 23.12 on.

    P6 EPPM looks for them there only, as release 12.1.3 of MPXJ found out.
    """
    (kind,) = root.iterfind("{*}complexType[@name='ProjectType']")
    (options,) = (one for one in kind.iter("{*}element") if one.get("name") == "ScheduleOptions")
    (documents,) = (one for one in kind.iter("{*}element") if one.get("name") == "ProjectDocument")
    documents.addnext(options)


def errors(content: bytes, file_format: str) -> list[str]:
    judge = schema(file_format)
    judge.validate(etree.fromstring(content))
    return str(judge.error_log).splitlines()


def plans() -> Iterator[tuple[str, ExpandedProgramme, Plan]]:
    yield "Lincolnshire", *lincolnshire()
    for path in WORLDS:
        found = planned(path)
        if found is not None:
            yield path.stem, *found


@pytest.mark.parametrize("file_format", FILES)
def test_every_exported_plan_is_valid(file_format: str) -> None:
    seen = 0
    for name, expanded, plan in plans():
        for hold in HOLDS[file_format]:
            sent = export_plan(expanded, plan, file_format, made=MADE, hold=hold).content
            assert errors(sent, file_format) == [], name
        seen += 1
    assert seen > 50


@pytest.mark.parametrize("file_format", FILES)
@given(project=projects())
@settings(max_examples=100, deadline=None)
def test_any_project_is_valid(file_format: str, project: ProjectSchedule) -> None:
    # Microsoft's schema has no project without a currency; no other would be right either.
    project = replace(project, currency=project.currency or "GBP")
    assert errors(FORMATS[file_format].load("writer")(project).content, file_format) == []


@pytest.mark.parametrize("file_format", FILES)
def test_a_fault_is_found(file_format: str) -> None:
    written = FORMATS[file_format].load("writer")(ProjectSchedule(name="P", currency="GBP"))
    assert errors(written.content, file_format) == []
    root = etree.fromstring(written.content)
    etree.SubElement(root, f"{{{etree.QName(root).namespace}}}Nothing")
    assert len(errors(etree.tostring(root), file_format)) == 1
