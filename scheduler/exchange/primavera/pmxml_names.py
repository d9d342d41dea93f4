"""What columns of XER are called in PMXML, and in what their values differ.

`SILENT` names fields that P6 works out again, its own book-keeping, and settings of P6 that say
nothing of a project's plan; all other fields of an object are told when they are not read.
"""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.exchange.primavera import words

ELEMENTS: Mapping[str, str] = {
    "Currency": "CURRTYPE",
    "NotebookTopic": "MEMOTYPE",
    "UDFType": "UDFTYPE",
    "Calendar": "CALENDAR",
    "Resource": "RSRC",
    "ResourceRate": "RSRCRATE",
    "ActivityCodeType": "ACTVTYPE",
    "ActivityCode": "ACTVCODE",
    "Project": "PROJECT",
    "WBS": "PROJWBS",
    "ProjectNote": "WBSMEMO",
    "Activity": "TASK",
    "ResourceAssignment": "TASKRSRC",
    "ActivityNote": "TASKMEMO",
    "Relationship": "TASKPRED",
    "ScheduleOptions": "SCHEDOPTIONS",
}
"""Objects that have rows, in the order in which a file holds them."""

FIELDS: Mapping[str, Mapping[str, str]] = {
    "CURRTYPE": {"ObjectId": "curr_id", "Id": "curr_short_name"},
    "MEMOTYPE": {"ObjectId": "memo_type_id", "Name": "memo_type"},
    "UDFTYPE": {
        "DataType": "logical_data_type",
        "ObjectId": "udf_type_id",
        "SubjectArea": "table_name",
        "Title": "udf_type_label",
    },
    "CALENDAR": {
        "BaseCalendarObjectId": "base_clndr_id",
        "HoursPerDay": "day_hr_cnt",
        "HoursPerMonth": "month_hr_cnt",
        "HoursPerWeek": "week_hr_cnt",
        "HoursPerYear": "year_hr_cnt",
        "IsDefault": "default_flag",
        "IsPersonal": "rsrc_private",
        "Name": "clndr_name",
        "ObjectId": "clndr_id",
        "ProjectObjectId": "proj_id",
        "Type": "clndr_type",
    },
    "RSRC": {
        "CalendarObjectId": "clndr_id",
        "Id": "rsrc_short_name",
        "Name": "rsrc_name",
        "ObjectId": "rsrc_id",
        "ResourceType": "rsrc_type",
        "SequenceNumber": "rsrc_seq_num",
    },
    "RSRCRATE": {
        "EffectiveDate": "start_date",
        "MaxUnitsPerTime": "max_qty_per_hr",
        "ObjectId": "rsrc_rate_id",
        "PricePerUnit": "cost_per_qty",
        "ResourceObjectId": "rsrc_id",
    },
    "ACTVTYPE": {
        "Name": "actv_code_type",
        "ObjectId": "actv_code_type_id",
        "ProjectObjectId": "proj_id",
    },
    "ACTVCODE": {
        "CodeTypeObjectId": "actv_code_type_id",
        "CodeValue": "short_name",
        "Description": "actv_code_name",
        "ObjectId": "actv_code_id",
        "ParentObjectId": "parent_actv_code_id",
    },
    "PROJECT": {
        "ActivityDefaultCalendarObjectId": "clndr_id",
        "DataDate": "last_recalc_date",
        "Id": "proj_short_name",
        "MustFinishByDate": "plan_end_date",
        "Name": "proj_name",
        "ObjectId": "proj_id",
        "PlannedStartDate": "plan_start_date",
        "ScheduledFinishDate": "scd_end_date",
    },
    "PROJWBS": {
        "Code": "wbs_short_name",
        "Name": "wbs_name",
        "ObjectId": "wbs_id",
        "ParentObjectId": "parent_wbs_id",
        "ProjectObjectId": "proj_id",
        "SequenceNumber": "seq_num",
    },
    "WBSMEMO": {
        "Note": "wbs_memo",
        "NotebookTopicObjectId": "memo_type_id",
        "ObjectId": "wbs_memo_id",
        "ProjectObjectId": "proj_id",
        "WBSObjectId": "wbs_id",
    },
    "TASK": {
        "ActualFinishDate": "act_end_date",
        "ActualLaborUnits": "act_work_qty",
        "ActualNonLaborUnits": "act_equip_qty",
        "ActualStartDate": "act_start_date",
        "CalendarObjectId": "clndr_id",
        "DurationType": "duration_type",
        "Id": "task_code",
        "LevelingPriority": "priority_type",
        "Name": "task_name",
        "ObjectId": "task_id",
        "PercentCompleteType": "complete_pct_type",
        "PhysicalPercentComplete": "phys_complete_pct",
        "PlannedDuration": "target_drtn_hr_cnt",
        "PlannedFinishDate": "target_end_date",
        "PlannedStartDate": "target_start_date",
        "PrimaryConstraintDate": "cstr_date",
        "PrimaryConstraintType": "cstr_type",
        "ProjectObjectId": "proj_id",
        "RemainingDuration": "remain_drtn_hr_cnt",
        "RemainingEarlyFinishDate": "reend_date",
        "RemainingEarlyStartDate": "restart_date",
        "RemainingLaborUnits": "remain_work_qty",
        "RemainingNonLaborUnits": "remain_equip_qty",
        "ScopePercentComplete": "scope_complete_pct",
        "SecondaryConstraintDate": "cstr_date2",
        "SecondaryConstraintType": "cstr_type2",
        "Status": "status_code",
        "Type": "task_type",
        "WBSObjectId": "wbs_id",
    },
    "TASKRSRC": {
        "ActivityObjectId": "task_id",
        "ObjectId": "taskrsrc_id",
        "PlannedFinishDate": "target_end_date",
        "PlannedStartDate": "target_start_date",
        "PlannedUnits": "target_qty",
        "PlannedUnitsPerTime": "target_qty_per_hr",
        "ProjectObjectId": "proj_id",
        "RemainingUnits": "remain_qty",
        "RemainingUnitsPerTime": "remain_qty_per_hr",
        "ResourceObjectId": "rsrc_id",
        "ResourceType": "rsrc_type",
        "RoleObjectId": "role_id",
    },
    "TASKMEMO": {
        "ActivityObjectId": "task_id",
        "Note": "task_memo",
        "NotebookTopicObjectId": "memo_type_id",
        "ObjectId": "memo_id",
        "ProjectObjectId": "proj_id",
    },
    "TASKPRED": {
        "Comments": "comments",
        "Lag": "lag_hr_cnt",
        "ObjectId": "task_pred_id",
        "PredecessorActivityObjectId": "pred_task_id",
        "PredecessorProjectObjectId": "pred_proj_id",
        "SuccessorActivityObjectId": "task_id",
        "SuccessorProjectObjectId": "proj_id",
        "Type": "pred_type",
    },
    "SCHEDOPTIONS": {
        "ProjectObjectId": "proj_id",
        "RelationshipLagCalendar": "sched_calendar_on_relationship_lag",
    },
}
"""In the order in which an object holds them, which is that of the alphabet."""

