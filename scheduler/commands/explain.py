"""`phased-exit explain`: why there is no plan and what would help, or what holds each date."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, get_args

from scheduler.answers import Clash, PartialPlan, RecoveryOption, WishAnswer
from scheduler.commands.analysing import Analysing, add_arguments, analysing
from scheduler.commands.terminal import (
    EXIT_ANSWERED,
    EXIT_NO_PLAN,
    EXIT_UNDECIDED,
    answer_console,
    messages,
    print_json,
)
from scheduler.errors import InputError
from scheduler.explaining.audience import Audience
from scheduler.explaining.best_known import given_or_best
from scheduler.explaining.holding import explain_plan
from scheduler.explaining.public_analyses import public_document
from scheduler.explaining.public_holding import public_version
from scheduler.explaining.public_plan import with_public_names
from scheduler.explaining.why_none import clash_with_wishes, find_why_none, why_none_to_jsonable
from scheduler.explaining.why_not import why_not_earlier, why_not_option
from scheduler.explaining.wish_words import wish_words
from scheduler.explaining.words import words_of
from scheduler.interchange.holding_json import holding_to_jsonable, wish_to_jsonable
from scheduler.pictures.cells import drawn
from scheduler.pictures.holding_contents import chain_contents, holding_contents, paths_contents
from scheduler.pictures.outcome_tables import clash_panels
from scheduler.pictures.partial_contents import partial_contents, partial_words
from scheduler.pictures.recovery_contents import how_to_take, recovery_contents, recovery_words
from scheduler.pictures.why_none_words import why_none_words
from scheduler.pictures.wording import counted

Wish = tuple[str, date]
Choice = tuple[str, str]


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "explain", help="why there is no plan and what would help; or what holds each date of one"
    )
    add_arguments(
        parser,
        plan="plan to be explained; without it why there is none, or the best one",
        limit=600,
    )
    about = parser.add_argument_group("of a plan")
    repeated: dict[str, Any] = {"action": "append", "default": [], "metavar": "ID"}
    about.add_argument("--activity", **repeated, help="only this activity; may be repeated")
    about.add_argument("--service", **repeated, help="only the activities of this service")
    about.add_argument("--milestone", metavar="ID", help="near-critical chains to this activity")
    about.add_argument(
        "--slack", action="store_true", help="how far each could move, everything planned again"
    )
    about.add_argument(
        "--by",
        action="append",
        type=_wish,
        default=[],
        metavar="ID=DATE",
        help="what it would take to have a service live, or an activity started, by a date",
    )
    about.add_argument(
        "--option",
        action="append",
        type=_choice,
        default=[],
        metavar="GROUP=OPTION",
        help="why not this sourcing option of a service group",
    )
    about.add_argument(
        "--audience",
        choices=get_args(Audience),
        default="exempt",
        help="public leaves out options, prices and providers (default: %(default)s)",
    )
    none = parser.add_argument_group("of no plan")
    none.add_argument(
        "--no-partial-plan",
        dest="partial",
        action="store_false",
        help="do not look for services that would have to stay",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Explain the plan that is given, or made, or why there is none."""
    with analysing(arguments, _told) as given:
        if given.best is not None:
            return _explain_plan(arguments, given)
        found = find_why_none(
            given.programme,
            given.work,
            seconds=arguments.time_limit,
            with_partial_plan=arguments.partial,
        )
        if found.clashes.outcome == "plan":
            return _explain_best(arguments, given)
    document = why_none_to_jsonable(found, given.programme)
    if arguments.audience == "public":
        document = public_document("explanation", document, given.programme)
    if arguments.json:
        print_json(document)
    else:
        console = answer_console()
        for panel in clash_panels(document["clashes"], given.programme):
            console.print(panel)
        for sentence in why_none_words(document):
            console.print(sentence, markup=False)
        if document.get("partial_plan") is not None:
            console.print(partial_words(document["partial_plan"], given.programme), markup=False)
            console.print(drawn(partial_contents(document["partial_plan"], given.programme), {}))
        for place, option in enumerate(recovery_contents(document), 1):
            console.print(drawn(option, {}))
            console.print(how_to_take(place), markup=False)
        if (said := recovery_words(document)) is not None:
            console.print(said, markup=False)
    return EXIT_NO_PLAN if found.clashes.outcome == "infeasible" else EXIT_UNDECIDED


def _explain_best(arguments: argparse.Namespace, given: Analysing) -> int:
    """Make the best plan first: there is one, and none was given."""
    messages.print("there is a plan; making the best one to explain it", markup=False)
    best, _ = given_or_best(given.programme, given.work, None, seconds=arguments.time_limit / 2)
    if best is None:
        return EXIT_UNDECIDED
    made = Analysing(programme=given.programme, best=best, work=given.work)
    return _explain_plan(arguments, made)


