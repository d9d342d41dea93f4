"""Activity codes, user defined fields and notes out of P6's rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from scheduler.exchange.primavera.html_notes import text_of_note
from scheduler.exchange.primavera.reading_values import Reading
from scheduler.exchange.primavera.rows import Row

Fields = dict[str, list[tuple[str, str]]]
"""By the number of the row that has them: names that people gave, and values."""

_VALUE_COLUMNS = ("udf_text", "udf_number", "udf_date", "udf_code_id")


def code_fields(tables: Mapping[str, Sequence[Row]], reading: Reading) -> Fields:
    """Return activity codes as fields of activities."""
    types = {row.get("actv_code_type_id").strip(): row for row in tables.get("ACTVTYPE", ())}
    codes = {row.get("actv_code_id").strip(): row for row in tables.get("ACTVCODE", ())}
    found: Fields = defaultdict(list)
    for row in tables.get("TASKACTV", ()):
        type_row = types.get(row.get("actv_code_type_id").strip())
        code_row = codes.get(row.get("actv_code_id").strip())
        if type_row is None or code_row is None:
            reading.lost("not_understood", row, "actv_code_id", "names no activity code")
            continue
        value = code_row.get("short_name") or code_row.get("actv_code_name")
        if code_row.get("actv_code_name") not in {"", value}:
            reading.lost("not_read", code_row, "actv_code_name")
        if code_row.get("parent_actv_code_id"):
            reading.lost("not_read", code_row, "parent_actv_code_id")
        reading.lost("changed", row, "actv_code_id", "taken as a field with a text", value)
        found[row.get("task_id").strip()].append((type_row.get("actv_code_type"), value))
    return found


def user_fields(
    tables: Mapping[str, Sequence[Row]], table: str, known: Iterable[str], reading: Reading
) -> Fields:
    """Return the user defined fields of the rows of a table, whose numbers are `known`."""
    types = {
        row.get("udf_type_id").strip(): row
        for row in tables.get("UDFTYPE", ())
        if row.get("table_name").strip().upper() == table
    }
    numbers = frozenset(known)
    found: Fields = defaultdict(list)
    for row in tables.get("UDFVALUE", ()):
        type_row = types.get(row.get("udf_type_id").strip())
        if type_row is None:
            continue
        column = next((c for c in _VALUE_COLUMNS if row.get(c)), "udf_text")
        if row.get("fk_id").strip() not in numbers:
            reading.lost("not_understood", row, "fk_id", "names no row of its table")
            continue
        if type_row.get("logical_data_type") not in {"FT_TEXT", ""}:
            reading.lost("changed", type_row, "logical_data_type", "taken as a text")
        label = type_row.get("udf_type_label") or type_row.get("udf_type_name")
        found[row.get("fk_id").strip()].append((label, row.get(column)))
    return found


def notes_of(
    rows: Sequence[Row], topics: Sequence[Row], id_column: str, reading: Reading
) -> dict[str, str]:
    """Return notes by the number of the row that has them, several as one with a blank line."""
    column = "wbs_memo" if id_column == "wbs_id" else "task_memo"
    topic_of = {row.get("memo_type_id").strip(): row for row in topics}
    found: dict[str, str] = {}
    for row in rows:
        text, formatted = text_of_note(row.get(column))
        if formatted:
            reading.lost("changed", row, column, "taken as plain text", text)
        topic = topic_of.get(row.get("memo_type_id").strip())
        if topic is not None and topic.get("memo_type") != "Notes":
            reading.lost("not_read", topic, "memo_type")
        if not text:
            continue
        id = row.get(id_column).strip()
        if id in found:
            reading.lost("changed", row, column, "several notes are joined to one", text)
            text = f"{found[id]}\n\n{text}"
        found[id] = text
    return found


def joined(*kinds: Fields) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return fields of several kinds; a name that stands twice at one row is told apart."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for fields in kinds:
        for id, pairs in fields.items():
            found[id] += pairs
    return {id: tuple(distinct(pairs)) for id, pairs in found.items()}


def distinct(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return fields with names that differ: the second one of a name is called `name (2)`."""
    seen: set[str] = set()
    last_number: dict[str, int] = {}
    found: list[tuple[str, str]] = []
    for name, value in pairs:
        number, told = last_number.get(name, 1), name
        while told in seen:
            number += 1
            told = f"{name} ({number})"
        last_number[name] = number
        seen.add(told)
        found.append((told, value))
    return found
