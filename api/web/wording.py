"""Words for states and instants, as pages say them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from api.store.records import PlanRecord
from scheduler.pictures.wording import short_date

Tone = Literal["", "good", "doubtful", "bad", "under-way"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A state in two or three words; the tone only underlines them."""

    words: str
    tone: Tone = ""


_ANSWERED = {
    "plan": Told(words="Plan found", tone="good"),
    "infeasible": Told(words="No plan exists", tone="bad"),
    "undecided": Told(words="Undecided", tone="doubtful"),
}
_ELSEWHERE = {
    True: Told(words="Made elsewhere, checked", tone="good"),
    False: Told(words="Made elsewhere, breaks rules", tone="bad"),
}
_UNANSWERED = {
    "queued": Told(words="Waiting"),
    "running": Told(words="Being made", tone="under-way"),
    "stopping": Told(words="Stopping", tone="under-way"),
}


def state_of(plan: PlanRecord) -> Told:
    """Return the state of a plan and, once there is one, the outcome."""
    if plan.state in _UNANSWERED:
        return _UNANSWERED[plan.state]
    if plan.state == "failed":
        return Told(words="Failed", tone="bad")
    if made_elsewhere(plan):
        return _ELSEWHERE[plan.outcome == "plan"]
    if plan.state == "cancelled":
        kept = plan.incumbents > 0
        if kept:
            return Told(words="Stopped, best plan kept", tone="good")
        if plan.outcome != "infeasible":
            return Told(words="Stopped without a plan", tone="doubtful")
    return _ANSWERED.get(plan.outcome or "", Told(words="Ended", tone="doubtful"))


def day(milliseconds: int) -> date:
    """Return the day of an instant, in UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).date()


def made_elsewhere(plan: PlanRecord) -> str:
    """Return the file that a plan made elsewhere came from; nothing of one made here."""
    return str(plan.settings.get("made_elsewhere") or "")


def instant(milliseconds: int) -> str:
    """Return an instant to the minute, such as `23 Nov 2026, 05:10 UTC`."""
    at = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return f"{short_date(at.date())}, {at:%H:%M} UTC"
