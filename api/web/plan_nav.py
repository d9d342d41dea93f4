"""The pages of one plan, in the order in which they are read."""

from api.web.choices import Choice

_PAGES = (
    ("Overview", ""),
    ("Timeline", "/timeline"),
    ("Load", "/load"),
    ("Decisions", "/decisions"),
    ("Compare", "/compare"),
    ("Approve and take away", "/hand-over"),
)
"""What each page is called, and how its address ends."""
_WITHOUT_PLAN = ("", "/compare")
"""How the addresses end of pages that a result without a plan has as well."""


def plan_nav(plan: str, here: str = "", *, found: bool, final: bool) -> tuple[Choice, ...]:
    """Return the pages of a plan; `here` is how the address of the shown one ends.

    Before a plan is `found` there is the first one alone; a `final` result without one can be
    compared, too.
    """
    without = [page for page in _PAGES if page[1] in _WITHOUT_PLAN]
    shown = _PAGES if found else without if final else _PAGES[:1]
    return tuple(
        Choice(words=words, address=f"/plans/{plan}{ending}", here=ending == here)
        for words, ending in shown
    )
