"""People read names: an id stands behind the name it belongs to, or where it is asked for."""

import re

import pytest

from tests.api.routes.played_worker import small
from tests.api.routes.service import Service
from tests.api.web.arriving import PAGES
from tests.api.web.test_every_page import seen

FOUND = {}


@pytest.mark.parametrize("name", list(PAGES))
def test_x(service_on_sqlite: Service, name: str) -> None:
    page = seen(service_on_sqlite, PAGES[name])
    d = small()[0].document
    ids = {x.id for xs in (d.services, d.service_groups, d.teams, d.user_groups, d.activities) for x in xs}
    ids |= {o.id for g in d.service_groups for o in g.options}
    out = []
    for tag in page.tags:
        if not tag.words or len(tag.text) > 300 or tag.name in {"option", "code", "pre"}:
            continue
        own = tag.text
        for m in re.findall(r"[A-Z][A-Za-z0-9_.-]+", own):
            if m.rstrip(".") in ids and tag.name in {"td", "th", "text", "p", "li", "dd", "dt", "a", "h1", "h2", "h3", "caption", "option", "label", "title"}:
                out.append((tag.name, own[:110]))
    with open("/dev/shm/walk/ids.txt", "a") as f:
        for o in dict.fromkeys(out):
            f.write(f"{name}: {o}\n")
