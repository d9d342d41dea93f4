"""Errors of the scheduler.

SchedulerError                  code and facts; the message names the values
├── InputError                  the caller can mend it
│   ├── ProgrammeRejected       carries every issue found
│   ├── PlanRejected            carries every issue found
│   ├── PatchRejected           carries every issue found
│   ├── FileRejected            a file that cannot be read as what it should be
│   └── DateOutsideHorizon      a date that the programme's horizon does not hold
└── DefectError                 ours
    ├── ModelRejected           the solver refused the model we built
    ├── UnsoundPlan             the checker refused a plan of ours
    ├── ObjectiveMismatch       the solver's value is better than the measured one
    └── SolverFailed            the solver process died without an answer

No plan and undecided are answers, not errors: see `scheduler.answers`.
"""

from collections.abc import Sequence
from typing import Protocol


class IssueLike(Protocol):
    """What an issue shows of itself in a message."""

    @property
    def severity(self) -> str:
        """`error` or `warning`."""

    def line(self) -> str:
        """Return the issue on one line."""


class SchedulerError(Exception):
    """Anything this package raises on purpose."""

    code = "scheduler_error"

    def __init__(self, message: str, **facts: object) -> None:
        """Keep the message and the values it names."""
        super().__init__(message)
        self.facts = facts


class InputError(SchedulerError):
    """The caller can mend it."""

    code = "input_error"


class ProgrammeRejected(InputError):
    """A programme with errors; carries all of them."""

    code = "programme_rejected"

    def __init__(self, issues: Sequence[IssueLike]) -> None:
        """Keep the issues in the order found."""
        super().__init__(f"the programme has {counted_errors(issues)}")
        self.issues = tuple(issues)


class PlanRejected(InputError):
    """A plan file that says no plan of the programme; carries all that is wrong with its shape."""

    code = "plan_rejected"

    def __init__(self, issues: Sequence[IssueLike]) -> None:
        """Keep the issues in the order found."""
        super().__init__(f"the plan file has {counted_errors(issues)}")
        self.issues = tuple(issues)


class PlanBreaksRules(InputError):
    """A plan that is none of the programme, where reasons of a plan are asked for."""

    code = "plan_breaks_rules"


class PatchRejected(InputError):
    """A patch that is malformed or does not fit the document; nothing of it is applied."""

    code = "patch_rejected"

    def __init__(self, issues: Sequence[IssueLike]) -> None:
        """Keep the issues in the order found."""
        super().__init__(f"the patch has {counted_errors(issues)}")
        self.issues = tuple(issues)


class FileRejected(InputError):
    """A file that cannot be read as what it should be."""

    code = "file_rejected"


class DateOutsideHorizon(InputError):
    """A date that the programme's horizon does not hold."""

    code = "date_outside_horizon"


class DefectError(SchedulerError):
    """Our defect."""

    code = "defect"


class ModelRejected(DefectError):
    """The solver refused the model we built."""

    code = "model_rejected"


class UnsoundPlan(DefectError):
    """The checker refused a plan of ours."""

    code = "unsound_plan"


class ObjectiveMismatch(DefectError):
    """The solver's value is better than the measured one."""

    code = "objective_mismatch"


class SolverFailed(DefectError):
    """The solver process died without an answer."""

    code = "solver_failed"


def counted_errors(issues: Sequence[IssueLike]) -> str:
    """Return how many of the issues are errors, in words: `1 error`."""
    number = sum(1 for issue in issues if issue.severity == "error")
    return f"{number} error" if number == 1 else f"{number} errors"
