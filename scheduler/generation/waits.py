"""What waits for what: the least lags, stated once for the rules and for the hidden plan."""

from typing import Literal

from scheduler.domain.activities import Scope
from scheduler.domain.choice import Choice
from scheduler.domain.planning_rules import Precedence, RuleTemplate
from scheduler.domain.values import Basis

NOTICE_DAYS = 91
"""Calendar days from the notice of a partial termination to the last day charged for."""
GAP_BETWEEN_WAVES = 14
"""Calendar days."""

_ALL = Scope()
_BOUGHT = Scope(tags=("bought",))
_IN_HOUSE = Scope(tags=("in-house",))
_PAYROLL = Scope(tags=("payroll",))
_REHEARSED = Scope(except_tags=("payroll",))
_EXTRACTED = Scope(tags=("extract",))
_STOOD_BY = Scope(criticality_at_least=4)

ForEach = Literal["group", "service", "staff_group", "staffed_service", "consecutive_waves"]
Link = Literal["FS", "SS", "FF", "SF"]


def _wait(
    name: str,
    for_each: ForEach,
    where: Scope,
    pair: tuple[str, Link, str],
    lag: tuple[int, Literal["working_days", "calendar_days"]],
    why: tuple[Basis, str],
    when: tuple[Choice, ...] = (),
) -> RuleTemplate:
    before, link, after = pair
    rule = Precedence(
        when=when,
        id=name,
        basis=why[0],
        reason=why[1],
        before=before,
        after=after,
        link=link,
        min_lag=lag[0],
        lag_unit=lag[1],
    )
    return RuleTemplate(id=name, for_each=for_each, where=where, rule=rule)


def _working(lag: int) -> tuple[int, Literal["working_days", "calendar_days"]]:
    return lag, "working_days"


def _calendar(lag: int) -> tuple[int, Literal["working_days", "calendar_days"]]:
    return lag, "calendar_days"


