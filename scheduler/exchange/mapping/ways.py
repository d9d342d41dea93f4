"""Which service or group each task is of by one way to tell them apart, and what a file offers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.exchange.mapping.declaration import Level
from scheduler.exchange.plan_fields import ACCEPTED_BY, ACTIVITY, ESTIMATE, ESTIMATE_SOURCE
from scheduler.exchange.project_schedule import ProjectSchedule, Task

Above = Mapping[str, Sequence[Task]]
"""Task to the summary tasks around it, outermost first."""

LONGEST_NAME = 60
_FEWEST = 2
_SPACED = (" - ", " \N{EN DASH} ", " \N{EM DASH} ", ": ", " / ", " | ")
_TIGHT = ("-", "_", "/", ".")
_NO_NAMES = {ACCEPTED_BY, ACTIVITY, ESTIMATE, ESTIMATE_SOURCE}
"""Fields that our own files have, and that sort nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way in which a file's tasks can be sorted, with what comes of it."""

    level: Level
    words: str
    names: tuple[str, ...]
    """Different ones, in the file's order."""
    tasks: int
    """How many tasks it gives a name."""


def values(level: Level, tasks: Sequence[Task], above: Above) -> dict[str, str]:
    """Return the name that each task gets; a task that gets none is missing.

    A field or part of a name that a task lacks is that of the nearest summary task with one.
    """
    if level.each is not None:
        return _each(level.each, tasks)
    named = ((task.id, _value(level, task, above[task.id])) for task in tasks)
    return {id: name for id, name in named if name}


def offered(project: ProjectSchedule, tasks: Sequence[Task], above: Above) -> tuple[Way, ...]:
    """Return the ways that sort some tasks, with what each comes to; `tasks` are no summaries."""
    deep = max((len(above[task.id]) for task in tasks), default=0)
    levels = [Level(outline_level=level) for level in range(1, deep + 1)]
    found = [way for one in levels if (way := _way(one, tasks, above)).tasks]
    flat = all(len(way.names) < _FEWEST for way in found)
    fields = [_way(Level(field=name), tasks, above) for name in _fields(tasks, above)]
    found += [way for way in fields if _names(way, unique=flat)]
    parts = [_way(level, tasks, above) for level in _of_parts(tasks)]
    found += [way for way in parts if _sorts(way, numbers=flat)]
    if flat:
        found += _of_a_flat_list(project, tasks, above)
    return tuple(found)


def _of_a_flat_list(project: ProjectSchedule, tasks: Sequence[Task], above: Above) -> Iterator[Way]:
    each = [_way(Level(each=kind), tasks, above) for kind in ("task", "milestone")]
    both = all(way.tasks for way in each)
    yield from (way for way in each if way.tasks)
    if both:
        yield _way(Level(each="either"), tasks, above)
    if tasks:
        yield _way(Level(one=project.name.strip() or "The project"), tasks, above)


def _way(level: Level, tasks: Sequence[Task], above: Above) -> Way:
    found = values(level, tasks, above)
    names = tuple(dict.fromkeys(found.values()))
    return Way(level=level, words=level_words(level), names=names, tasks=len(found))


def level_words(level: Level) -> str:
    """Return a way of telling services or groups apart, in words."""
    match level:
        case Level(outline_level=int(number)):
            return f"Level {number} of the outline"
        case Level(field=str(name)):
            return f"The field {name}"
        case Level(name_before=str(mark)):
            return f'The task name before "{mark}"{_parts(level)}'
        case Level(name_after=str(mark)):
            return f'The task name after "{mark}"'
        case Level(code_before=str(mark)):
            return f'The code before "{mark}"{_parts(level)}'
        case Level(code_characters=int(number)):
            return f"The first {number} characters of the code"
        case Level(each=str(kind)):
            who = "task or milestone" if kind == "either" else kind
            return f"Each {who} by itself"
        case _:
            return f"All tasks together as {level.one}"


def _parts(level: Level) -> str:
    return "" if level.parts == 1 else f", {level.parts} parts"