def _explain_plan(arguments: argparse.Namespace, given: Analysing) -> int:
    if given.best is None:
        return EXIT_UNDECIDED
    plan = given.best.plan
    if arguments.by or arguments.option:
        return _grant(arguments, given)
    asked = _activities(arguments.activity, arguments.service, given)
    work = given.work if arguments.slack or arguments.activity else None
    holding = explain_plan(
        given.programme, plan, work, activities=asked, milestone=arguments.milestone
    )
    if arguments.audience == "public":
        holding = public_version(holding, given.programme)
    words = words_of(holding, given.programme, plan, arguments.audience)
    if arguments.json:
        print_json(holding_to_jsonable(holding, words))
        return EXIT_ANSWERED
    console = answer_console()
    public = arguments.audience == "public"
    named = with_public_names(given.programme) if public else given.programme
    table = holding_contents(holding, named, arguments.milestone)
    console.print(drawn(table, {}))
    if asked is not None:
        for held in holding.activities.values():
            console.print(drawn(chain_contents(held.chain, named), {}))
    elif holding.milestone is not None:
        paths = paths_contents(holding.paths, holding.milestone, named)
        console.print(drawn(paths, {}))
    for paragraph in (words.services if asked is None else words.activities).values():
        console.print(paragraph, markup=False)
        console.print()
    console.print(words.caution, markup=False)
    return EXIT_ANSWERED


def _grant(arguments: argparse.Namespace, given: Analysing) -> int:
    """Tell what each wish costs, or why it cannot be."""
    if given.best is None:
        return EXIT_UNDECIDED
    programme, plan, work = given.programme, given.best.plan, given.work
    find = partial(clash_with_wishes, work=work)
    by_date = (
        why_not_earlier(programme, plan, name, day, work, find_clash=find)
        for name, day in arguments.by
    )
    by_option = (
        why_not_option(programme, plan, group, option, work, find_clash=find)
        for group, option in arguments.option
    )
    answers = [*by_date, *by_option]
    told = [(answer, wish_words(answer, programme, arguments.audience)) for answer in answers]
    if arguments.json:
        print_json({"wishes": [_written(a, arguments, given, words) for a, words in told]})
    else:
        for _, words in told:
            answer_console().print(words, markup=False)
    return EXIT_UNDECIDED if any(a.outcome == "undecided" for a in answers) else EXIT_ANSWERED


def _written(
    answer: WishAnswer, arguments: argparse.Namespace, given: Analysing, words: str
) -> dict[str, Any]:
    """Return an answer as JSON; for the public without prices, options and the plan."""
    if arguments.audience == "exempt":
        return wish_to_jsonable(answer, given.programme, words)
    public = {"outcome": answer.outcome, "about": answer.about, "confirmed": answer.confirmed}
    return {**public, "words": words}


def _activities(
    named: Sequence[str], services: Sequence[str], given: Analysing
) -> list[str] | None:
    """Return the activities asked for; None for all.

    Raises InputError for what the programme or the plan does not have.
    """
    if not named and not services:
        return None
    placed = given.best.plan.placed if given.best else {}
    for service in services:
        if service not in given.programme.services:
            message = f"the programme has no service {service!r}"
            raise InputError(message, service=service)
    for activity in named:
        if activity not in placed:
            message = f"the plan has no activity {activity!r}"
            raise InputError(message, activity=activity)
    of_services = [
        activity.id
        for activity in given.programme.document.activities
        if activity.service in services and activity.id in placed
    ]
    return list(dict.fromkeys((*named, *of_services)))


def _wish(text: str) -> Wish:
    name, _, day = text.partition("=")
    try:
        return name, date.fromisoformat(day)
    except ValueError:
        message = f"{text!r} is not ID=DATE, such as PAYC=2023-06-01"
        raise argparse.ArgumentTypeError(message) from None


def _choice(text: str) -> Choice:
    group, equals, option = text.partition("=")
    if not equals:
        message = f"{text!r} is not GROUP=OPTION"
        raise argparse.ArgumentTypeError(message)
    return group, option


def _told(row: object) -> str | None:
    match row:
        case Clash():
            known = "proved" if row.proved else "likely"
            return f"a clash of {counted(len(row.rules), 'planning rule')} ({known})"
        case PartialPlan():
            return f"a plan of all but {counted(len(row.kept_back), 'service')}"
        case RecoveryOption():
            return f"a recovery option of {counted(len(row.changes), 'change')}, {row.price} points"
        case WishAnswer():
            return f"{row.wish}: {row.outcome}"
        case _:
            return None