INSTEAD = {("TASK", "StartDate"): "restart_date", ("TASK", "FinishDate"): "reend_date"}
"""Fields that are taken where the column's own one is empty: what P6 shows of an activity."""

TERMS: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("UDFTYPE", "logical_data_type"): words.FIELD_TYPES,
    ("UDFTYPE", "table_name"): words.SUBJECTS,
    ("CALENDAR", "clndr_type"): words.CALENDAR_TYPES,
    ("RSRC", "rsrc_type"): words.RESOURCE_TYPES,
    ("TASKRSRC", "rsrc_type"): words.RESOURCE_TYPES,
    ("TASK", "duration_type"): words.DURATION_TYPES,
    ("TASK", "priority_type"): words.PRIORITIES,
    ("TASK", "complete_pct_type"): words.PERCENT_TYPES,
    ("TASK", "cstr_type"): words.CONSTRAINTS,
    ("TASK", "cstr_type2"): words.CONSTRAINTS,
    ("TASK", "status_code"): words.STATUSES,
    ("TASK", "task_type"): words.ACTIVITY_TYPES,
    ("TASKPRED", "pred_type"): words.LINKS,
    ("SCHEDOPTIONS", "sched_calendar_on_relationship_lag"): words.LAG_CALENDARS,
}
"""Columns whose values are terms, by XER's word for PMXML's."""

FLAGS = {("CALENDAR", "default_flag"), ("CALENDAR", "rsrc_private")}
FRACTIONS = {("TASK", "phys_complete_pct"), ("TASK", "scope_complete_pct")}
"""Parts of one, which XER holds in hundredths."""

_BOOKS = "GUID CreateDate CreateUser LastUpdateDate LastUpdateUser IsBaseline IsTemplate"
_ALL = frozenset(_BOOKS.split())

