"""One small mistake for each code: what to put where in the sound programme, and what is said."""

from dataclasses import dataclass
from typing import Any

from tests.validation.documents import TEN_DAYS, sound

EVENT = {"form": "event"}


@dataclass(frozen=True)
class Spoilt:
    code: str
    path: str
    """Where the issue must point."""
    edits: tuple[tuple[str, Any], ...]
    """Place with slashes, `+` at the end to append, and the value; None removes."""

    def document(self) -> dict[str, Any]:
        made = sound()
        for place, value in self.edits:
            _put(made, place.split("/"), value)
        return made


def _put(at: Any, steps: list[str], value: Any) -> None:
    step: Any = int(steps[0]) if isinstance(at, list) and steps[0] != "+" else steps[0]
    if len(steps) > 1:
        if isinstance(at, dict) and step not in at:
            at[step] = [] if steps[1] == "+" else {}
        _put(at[step], steps[1:], value)
    elif step == "+":
        at.append(value)
    elif value is REMOVED:
        del at[step]
    else:
        at[step] = value


REMOVED = object()


def case(code: str, path: str, *edits: tuple[str, Any]) -> Spoilt:
    return Spoilt(code, path, edits)


def rule(kind: str, **fields: Any) -> tuple[str, Any]:
    return ("rules/+", {"id": "new", "kind": kind, **fields})


def activity(**fields: Any) -> tuple[str, Any]:
    return ("activities/+", {"id": "NEW", "kind": "new", **fields})


CUTOVERS = {"kinds": ["cutover"]}
SPAN = activity(form="span")

# fmt: off
SHAPE_CASES = (
    case("too_many_issues", "", ("user_groups", [{}] * 10_001)),
    case("malformed_text", "/id", ("id", "small.programme")),
    case("missing_field", "/name", ("name", REMOVED)),
    case("missing_field", "/rules[id=new]/after", rule("precedence", before="GO")),
    case("missing_field", "/rules[2]/kind", ("rules/+", {"id": "go"})),
    case("not_a_date", "/contract/end_date", ("contract/end_date", "31/10/2023")),
    case("not_a_date", "/contract/end_date", ("contract/end_date", "2023-02-29")),
    case("text_too_long", "/name", ("name", "x" * 2001)),
    case("too_many_activities", "/activities", ("activities", [{}] * 10001)),
    case("unknown_field", "/contract/enddate", ("contract/enddate", "2023-10-31")),
    case("unknown_field", "/rules[id=go]/min_lags", ("rules/0/min_lags", 3)),
    case("unknown_rule_kind", "/rules[id=new]/kind", rule("precedense")),
    case("unsupported_format_version", "/format_version", ("format_version", 2)),
    case("value_not_allowed", "/durations", ("durations", "average")),
    case("value_out_of_range", "/services[id=PAY]/criticality", ("services/0/criticality", 6)),
    case("wrong_type", "/teams", ("teams", {})),
    case("wrong_type", "/rule_templates[id=build-first]/rule/min_lag", ("rule_templates/0/rule/min_lag", "3")),
    case("wrong_type", "/plan_from", ("plan_from", 20230102)),
)
# fmt: on

