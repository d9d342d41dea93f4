"""Pages of what is not ready say what is waited for, about how long, and what is done now."""

from sqlalchemy import update

from api.store import workers
from api.store.tables import plans
from api.store.waiting import Ahead
from api.web.waiting_words import TOO_LONG_SECONDS, length, searching_words, waiting_words
from tests.api.routes.service import Service
from tests.api.web.visitor import visit

LEVELS = (("concessions", "Concessions"), ("cost", "Cost"))
TWO_MINUTES = {"time_limit_seconds": 120.0}


def ahead(others: int = 0, at_work: int = 0, seconds: float = 0.0, **said: float) -> Ahead:
    given = {"workers": 1, "waited_seconds": 0.0, "usual_seconds": None, **said}
    return Ahead(others=others, at_work=at_work, seconds=seconds, **given)  # type: ignore[arg-type]


def test_what_is_next_begins_at_once_and_what_waits_for_others_says_for_how_many() -> None:
    then = "The search then takes 2 minutes at most."
    assert waiting_words(ahead(), TWO_MINUTES, "search") == (
        f"Waiting to begin. It is next, and begins within seconds. {then}"
    )
    assert waiting_words(ahead(0, 1, 61.0), TWO_MINUTES, "search") == (
        "Waiting to begin. It is next; one is being worked on now. It begins within "
        f"61 seconds at most, often sooner. {then}"
    )
    assert waiting_words(ahead(3, 1, 480.0), TWO_MINUTES, "search") == (
        "Waiting to begin. 3 others are before it. It begins within 8 minutes at most, often "
        f"sooner. {then}"
    )
    assert waiting_words(ahead(3, 1, 481.0, usual_seconds=62.0), TWO_MINUTES, "search") == (
        "Waiting to begin. 3 others are before it. By how long such work took lately it begins in "
        f"about 62 seconds; in 9 minutes at most. {then}"
    )


def test_where_no_worker_is_there_for_long_whom_to_tell_is_said() -> None:
    fresh = waiting_words(ahead(workers=0, waited_seconds=1), TWO_MINUTES, "search")
    assert "no worker is running" not in fresh
    old = ahead(workers=0, waited_seconds=TOO_LONG_SECONDS + 1)
    assert "no worker is running" in waiting_words(old, TWO_MINUTES, "search")


def test_a_search_says_its_aim_and_its_end() -> None:
    def said(progress: dict[str, object], *, found: bool) -> str:
        return searching_words(TWO_MINUTES, 0, progress, LEVELS, found=found)

    end = "It takes 2 minutes at most, until 1 Jan 1970, 00:02 UTC, and ends sooner if it can."
    assert said({}, found=False) == (
        f"Now: looking for a first plan that meets every planning rule. {end}"
    )
    assert said({}, found=True) == f"Now: making the plan better. {end}"
    assert said({"level": "cost"}, found=True) == (
        f"Now: making “Cost” as good as it can be, 2 of 2 aims. {end}"
    )


def test_lengths_are_told_in_seconds_or_minutes() -> None:
    assert [length(s) for s in (0, 1, 89, 90, 120, 900)] == [
        "1 second",
        "1 second",
        "89 seconds",
        "2 minutes",
        "2 minutes",
        "15 minutes",
    ]


def test_the_page_of_what_waits_counts_what_is_before_it_and_their_limits(
    service: Service,
) -> None:
    first = service.plan({"time_limit_seconds": 240})
    second = service.plan({"time_limit_seconds": 60})
    with service.database.writing() as connection:
        workers.register(connection, "w1", "here", 1)
    words = visit(service, f"/plans/{second}").text
    assert "1 other is before it. It begins within 4 minutes at most, often sooner." in words
    assert "The search then takes 60 seconds at most." in words
    service.work(first)
    words = visit(service, f"/plans/{second}").text
    assert "It is next; one is being worked on now. It begins within 4 minutes at most" in words
    page = visit(service, f"/plans/{first}")
    assert "looking for a first plan that meets every planning rule" in page.text
    assert not [tag for tag in page.tags if "data-waits" in tag.attributes]
    waits = [
        tag for tag in visit(service, f"/plans/{second}").tags if "data-waits" in tag.attributes
    ]
    assert len(waits) == 1


def test_what_such_work_took_lately_says_when_it_begins(service: Service) -> None:
    limit = {"time_limit_seconds": 240}
    done = [service.plan(limit) for _ in range(3)]
    for plan in done:
        service.work(plan).finish()
    with service.database.writing() as connection:
        workers.register(connection, "w1", "here", 1)
        for plan, took in zip(done, (20, 30, 200), strict=True):
            connection.execute(
                update(plans)
                .where(plans.c.id == plan)
                .values(finished_at=plans.c.started_at + took * 1000)
            )
    for _ in range(2):
        service.plan(limit)
    last = service.plan(limit)
    words = visit(service, f"/plans/{last}").text
    assert "2 others are before it. By how long such work took lately" in words
    assert "it begins in about 60 seconds; in 8 minutes at most." in words
    # Of what has another limit, too little is known.
    other = service.plan({"time_limit_seconds": 60})
    service.plan({"time_limit_seconds": 60})
    assert "3 others are before it. By how long" in visit(service, f"/plans/{other}").text
    unknown = visit(service, f"/plans/{service.plan(limit)}").text
    assert "5 others are before it. It begins within" in unknown


def test_an_analysis_that_waits_says_the_same(service_on_sqlite: Service) -> None:
    analysis = service_on_sqlite.analysis()
    words = visit(service_on_sqlite, f"/analyses/{analysis}").text
    assert "It is next, and begins within seconds." in words
    assert "The analysis then takes 10 minutes at most." in words
    service_on_sqlite.work(analysis)
    words = visit(service_on_sqlite, f"/analyses/{analysis}").text
    assert "It takes 10 minutes at most." in words
