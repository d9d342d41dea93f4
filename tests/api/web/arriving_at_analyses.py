"""How analyses and their pages are come to: waiting, at work, and with what they found."""

import threading

from scheduler.analyses.resilience import find_resilience
from scheduler.analyses.simulated import simulated as simulated_runs
from scheduler.asking.question import Reply
from scheduler.explaining.work import Work
from scheduler.interchange.hold_json import hold_to_jsonable
from scheduler.interchange.plain_values import plain
from scheduler.interchange.risk_json import risk_to_jsonable
from scheduler.quality.assess import assess as assess_quality
from scheduler.simulation.assess import RiskSettings, assess
from scheduler.simulation.hold import find_hold
from scheduler.simulation.hold_search import HoldSettings
from scheduler.solver.settings import SearchSettings
from tests.api.routes.played_worker import small
from tests.api.routes.service import Service
from tests.api.web.analysed import (
    WAYS_OUT,
    WHY_NONE,
    held_plan,
    priced_contingency,
    tell_dates,
    weighed_document,
)


def analysis_waiting(service: Service) -> str:
    return f"/analyses/{service.analysis()}"


def analysis_begun(service: Service) -> str:
    analysis = service.analysis()
    tell_dates(service.work(analysis))
    return f"/analyses/{analysis}"


def analysis_ended(service: Service) -> str:
    analysis = service.analysis("explanation")
    service.work(analysis).know(held_plan())
    return f"/analyses/{analysis}"


def contingency_priced(service: Service) -> str:
    analysis = service.analysis("contingency")
    service.work(analysis).know(priced_contingency())
    return f"/analyses/{analysis}"


def weighed(service: Service) -> str:
    plan = service.planned()
    wanted = {"kind": "frontier", "first": "schedule_contingency", "second": "peak_change_load"}
    made = service.client.post(f"/v1/plans/{plan}/analyses", json=wanted)
    analysis = made.json()["id"]
    service.work(analysis).know(weighed_document())
    return f"/analyses/{analysis}"


def simulated(service: Service) -> str:
    analysis = service.analysis("risk")
    programme, plan = small()
    settings = RiskSettings(samples=200, with_slips=True)
    service.work(analysis).know(risk_to_jsonable(assess(programme, plan, settings)))
    return f"/analyses/{analysis}"


def slipped(service: Service) -> str:
    analysis = service.analysis("resilience")
    programme, plan = small()
    work = Work(ask=lambda _: Reply(finding="unknown"))
    service.work(analysis).know(plain(find_resilience(programme, plan, work)))
    return f"/analyses/{analysis}"


def held(service: Service) -> str:
    analysis = service.analysis("hold")
    programme, plan = small()
    stop = threading.Event()
    stop.set()
    wanted = HoldSettings(target_percent=90, samples=200, fresh_samples=200)
    found = find_hold(programme, plan, wanted, SearchSettings(time_limit_seconds=1), stop=stop)
    service.work(analysis).know(hold_to_jsonable(found, programme))
    return f"/analyses/{analysis}"


def assessed(service: Service) -> str:
    analysis = service.analysis("quality")
    programme, plan = small()
    risk = simulated_runs(programme, plan)
    found = assess_quality(programme.document, programme, plan, risk=risk)
    service.work(analysis).know(found.to_jsonable())
    return f"/analyses/{analysis}"


def analysis_of_no_plan(service: Service) -> str:
    plan = service.plan()
    service.work(plan).find_none()
    analysis = service.analyse(plan, "explanation").json()["id"]
    service.work(analysis).know(WHY_NONE)
    return f"/analyses/{analysis}"


def ways_out_of_none(service: Service) -> str:
    plan = service.plan()
    service.work(plan).find_none()
    analysis = service.analyse(plan, "explanation").json()["id"]
    service.work(analysis).know(WAYS_OUT)
    return f"/plans/{plan}"