# fmt: off
MEANING_CASES = (
    case("activity_without_modes", "/activities[id=NEW]/modes", activity(modes=[])),
    case("always_hard", "/rules[id=new]/price", rule("placement", price={"points": 1})),
    case("always_hard", "/rules[id=go]/price", ("rules/0/basis", "law"), ("rules/0/price", {"points": 1})),
    case("amounts_too_large", "/currency", ("services/0/yearly_cost", {"pence": 10**13, "per": "day"})),
    case("budgets_overlap", "/budgets[id=second]/first", ("budgets", [{"id": "first", "first": "2023-01-01", "last": "2023-03-31", "amount": {"pence": 1}}, {"id": "second", "first": "2023-03-31", "last": "2023-12-31", "amount": {"pence": 1}}])),
    case("calendar_beyond_default", "/calendars[id=all]", ("calendars/+", {"id": "all", "working_weekdays": ["sat"]})),
    case("capacity_out_of_order", "/teams[id=ict]/capacity[1]/first", ("teams/0/capacity/+", {"first": "2022-01-01", "hundredths": 0})),
    case("contract_end_outside_horizon", "/contract/end_date", ("contract/end_date", "2024-03-31")),
    case("cutover_of_other_service", "/rules[id=new]/cutovers", rule("waves", service="PAY", cutovers=["GO", "PAY.cutover_1"])),
    case("cycle", "/rules[id=go]", rule("precedence", before="PLAN", after="GO")),
    case("cycle", "/rules[id=new]", rule("precedence", before="GO", after="GO")),
    case("date_has_passed", "/date_sets[id=sundays]/dates", ("date_sets/0/dates", ["2022-12-25"])),
    case("date_has_passed", "/rules[id=new]/target", rule("target_date", activities=CUTOVERS, target="2022-12-01")),
    case("date_has_passed", "/rules[id=new]/windows[0]/last", rule("change_freeze", activities=CUTOVERS, windows=[{"first": "2022-12-01", "last": "2022-12-31"}])),
    case("date_outside_horizon", "/date_sets[id=sundays]/dates", ("date_sets/0/dates", ["2024-01-07"])),
    case("date_outside_horizon", "/rules[id=new]/finish_not_after", rule("date_limit", activities=CUTOVERS, finish_not_after="2022-12-31")),
    case("date_outside_horizon", "/rules[id=new]/start_not_before", rule("date_limit", activities=CUTOVERS, start_not_before="2032-01-01")),
    case("date_outside_horizon", "/rules[id=new]/target", rule("target_date", activities=CUTOVERS, target="2032-01-01")),
    case("date_outside_horizon", "/rules[id=new]/windows[0]/first", rule("change_freeze", activities=CUTOVERS, windows=[{"first": "2024-01-01", "last": "2024-01-02"}])),
    case("date_outside_horizon", "/teams[id=ict]/capacity[0]/first", ("teams/0/capacity/0/first", "0001-01-01")),
    case("date_outside_horizon", "/rules[id=go]/review_by", ("rules/0/review_by", "9999-12-31")),
    case("dates_off_event", "/activities[id=PLAN]/dates", ("activities/1/dates", "sundays")),
    case("dates_off_event", "/activity_templates[id=build]/dates", ("activity_templates/0/dates", "sundays")),
    case("decay_out_of_order", "/teams[id=ict]/decay/steps[1]/calendar_days", ("teams/0/decay", {"after": "GO", "steps": [{"calendar_days": 5, "percent_left": 50}, {"calendar_days": 5, "percent_left": 40}]})),
    case("decay_out_of_order", "/teams[id=ict]/decay/steps[1]/percent_left", ("teams/0/decay", {"after": "GO", "steps": [{"calendar_days": 5, "percent_left": 50}, {"calendar_days": 6, "percent_left": 50}]})),
    case("demand_beyond_capacity", "/activity_templates[id=build]", ("activity_templates/0/demands/ict", 400)),
    case("demand_beyond_capacity", "/activities[id=PLAN]", ("activities/1/modes/0/demands", {"ict": 101}), ("teams/0/bookings", [{"first": "2022-01-01", "last": "2024-01-01", "hundredths": 200}])),
    case("duplicate_id", "/consumables[1]/id", ("consumables", [{"id": "days", "amount": 1}, {"id": "days", "amount": 2}])),
    case("duplicate_id", "/services[1]/id", ("services/+", {"id": "PAY", "group": "HR", "criticality": 1})),
    case("duplicate_id", "/service_groups[id=HR]/options[2]/id", ("service_groups/0/options/+", {"id": "own"})),
    case("duplicate_id", "/activities[id=PLAN]/parts[1]/id", ("activities/1/parts", [{"id": "a", "share_percent": 60}, {"id": "a", "share_percent": 40}])),
    case("duration_off_work", "/activities[id=GO]/modes[0]/duration", ("activities/0/modes", [{"duration": TEN_DAYS}])),
    case("duration_off_work", "/activity_templates[id=transfer]/duration", ("activity_templates/2/duration", TEN_DAYS)),
    case("duration_off_work", "/services[id=PAY]/durations/transfer", ("services/0/durations", {"transfer": TEN_DAYS})),
    case("empty_calendar", "/calendars[id=none]", ("calendars/+", {"id": "none", "working_weekdays": []})),
    case("empty_calendar", "/calendars[id=week]", ("calendars/0/closures", [{"first": "2023-01-01", "last": "2023-12-31"}])),
    case("empty_date_set", "/date_sets[id=none]", ("date_sets/+", {"id": "none"})),
    case("empty_selection", "/rules[id=new]/activities", rule("rolling_limit", activities={}, at_most=1, calendar_days=7)),
    case("empty_selection", "/rules[id=new]/used_by", rule("expiry", used_by={}, renewals=CUTOVERS, valid_calendar_days=28)),
    case("empty_selection", "/rules[id=calm]/activities", ("rules/1/activities/scope", {"except_services": ["PAY"]})),
    case("filter_unread", "/activity_templates[id=procure]/where/except_services", ("activity_templates/3/where", {"except_services": ["PAY"]})),
    case("filter_unread", "/rule_templates[id=r]/where/criticality_at_least", ("rule_templates/+", {"id": "r", "for_each": "staff_group", "where": {"criticality_at_least": 2}, "rule": {"id": "x", "kind": "precedence", "before": "GO", "after": "PLAN"}})),
    case("generated_id_clash", "/activities[id=PAY.build]", activity(id="PAY.build", **EVENT)),
    case("generated_id_clash", "/rules[id=build-first.PAY]", rule("precedence", before="PAY.build", after="PAY.transfer", id="build-first.PAY")),
    case("generated_id_clash", "/activity_templates[4]", ("activity_templates/+", {"id": "build", "for_each": "service", "duration": TEN_DAYS})),
    case("group_differs", "/activities[id=NEW]", ("service_groups/+", {"id": "IT", "options": [{"id": "own"}]}), activity(service="PAY", group="IT", **EVENT)),
    case("group_without_options", "/service_groups[id=IT]/options", ("service_groups/+", {"id": "IT", "options": []})),
    case("group_without_services", "/service_groups[id=IT]", ("service_groups/+", {"id": "IT", "options": [{"id": "own"}]})),
    case("horizon_out_of_range", "/plan_until", ("plan_until", "2053-12-31")),
    case("horizon_out_of_range", "/plan_from", ("plan_from", "0001-01-01")),
    case("horizon_out_of_range", "/plan_until", ("plan_until", "9999-12-31")),
    case("horizon_reversed", "/plan_until", ("plan_until", "2022-12-31")),
    case("goal_out_of_range", "/objectives[0]/goal", ("objectives", [{"name": "spread", "goal": 93}])),
    case("level_twice", "/objectives[1]/name", ("objectives", [{"name": "concessions"}, {"name": "concessions"}])),
    case("limits_reversed", "/rules[id=go]/max_lag", ("rules/0/max_lag", -1)),
    case("limits_reversed", "/rules[id=new]/most_calendar_days", rule("partial_termination", notice="GO", charges_stop="PAY.transfer", least_calendar_days=9, most_calendar_days=8)),
    case("limits_reversed", "/rules[id=new]/minimum", rule("service_level", service="PAY", notice="GO", transfer="PAY.transfer", level=9400, minimum=9500, loss_per_28_days=50)),
    case("limits_reversed", "/rules[id=new]/finish_not_after", rule("date_limit", activities=CUTOVERS, start_not_before="2023-05-01", finish_not_after="2023-04-30")),
    case("limits_reversed", "/rules[id=new]/most_calendar_days", rule("waves", service="PAY", least_calendar_days=8, most_calendar_days=7)),
    case("limits_reversed", "/rules[id=new]/most_calendar_days", rule("rehearsal", rehearsal="PAY.build", cutover="PAY.cutover_1", go_no_go="GO", notice_calendar_days=7, most_calendar_days=7)),
    case("load_off_event", "/activities[id=PLAN]/change_load", ("activities/1/change_load", {"staff": 3})),
    case("load_off_event", "/activity_templates[id=build]/carries_change_load", ("activity_templates/0/carries_change_load", True)),
    case("long_work_without_parts", "/activities[id=PLAN]", ("activities/1/modes/0/duration", {"min": 1, "likely": 41, "max": 41})),
    case("longer_than_horizon", "/activities[id=PLAN]", ("activities/1/modes/0/duration", {"min": 1, "likely": 300, "max": 300})),
    case("malformed_rule_id", "/rules[id=a b]/id", rule("precedence", before="GO", after="PLAN", id="a b")),
    case("mode_overlap", "/activities[id=NEW]/modes[1]", activity(modes=[{}, {}], group="HR", **EVENT)),
    case("mode_overlap", "/activities[id=NEW]/modes[1]/options", activity(modes=[{"options": ["own"]}, {"options": ["own"]}], group="HR", **EVENT)),
    case("mode_without_group", "/activities[id=NEW]/modes[0]/options", activity(modes=[{"options": ["own"]}], **EVENT)),
    case("nested_profile", "/option_profiles[id=p]/profile", ("option_profiles", [{"id": "p", "profile": "p"}])),
    case("no_day_in_common", "/activities[id=PLAN]", ("calendars/+", {"id": "mondays", "working_weekdays": ["mon"]}), ("calendars/+", {"id": "fridays", "working_weekdays": ["fri"]}), ("activities/1/calendar", "mondays"), ("activities/1/also_calendars", ["fridays"])),
    case("no_load_profile", "/load_profile", ("load_profile", [0, 0])),
    case("parameter_unread", "/profiles[id=slow]/levels[0]/threshold", ("profiles", [{"id": "slow", "levels": [{"name": "risk", "threshold": 3}]}])),
    case("no_objective", "/objectives", ("objectives", [])),
    case("no_place_without_pause", "/activities[id=PLAN]", ("calendars/0/closures", [{"first": f"2023-{month:02}-13", "last": f"2023-{month:02}-15"} for month in range(1, 13)]), ("activities/1/may_pause", False), ("activities/1/modes/0/duration", {"min": 1, "likely": 29, "max": 29})),
    case("no_price_per_unit", "/rules[id=new]/price/per", rule("team_capacity", team="ict", price={"points": 1, "per": "unit"})),
    case("no_such_day", "/leave_patterns[id=l]/last_day", ("leave_patterns", [{"id": "l", "first_month": 2, "first_day": 1, "last_month": 2, "last_day": 29, "absent_percent": 10}])),
    case("not_a_meeting", "/rules[id=new]/meeting", rule("decision", meeting="GO", takes_effect={"activities": ["PLAN"]})),
    case("not_a_meeting", "/rules[id=new]/same_meeting_as", ("date_sets/0/meeting", True), rule("decision", meeting="PAY.cutover_1", same_meeting_as=["PAY.cutover_2", "GO"])),
    case("not_acted_on", "/commitments", ("commitments", [{"id": "told", "level": "draft", "activity": "GO"}])),
    case("not_acted_on", "/progress", ("progress", [{"activity": "GO"}])),
    case("nothing_left_out", "/date_sets[id=sundays]/leave_out", ("date_sets/0/leave_out", ["2023-05-08"])),
    case("option_unappraised", "/service_groups[id=HR]/options", ("service_groups/0/options/0/appraisal", 3)),
    case("other_currency", "/services[id=PAY]/yearly_cost/currency", ("services/0/yearly_cost", {"pence": 1, "currency": "EUR"})),
    case("parts_not_whole", "/activities[id=PLAN]/parts", ("activities/1/parts", [{"id": "a", "share_percent": 60}, {"id": "b", "share_percent": 39}])),
    case("parts_not_whole", "/activity_templates[id=build]/parts", ("activity_templates/0/parts", [{"id": "a", "share_percent": 99}])),
    case("parts_off_work", "/activities[id=GO]/parts", ("activities/0/parts", [{"id": "a", "share_percent": 100}])),
    case("parts_off_work", "/activity_templates[id=transfer]/parts", ("activity_templates/2/parts", [{"id": "a", "share_percent": 100}])),
    case("other_period", "/services[id=PAY]/yearly_cost/per", ("services/0/yearly_cost", {"pence": 1})),
    case("other_period", "/teams[id=ict]/day_rate/per", ("teams/0/day_rate", {"pence": 1, "per": "month"})),
    case("pattern_incomplete", "/date_sets[id=sundays]/pattern/weekdays", ("date_sets/0/pattern/weekdays", [])),
    case("pattern_incomplete", "/date_sets[id=sundays]/pattern", ("date_sets/0/pattern/every", "month")),
    case("pattern_incomplete", "/date_sets[id=sundays]/pattern/weekdays", ("date_sets/0/pattern/every", "day")),
    case("pattern_incomplete", "/date_sets[id=sundays]/pattern/ordinals", ("date_sets/0/pattern", {"every": "month", "weekdays": ["mon"], "ordinals": [0, 1]})),
    case("pattern_incomplete", "/date_sets[id=sundays]/pattern", ("date_sets/0/pattern", {"every": "month", "days_of_month": [1], "ordinals": [1]})),
    case("phase_not_of_service", "/services[id=PAY]/durations/procure", ("services/0/durations", {"procure": TEN_DAYS})),
    case("placeholder_unfilled", "/rules[id=new]/before", rule("precedence", before="{service}.build", after="GO")),
    case("placeholder_unfilled", "/rules[id=new]/tranche_dates", rule("staff_transfer", transfer="GO", tranche_dates="{tranches}")),
    case("placeholder_unfilled", "/rules[id=new]/meeting", rule("decision", meeting="{group}.award", takes_effect={"activities": ["GO"]})),
    case("placeholder_unfilled", "/rules[id=new]/team", rule("team_capacity", team="{team}")),
    case("points_out_of_order", "/activity_templates[id=build]/duration", ("activity_templates/0/duration/max", 9)),
    case("points_out_of_order", "/service_groups[id=HR]/options[id=own]/factors/build", ("service_groups/0/options/0/factors", {"build": {"min": 2.0}})),
    case("prices_too_large", "/rules", ("rules/1/price", {"points": 1000000, "per": "unit"}), ("services/0/change_load", {"staff": 10000000}), ("load_profile", [1000] * 10), ("activity_templates/1/carries_change_load", True), rule("change_load", user_group="staff", at_most=0, price={"points": 1000000, "per": "unit"})),
    case("rule_without_effect", "/rules[id=new]", rule("date_limit", activities=CUTOVERS)),
    case("rule_without_effect", "/rules[id=go]", ("rules/0/min_lag", None)),
    case("rule_without_effect", "/rules[id=new]", rule("staff_transfer", transfer="GO")),
    case("rule_without_effect", "/rules[id=new]/loss_per_28_days", rule("service_level", service="PAY", notice="GO", transfer="PAY.transfer", level=9900, minimum=9500, loss_per_28_days=0)),
    case("rule_without_effect", "/rules[id=new]/windows", rule("change_freeze", activities=CUTOVERS, windows=[])),
    case("rule_without_effect", "/rules[id=new]/options", rule("sourcing_choice", group="HR", options=[])),
    case("rule_without_effect", "/rules[id=new]/cutovers", rule("waves", service="PAY", cutovers=["PAY.cutover_1"])),
    case("share_beyond_limit", "/rules[id=new]/most_percent", rule("waves", service="PAY", most_percent=59)),
    case("regimes_out_of_order", "/rules[id=new]/regimes[1]/first", rule("procurement_regime", procurement="PLAN", before="GO", after="PAY.transfer", regimes=[{"name": "old", "first": "2023-02-24", "min_lag": 1, "lag_unit": "working_days"}, {"name": "new", "first": "2023-02-24", "min_lag": 2, "lag_unit": "working_days"}])),
    case("regimes_out_of_order", "/rules[id=new]/regimes[1]/first", rule("procurement_regime", procurement="PLAN", before="GO", after="PAY.transfer", regimes=[{"name": n, "min_lag": 1, "lag_unit": "working_days"} for n in ("old", "new")])),
    case("rule_without_effect", "/rules[id=new]/regimes", rule("procurement_regime", procurement="PLAN", before="GO", after="PAY.transfer", regimes=[])),
    case("rule_without_effect", "/rules[id=new]", rule("decision", meeting="GO")),
    case("rule_without_effect", "/rules[id=new]/activities", rule("not_at_once", activities={"activities": ["PLAN"]})),
    case("rule_without_effect", "/rules[id=new]/activities", rule("move_together", activities={"activities": ["GO"]})),
    case("rule_without_effect", "/rules[id=new]/activities", rule("synchronised", activities={"kinds": ["procure"]})),
    case("service_without_transfer", "/services[id=TAX]", ("services/+", {"id": "TAX", "group": "HR", "criticality": 1}), ("activity_templates/2/where", {"services": ["PAY"]})),
    case("span_without_rule", "/activities[id=NEW]", SPAN),
    case("staffing_without_effect", "/staff_groups[id=s]/moves[0]", ("staff_groups", [{"id": "s", "group": "HR", "headcount": 1, "services": [], "transfer": "GO", "moves": [{"hundredths": 1}]}])),
    case("staffing_without_effect", "/staff_groups[id=s]/moves[0]", ("staff_groups", [{"id": "s", "group": "HR", "headcount": 1, "services": [], "transfer": "GO", "moves": [{"from_team": "ict", "to_team": "ict", "hundredths": 1}]}])),
    case("staffing_without_effect", "/staff_groups[id=s]/moves[0]/hundredths", ("staff_groups", [{"id": "s", "group": "HR", "headcount": 1, "services": [], "transfer": "GO", "moves": [{"from_team": "ict", "hundredths": 0}]}])),
    case("staffing_without_effect", "/teams[id=ict]/decay/steps", ("teams/0/decay", {"after": "GO", "steps": []})),
    case("empty_selection", "/shared_components[id=lan]/consumers", ("shared_components", [{"id": "lan", "stop": "GO", "consumers": {}}])),
    case("stop_uses_itself", "/shared_components[id=lan]/consumers", ("shared_components", [{"id": "lan", "stop": "GO", "consumers": {"activities": ["GO"]}}])),
    case("wrong_form", "/shared_components[id=lan]/stop", ("shared_components", [{"id": "lan", "stop": "PLAN", "consumers": CUTOVERS}])),
    case("unknown_reference", "/shared_components[id=lan]/consumers", ("shared_components", [{"id": "lan", "stop": "GO", "consumers": {"activities": ["OFF"]}}])),
    case("rule_without_effect", "/rules[id=new]/budget", rule("budget")),
    case("unknown_reference", "/rules[id=new]/budget", rule("budget", budget="2023")),
    case("unknown_reference", "/rules[id=new]/component", rule("shared_component", component="lan")),
    case("team_without_capacity", "/teams[id=new]/capacity", ("teams/+", {"id": "new", "capacity": []})),
    case("template_without_effect", "/activity_templates[id=build]/where", ("activity_templates/0/where", {"criticality_at_least": 5, "except_services": ["PAY"]}), ("rule_templates", [])),
    case("template_without_effect", "/rule_templates[id=build-first]/where", ("rule_templates/0/where", {"except_services": ["PAY"]})),
    case("too_many_activities", "/activities", ("services", [{"id": f"S{i}", "group": "HR", "criticality": 1, "waves": [{}]} for i in range(3400)])),
    case("too_many_rules", "/rules", ("rule_templates", [{"id": f"r{i}", "for_each": "service", "rule": {"id": "x", "kind": "precedence", "before": "GO", "after": "PLAN"}} for i in range(51)]), ("services", [{"id": f"S{i}", "group": "HR", "criticality": 1} for i in range(1000)])),
    case("too_much_to_expand", "/date_sets", ("date_sets", [{"id": f"d{i}"} for i in range(55500)])),
    case("too_much_to_expand", "/load_profile", ("load_profile", [1] * 401)),
    case("turn_off_event", "/staff_groups[id=s]/transfer", ("staff_groups", [{"id": "s", "group": "HR", "headcount": 1, "services": [], "transfer": "PLAN", "moves": [{"from_team": "ict", "hundredths": 1}]}])),
    case("turn_off_event", "/teams[id=ict]/decay/after", ("teams/0/decay", {"after": "PLAN", "steps": [{"calendar_days": 1, "percent_left": 1}]})),
    case("transfer_off_event", "/activities[id=NEW]", ("activities/+", {"id": "NEW", "kind": "transfer", "service": "PAY", "modes": [{"duration": {"min": 2, "likely": 3, "max": 4}}]})),
    case("unknown_phase", "/service_groups[id=HR]/options[id=own]/omits", ("service_groups/0/options/0/omits", ["biuld"])),
    case("unknown_phase", "/services[id=PAY]/consumes", ("services/0/consumes", {"test": {"days": 1}})),
    case("unknown_phase", "/services[id=PAY]/demands", ("services/0/demands", {"test": {"ict": 1}})),
    case("too_many_issues", "/services[id=PAY]/user_groups", ("services/0/user_groups", [f"X{n}" for n in range(2001)])),
    case("unknown_reference", "/default_calendar", ("default_calendar", "weeks")),
    case("unknown_reference", "/rules[id=new]/consumable", rule("consumable", consumable="days")),
    case("unknown_reference", "/services[id=PAY]/consumes/build", ("services/0/consumes", {"build": {"x": 1}})),
    case("unknown_reference", "/service_groups[id=HR]/options[id=own]/consumes/build", ("service_groups/0/options/0/consumes", {"build": {"x": 1}})),
    case("unknown_reference", "/activity_templates[id=build]/consumes", ("activity_templates/0/consumes", {"x": 1})),
    case("unknown_reference", "/activities[id=PLAN]/modes[0]/consumes", ("activities/1/modes/0/consumes", {"x": 1})),
    case("use_beyond_amount", "/activity_templates[id=build]", ("consumables", [{"id": "days", "amount": 4}]), ("activity_templates/0/consumes", {"days": 5})),
    case("unknown_reference", "/profile", ("profile", "slowest")),
    case("no_objective", "/profiles[id=slow]/levels", ("profiles", [{"id": "slow", "levels": []}])),
    case("unknown_reference", "/teams[id=ict]/pool", ("teams/0/pool", "p")),
    case("unknown_reference", "/leave_patterns[id=l]/teams", ("leave_patterns", [{"id": "l", "first_month": 2, "first_day": 1, "last_month": 2, "last_day": 2, "absent_percent": 10, "teams": ["x"]}])),
    case("unknown_reference", "/staff_groups[id=s]/transfer", ("staff_groups", [{"id": "s", "group": "HR", "headcount": 1, "services": [], "moves": [{"from_team": "ict", "hundredths": 1}]}])),
    case("unknown_reference", "/staff_groups[id=s]/moves[0]/from_team", ("staff_groups", [{"id": "s", "group": "HR", "headcount": 1, "services": [], "transfer": "GO", "moves": [{"from_team": "x", "hundredths": 1}]}])),
    case("unknown_reference", "/staff_groups[id=s]/moves[0]/to_team", ("staff_groups", [{"id": "s", "group": "HR", "headcount": 1, "services": [], "transfer": "GO", "moves": [{"to_team": "x", "hundredths": 1}]}])),
    case("unknown_reference", "/staff_groups[id=s]/moves[0]/options", ("staff_groups", [{"id": "s", "group": "HR", "headcount": 1, "services": [], "transfer": "GO", "moves": [{"to_team": "ict", "hundredths": 1, "options": ["x"]}]}])),
    case("unknown_reference", "/teams[id=ict]/decay/after", ("teams/0/decay", {"after": "x", "steps": [{"calendar_days": 1, "percent_left": 1}]})),
    case("unknown_reference", "/staff_groups[id=s]/group", ("staff_groups", [{"id": "s", "group": "X", "headcount": 1, "services": []}])),
    case("unknown_reference", "/staff_groups[id=s]/services", ("staff_groups", [{"id": "s", "group": "HR", "headcount": 1, "services": ["X"]}])),
    case("unknown_reference", "/service_groups[id=HR]/options[id=own]/profile", ("service_groups/0/options/0/profile", "x")),
    case("unknown_reference", "/service_groups[id=HR]/options[id=own]/demands/build", ("service_groups/0/options/0/demands", {"build": {"x": 1}})),
    case("unknown_reference", "/services[id=PAY]/group", ("services/0/group", "X")),
    case("unknown_reference", "/services[id=PAY]/user_groups", ("services/0/user_groups", ["X"])),
    case("unknown_reference", "/services[id=PAY]/change_load", ("services/0/change_load", {"X": 1})),
    case("unknown_reference", "/services[id=PAY]/demands/build", ("services/0/demands", {"build": {"x": 1}})),
    case("unknown_reference", "/activity_templates[id=build]/calendar", ("activity_templates/0/calendar", "x")),
    case("unknown_reference", "/activity_templates[id=build]/also_calendars", ("activity_templates/0/also_calendars", ["x"])),
    case("unknown_reference", "/activities[id=PLAN]/also_calendars", ("activities/1/also_calendars", ["x"])),
    case("unknown_reference", "/activity_templates[id=cutover]/dates", ("activity_templates/1/dates", "x")),
    case("unknown_reference", "/activity_templates[id=build]/demands", ("activity_templates/0/demands", {"x": 1})),
    case("unknown_reference", "/activity_templates[id=build]/duration/driver", ("activity_templates/0/duration/driver", "x")),
    case("unknown_reference", "/activity_templates[id=build]/where/user_groups", ("activity_templates/0/where", {"user_groups": ["x"]})),
    case("unknown_reference", "/activities[id=PLAN]/service", ("activities/1/service", "x")),
    case("unknown_reference", "/activities[id=PLAN]/staff_group", ("activities/1/staff_group", "x")),
    case("unknown_reference", "/activities[id=PLAN]/calendar", ("activities/1/calendar", "x")),
    case("unknown_reference", "/activities[id=GO]/change_load", ("activities/0/change_load", {"x": 1})),
    case("unknown_reference", "/activities[id=PLAN]/modes[0]/demands", ("activities/1/modes/0/demands", {"x": 1})),
    case("unknown_reference", "/activities[id=NEW]/modes[0]/options", activity(modes=[{"options": ["x"]}], group="HR", **EVENT)),
    case("unknown_reference", "/rules[id=calm]/activities/kinds", ("rules/1/activities/kinds", ["cutovers"])),
    case("unknown_reference", "/rules[id=calm]/activities/except_activities", ("rules/1/activities/except_activities", ["x"])),
    case("unknown_reference", "/rules[id=calm]/activities/scope/groups", ("rules/1/activities/scope", {"groups": ["x"]})),
    case("unknown_reference", "/rules[id=go]/after", ("rules/0/after", "PLANS")),
    case("unknown_reference", "/rules[id=new]/meeting", rule("decision", meeting="X", takes_effect={"activities": ["PLAN"]})),
    case("unknown_reference", "/rules[id=new]/papers", rule("decision", meeting="GO", papers={"activities": ["X"]})),
    case("unknown_reference", "/rules[id=new]/same_meeting_as", rule("decision", meeting="GO", same_meeting_as=["X"])),
    case("unknown_reference", "/rules[id=new]/procurement", rule("procurement_regime", procurement="X", before="GO", after="PLAN", regimes=[])),
    case("unknown_reference", "/rules[id=new]/renewals", rule("expiry", used_by=CUTOVERS, renewals={"activities": ["X"]}, valid_calendar_days=28)),
    case("unknown_reference", "/rules[id=new]/activities", rule("move_together", activities={"activities": ["GO", "X"]})),
    case("unknown_reference", "/rules[id=new]/activities", rule("synchronised", activities={"activities": ["PLAN", "X"]})),
    case("unknown_reference", "/rules[id=new]/group", rule("sourcing_choice", group="X", options=["own"])),
    case("unknown_reference", "/rules[id=new]/options", rule("sourcing_choice", group="HR", options=["x"])),
    case("unknown_reference", "/rules[id=new]/team", rule("team_capacity", team="x")),
    case("unknown_reference", "/rules[id=new]/dates", rule("allowed_dates", activities=CUTOVERS, dates="x")),
    case("unknown_reference", "/rules[id=new]/pay_periods", SPAN, rule("parallel_running", activity="NEW", cutover="PAY.cutover_2", pay_periods="x", periods=1)),
    case("unknown_reference", "/rules[id=new]/legal_check", rule("partial_termination", notice="GO", charges_stop="PAY.transfer", least_calendar_days=1, legal_check="x")),
    case("unknown_reference", "/rules[id=new]/until", rule("knowledge_transfer", sessions={"kinds": ["build"]}, until="x", within_calendar_days=9, working_days=1)),
    case("unknown_reference", "/rules[id=new]/service", rule("service_level", service="X", notice="GO", transfer="PAY.transfer", level=9900, minimum=9500, loss_per_28_days=50)),
    case("unknown_reference", "/rules[id=new]/kpi", rule("service_level", kpi="x", service="PAY", notice="GO", transfer="PAY.transfer", level=9900, minimum=9500, loss_per_28_days=50)),
    case("unknown_reference", "/rules[id=new]/tranche_dates", rule("staff_transfer", transfer="GO", tranche_dates="x")),
    case("unknown_reference", "/rules[id=new]/consultation", rule("staff_transfer", transfer="GO", consultation="x")),
    case("unknown_reference", "/rules[id=new]/service", rule("continuity", service="X", transfer="PAY.transfer")),
    case("unknown_reference", "/rules[id=new]/service", rule("waves", service="X")),
    case("unknown_reference", "/rules[id=new]/dates", rule("fallback_slot", activities=CUTOVERS, dates="x", within_calendar_days=7)),
    case("unknown_reference", "/rules[id=new]/pay_periods", rule("acceptance", since="PAY.transfer", acceptance="GO", pay_periods="x")),
    case("unknown_reference", "/rules[id=new]/waits", rule("acceptance", since="PAY.transfer", acceptance="GO", waits={"activities": ["x"]})),
    case("unknown_reference", "/rules[id=new]/go_no_go", rule("rehearsal", rehearsal="PAY.build", cutover="PAY.cutover_1", go_no_go="x")),
    case("unknown_reference", "/rules[id=new]/user_group", rule("change_load", user_group="x", at_most=1)),
    case("unknown_reference", "/commitments[id=c]/activity", ("commitments", [{"id": "c", "level": "draft", "activity": "x"}])),
    case("unknown_reference", "/commitments[id=c]/option", ("commitments", [{"id": "c", "level": "draft", "group": "HR", "option": "x"}])),
    case("unknown_reference", "/progress[0]/activity", ("progress", [{"activity": "x"}])),
    case("unknown_time_zone", "/time_zone", ("time_zone", "Europe/Lincoln")),
    case("unknown_wave", "/activities[id=NEW]/wave", activity(service="PAY", wave=3, **EVENT)),
    case("waves_not_whole", "/services[id=PAY]/waves", ("services/0/waves/0/share_percent", 41)),
    case("window_reversed", "/calendars[id=week]/closures[0]/last", ("calendars/0/closures", [{"first": "2023-05-02", "last": "2023-05-01"}])),
    case("window_reversed", "/teams[id=ict]/bookings[0]/last", ("teams/0/bookings", [{"first": "2023-05-02", "last": "2023-05-01", "hundredths": 1}])),
    case("window_reversed", "/progress[0]/actual_finish", ("progress", [{"activity": "GO", "actual_start": "2023-05-02", "actual_finish": "2023-05-01"}])),
    case("work_without_duration", "/activities[id=NEW]", activity()),
    case("work_without_duration", "/activity_templates[id=build]", ("activity_templates/0/duration", REMOVED)),
    case("wrong_form", "/rules[id=calm]/activities", ("rules/1/activities/kinds", ["build"])),
    case("wrong_form", "/rules[id=new]/activity", rule("parallel_running", activity="PAY.build", cutover="PAY.cutover_1", pay_periods="sundays", periods=1)),
    case("wrong_form", "/rules[id=new]/meeting", rule("decision", meeting="PLAN", takes_effect={"activities": ["GO"]})),
    case("wrong_form", "/rules[id=new]/hypercare", rule("hypercare", transfer="PAY.transfer", hypercare="GO")),
    case("wrong_form", "/rules[id=new]/transfer", rule("continuity", service="PAY", transfer="PAY.build")),
    case("wrong_form", "/rules[id=new]/transfer", rule("staff_transfer", transfer="PLAN", tranche_dates="sundays")),
    case("wrong_form", "/rules[id=new]/decision", rule("partial_termination", notice="GO", charges_stop="PAY.transfer", least_calendar_days=9, decision="PLAN")),
    case("wrong_form", "/rules[id=new]/notice", rule("service_level", service="PAY", notice="PLAN", transfer="PAY.transfer", level=9900, minimum=9500, loss_per_28_days=50)),
    case("wrong_form", "/rules[id=new]/sessions", rule("knowledge_transfer", sessions={"kinds": ["cutover"]}, until="GO", within_calendar_days=9, working_days=1)),
    case("wrong_form", "/rules[id=new]/until", rule("knowledge_transfer", sessions={"kinds": ["build"]}, until="PLAN", within_calendar_days=9, working_days=1)),
    case("wrong_form", "/rules[id=new]/activities", rule("schedule_contingency", activities={"activities": ["PLAN"]}, working_days=1)),
    case("wrong_form", "/rules[id=new]/cutovers", rule("waves", service="PAY", cutovers=["PAY.build", "PAY.cutover_1"])),
    case("wrong_form", "/rules[id=new]/go_no_go", rule("rehearsal", rehearsal="PAY.build", cutover="PAY.cutover_1", go_no_go="PLAN")),
    case("wrong_form", "/rules[id=new]/free_of", rule("rollback_slot", cutovers=CUTOVERS, free_of={"activities": ["PLAN"]}, calendar_days=3)),
    case("wrong_form", "/rules[id=new]/activities", rule("fallback_slot", activities={"activities": ["PLAN"]}, within_calendar_days=7)),
    case("wrong_form", "/rules[id=new]/acceptance", rule("acceptance", since="PAY.transfer", acceptance="PLAN")),
    case("zero_duration", "/activities[id=PLAN]", ("activities/1/modes/0/duration/min", 0.4)),
)
# fmt: on
