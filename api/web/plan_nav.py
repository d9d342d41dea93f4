"""The pages of one plan, in the order in which they are read."""

from api.web.choices import Choice

_PAGES = (
    ("Overview", ""),
    ("For the board", "/board"),
    ("Timeline", "/timeline"),
    ("Load", "/load"),
    ("Decisions", "/decisions"),
    ("Compare", "/compare"),
    ("Approve and take away", "/hand-over"),
)
"""What each page is called, and how its address ends."""
_WITHOUT_PLAN = ("", "/compare")
"""How the addresses end of pages that a result without a plan has as well."""
_WITH_REASON = ("", "/board", "/compare")
"""The same where it says why there is none."""


def plan_nav(
    plan: str, here: str = "", *, found: bool, final: bool, answered: bool = False
) -> tuple[Choice, ...]:
    """Return the pages of a plan; `here` is how the address of the shown one ends.

    Before a plan is `found` there is the first one alone, and a board is shown `final` plans only;
    a final result without one can be compared, too, and shown to a board where it is `answered`
    that there is none.
    """
    endings = _WITH_REASON if answered else _WITHOUT_PLAN
    without = [page for page in _PAGES if page[1] in endings]
    at_work = [page for page in _PAGES if page[1] != "/board"]
    with_plan = _PAGES if final else at_work
    shown = with_plan if found else without if final else _PAGES[:1]
    return tuple(
        Choice(words=words, address=f"/plans/{plan}{ending}", here=ending == here)
        for words, ending in shown
    )
