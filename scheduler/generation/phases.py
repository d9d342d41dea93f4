"""What happens in an exit: the activity templates, and the few activities that happen once."""

from scheduler.domain.activities import (
    ACCEPTANCE,
    CHARGES_STOP,
    CUTOVER,
    STAFF_TRANSFER,
    TRANSFER,
    Activity,
    ActivityPart,
    ActivityTemplate,
    Mode,
    Scope,
)
from scheduler.generation.calendar_dates import CONSULTATION, SUPPLIER_DAYS
from scheduler.generation.estimates import SOURCE, days, weeks

CUTOVER_DATES = {
    "technical": "saturdays",
    "payroll": "pay-periods",
    "period-start": "month-starts",
    "week-start": "mondays",
}
"""How a service goes live to the date set of its cutovers."""

_BOUGHT = Scope(tags=("bought",))
_IN_HOUSE = Scope(tags=("in-house",))
_PAYROLL = Scope(tags=("payroll",))


def _parts(*parts: tuple[str, int, str]) -> tuple[ActivityPart, ...]:
    return tuple(
        ActivityPart(id=part, share_percent=share, deliverable=deliverable)
        for part, share, deliverable in parts
    )


_ACCOUNT_PARTS = _parts(("draft", 60, "Draft account"), ("agreed", 40, "Agreed account"))

STOP = "stop"
"""The event on which a shared component stops."""

TEMPLATES: tuple[ActivityTemplate, ...] = (
    ActivityTemplate(
        id="design",
        for_each="group",
        name="service design and business case",
        demands={"ARCH": 50},
        deliverable="Business case with options",
        parts=_parts(("options", 50, "Long list"), ("case", 50, "Business case with options")),
    ),
    ActivityTemplate(
        id="route_decision",
        for_each="group",
        name="decision on the route",
        form="event",
        dates="executive-meetings",
    ),
    ActivityTemplate(
        id="procure",
        for_each="group",
        where=_BOUGHT,
        name="procurement or agreement",
        demands={"PROC": 70, "LEGAL": 50},
        parts=_parts(("tender", 60, "Tenders received"), ("evaluation", 40, "Award report")),
    ),
    ActivityTemplate(
        id="award_decision",
        for_each="group",
        where=_BOUGHT,
        name="decision on the award",
        form="event",
        dates="executive-meetings",
    ),
    ActivityTemplate(
        id="signature",
        for_each="group",
        where=_BOUGHT,
        name="contract signature",
        duration=days(3, 5, 10),
        demands={"LEGAL": 50},
        may_pause=False,
    ),
    ActivityTemplate(
        id="prepare",
        for_each="group",
        where=_IN_HOUSE,
        name="tools, licences and recruitment",
        duration=weeks(18, "market"),
        demands={"ARCH": 20},
        parts=_parts(("orders", 30, "Orders placed"), ("team", 70, "Team in place")),
    ),
    ActivityTemplate(
        id="legal_check",
        for_each="group",
        name="legal check of the partial termination",
        duration=weeks(4, "governance"),
        demands={"LEGAL": 30},
    ),
    ActivityTemplate(
        id="notice",
        for_each="group",
        name="notice of partial termination",
        form="event",
        dates="mondays",
    ),
    ActivityTemplate(
        id="data_return",
        for_each="group",
        name="data return, deletion and certificate",
        duration=weeks(6, "incumbent"),
    ),
    ActivityTemplate(
        id="consult",
        for_each="staff_group",
        name="inform and consult",
        calendar=CONSULTATION,
        demands={"HRTUPE": 70},
        parts=_parts(("inform", 40, "Measures letter"), ("consult", 60, "Record of consultation")),
    ),
    ActivityTemplate(
        id=STAFF_TRANSFER,
        for_each="staff_group",
        name="staff transfer",
        form="event",
        dates="quarter-days",
    ),
    ActivityTemplate(
        id="build",
        for_each="service",
        name="build, data migration and knowledge transfer",
        parts=_parts(
            ("mapping", 20, "Data mapping"), ("build", 50, "Built"), ("test", 30, "Test report")
        ),
    ),
    ActivityTemplate(
        id="test_extract",
        for_each="service",
        where=Scope(tags=("extract",)),
        name="trial data extract",
        duration=weeks(3, "data"),
        also_calendars=(SUPPLIER_DAYS,),
    ),
    ActivityTemplate(
        id="rehearse", for_each="service", where=Scope(except_tags=("payroll",)), name="rehearsal"
    ),
    ActivityTemplate(
        id="parallel_running",
        for_each="service",
        where=_PAYROLL,
        name="parallel pay runs",
        form="span",
    ),
    *(
        ActivityTemplate(
            id=CUTOVER,
            for_each="wave",
            where=Scope(tags=(tag,)),
            name="first pay run" if tag == "payroll" else "cutover",
            form="event",
            dates=date_set,
            carries_change_load=True,
        )
        for tag, date_set in CUTOVER_DATES.items()
    ),
    ActivityTemplate(
        id=TRANSFER,
        for_each="service",
        name="service transfer",
        form="event",
        dates="month-starts",
    ),
    ActivityTemplate(
        id="hypercare",
        for_each="service",
        name="hypercare",
        parts=_parts(("daily", 50, "Daily reports"), ("weekly", 50, "Weekly reports")),
    ),
    ActivityTemplate(
        id="help_line",
        for_each="service",
        where=_PAYROLL,
        name="help line for questions on pay",
        parts=_parts(("first", 50, "First pay run"), ("second", 50, "Second pay run")),
    ),
    ActivityTemplate(
        id="standby",
        for_each="service",
        where=Scope(criticality_at_least=4),
        name="outgoing supplier stands by",
        duration=days(10, 15, 20),
    ),
    ActivityTemplate(
        id=ACCEPTANCE,
        for_each="service",
        name="acceptance",
        form="event",
        dates="acceptance-boards",
    ),
    ActivityTemplate(
        id=CHARGES_STOP,
        for_each="service",
        name="outgoing supplier's charges stop",
        form="event",
        dates="month-ends",
    ),
)


def once() -> tuple[Activity, ...]:
    """Return the activities of the exit as a whole."""
    return tuple(
        Activity(
            id=name,
            name=words,
            kind=name,
            modes=(Mode(duration=weeks(likely, driver), demands=demands),),
            parts=_ACCOUNT_PARTS if name == "final_account" else (),
            source=SOURCE,
        )
        for name, words, likely, driver, demands in (
            ("exit_plan_draft", "Exit plan: supplier's draft", 8, "incumbent", {}),
            ("exit_plan_review", "Exit plan: review and agreement", 4, "governance", {"LEGAL": 30}),
            ("registers_supply", "Registers: supply", 4, "incumbent", {}),
            ("registers_verify", "Registers: verification", 8, "incumbent", {"ARCH": 30}),
            ("termination_assistance", "Order for assistance", 6, "governance", {"LEGAL": 30}),
            ("final_account", "Final account", 13, "governance", {"LEGAL": 20}),
            ("close_out", "Close-out report", 4, "governance", {}),
        )
    )