def _names(way: Way, *, unique: bool) -> bool:
    """Tell whether the values of a field may be names of services or groups.

    Long values are text about tasks; where every task has another value, each would be by itself.
    """
    several = len(way.names) < way.tasks or way.tasks == 1
    own = unique and any(any(map(str.isalpha, name)) for name in way.names)
    return bool(way.names) and (several or own) and max(map(len, way.names)) <= LONGEST_NAME


def _sorts(way: Way, *, numbers: bool) -> bool:
    """Tell whether parts of names or codes bring tasks together, in more than one place."""
    if not _FEWEST <= len(way.names) < way.tasks or max(map(len, way.names)) > LONGEST_NAME:
        return False
    return numbers or any(any(map(str.isalpha, name)) for name in way.names)


def _fields(tasks: Sequence[Task], above: Above) -> list[str]:
    """Return the names of fields, in the file's order."""
    every = (one for task in tasks for one in (*above[task.id], task))
    names = dict.fromkeys(name for one in every for name, _ in one.fields)
    return [name for name in names if name not in _NO_NAMES]


def _of_parts(tasks: Sequence[Task]) -> Iterator[Level]:
    """Yield the ways by parts of names and codes that are worth a look."""
    in_names = [mark for mark in (*_SPACED, *_TIGHT) if any(mark in t.name for t in tasks)]
    # A hyphen with blanks around it is one mark, not two.
    hidden = {mark.strip() for mark in in_names if mark in _SPACED}
    for mark in in_names:
        if mark in hidden:
            continue
        yield Level(name_before=mark)
        if mark in _SPACED:
            yield Level(name_after=mark)
    in_codes = [mark for mark in _TIGHT if any(mark in task.code for task in tasks)]
    for mark in in_codes:
        yield Level(code_before=mark)
        if any(task.code.count(mark) >= _FEWEST for task in tasks):
            yield Level(code_before=mark, parts=2)
    letters = Counter(filter(None, (_leading_letters(task.code) for task in tasks)))
    if letters and not in_codes:
        yield Level(code_characters=min(letters.most_common(1)[0][0], 20))


def _leading_letters(code: str) -> int:
    return len(code) - len(code.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))


def _each(kind: str, tasks: Sequence[Task]) -> dict[str, str]:
    """Return a name of its own for each task of a kind: its name, with its code where not alone."""
    kinds = {"task": (False,), "milestone": (True,), "either": (False, True)}[kind]
    own = [task for task in tasks if (task.kind == "milestone") in kinds]
    plain = {task.id: task.name.strip() or task.code or task.id for task in own}
    often = Counter(plain.values())
    taken = {name for name, times in often.items() if times == 1}
    found: dict[str, str] = {}
    for task in own:
        name = plain[task.id]
        if often[name] > 1:
            name = f"{name} ({task.code or task.id})"
            while name in taken:
                name = f"{name} ({task.id})"
            taken.add(name)
        found[task.id] = name
    return found


def _value(level: Level, task: Task, above: Sequence[Task]) -> str:
    if level.one is not None:
        return level.one
    if level.outline_level is not None:
        place = level.outline_level - 1
        return above[place].name.strip() if place < len(above) else ""
    each = (_of_task(level, one) for one in (task, *reversed(above)))
    return next(filter(None, each), "")


def _of_task(level: Level, task: Task) -> str:
    match level:
        case Level(field=str(name)):
            return dict(task.fields).get(name, "").strip()
        case Level(name_before=str(mark)):
            return _before(task.name, mark, level.parts)
        case Level(name_after=str(mark)):
            return task.name.rpartition(mark)[2].strip() if mark in task.name else ""
        case Level(code_before=str(mark)):
            return _before(task.code, mark, level.parts)
        case Level(code_characters=int(number)) if len(task.code) > number:
            return task.code[:number].strip()
    return ""


def _before(text: str, mark: str, parts: int) -> str:
    """Return so many parts of a text; nothing where there are not that many marks."""
    pieces = text.split(mark)
    return mark.join(pieces[:parts]).strip() if len(pieces) > parts else ""
