"""One call of CP-SAT: parameters, stop requests, statuses."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ortools.sat.python import cp_model

from scheduler.errors import ModelRejected
from scheduler.model.expressions import Expression
from scheduler.solver.settings import SearchSettings

Status = Literal["optimal", "feasible", "infeasible", "unknown"]

Profile = Literal[
    "full",
    "first solution",
    "without presolving",
    "second configuration",
    "second configuration, any solution",
    "bound",
    "bound with relaxation",
    "cores",
    "downward",
    "without relaxation",
    "as hinted",
]
"""Any solution as soon as can be, with presolving cut short or none at all; or another way to the
same answer, at length or with presolving cut short as well; or one worker that raises the bound,
without or with linear relaxations, or by cores; or all workers but the one that proves, without
linear relaxations; or nothing but what is hinted; or one worker that goes from solution to better
solution, with presolving cut short."""

QUICK: tuple[Profile, ...] = (
    "first solution",
    "without presolving",
    "second configuration, any solution",
    "as hinted",
)
"""Those that stop at the first solution."""

_STATUS: Mapping[object, Status] = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.INFEASIBLE: "infeasible",
    cp_model.UNKNOWN: "unknown",
}

Domains = Sequence[Sequence[int]]
"""Of the variables of a model in order: first and last value of every stretch."""

MOST_SEEDS = 2**31
STOP_EVERY_SECONDS = 0.05
MOST_COST = 10**15
"""No level costs more, validation sees to that; a bound from there on says nothing yet."""
ROUNDING_NOISE = 1e-6
"""CP-SAT tells a bound of -63 as -62.99999999999999."""
DETERMINISTIC_UNITS_PER_SECOND = 0.2
"""About five seconds of wall time a unit were measured on exit programmes with one worker."""


NOT_OF_A_CONFIGURATION = ("max_time_in_seconds", "max_deterministic_time", "absolute_gap_limit")
"""What one solve is allowed, which differs from solve to solve."""

_used: dict[str, str] = {}
# Of the whole process, which answers one request: every part of a search would have to hand it up.


class Hearing(cp_model.CpSolverSolutionCallback):
    """Hears of solutions while a model is being solved, and of a request to stop."""

    def on_stop(self) -> None:
        """Hear once that a stop was asked for: the solver may take its time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one solve said."""

    status: Status
    objective: int | None = None
    bound: int | None = None
    solution: tuple[int, ...] = ()
    """Value of every variable, empty without a solution."""
    core: tuple[int, ...] = ()
    """Variables of the assumptions that an infeasibility proof used."""
    seconds: float = 0.0
    """What the solve took by the solver's own count, the same from run to run."""


def run(
    model: cp_model.CpModel,
    settings: SearchSettings,
    seconds: float,
    *,
    stop: threading.Event,
    on_solution: Hearing | None = None,
    on_bound: Callable[[float], None] | None = None,
    tolerance: int = 0,
    profile: Profile = "full",
) -> Run:
    """Solve a model within a time limit, or until a stop is asked for.

    Raises ModelRejected when the solver calls the model invalid.
    """
    solver = cp_model.CpSolver()
    _set_parameters(solver.parameters, settings, seconds, tolerance, profile)
    _note(solver.parameters, profile)
    if on_bound is not None:
        solver.best_bound_callback = on_bound
    done = threading.Event()
    on_stop = on_solution.on_stop if on_solution is not None else lambda: None
    watcher = threading.Thread(
        target=_stop_when_asked, args=(solver, stop, done, on_stop), daemon=True
    )
    watcher.start()
    try:
        code = solver.solve(model, on_solution)
    finally:
        done.set()
        watcher.join()
    if code not in _STATUS:
        message = f"CP-SAT refused the model: {model.validate()}"
        raise ModelRejected(message)
    status = _STATUS[code]
    found = status in ("optimal", "feasible")
    has_objective = model.has_objective()
    return Run(
        status=status,
        objective=round(solver.objective_value) if found and has_objective else None,
        bound=_bound(solver) if has_objective and status != "infeasible" else None,
        solution=tuple(solver.response_proto.solution) if found else (),
        core=_core(solver, status),
        seconds=solver.response_proto.deterministic_time / DETERMINISTIC_UNITS_PER_SECOND,
    )


def configurations_used() -> Mapping[str, str]:
    """Return the parameters of every way of searching used in this process, by its name."""
    return dict(_used)


def value_in(solution: tuple[int, ...], expression: Expression) -> int:
    """Return the value of an expression in a stored solution."""
    if isinstance(expression, int):
        return expression
    flat = cp_model.FlatIntExpr(expression)
    terms = zip(flat.vars, flat.coeffs, strict=True)
    value: int = flat.offset + sum(factor * solution[of.index] for of, factor in terms)
    return value


