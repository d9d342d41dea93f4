"""Each reason for a date says what it rests on, and leads to the forms that would loosen it."""

import json
from dataclasses import replace
from datetime import date

import pytest

from api.web.rests_on import rests_on
from api.web.what_if import Forms
from scheduler.analysis.holding import Reason
from scheduler.domain.planning_rules import ScheduleContingency
from scheduler.explaining.holding import explain_plan
from tests.api.programmes import SMALL
from tests.api.routes.played_worker import small
from tests.api.routes.service import Service
from tests.api.web.visitor import Page, visit

FORMS = Forms("prg_a", json.loads(SMALL), small()[0])


def links_of(name: str) -> list[str]:
    """Return the forms that the reasons of an activity lead to."""
    programme, plan = small()
    held = explain_plan(programme, plan, activities=[name]).activities[name]
    found = [
        form
        for reason in held.reasons
        for form in FORMS.loosening(reason, programme.activities[name])
    ]
    assert all(form.words.startswith("What if") for form in found)
    return [form.address.removeprefix("/programmes/prg_a/change/") for form in found]


def test_reasons_lead_to_the_forms_that_loosen_them() -> None:
    assert links_of("PAY.build") == ["team-more?team=PM"]
    assert links_of("NET.rehearse")[1:] == [
        "duration?duration=services%7C0%7Cbuild",
        "waived?rule=build-before-rehearsal.NET",
    ]
    # The stretch of the freeze in which the earlier day lies, of two.
    assert "freeze-moved?freeze=1%7C1" in links_of("CSC.cutover_1")
    assert links_of("NET.cutover_2") == ["rule-gone?rule=3"]
    assert links_of("NETWORK.decision") == ["extra-meeting?meeting=executive-meetings"]


def test_limits_have_forms_of_their_own_and_what_a_plan_needs_has_none() -> None:
    programme, _ = small()
    activity = programme.activities["NET.transfer"]

    def forms(rule: str) -> list[str]:
        reason = Reason(kind="window", rule=rule, statement="…")
        return [form.address.rpartition("/")[2] for form in FORMS.loosening(reason, activity)]

    assert forms("contingency-8-weeks") == ["contingency?rule=4"]
    assert forms("change-load-offices") == ["load-limit?limit=5"]
    assert forms("cover.NET") == []
    assert forms("placement") == []


def test_closed_days_lead_to_the_form_that_opens_them() -> None:
    programme, _ = small()
    on = date(2023, 4, 7)
    reason = Reason(kind="calendar", rule="placement", statement="…", on=on)
    (form,) = FORMS.loosening(reason, programme.activities["NET.build"])
    assert form.address.endswith("/closure-gone?closure=0%7C1")
    assert form.about == "Easter"


def test_law_is_offered_to_nobody() -> None:
    document = json.loads(SMALL)
    document["rules"][0]["basis"] = "law"
    programme, _ = small()
    rules = tuple(
        replace(rule, basis="law") if rule.id == "network-before-centre" else rule
        for rule in programme.document.rules
    )
    expanded = type(programme)(replace(programme.document, rules=rules))
    reason = Reason(kind="precedence", rule="network-before-centre", statement="…")
    forms = Forms("prg_a", document, expanded)
    assert forms.loosening(reason, programme.activities["CSC.cutover_1"]) == ()


@pytest.mark.parametrize(
    ("basis", "owner", "words"),
    [
        ("law", "", "Rests on law: nobody here can change it."),
        ("estimate", "", "Rests on an estimate: a better figure changes it."),
        (
            "policy",
            "Programme board",
            "Rests on a decision of your own: Programme board can decide otherwise.",
        ),
        (
            "contract",
            "Legal services",
            "Rests on a contract: it changes only if the other side agrees; ask Legal services.",
        ),
    ],
)
def test_what_a_rule_rests_on_is_said_with_who_may_change_it(
    basis: str, owner: str, words: str
) -> None:
    rule = next(r for r in small()[0].document.rules if isinstance(r, ScheduleContingency))
    said = replace(rule, basis=basis, owner=owner, source="the Act.", confirmed=True)  # type: ignore[arg-type]
    whole = f"{words} Source: the Act."
    assert rests_on(said) == whole
    assert rests_on(replace(said, confirmed=False)) == f"{whole} Nobody has confirmed it yet."


def hrefs(page: Page) -> list[str]:
    return [link.attributes["href"] for link in page.all("a")]


def test_the_page_leads_into_a_form_that_is_filled_in(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    plan = service.planned()
    page = visit(service, f"/plans/{plan}/activities/PAY.build")
    assert "Rests on an estimate: a better figure changes it." in page.text
    assert "Nothing changes before you send it" in page.text
    (address,) = [href for href in hrefs(page) if "/change/" in href]
    assert address.endswith("/change/team-more?team=PM")
    chosen = [o for o in visit(service, address).all("option") if "selected" in o.attributes]
    assert chosen[0].attributes["value"] == "PM"


def test_who_may_change_nothing_sees_reasons_and_no_forms(
    service_on_sqlite: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = service_on_sqlite
    plan = service.planned()
    monkeypatch.setattr("api.http.caller.Caller.may", lambda _, scope: scope in ("open", "read"))
    page = visit(service, f"/plans/{plan}/activities/PAY.build")
    assert "Rests on an estimate" in page.text
    assert not [href for href in hrefs(page) if "/change/" in href]


def test_forms_are_of_the_latest_revision(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    plan = service.planned()
    programme = service.read(plan)["programme"]
    removed = [{"op": "remove", "path": "/rules/0"}]
    headers = {"If-Match": '"1"', "Content-Type": "application/json-patch+json"}
    address = f"/v1/programmes/{programme}"
    assert service.client.patch(address, content=json.dumps(removed), headers=headers).is_success
    page = visit(service, f"/plans/{plan}/activities/NET.cutover_2")
    assert [href.rpartition("/")[2] for href in hrefs(page) if "/change/" in href] == [
        "rule-gone?rule=2"
    ]
