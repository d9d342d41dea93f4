"""Ways to source a group, with what they take."""

from scheduler.domain.services import Outcome, SourcingOption
from scheduler.domain.values import Factor
from scheduler.generation.estimates import SOURCE, weeks

ADVICE = "legal-advice"
"""Days of outside legal advice, of which there is so much."""

PROFILES: tuple[SourcingOption, ...] = (
    SourcingOption(
        id="INH",
        name="In-house",
        model="in_house",
        route="none",
        style="off_the_shelf",
        appraisal=46,
        durations={"design": weeks(8, "governance"), "consult": weeks(13, "people")},
        omits=("procure", "award_decision", "signature"),
        source=SOURCE,
    ),
    SourcingOption(
        id="SHR",
        name="Shared service by agreement",
        model="shared_service",
        route="agreement",
        style="off_the_shelf",
        appraisal=40,
        durations={
            "design": weeks(12, "governance"),
            "procure": weeks(20, "market"),
            "consult": weeks(16, "people"),
        },
        demands={"procure": {"PROC": 0}},
        consumes={"procure": {ADVICE: 4}},
        omits=("prepare",),
        source=SOURCE,
    ),
    SourcingOption(
        id="SPF",
        name="Specialist through a framework",
        model="specialist_provider",
        route="framework",
        style="off_the_shelf",
        appraisal=42,
        durations={
            "design": weeks(12, "governance"),
            "procure": weeks(24, "market"),
            "consult": weeks(14, "people"),
        },
        consumes={"procure": {ADVICE: 8}},
        omits=("prepare",),
        source=SOURCE,
    ),
    SourcingOption(
        id="SPP",
        name="Specialist through full competition",
        model="specialist_provider",
        route="full_competition",
        style="off_the_shelf",
        appraisal=39,
        durations={
            "design": weeks(12, "governance"),
            "procure": weeks(44, "market"),
            "consult": weeks(14, "people"),
        },
        consumes={"procure": {ADVICE: 15}},
        omits=("prepare",),
        outcomes=(
            Outcome(id="large", name="A large provider wins"),
            Outcome(id="small", name="A small provider wins", demands={"procure": {"PROC": 80}}),
        ),
        source=SOURCE,
    ),
    SourcingOption(
        id="INC",
        name="Smaller contract, competed, open to the incumbent",
        model="incumbent",
        route="full_competition",
        style="off_the_shelf",
        appraisal=45,
        durations={
            "design": weeks(10, "governance"),
            "procure": weeks(36, "market"),
            "consult": weeks(14, "people"),
        },
        consumes={"procure": {ADVICE: 12}},
        omits=("prepare",),
        outcomes=(
            Outcome(id="known", name="The incumbent wins", consumes={"procure": {ADVICE: 8}}),
            Outcome(
                id="new",
                name="Somebody new wins",
                factors={"build": Factor(min=1.0, likely=1.05, max=1.1)},
            ),
        ),
        source=SOURCE,
    ),
)
