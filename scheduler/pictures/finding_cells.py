"""Whether a plan was found under a condition, and how sure that is: cells of tables of what-ifs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scheduler.pictures.contents import Cell, cell


def found_cell(row: Mapping[str, Any]) -> Cell:
    """Tell whether there is a plan: `fits` is true, false, or nothing where it is not known."""
    if row["fits"] is None:
        return cell("not known", "doubtful")
    return cell("yes", "good") if row["fits"] else cell("no", "bad")


def sure_cell(row: Mapping[str, Any]) -> Cell:
    """Tell how sure it is, by `fits`, `confirmed` and `proved`."""
    if row["fits"] is False:
        return cell("calculated twice" if row["confirmed"] else "by one calculation", "good")
    if row["fits"] is None:
        return cell("none was found in time", "doubtful")
    if row["proved"]:
        return cell("no better one exists, by one calculation", "good")
    return cell("a better plan may exist", "doubtful")
