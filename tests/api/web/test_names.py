"""People read names: an id stands behind the name it belongs to, or in a column of ids."""

import re

import pytest

from tests.api.routes.played_worker import small
from tests.api.routes.service import Service
from tests.api.web.arriving import PAGES
from tests.api.web.test_every_page import seen

_BEHIND = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"[A-Za-z0-9_.-]+")


def _ids() -> set[str]:
    document = small()[0].document
    kinds = (document.services, document.service_groups, document.teams, document.activities)
    options = (option.id for group in document.service_groups for option in group.options)
    return {one.id for kind in kinds for one in kind} | set(options)


@pytest.mark.parametrize("name", ["finished", "decisions", "kept_exempt", "analysis_ended"])
def test_tables_of_a_plan_name_things(service_on_sqlite: Service, name: str) -> None:
    page = seen(service_on_sqlite, PAGES[name])
    ids, looked_at, in_columns = _ids(), 0, 0
    for cell in page.all("th", "td", "caption"):
        words = {word.rstrip(".") for word in _WORD.findall(_BEHIND.sub("", cell.text))}
        looked_at += 1
        if cell.attributes.get("data-heading") == "Id":
            in_columns += 1
            assert words <= ids
        else:
            assert not words & ids, cell.text
    assert looked_at > 50
    assert in_columns or name == "analysis_ended"
