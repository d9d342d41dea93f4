"""Risks: they happen to activities that can be hit by them, and say what they cost."""

from collections.abc import Iterator

from scheduler.domain.issues import Issue
from scheduler.domain.risks import Risk
from scheduler.validation.lookup import Written
from scheduler.validation.references import Named, unknown
from scheduler.validation.wording import error, quoted

_FORMS = {"longer": ("work",), "missed": ("event",), "repeat": ("work", "event")}


def find_bad_risks(written: Written) -> Iterator[Issue]:
    """Report risks that happen to nothing or to the wrong thing, and days out of place."""
    kinds = {activity.kind for activity in written.expanded.document.activities}
    kinds |= {template.id for template in written.document.activity_templates}
    for risk in written.document.risks:
        for kind in risk.activities.kinds:
            if kind not in kinds:
                message = f"no activity is of the kind {quoted(kind)}"
                path = f"/risks[id={risk.id}]/activities/kinds"
                yield error("unknown_reference", path, message, kind, refers_to="kind")
    for risk in written.expanded.document.risks:
        yield from _of_risk(risk, written)


def _of_risk(risk: Risk, written: Written) -> Iterator[Issue]:
    at = f"/risks[id={risk.id}]"
    known = written.expanded.activities
    if not risk.activities.activities:
        message = f"the risk {quoted(risk.id)} selects no activity"
        yield error("empty_selection", f"{at}/activities", message, risk.id)
    forms = _FORMS[risk.effect]
    for name in risk.activities.activities:
        yield from unknown(Named(f"{at}/activities", "activity", name, known))
        if name in known and known[name].form not in forms:
            message = (
                f"{quoted(name)} is {known[name].form}; a risk of effect {risk.effect} happens to "
                f"{' or '.join(forms)}"
            )
            yield error("wrong_form", f"{at}/activities", message, name)
    if (risk.effect == "longer") > (risk.working_days is not None):
        message = f"the risk {quoted(risk.id)} makes work longer; it says not by how much"
        yield error("risk_days", f"{at}/working_days", message, risk.id)
    if risk.effect == "missed" and risk.working_days is not None:
        message = f"the risk {quoted(risk.id)} has an event missed; its next date says how long"
        yield error("risk_days", f"{at}/working_days", message, risk.id)