SILENT: Mapping[str, str] = {
    "CURRTYPE": "DecimalPlaces DecimalSymbol DigitGroupingSymbol ExchangeRate IsBase Name"
    " NegativeSymbol PositiveSymbol Symbol",
    "MEMOTYPE": "AvailableForActivity AvailableForEPS AvailableForProject AvailableForWBS"
    " SequenceNumber",
    "PROJECT": "ActivityDefaultActivityType ActivityDefaultCalendarName"
    " ActivityDefaultDurationType ActivityDefaultPercentCompleteType"
    " ActivityIdBasedOnSelectedActivity ActivityIdIncrement ActivityIdPrefix"
    " ActivityIdSuffix AddedBy AssignmentDefaultDrivingFlag AssignmentDefaultRateType"
    " CalculateFloatBasedOnFinishDate CheckOutStatus ComputeTotalFloatType"
    " CriticalActivityPathType CurrentBaselineProjectObjectId DateAdded"
    " DefaultPriceTimeUnits DiscountApplicationPeriod EarnedValueComputeType"
    " EarnedValueETCComputeType EarnedValueETCUserValue EarnedValueUserPercent"
    " EnablePublication EnableSummarization FinancialPeriodTemplateId FinishDate"
    " FiscalYearStartMonth LevelingPriority LinkActualToActualThisPeriod"
    " LinkPercentCompleteWithActual LinkPlannedAndAtCompletionFlag OBSName OBSObjectId"
    " OutOfSequenceScheduleType ParentEPSId ParentEPSName ParentEPSObjectId"
    " PrimaryResourcesCanMarkActivitiesAsCompleted RelationshipLagCalendar"
    " ResourceCanBeAssignedToSameActivityMoreThanOnce"
    " ResourcesCanAssignThemselvesToActivities RiskLevel StartDate"
    " StartToStartLagCalculationType Status StrategicPriority SummarizeToWBSLevel"
    " SummarizedDataDate SummaryLevel UseExpectedFinishDates"
    " UseProjectBaselineForEarnedValue WBSCodeSeparator WBSObjectId",
    "PROJWBS": "EstimatedWeight OBSName OBSObjectId ProjectId Status",
    "TASK": "ActualDuration ActualLaborCost ActualNonLaborCost ActualThisPeriodLaborCost"
    " ActualThisPeriodLaborUnits ActualThisPeriodNonLaborCost"
    " ActualThisPeriodNonLaborUnits AtCompletionDuration AtCompletionExpenseCost"
    " AtCompletionLaborCost AtCompletionLaborUnits AtCompletionNonLaborCost"
    " AtCompletionNonLaborUnits CalendarName DurationPercentComplete EarlyFinishDate"
    " EarlyStartDate EstimatedWeight FinishDate FreeFloat IsCritical IsLongestPath"
    " IsStarred LateFinishDate LateStartDate NonLaborUnitsPercentComplete"
    " PercentComplete PlannedLaborCost PlannedLaborUnits PlannedNonLaborCost"
    " PlannedNonLaborUnits ProjectId ProjectName RemainingLaborCost"
    " RemainingLateFinishDate RemainingLateStartDate RemainingNonLaborCost ReviewStatus"
    " StartDate TotalFloat UnitsPercentComplete WBSCode WBSName WBSPath",
    "TASKRSRC": "ActualCost ActualFinishDate ActualRegularCost ActualRegularUnits ActualStartDate"
    " ActualThisPeriodCost ActualThisPeriodUnits ActualUnits AtCompletionCost"
    " AtCompletionUnits CostPerQuantity DrivingActivityDatesFlag FinishDate"
    " IsCostUnitsLinked IsPrimaryResource PlannedCost PlannedFinishDate PlannedStartDate"
    " RateSource RateType RemainingCost RemainingDuration RemainingFinishDate"
    " RemainingStartDate StartDate UnitsPercentComplete WBSObjectId",
    "TASKMEMO": "ActivityId ActivityName NotebookTopicName RawTextNote",
    "WBSMEMO": "NotebookTopicName RawTextNote WBSCode WBSName",
    "RSRC": "AutoComputeActuals CalculateCostFromUnits CurrencyObjectId DefaultUnitsPerTime"
    " IsActive SequenceNumber",
    "ACTVTYPE": "IsSecureCode Length ProjectId Scope SequenceNumber",
    "ACTVCODE": "CodeConcatName CodeTypeName CodeTypeScope SequenceNumber",
    "SCHEDOPTIONS": "CalculateFloatBasedOnFinishDate ComputeTotalFloatType CriticalActivityPathType"
    " ExternalProjectPriorityLimit LevelAllResources MaximumMultipleFloatPaths"
    " MinFloatToPreserve MultipleFloatPathsUseTotalFloat OutOfSequenceScheduleType"
    " OverAllocationPercentage PreserveScheduledEarlyAndLateDates PriorityList"
    " StartToStartLagCalculationType UseExpectedFinishDates",
}
_SILENT = {table: frozenset(names.split()) for table, names in SILENT.items()}

SILENT_OBJECTS = frozenset(
    ("ProjectList", "OBS", "EPS", "FinancialPeriodTemplate", "ResourceCurve", "UnitOfMeasure")
)
"""Objects that a file carries along, whether its project uses them or not."""


def is_silent(table: str, name: str) -> bool:
    """Whether a field says nothing that is missed."""
    return name in _ALL or name in _SILENT.get(table, frozenset())
