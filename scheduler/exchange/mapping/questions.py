"""What a task list does not say and a programme needs: asked for, with what may be answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.exchange.mapping.declaration import (
    AFTER_EVERYTHING,
    EVERY,
    THE_MILESTONE,
    Level,
    ProjectMapping,
)
from scheduler.exchange.mapping.outline import Sorted, meant
from scheduler.exchange.mapping.ways import Way, offered
from scheduler.exchange.project_schedule import ProjectSchedule, Task
from scheduler.pictures.wording import long_date

_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One possible answer, as it stands in the mapping file, and what it means."""

    answer: object
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something to be answered in the mapping file."""

    path: str
    """Where the answer stands, as a JSON Pointer."""
    text: str
    choices: tuple[Reply, ...] = ()


def questions(
    project: ProjectSchedule, mapping: ProjectMapping, tasks: Sorted
) -> tuple[Question, ...]:
    """Return what is still to be answered; nothing when a programme can be made."""
    found = [*_of_the_contract(project, mapping)]
    of_services, of_groups = _of_ways(mapping, tasks)
    if of_services or of_groups:
        # What the file offers is looked for only where it is asked.
        ways = offered(project, tasks.tasks, tasks.above)
        replies = tuple(_reply(way, len(tasks.tasks)) for way in ways)
        together = tuple(
            reply for way, reply in zip(ways, replies, strict=True) if way.level.each is None
        )
        own = Reply(answer={"each": "service"}, words="Each service is a group of its own")
        found += [Question(path="/services", text=text, choices=replies) for text in of_services]
        found += [
            Question(path="/groups", text=text, choices=(own, *together)) for text in of_groups
        ]
    if _answered(mapping.services, mapping.service_of) and _answered(
        mapping.groups, mapping.group_of
    ):
        found += [*_of_groups(mapping, tasks), *_of_services(mapping, tasks)]
    found += _of_dates(project, mapping)
    return tuple(found)


def _answered(level: Level | None, table: Mapping[str, str]) -> bool:
    return level is not None or bool(table)


def _of_ways(mapping: ProjectMapping, tasks: Sorted) -> tuple[list[str], list[str]]:
    """Return what is asked about telling services apart, and groups."""
    of_services: list[str] = []
    of_groups: list[str] = []
    services = _answered(mapping.services, mapping.service_of)
    groups = _answered(mapping.groups, mapping.group_of)
    if not services:
        text = "What tells services apart, each of which is transferred on a day of its own?"
        of_services.append(text)
    if not groups:
        of_groups.append("What tells service groups apart, of which each is sourced in one way?")
    if services and groups:
        if not tasks.services:
            text = "No task lies in a service by this answer. What tells services apart?"
            of_services.append(text)
        alone = tuple(service for service in tasks.services if service not in tasks.group)
        if alone:
            are = "is a service" if len(alone) == 1 else "are services"
            of_groups.append(f"{_some(alone)} {are} of no group. What tells groups apart?")
    return of_services, of_groups


def _reply(way: Way, tasks: int) -> Reply:
    """Return a way with how much it sorts into what, so that nobody has to try it."""
    level = {name: getattr(way.level, name) for name in way.level.ways}
    if way.level.parts > 1:
        level["parts"] = way.level.parts
    names = f"{len(way.names):,} different" if len(way.names) > 1 else "1"
    share = f"{way.tasks:,} of {tasks:,} tasks" if tasks > 1 else "the only task"
    told = f"{names}, for {share}: {_some(way.names)}" if way.level.one is None else share
    return Reply(answer=level, words=f"{way.words}: {told}")


def _of_the_contract(project: ProjectSchedule, mapping: ProjectMapping) -> Iterator[Question]:
    if not mapping.supplier:
        yield Question(path="/supplier", text="Which supplier do the services leave?")
    if mapping.contract_end is None:
        last = (
            ""
            if project.finish is None
            else f" The last task ends on {long_date(project.finish.date())}."
        )
        text = f"What is the last day of the contract?{last}"
        yield Question(path="/contract_end", text=text)
    actual = any(task.actual_start is not None for task in project.tasks)
    if actual and project.status_date is None and mapping.status_date is None:
        text = "Tasks have actual dates. Up to the end of which day are they known?"
        yield Question(path="/status_date", text=text)


def _of_groups(mapping: ProjectMapping, tasks: Sorted) -> Iterator[Question]:
    for service in tasks.in_several:
        text = (
            f"Tasks of service {service} lie in several groups. Leave some out, or name its group."
        )
        yield Question(path="/leave_out", text=text)
    for group in tasks.groups:
        if not mapping.options.get(group) and not mapping.options.get(EVERY):
            models = (
                ("INH", "in_house", "the council does it itself"),
                ("SHR", "shared_service", "another council does it for both"),
                ("SPC", "specialist_provider", "a specialist is found"),
                ("INC", "incumbent", "a smaller contract with the incumbent"),
            )
            choices = tuple(
                Reply(answer=[{"id": id, "model": model}], words=words)
                for id, model, words in models
            )
            text = f"How may {group} be sourced next? One option or several."
            yield Question(path=f"/options/{pointer(group)}", text=text, choices=choices)


def _of_services(mapping: ProjectMapping, tasks: Sorted) -> Iterator[Question]:
    for service in tasks.services:
        milestones = tasks.milestones_of(service)
        answer = mapping.transfers.get(service) or mapping.transfers.get(EVERY)
        known = answer == AFTER_EVERYTHING or len(meant(answer, milestones)) == 1
        if not known:
            told = "" if answer is None else f' "{answer}" is not one milestone of it.'
            choices = [
                Reply(answer=_call(t, milestones), words=f"{t.name}, {_day(t)}") for t in milestones
            ]
            if len(milestones) == 1:
                choices.append(Reply(answer=THE_MILESTONE, words="its only milestone"))
            choices.append(
                Reply(answer=AFTER_EVERYTHING, words="none: add one after all of its tasks")
            )
            text = f"Which milestone is the transfer of {service}?{told}"
            path = f"/transfers/{pointer(service)}"
            yield Question(path=path, text=text, choices=tuple(choices))
        if service not in mapping.criticality and EVERY not in mapping.criticality:
            text = f"How critical is {service}, from 1 to 5? 5 is a statutory payment or an outage."
            yield Question(path=f"/criticality/{pointer(service)}", text=text)


def _call(task: Task, milestones: Sequence[Task]) -> str:
    """Return what a milestone is called in an answer, that no other of its service is called."""
    names = (task.code, task.id, task.name)
    return next((name for name in names if name and meant(name, milestones) == [task]), task.id)


def _day(task: Task) -> str:
    return "without a date" if task.start is None else str(task.start.date())


def _of_dates(project: ProjectSchedule, mapping: ProjectMapping) -> Iterator[Question]:
    keep = Reply(answer="keep", words="They are planning rules")
    leave = Reply(answer="leave_out", words="They only steered the tool")
    held = sum(
        task.constraint is not None and task.constraint.at is not None for task in project.tasks
    )
    if held and mapping.constraints is None:
        text = f"{_tasks(held, 'is', 'are')} held to dates. Do these dates bind the exit?"
        yield Question(path="/constraints", text=text, choices=(keep, leave))
    due = sum(task.deadline is not None for task in project.tasks)
    if due and mapping.deadlines is None:
        text = f"{_tasks(due, 'has', 'have')} a deadline. Do the deadlines bind the exit?"
        yield Question(path="/deadlines", text=text, choices=(keep, leave))


def _tasks(number: int, one: str, several: str) -> str:
    return f"1 task {one}" if number == 1 else f"{number} tasks {several}"


def pointer(name: str) -> str:
    """Return a name as a step of a JSON Pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def _some(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown} and {len(names) - _SHOWN} more"
