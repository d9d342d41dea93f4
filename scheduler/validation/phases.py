"""Phases named in tables of services and options must be phases of activity templates.

A misspelt phase would leave a duration or demand unread without a word.
"""

from collections.abc import Iterable, Iterator

from scheduler.domain.activities import ActivityTemplate
from scheduler.domain.issues import Issue
from scheduler.domain.programme import Programme
from scheduler.domain.services import Outcome, SourcingOption
from scheduler.validation.wording import error, listed, maybe, quoted


def find_unknown_phases(document: Programme) -> Iterator[Issue]:
    """Report tables keyed by a phase that no template reads; none when all is written out."""
    templates: dict[str, list[ActivityTemplate]] = {}
    for template in document.activity_templates:
        templates.setdefault(template.id, []).append(template)
    if not templates:
        return
    for service in document.services:
        at = f"/services[id={service.id}]"
        yield from _phases(f"{at}/durations", service.durations, templates, timed=True, own=True)
        yield from _phases(f"{at}/demands", service.demands, templates, timed=False, own=True)
        yield from _phases(f"{at}/consumes", service.consumes, templates, timed=False, own=True)
    options: list[tuple[str, SourcingOption]] = [
        (f"/option_profiles[id={p.id}]", p) for p in document.option_profiles
    ]
    options += [
        (f"/service_groups[id={group.id}]/options[id={option.id}]", option)
        for group in document.service_groups
        for option in group.options
    ]
    outcomes = [
        (f"{at}/outcomes[id={outcome.id}]", outcome)
        for at, option in options
        for outcome in option.outcomes
    ]
    tables: list[tuple[str, SourcingOption | Outcome]] = [*options, *outcomes]
    for at, told in tables:
        for field, phases, timed in (
            ("durations", told.durations, True),
            ("factors", told.factors, True),
            ("demands", told.demands, False),
            ("consumes", told.consumes, False),
            ("omits", told.omits, False),
        ):
            yield from _phases(f"{at}/{field}", phases, templates, timed=timed, own=False)


def _phases(
    path: str,
    phases: Iterable[str],
    templates: dict[str, list[ActivityTemplate]],
    *,
    timed: bool,
    own: bool,
) -> Iterator[Issue]:
    for phase in phases:
        makers = templates.get(phase)
        if makers is None:
            message = f"no activity template makes a phase {quoted(phase)}; there are "
            message += listed(templates) + maybe(phase, templates)
            yield error("unknown_phase", path, message, phase)
        elif timed and all(template.form != "work" for template in makers):
            message = f"the phase {quoted(phase)} is {makers[0].form}: only work has a duration"
            yield error("duration_off_work", f"{path}/{phase}", message, phase)
        elif own and all(template.for_each not in ("service", "wave") for template in makers):
            each = makers[0].for_each.replace("_", " ")
            message = f"the phase {quoted(phase)} happens once for each {each}, not for a service"
            yield error("phase_not_of_service", f"{path}/{phase}", message, phase)
