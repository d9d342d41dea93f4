"""What the form of a change shows: its fields, what was given, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.web.changing.asking import ChangeKind, Field, wrong_with
from api.web.changing.lists import Options
from scheduler.domain.expanded import ExpandedProgramme

NOTHING_THERE = "The programme has none of these."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One field as it is shown."""

    id: str
    label: str
    form: str
    hint: str
    optional: bool
    value: str
    offered: Options
    wrong: str
    """What is wrong with the value; nothing where nothing is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing that is wrong, with the field it is about where that is known."""

    words: str
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePage:
    """The form of one kind of change."""

    programme: str
    name: str
    revision: int
    kind: ChangeKind
    fields: tuple[Asked, ...]
    wrong: tuple[Said, ...]
    plans: Options
    """What may be the plan in force."""
    in_force: str
    key: str
    """So that a form that is sent twice makes one change."""

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """What is wrong, each with its field."""
        return tuple((said.words, said.field) for said in self.wrong)

    @property
    def in_order(self) -> bool:
        """Whether nothing is wrong with what was given."""
        return not self.wrong


def change_page(  # noqa: PLR0913  # what a form is made of
    *,
    programme: str,
    revision: int,
    kind: ChangeKind,
    expanded: ExpandedProgramme,
    document: Mapping[str, Any],
    plans: Options,
    in_force: str,
    key: str,
    given: Mapping[str, str] | None,
    further: Sequence[str] = (),
    proposed: Mapping[str, str] | None = None,
) -> ChangePage:
    """Return the form; `given` is what was sent, None where nothing was yet.

    `further` is what else is wrong, in sentences; `proposed` what fields hold before anything was
    sent, where that is known.
    """
    before = proposed or {}
    fields = tuple(_asked(field, expanded, document, given, before) for field in kind.fields)
    wrong = [Said(words=one.wrong, field=one.id) for one in fields if one.wrong]
    if given and given.get("first") and "" < given.get("last", "") < given["first"]:
        wrong.append(Said(words="The last day is before the first.", field="last"))
    if given and not wrong and (refused := kind.refused(given, document)):
        wrong.append(Said(words=refused, field=kind.fields[0].id))
    return ChangePage(
        programme=programme,
        name=expanded.document.name,
        revision=revision,
        kind=kind,
        fields=fields,
        wrong=(*wrong, *(Said(words=words) for words in further)),
        plans=plans,
        in_force=_near(plans, in_force, before if given is None else given),
        key=key,
    )


def _near(plans: Options, usual: str, named: Mapping[str, str]) -> str:
    """Return the plan that the new one stays near: the one named where it is offered."""
    found = named.get("in_force", usual)
    return found if found in dict(plans) else usual


def _asked(
    field: Field,
    expanded: ExpandedProgramme,
    document: Mapping[str, Any],
    given: Mapping[str, str] | None,
    proposed: Mapping[str, str],
) -> Asked:
    offered = () if field.offers is None else field.offers(expanded, document)
    value = (proposed if given is None else given).get(field.id, "")
    wrong = "" if given is None else wrong_with(field, value, offered)
    return shown_field(field, value, offered, wrong, chooses=field.offers is not None)


def shown_field(field: Field, value: str, offered: Options, wrong: str, *, chooses: bool) -> Asked:
    """Return a field as it is shown; where there is nothing to choose from, the hint says so."""
    return Asked(
        id=field.id,
        label=field.label,
        form=field.form,
        hint=NOTHING_THERE if chooses and not offered else field.hint,
        optional=field.optional,
        value=value,
        offered=offered,
        wrong=wrong,
    )
