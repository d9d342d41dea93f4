"""The independent check of a plan file, as the command line and the service answer it."""

from dataclasses import asdict, dataclass
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.limits import DEFAULT_LIMITS, Limits
from scheduler.interchange.plan_json import disagreements, read_plan
from scheduler.rules.rule import Concession, Violation
from scheduler.verification.verify import verify

OTHER_PROGRAMME = "the plan was made for another version of the programme than this one"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCheck:
    """What the check found."""

    violations: tuple[Violation, ...]
    """Breaches of hard rules, after what the file says against its own dates."""
    concessions: tuple[Concession, ...]
    notices: tuple[str, ...]

    def to_jsonable(self) -> dict[str, Any]:
        """Return the answer of `check --json` as plain JSON values."""
        return {
            "ok": not self.violations,
            "violations": [asdict(violation) for violation in self.violations],
            "concessions": [asdict(concession) for concession in self.concessions],
            "notices": list(self.notices),
        }


def check_plan(
    programme: ExpandedProgramme, data: bytes, limits: Limits = DEFAULT_LIMITS
) -> PlanCheck:
    """Return what is wrong with the plan that a file holds.

    Raises: FileRejected when the file is no JSON; PlanRejected with every shape problem.
    """
    read = read_plan(data, programme, limits)
    verdict = verify(programme, read.plan)
    return PlanCheck(
        violations=(*disagreements(programme, read), *verdict.violations),
        concessions=verdict.concessions,
        notices=(OTHER_PROGRAMME,) if read.other_programme else (),
    )
