"""What a command tells while it runs."""

import io

from rich.console import Console

from scheduler.commands.live import Progress


def test_of_plans_that_hold_only_better_ones_stay_on_paper() -> None:
    written = io.StringIO()
    with Progress(Console(file=written)) as progress:
        for number, percent in enumerate((74.0, 81.2, 3.0, 81.2, 84.4)):
            progress.take({"type": "hold", "percent": percent, "seconds": float(number)})
    shown = [line.split("holds in ")[1] for line in written.getvalue().splitlines()]
    assert shown == ["74.0 %", "81.2 %", "84.4 %"]