WAITS: tuple[RuleTemplate, ...] = (
    _wait(
        "papers-route",
        "group",
        _ALL,
        ("{group}.design", "FS", "{group}.route_decision"),
        _working(5),
        ("law", "Papers are open to the public five clear days before a meeting."),
    ),
    _wait(
        "key-decision-notice",
        "group",
        _ALL,
        ("{group}.design", "FS", "{group}.route_decision"),
        _calendar(28),
        ("law", "28 clear days' notice of a key decision."),
    ),
    _wait(
        "call-in-route",
        "group",
        _BOUGHT,
        ("{group}.route_decision", "FS", "{group}.procure"),
        _working(5),
        ("policy", "A decision can be called in before it is acted on."),
    ),
    _wait(
        "call-in-in-house",
        "group",
        _IN_HOUSE,
        ("{group}.route_decision", "FS", "{group}.prepare"),
        _working(5),
        ("policy", "A decision can be called in before it is acted on."),
    ),
    _wait(
        "market-engagement",
        "group",
        _BOUGHT,
        ("{group}.route_decision", "FS", "{group}.procure"),
        _working(20),
        ("policy", "Suppliers are heard before a full competition."),
        (Choice(group="{group}", routes=("full_competition",)),),
    ),
    _wait(
        "registers-before-tender",
        "group",
        _BOUGHT,
        ("registers_verify", "FS", "{group}.procure"),
        _working(0),
        ("contract", "Bidders are told what they will take over."),
    ),
    _wait(
        "papers-award",
        "group",
        _BOUGHT,
        ("{group}.procure", "FS", "{group}.award_decision"),
        _working(5),
        ("law", "Papers are open to the public five clear days before a meeting."),
    ),
    _wait(
        "standstill",
        "group",
        _BOUGHT,
        ("{group}.award_decision", "FS", "{group}.signature"),
        _working(8),
        ("law", "Eight working days between the award notice and signature."),
    ),
    _wait(
        "contract-before-notice",
        "group",
        _BOUGHT,
        ("{group}.signature", "FS", "{group}.notice"),
        _working(0),
        ("policy", "Notice cannot be taken back: a successor has signed first."),
    ),
    _wait(
        "legal-check-before-notice",
        "group",
        _ALL,
        ("{group}.legal_check", "FS", "{group}.notice"),
        _working(0),
        ("law", "Whether a part may be taken out is checked first."),
    ),
    _wait(
        "route-before-legal-check",
        "group",
        _ALL,
        ("{group}.route_decision", "FS", "{group}.legal_check"),
        _working(0),
        ("policy", "What is left of the contract is clear once the route is decided."),
    ),
    _wait(
        "tools-before-notice",
        "group",
        _IN_HOUSE,
        ("{group}.prepare", "SS", "{group}.notice"),
        _working(20),
        ("policy", "Notice follows once the in-house team is being set up."),
    ),
    _wait(
        "route-before-consultation",
        "staff_group",
        _ALL,
        ("{group}.route_decision", "FS", "{staff_group}.consult"),
        _working(10),
        ("law", "Staff are consulted on a decided route."),
    ),
    _wait(
        "liability-information",
        "staff_group",
        _ALL,
        ("{staff_group}.consult", "FS", "{staff_group}.staff_transfer"),
        _calendar(28),
        ("law", "Employee liability information 28 days before."),
    ),
    _wait(
        "exit-plan-before-build",
        "service",
        _ALL,
        ("exit_plan_review", "FS", "{service}.build"),
        _working(0),
        ("contract", "Mobilisation follows an agreed exit plan."),
    ),
    _wait(
        "assistance-before-build",
        "service",
        _ALL,
        ("termination_assistance", "FS", "{service}.build"),
        _working(0),
        ("contract", "Knowledge is handed over under an order for assistance."),
    ),
    _wait(
        "route-before-build",
        "service",
        _ALL,
        ("{group}.route_decision", "FS", "{service}.build"),
        _working(5),
        ("policy", "Nothing is built before the route is decided and called in."),
    ),
    _wait(
        "contract-before-build",
        "service",
        _ALL,
        ("{group}.signature", "FS", "{service}.build"),
        _working(0),
        ("contract", "The new provider starts once it has signed."),
    ),
    _wait(
        "extract-during-build",
        "service",
        _EXTRACTED,
        ("{service}.build", "SS", "{service}.test_extract"),
        _working(10),
        ("technical", "The extract needs the data mapping of the first two weeks."),
    ),
    _wait(
        "extract-before-build-ends",
        "service",
        _EXTRACTED,
        ("{service}.test_extract", "FF", "{service}.build"),
        _working(5),
        ("technical", "The build ends a week after the extract is reconciled."),
    ),
    _wait(
        "build-before-rehearsal",
        "service",
        _REHEARSED,
        ("{service}.build", "FS", "{service}.rehearse"),
        _working(0),
        ("technical", "What is built is rehearsed."),
    ),
    _wait(
        "tools-before-rehearsal",
        "service",
        Scope(tags=("in-house",), except_tags=("payroll",)),
        ("{group}.prepare", "FS", "{service}.rehearse"),
        _working(0),
        ("technical", "The in-house team rehearses with its own tools."),
    ),
    _wait(
        "tools-before-parallel-running",
        "service",
        _PAYROLL,
        ("{group}.prepare", "FS", "{service}.parallel_running"),
        _working(0),
        ("technical", "The in-house team pays with its own tools."),
    ),
    _wait(
        "build-before-parallel-running",
        "service",
        _PAYROLL,
        ("{service}.build", "FS", "{service}.parallel_running"),
        _working(0),
        ("technical", "Pay runs in parallel need a finished build."),
    ),
    _wait(
        "rehearsal-before-cutover",
        "service",
        _REHEARSED,
        ("{service}.rehearse", "FS", "{first_cutover}"),
        _working(3),
        ("technical", "Go or no-go follows the rehearsal."),
    ),
    _wait(
        "waves-in-order",
        "consecutive_waves",
        _ALL,
        ("{earlier}", "SS", "{later}"),
        _calendar(GAP_BETWEEN_WAVES),
        ("technical", "A wave settles before the next."),
    ),
    _wait(
        "live-before-transfer",
        "service",
        _ALL,
        ("{last_cutover}", "SS", "{service}.transfer"),
        _calendar(0),
        ("technical", "Accountability passes once the service is live."),
    ),
    _wait(
        "consultation-before-transfer",
        "staffed_service",
        _ALL,
        ("{staff_group}.consult", "FS", "{service}.transfer"),
        _working(0),
        ("law", "Staff are consulted before their service moves."),
    ),
    _wait(
        "staff-stay-until-transfer",
        "staffed_service",
        _ALL,
        ("{service}.transfer", "SS", "{staff_group}.staff_transfer"),
        _calendar(0),
        ("policy", "Staff stay until their services have moved."),
    ),
    _wait(
        "standby-overlaps",
        "service",
        _STOOD_BY,
        ("{service}.hypercare", "SF", "{service}.standby"),
        _working(5),
        ("contract", "The outgoing supplier stands by for a week of hypercare."),
    ),
    _wait(
        "standby-after-cutover",
        "service",
        _STOOD_BY,
        ("{last_cutover}", "SS", "{service}.standby"),
        _working(0),
        ("contract", "Standby is ordered from the last cutover on."),
    ),
    _wait(
        "notice-before-charges-stop",
        "service",
        _ALL,
        ("{group}.notice", "SS", "{service}.charges_stop"),
        _calendar(NOTICE_DAYS),
        ("contract", "Thirteen weeks' notice of a partial termination."),
    ),
    _wait(
        "acceptance-before-data-return",
        "service",
        _ALL,
        ("{service}.acceptance", "FS", "{group}.data_return"),
        _working(0),
        ("policy", "Data is deleted once the service is accepted."),
    ),
    _wait(
        "data-return-before-close-out",
        "group",
        _ALL,
        ("{group}.data_return", "FS", "close_out"),
        _working(0),
        ("policy", "The close-out report waits for the last certificate."),
    ),
)


def once_in_order() -> tuple[Precedence, ...]:
    """Return the order of the activities that happen once."""
    return tuple(
        Precedence(id=f"{after}-after-{before}".replace("_", "-"), before=before, after=after)
        for before, after in (
            ("exit_plan_draft", "exit_plan_review"),
            ("registers_supply", "registers_verify"),
            ("exit_plan_draft", "termination_assistance"),
            ("final_account", "close_out"),
        )
    )
