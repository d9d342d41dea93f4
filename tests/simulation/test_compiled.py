"""The simulation is compiled for the types that it is called with, and only once."""

from scheduler.simulation import kernel
from scheduler.simulation.assess import RiskSettings, assess
from scheduler.simulation.warm import make_ready
from tests.simulation.small import Small, chain, serial


def test_what_is_compiled_beforehand_is_what_is_called() -> None:
    make_ready()
    told: list[str] = []
    assert make_ready(lambda: told.append("compiling")) == 0.0
    assert told == []
    programme = Small({"A": (5, 10, 15)}, links=chain("A")).programme()
    assess(programme, serial(programme, "A"), RiskSettings(samples=100, with_slips=True))
    assert len(kernel.run.signatures) == 1  # type: ignore[attr-defined]
