"""What a task list does not say and a programme needs: asked for, with what may be answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.exchange.mapping.declaration import AFTER_EVERYTHING, EVERY, ProjectMapping
from scheduler.exchange.mapping.outline import Sorted, field_values, levels_of
from scheduler.exchange.project_schedule import ProjectSchedule
from scheduler.pictures.wording import long_date

_SHOWN = 5
_FEWEST = 2


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
    found = [*_of_the_contract(project, mapping), *_of_levels(project, mapping)]
    if mapping.services is not None and mapping.groups is not None:
        found += [*_of_groups(mapping, tasks), *_of_services(mapping, tasks)]
    found += _of_dates(project, mapping)
    return tuple(found)


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


def _of_levels(project: ProjectSchedule, mapping: ProjectMapping) -> Iterator[Question]:
    choices = [
        Reply(answer={"outline_level": level}, words=f"Level {level}: {_some(names)}")
        for level, names in levels_of(project).items()
    ]
    choices += [
        Reply(answer={"field": name}, words=f"{name}: {_some(values)}")
        for name, values in field_values(project).items()
    ]
    if mapping.services is None:
        text = "What tells services apart, each of which is transferred on a day of its own?"
        yield Question(path="/services", text=text, choices=tuple(choices))
    if mapping.groups is None:
        text = (
            "What tells service groups apart, of which each is sourced in one way? Answer as for "
            "services where each service is sourced by itself."
        )
        yield Question(path="/groups", text=text, choices=tuple(choices))


def _of_groups(mapping: ProjectMapping, tasks: Sorted) -> Iterator[Question]:
    for service in tasks.in_several:
        text = f"Tasks of service {service} lie in several groups. Which tasks are left out?"
        yield Question(path="/leave_out", text=text)
    for service in tasks.services:
        if service not in tasks.group:
            text = f"Service {service} lies in no group. What tells groups apart?"
            yield Question(path="/groups", text=text)
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
    if not tasks.services:
        text = "No task lies in a service by this level or field. What tells services apart?"
        yield Question(path="/services", text=text)
    for service in tasks.services:
        milestones = [t for t in tasks.of_service(service) if t.kind == "milestone"]
        answer = mapping.transfers.get(service) or mapping.transfers.get(EVERY)
        known = (
            answer == AFTER_EVERYTHING
            or sum(answer in (task.id, task.code, task.name) for task in milestones) == 1
        )
        if not known:
            told = "" if answer is None else f' "{answer}" is not one milestone of it.'
            choices = [
                Reply(answer=t.code or t.id, words=f"{t.name}, {t.start and t.start.date()}")
                for t in milestones
            ]
            choices.append(
                Reply(answer=AFTER_EVERYTHING, words="none: add one after all of its tasks")
            )
            text = f"Which milestone is the transfer of {service}?{told}"
            path = f"/transfers/{pointer(service)}"
            yield Question(path=path, text=text, choices=tuple(choices))
        if service not in mapping.criticality and EVERY not in mapping.criticality:
            text = f"How critical is {service}, from 1 to 5? 5 is a statutory payment or an outage."
            yield Question(path=f"/criticality/{pointer(service)}", text=text)


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
