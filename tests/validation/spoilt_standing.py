"""One small mistake for each code about where a programme stands."""

from typing import Any

from tests.validation.spoilt import case, rule


def happened(**entry: Any) -> tuple[str, Any]:
    return ("progress/+", entry)


def promised(**fields: Any) -> tuple[str, Any]:
    return ("commitments/+", {"id": "c", "level": "notified", **fields})


def decided(option: str, state: str = "chosen") -> tuple[str, Any]:
    return ("decided_options/+", {"group": "HR", "option": option, "state": state})


KNOWN = ("status_date", "2023-03-01")
A_DAY = {"start": "2023-02-15", "finish": "2023-02-15"}

# fmt: off
STANDING_CASES = (
    case("actual_after_status_date", "/progress[0]/actual_start", KNOWN, happened(activity="GO", actual_start="2023-03-02")),
    case("actual_after_status_date", "/progress[0]/actual_finish", KNOWN, happened(activity="PLAN", actual_start="2023-02-15", actual_finish="2023-03-02")),
    case("broken_by_facts", "/rules[id=go]", KNOWN, happened(activity="PLAN", actual_start="2023-02-15")),
    case("broken_by_facts", "/rules[id=calm]", KNOWN, happened(activity="PAY.cutover_1", actual_start="2023-02-05"), happened(activity="PAY.cutover_2", actual_start="2023-02-11")),
    case("commitment_incomplete", "/commitments[id=c]", promised(activity="GO")),
    case("commitment_incomplete", "/commitments[id=c]", promised(start="2023-05-02")),
    case("commitment_incomplete", "/commitments[id=c]", promised(group="HR")),
    case("commitment_incomplete", "/commitments[id=c]", promised(activity="GO", start="2023-05-02", group="HR", option="own")),
    case("commitment_incomplete", "/commitments[id=c]", promised()),
    case("unknown_reference", "/commitments[id=c]/group", promised(group="IT", option="own")),
    case("date_outside_horizon", "/progress[0]/actual_start", KNOWN, happened(activity="GO", actual_start="2023-01-01")),
    case("date_outside_horizon", "/status_date", ("status_date", "2023-12-30")),
    case("date_outside_horizon", "/status_date", ("status_date", "9999-12-31"), happened(activity="PLAN", actual_start="0001-01-01")),
    case("date_outside_horizon", "/progress[0]/actual_start", ("status_date", "9999-12-31"), happened(activity="PLAN", actual_start="9999-12-31")),
    case("date_outside_horizon", "/progress[0]/actual_finish", ("status_date", "9999-12-31"), happened(activity="PLAN", actual_start="2023-02-15", actual_finish="9999-12-31")),
    case("decided_twice", "/decided_options[1]/option", decided("own"), decided("shared")),
    case("decided_twice", "/decided_options[0]/option", decided("own"), decided("own", state="withdrawn")),
    case("decided_twice", "/decided_options[1]/option", decided("own", state="withdrawn"), decided("own")),
    case("unknown_reference", "/decided_options[0]/group", ("decided_options/+", {"group": "IT", "option": "own", "state": "chosen"})),
    case("unknown_reference", "/decided_options[0]/option", decided("sold")),
    case("duplicate_id", "/progress[1]/activity", KNOWN, happened(activity="GO"), happened(activity="GO")),
    case("not_a_working_day", "/progress[0]/actual_start", KNOWN, happened(activity="PLAN", actual_start="2023-02-18")),
    case("not_a_working_day", "/progress[0]/actual_finish", KNOWN, happened(activity="PLAN", actual_start="2023-02-15", actual_finish="2023-02-18")),
    case("progress_incomplete", "/progress[0]/actual_start", KNOWN, happened(activity="GO", actual_finish="2023-02-15")),
    case("progress_incomplete", "/progress[0]/actual_finish", KNOWN, happened(activity="PLAN", actual_start="2023-02-15", remaining_working_days=0)),
    case("progress_incomplete", "/progress[0]/remaining_working_days", KNOWN, happened(activity="PLAN", actual_start="2023-02-15", actual_finish="2023-02-16", remaining_working_days=1)),
    case("rule_without_effect", "/freeze_horizon_weeks", KNOWN, ("freeze_horizon_weeks", 4)),
    case("rule_without_effect", "/freeze_horizon_weeks", ("baseline", {"dates": {}}), ("freeze_horizon_weeks", 4)),
    case("rule_without_effect", "/rules[id=new]/activities", rule("moved_limit", activities={"activities": ["GO"]})),
    case("rule_without_effect", "/rules[id=new]/activities", ("baseline", {"dates": {"PLAN": A_DAY}}), rule("moved_limit", activities={"activities": ["GO"]})),
    case("status_date_missing", "/status_date", happened(activity="GO", actual_start="2023-02-15")),
    case("unknown_in_baseline", "/baseline", ("baseline", {"dates": {"OFF": A_DAY}})),
    case("unknown_in_baseline", "/baseline", ("baseline", {"options": {"IT": "own"}})),
    case("window_reversed", "/baseline/dates/GO/finish", ("baseline", {"dates": {"GO": {"start": "2023-02-02", "finish": "2023-02-01"}}})),
    case("wrong_form", "/progress[0]/remaining_working_days", KNOWN, happened(activity="GO", remaining_working_days=2)),
    case("wrong_form", "/progress[0]/actual_finish", KNOWN, happened(activity="GO", actual_start="2023-02-15", actual_finish="2023-02-16")),
    case("parameter_unread", "/objectives[0]/commitment_level", ("objectives", [{"name": "risk", "commitment_level": "draft"}])),
)
# fmt: on
