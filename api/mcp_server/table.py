"""The tools that are offered, as they describe themselves."""

from __future__ import annotations

from api.mcp_server import checking, differences, latest_dates, planning, reasons
from api.mcp_server import inputs as takes
from api.mcp_server.plan_answers import NOT_KNOWN, PLAN_STATUSES
from api.mcp_server.stored import WORKING
from api.mcp_server.toolbox import Tool

_MADE_BY = "`plan` is the id (`pln_…`) that the tool `plan` has answered."

TOOLS = (
    Tool(
        name="plan",
        title="Plan an exit programme",
        description=(
            "Turns an exit programme (services leaving an outsourcing contract) into a dated plan "
            "that passed an independent check, and waits for it, with progress. Answers the "
            "status in a sentence, each service's transfer, cutovers and acceptance, the sourcing "
            "options chosen, how good the plan is proved to be, warnings, and a link. `plan`: "
            "there is a checked plan; `no_plan_exists`: proved, with the clashing rules; "
            "`not_known`: neither in time; `working`: ask again with the id. The same programme "
            "asked for again gives the same plan without a new search."
        ),
        takes=takes.PlanInput,
        statuses=PLAN_STATUSES,
        run=planning.plan,
    ),
    Tool(
        name="check",
        title="Check a plan",
        description=(
            "Checks a plan against its programme by dates alone, without a solver, whoever made "
            "it: `meets_every_rule`, or `breaks_rules` with each violation. Says also what was "
            "verified and what no check can say."
        ),
        takes=takes.CheckInput,
        statuses=(checking.MEETS, checking.BREAKS),
        run=checking.check,
    ),
    Tool(
        name="why_date",
        title="Why is it on this date?",
        description=(
            "Says what holds one activity on its date: the rules and activities that keep it from "
            "being earlier, its floats in working days, and the earliest and latest date it could "
            f"have if everything else were planned again. {_MADE_BY}"
        ),
        takes=takes.WhyDateInput,
        statuses=(reasons.HELD, reasons.FREE, NOT_KNOWN),
        run=reasons.why_date,
    ),
    Tool(
        name="why_not",
        title="Why not this option, or this date?",
        description=(
            "Asks for one wish: a sourcing option (`group` and `option`) or a date (`activity` and "
            "`by`: that service live, or that activity started, by the day). `impossible`: the "
            "rules that forbid it; `possible`: what it costs on every level of the objective; "
            f"`not_known`. {_MADE_BY}"
        ),
        takes=takes.WhyNotInput,
        statuses=(reasons.POSSIBLE, reasons.IMPOSSIBLE, NOT_KNOWN),
        run=reasons.why_not,
    ),
    Tool(
        name="recover",
        title="What would make a plan possible?",
        description=(
            "For a programme of which no plan exists: the cheapest sets of changes that leave one, "
            "each with its price in points, the rules it changes, who owns them and a patch of the "
            "programme. `plan_exists` where nothing has to be recovered. Nothing is changed: "
            "people decide."
        ),
        takes=takes.RecoverInput,
        statuses=(
            planning.RECOVERY_OPTIONS,
            planning.NONE_FOUND,
            planning.PLAN_EXISTS,
            *PLAN_STATUSES,
        ),
        run=planning.recover,
    ),
    Tool(
        name="latest",
        title="Latest decision dates",
        description=(
            "Until when each decision can be taken, each sourcing option chosen, and each outside "
            "given may be late, so that a plan still exists, with what is proved. Takes minutes "
            f"for large programmes. {_MADE_BY}"
        ),
        takes=takes.LatestInput,
        statuses=(
            latest_dates.LATEST_DATES,
            latest_dates.NO_PLAN_EXISTS,
            latest_dates.NOT_KNOWN,
            WORKING,
        ),
        run=latest_dates.latest,
    ),
    Tool(
        name="diff",
        title="What changed?",
        description=(
            "Two stored plans: what moved and by how much, which changes of the programme caused "
            "it where that is known, and who must be told. Or two revisions of a stored programme: "
            "what changed in the document."
        ),
        takes=takes.DiffInput,
        statuses=(differences.SAME, differences.DIFFERENT),
        run=differences.diff,
    ),
    Tool(
        name="change",
        title="Change a programme and plan again",
        description=(
            "Stores a change of a stored programme as its next revision and plans it again, with "
            "as few commitments, options and dates changed as can be. Answers as `plan` does, with "
            "a traffic light known at once, and what moved. This changes what is stored: use it "
            "only when a person has asked for the change."
        ),
        takes=takes.ChangeInput,
        statuses=PLAN_STATUSES,
        run=planning.change,
        reads_only=False,
    ),
)
