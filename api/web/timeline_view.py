"""What of a timeline is shown: read from the address of the page, and written into it again.

So an address opens exactly what was seen, for whoever may see the plan.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import Depends, Query

from scheduler.pictures.rows import Level
from scheduler.pictures.selection import Wanted

Zoom = Literal["whole", "quarters", "months", "weeks", "days"]
Links = Literal["critical", "all", "none"]
Form = Literal["picture", "table"]

DAY_WIDTHS = {"quarters": 0.8, "months": 2.0, "weeks": 5.0, "days": 17.0}
WHOLE = 790.0
"""Width of the whole time where nothing else is asked for."""
ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineView:
    """What is shown of a plan's timeline."""

    opened: str = ""
    """What has rows for its activities, as `scope_word` calls it, with commas.

    `all` means everything, but for what follows with a minus: `all,-PAY`. So the address that
    closes one of hundreds is short.
    """
    closed: str = ""
    """Ids of groups shown in one row."""
    words: str = ""
    service: str = ""
    team: str = ""
    users: str = ""
    owner: str = ""
    zoom: Zoom = "whole"
    first: date | None = None
    last: date | None = None
    links: Links = "critical"
    beside: str = ""
    """Id of a plan whose dates are shown faintly."""
    form: Form = "picture"

    @property
    def wanted(self) -> Wanted:
        """Which activities are asked for."""
        return Wanted(
            words=self.words,
            service=self.service,
            team=self.team,
            user_group=self.users,
            owner=self.owner,
        )

    def is_opened(self, scope: str) -> bool:
        """Whether the activities of a group or service have rows of their own."""
        told = _ids(self.opened)
        return f"-{scope}" not in told if ALL in told else scope in told

    def is_closed(self, group: str) -> bool:
        """Whether a group is shown in one row."""
        return group in _ids(self.closed)

    def turned(self, scope: str) -> TimelineView:
        """Return the view with a group or service opened, or closed where it is open."""
        told = _ids(self.opened)
        turn = f"-{scope}" if ALL in told else scope
        return replace(self, opened=_turned(told, turn))

    def folded(self, group: str) -> TimelineView:
        """Return the view with a group shown in one row, or unfolded where it is so."""
        return replace(self, closed=_turned(_ids(self.closed), group))

    def query(self, **changed: Any) -> str:  # noqa: ANN401  # values of the fields above
        """Return the query of an address, with some things changed; nothing where all is usual."""
        shown = replace(self, **changed)
        told = {}
        for one in fields(self):
            value = getattr(shown, one.name)
            if value != one.default:
                told[_NAMES.get(one.name, one.name)] = str(value)
        return f"?{urlencode(told, safe=',:')}" if told else ""


_NAMES = {
    "opened": "open",
    "closed": "close",
    "words": "q",
    "first": "from",
    "last": "until",
    "form": "as",
}


def scope_word(level: Level, id: str, services: Container[str]) -> str:
    """Return how the address calls a group or service whose activities have rows: by its id.

    A group that shares its id with a service has its level before it, `group:SIAM`, and so has
    what is called `all`, and what belongs to no group, whose id is empty. No id holds a colon, so
    no two are called alike, and what was called by its id alone stays so whatever else is added to
    the programme, but for a service of that id.
    """
    shared = level == "group" and id in services
    return f"{level}:{id}" if shared or id in {ALL, ""} else id


def _turned(known: tuple[str, ...], one: str) -> str:
    """Return a list with one thing taken out of it, or put at its end."""
    rest = [other for other in known if other != one]
    return ",".join(rest if one in known else [*rest, one])


def _ids(text: str) -> tuple[str, ...]:
    return tuple(one for one in text.split(",") if one)


_ID = Query(max_length=200)


def _view(  # noqa: PLR0913, PLR0917  # one for each part of the address
    opened: Annotated[str, Query(alias="open", max_length=8_000)] = "",
    closed: Annotated[str, Query(alias="close", max_length=8_000)] = "",
    q: Annotated[str, _ID] = "",
    service: Annotated[str, _ID] = "",
    team: Annotated[str, _ID] = "",
    users: Annotated[str, _ID] = "",
    owner: Annotated[str, _ID] = "",
    zoom: Zoom = "whole",
    first: Annotated[date | Literal[""] | None, Query(alias="from")] = None,
    last: Annotated[date | Literal[""] | None, Query(alias="until")] = None,
    links: Links = "critical",
    beside: Annotated[str, _ID] = "",
    form: Annotated[Form, Query(alias="as")] = "picture",
) -> TimelineView:
    return TimelineView(
        opened=opened,
        closed=closed,
        words=q.strip(),
        service=service,
        team=team,
        users=users,
        owner=owner,
        zoom=zoom,
        # A form sends an empty field as an empty word.
        first=first or None,
        last=last or None,
        links=links,
        beside=beside,
        form=form,
    )


TimelineViewOf = Annotated[TimelineView, Depends(_view)]
