"""Two payrolls kept away from times of year and from each other, in one form."""

from typing import Any

import pytest

from api.web.changing.away import away, away_refused

GIVEN = {"one": "PAYS", "other": "PAYF", "times": "both", "weeks": "4", "reason": "The board"}


def document(**changes: object) -> dict[str, Any]:
    services = [{"id": "PAYS", "waves": [1]}, {"id": "PAYF"}]
    held = {"plan_from": "2022-04-01", "plan_until": "2023-09-15", "services": services}
    return {**held, **changes}


def test_both_are_frozen_every_year_and_kept_apart() -> None:
    first, second, third = away(GIVEN, document(rules=[{"id": "payf-away-from-both"}]))
    assert [one["path"] for one in (first, second, third)] == ["/rules/-"] * 3
    assert first["value"]["activities"] == {"kinds": ["cutover"], "scope": {"services": ["PAYS"]}}
    assert second["value"]["activities"] == {
        "kinds": ["transfer"],
        "scope": {"services": ["PAYF"]},
    }
    # April 2022 lies within the first year end, September 2023 has begun.
    assert [(one["name"], one["first"], one["last"]) for one in first["value"]["windows"]] == [
        ("Tax year end 2022", "2022-03-20", "2022-04-19"),
        ("September 2022", "2022-09-01", "2022-09-30"),
        ("Tax year end 2023", "2023-03-20", "2023-04-19"),
        ("September 2023", "2023-09-01", "2023-09-30"),
    ]
    assert second["value"]["windows"] == first["value"]["windows"]
    assert (third["value"]["kind"], third["value"]["calendar_days"]) == ("separation", 28)
    ids = [one["value"]["id"] for one in (first, second, third)]
    assert len({*ids, "payf-away-from-both"}) == 4


def test_without_rules_the_list_is_begun_once() -> None:
    first, *others = away({**GIVEN, "times": "september"}, document())
    assert first["path"] == "/rules"
    assert [len(first["value"]), len(first["value"][0]["windows"])] == [1, 2]
    assert [one["path"] for one in others] == ["/rules/-"] * 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ""),
        ({"other": "PAYS"}, "Choose two different services."),
        ({"times": "tax-year-end"}, "The programme has none of these days."),
    ],
)
def test_what_comes_to_nothing_is_refused(changes: dict[str, str], said: str) -> None:
    short = document(plan_from="2022-05-01", plan_until="2023-01-31")
    assert away_refused({**GIVEN, **changes}, short) == said
