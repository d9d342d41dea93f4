"""The live line while a plan is being made: level, objective, bound, gap, elapsed."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.live import Live
from rich.text import Text


class Progress:
    """Shows what the search knows; plain lines where there is no terminal."""

    def __init__(self, console: Console) -> None:
        """Draw nothing yet."""
        self._console = console
        self._live = Live(console=console, transient=True, refresh_per_second=8)
        self._plans = 0
        self._trials = 0
        self._holding = -1.0
        """Percent of runs in which the best plan so far holds."""

    def __enter__(self) -> Self:
        """Begin to draw on a terminal."""
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the terminal as it was."""
        if self._console.is_terminal:
            self._live.stop()

    def take(self, event: Mapping[str, Any]) -> None:
        """Take in one event of the run."""
        seconds = event.get("seconds", event.get("elapsed", 0.0))
        match event["type"]:
            case "plan_checked":
                self._plans += 1
                if self._plans == 1:
                    self._say(f"{seconds:6.1f} s  first checked plan, by {event['source']}")
            case "compiling":
                self._show(f"{seconds:6.1f} s  compiling the search, once on this machine")
            case "progress":
                self._show(self._line(event, seconds))
            case "level":
                word = "proved" if event["proved"] else f"not proved, bound {event['bound']}"
                name = event["level"].replace("_", " ")
                self._say(f"{seconds:6.1f} s  {name}: {event['value']} ({word})")
            case "point":
                word = "proved" if event["proved"] else "not proved"
                self._say(
                    f"{seconds:6.1f} s  a point: {event['first']} | {event['second']} ({word})"
                )
            case "hold":
                self._holds(event["percent"], seconds)
            case "retry":
                self._say(f"{seconds:6.1f} s  the solver ended unexpectedly; trying once more")
            case "tidying":
                self._show(f"{seconds:6.1f} s  pulling work forward")
            case "confirmed":
                name = event["level"].replace("_", " ")
                answers = {"infeasible": "agrees", "unknown": "has not answered"}
                agrees = answers.get(event["ok"], "disagrees; nothing is claimed")
                self._say(f"{seconds:6.1f} s  {name}: a second configuration {agrees}")
            case "refuted":
                name = event["level"].replace("_", " ")
                self._say(f"{seconds:6.1f} s  alarm: two answers of the solver disagree on {name}")
            case "outcome" if event["outcome"] == "infeasible" and not event["confirmed"]:
                self._say(f"{seconds:6.1f} s  no plan exists; looking for the reason")
            case "clash_trial":
                self._trials += 1
                self._show(
                    f"{seconds:6.1f} s  narrowing the clash: trial {self._trials}, "
                    f"{event['rules']} rules"
                )

    def _holds(self, percent: float, seconds: float) -> None:
        """Show how often a plan holds; what is better than all before stays."""
        tell = self._say if percent > self._holding else self._show
        self._holding = max(self._holding, percent)
        tell(f"{seconds:6.1f} s  a plan that holds in {percent:.1f} %")

    def _line(self, event: Mapping[str, Any], seconds: float) -> str:
        value, bound = event["value"], event["bound"]
        gap = "" if value is None or bound is None else f", gap {abs(value - bound)}"
        name = (event["level"] or "feasibility").replace("_", " ")
        shown = "no plan yet" if value is None else f"value {value}"
        known = "" if bound is None else f", bound {bound}"
        return f"{seconds:6.1f} s  {name}: {shown}{known}{gap}; {self._plans} plan(s) checked"

    def _say(self, text: str) -> None:
        self._console.print(Text(text))

    def _show(self, text: str) -> None:
        if self._console.is_terminal:
            self._live.update(Text(text))