def _set_parameters(
    parameters: cp_model.SatParameters,
    settings: SearchSettings,
    seconds: float,
    tolerance: int,
    profile: Profile,
) -> None:
    # CP-SAT's own handler aborts the process when the solve runs beside other threads.
    parameters.catch_sigint_signal = False
    parameters.num_workers = 1 if settings.reproducible else settings.workers
    parameters.random_seed = settings.seed
    parameters.absolute_gap_limit = tolerance
    if settings.reproducible:
        parameters.max_deterministic_time = seconds * DETERMINISTIC_UNITS_PER_SECOND
    else:
        parameters.max_time_in_seconds = seconds
    if profile in QUICK:
        parameters.stop_after_first_solution = True
        parameters.num_workers = 1
        parameters.cp_model_probing_level = 0
        parameters.max_presolve_iterations = 1
        parameters.linearization_level = 0
        parameters.cp_model_presolve = profile != "without presolving"
    if profile == "as hinted":
        parameters.fix_variables_to_their_hinted_value = True
    if profile in ("bound", "bound with relaxation"):
        # One worker goes through default parameters, and these raise no bound of a makespan.
        parameters.num_workers = 1
        parameters.use_objective_lb_search = True
        parameters.linearization_level = 0 if profile == "bound" else 2
    if profile == "downward":
        parameters.num_workers = 1
        parameters.cp_model_probing_level = 0
        parameters.max_presolve_iterations = 1
        parameters.linearization_level = 0
    if profile == "cores":
        parameters.num_workers = 1
        parameters.optimize_with_core = True
        parameters.linearization_level = 0
    if profile == "without relaxation":
        parameters.num_workers = max(1, settings.workers - 1)
        parameters.linearization_level = 0
    if profile.startswith("second configuration"):
        _presolve_otherwise(parameters)
        parameters.random_seed = (settings.seed + 7919) % MOST_SEEDS
        parameters.cp_model_probing_level = 0


def _note(parameters: cp_model.SatParameters, profile: Profile) -> None:
    """Keep which parameters a profile was used with."""
    workers = parameters.num_workers
    lines = str(parameters).splitlines()
    told = [line for line in lines if not line.startswith(NOT_OF_A_CONFIGURATION)]
    name = f"{profile}, {workers} {'worker' if workers == 1 else 'workers'}"
    _used.setdefault(name, "; ".join(told))


def _presolve_otherwise(parameters: cp_model.SatParameters) -> None:
    # or-tools issue 5293: a wrong optimum came from presolve's inclusion step.
    parameters.presolve_inclusion_work_limit = 0
    parameters.symmetry_level = 0


def tightened(
    model: cp_model.CpModel, settings: SearchSettings, seconds: float, *, second: bool = False
) -> Domains | None:
    """Return the domains of all variables, less values that no solution has; None without solution.

    What is left may still hold such values. `second` presolves in another way.
    """
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.catch_sigint_signal = False
    parameters.num_workers = 1
    parameters.random_seed = settings.seed
    parameters.max_time_in_seconds = seconds
    parameters.linearization_level = 0
    parameters.stop_after_presolve = True
    # Presolve otherwise drops solutions that it can do without.
    parameters.keep_all_feasible_solutions_in_presolve = True
    parameters.fill_tightened_domains_in_response = True
    if second:
        parameters.random_seed = (settings.seed + 7919) % MOST_SEEDS
        _presolve_otherwise(parameters)
        parameters.cp_model_use_sat_presolve = False
    status = _STATUS[solver.solve(model)]
    if status == "infeasible":
        return None
    found = [list(variable.domain) for variable in solver.response_proto.tightened_variables]
    return found or [list(variable.domain) for variable in model.proto.variables]


def put_domains(model: cp_model.CpModel, domains: Domains) -> None:
    """Give the first variables of a model their domains; those made later keep theirs."""
    for variable, domain in zip(model.proto.variables, domains, strict=False):
        variable.domain.clear()
        variable.domain.extend(domain)


def _core(solver: cp_model.CpSolver, status: Status) -> tuple[int, ...]:
    if status != "infeasible":
        return ()
    return tuple(solver.response_proto.sufficient_assumptions_for_infeasibility)


def _bound(solver: cp_model.CpSolver) -> int | None:
    """Return the objective bound as a whole number; none while the solver has no finite one."""
    bound = solver.best_objective_bound
    if math.isnan(bound) or abs(bound) >= MOST_COST:
        return None
    return math.ceil(bound - ROUNDING_NOISE)


def _stop_when_asked(
    solver: cp_model.CpSolver,
    stop: threading.Event,
    done: threading.Event,
    on_stop: Callable[[], None],
) -> None:
    """Repeat the stop until the solve returns: one sent before the search exists is lost."""
    heard = False
    while not done.wait(STOP_EVERY_SECONDS):
        if stop.is_set():
            solver.stop_search()
            if not heard:
                heard = True
                on_stop()
