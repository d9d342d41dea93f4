"""Fields of Microsoft Project XML that are left out, and why that is no loss.

Everything else that a file says and that is not kept is told as a loss of the reading.
"""

from __future__ import annotations

import re

WORKED_OUT = "worked out again from dates, links, progress and assignments"
SETTING = "how the program treats later changes; no date of the schedule hangs on it"
SHOWN = "how something is shown"
OF_THE_FILE = "made anew whenever the file is saved"
TWICE = "the same stands elsewhere in the file"

_EARNED = "ACWP BCWP BCWS CV SV VAC"
_WORK = "RegularWork RemainingWork RemainingCost RemainingOvertimeCost RemainingOvertimeWork"
_VARIANCES = "StartVariance FinishVariance WorkVariance CostVariance"

_REASONS: dict[str, dict[str, str]] = {
    "Project": {
        SETTING: """
            ActualsInSync AdminProject AutoAddNewResourcesAndTasks Autolink BaselineForEarnedValue
            DefaultFinishTime DefaultFixedCostAccrual DefaultOvertimeRate DefaultStandardRate
            DefaultStartTime DefaultTaskEVMethod DefaultTaskType EarnedValueMethod
            EditableActualCosts FiscalYearStart FYStartDate HonorConstraints
            InsertedProjectsLikeSummary KeepTaskOnNearestWorkingTimeWhenMadeAutoScheduled
            MicrosoftProjectServerURL MoveCompletedEndsBack MoveCompletedEndsForward
            MoveRemainingStartsBack MoveRemainingStartsForward MultipleCriticalPaths
            NewTaskStartDate NewTasksAreManual NewTasksEffortDriven NewTasksEstimated
            ProjectExternallyEdited RemoveFileProperties SplitsInProgressTasks SpreadActualCost
            SpreadPercentComplete TaskUpdatesResource UpdateManuallyScheduledTasksWhenEditingLinks
        """,
        SHOWN: """
            CurrencyDigits CurrencySymbol CurrencySymbolPosition DataLinks Drawings DurationFormat
            Filters Groups Maps Reports Tables VBAProjects Views WeekStartDay WorkFormat
        """,
        OF_THE_FILE: """
            BuildNumber CreationDate CurrentDate ExtendedCreationDate GUID LastSaved Revision
            SaveVersion UID
        """,
    },
    "Task": {
        WORKED_OUT: f"""
            ActualDuration Critical EarlyFinish EarlyStart FinishSlack FreeSlack LateFinish
            LateStart OverAllocated PercentWorkComplete PreLeveledFinish PreLeveledStart Resume
            ResumeValid StartSlack Stop TotalSlack Work {_EARNED} {_WORK} {_VARIANCES}
        """,
        SETTING: """
            CommitmentType EarnedValueMethod EffortDriven FixedCostAccrual IsPublished
            IsSubprojectReadOnly LevelAssignments LevelingCanSplit Type
        """,
        SHOWN: """
            BoardStatusColumnOrderingID DisplayAsSummary FreeformDurationFormat HideBar
            LevelingDelayFormat NextAvailableBoardStatusColumnOrderingID
            NextAvailableSprintOrderingID Rollup SprintColumnOrderingID
        """,
        OF_THE_FILE: "CreateDate GUID",
        TWICE: "OutlineNumber WBSLevel",
    },
    "Project/Task": {
        WORKED_OUT: """
            Active CalendarUID ConstraintDate ConstraintType Duration DurationFormat Estimated
            Finish Manual ManualDuration ManualFinish ManualStart Milestone PercentComplete
            ActualStart Priority RemainingDuration Start Summary WBS
        """,
        TWICE: "ID IsNull Name OutlineLevel UID",
    },
    "Baseline": {SHOWN: "DurationFormat", WORKED_OUT: "BCWP BCWS EstimatedDuration"},
    "ExtendedAttribute": {SHOWN: "DurationFormat", OF_THE_FILE: "UID", TWICE: "ValueGUID"},
    "ExtendedAttributes/ExtendedAttribute": {
        SETTING: """
            AppendNewValues AutoRollDown CalculationType CFType ElemType MaxMultiValues
            RestrictValues RollupType UserDef ValuelistSortOrder
        """,
        OF_THE_FILE: "DefaultGuid Guid SecondaryGuid SecondaryPID",
        TWICE: "Ltuid PhoneticAlias",
    },
    "Calendar": {SETTING: "IsBaselineCalendar", TWICE: "IsBaseCalendar", OF_THE_FILE: "GUID"},
    "Resource": {
        WORKED_OUT: f"""
            Finish OverAllocated PeakUnits PercentWorkComplete Start Work
            {_EARNED} {_WORK} {_VARIANCES}
        """,
        SETTING: "AccrueAt CanLevel WorkGroup",
        SHOWN: "OvertimeRateFormat StandardRateFormat",
        OF_THE_FILE: "ActiveDirectoryGUID CreationDate GUID",
        TWICE: "AvailableFrom AvailableTo ID",
    },
    "Assignment": {
        WORKED_OUT: f"""
            Finish Overallocated PeakUnits PercentWorkComplete Resume Start Stop
            {_EARNED} {_WORK} {_VARIANCES}
        """,
        SETTING: "FixedMaterial HasFixedRateUnits RateScale",
        SHOWN: "LevelingDelayFormat",
        OF_THE_FILE: "CreationDate GUID UID",
        TWICE: "Milestone Summary",
    },
    "OutlineCode": {OF_THE_FILE: "UID"},
}

LEFT_OUT: dict[str, dict[str, str]] = {
    kind: {name: reason for reason, names in by_reason.items() for name in names.split()}
    for kind, by_reason in _REASONS.items()
}
"""By kind of record and name, the reason why a field is left out without being told."""
LEFT_OUT["Project/Task"] = LEFT_OUT["Task"] | LEFT_OUT["Project/Task"]

_KNOWN: dict[str, str] = {
    "Project": """
        BaselineCalendar CriticalSlackLimit OutlineCodes ScheduleFromStart WBSMasks
    """,
    "Task": """
        ActualCost ActualOvertimeCost ActualOvertimeWork ActualOvertimeWorkProtected ActualWork
        ActualWorkProtected CommitmentFinish CommitmentStart Contact Cost DurationText FinishText
        FixedCost Hyperlink HyperlinkAddress HyperlinkSubAddress IgnoreResourceCalendar
        LevelingDelay OutlineCode OvertimeCost OvertimeWork PhysicalPercentComplete Project
        Recurring StartText StatusManager TimephasedData
        Deadline ActualFinish ExtendedAttribute Baseline PredecessorLink
        IsSubproject SubprojectName ExternalTask ExternalTaskProject
    """,
    "Baseline": "Cost FixedCost Interim TimephasedData Work",
    "ExtendedAttribute": "ValueID",
    "ExtendedAttributes/ExtendedAttribute": "Default Formula ValueList",
    "Calendar": "WorkWeeks",
    "Exception": "",
    "Resource": """
        ActualCost ActualOvertimeCost ActualOvertimeWork ActualOvertimeWorkProtected ActualWork
        ActualWorkProtected AssnOwner AssnOwnerGuid Baseline BookingType Cost CostCenter CostPerUse
        EmailAddress ExtendedAttribute Hyperlink HyperlinkAddress HyperlinkSubAddress Initials
        IsBudget IsEnterprise IsGeneric IsInactive MaterialLabel NTAccount Notes OutlineCode
        OvertimeCost OvertimeRate OvertimeWork Phonetics Rates StandardRate TimephasedData
    """,
    "Assignment": """
        ActualCost ActualFinish ActualOvertimeCost ActualOvertimeWork ActualOvertimeWorkProtected
        ActualStart ActualWork ActualWorkProtected AssnOwner AssnOwnerGuid Baseline BookingType
        BudgetCost BudgetWork Confirmed Cost CostRateTable Delay ExtendedAttribute Hyperlink
        HyperlinkAddress HyperlinkSubAddress LevelingDelay LinkedFields Notes OvertimeCost
        OvertimeWork ResponsePending TimephasedData UpdateNeeded WorkContour
    """,
}
_KNOWN_NAMES = {kind: frozenset(names.split()) for kind, names in _KNOWN.items()}
_KNOWN_NAMES["Project/Task"] = _KNOWN_NAMES["Task"]

_ENTERPRISE = re.compile(r"F[0-9A-F]{6}")
"""Fields of Project Server, named by number."""
_NOTHING = re.compile(r"-?0*(\.0*)?|PT?0*H?0*M?0*S?|NA|false")
_DEFAULTS: dict[tuple[str, str], str] = {
    ("Project", "ScheduleFromStart"): "1",
    ("Task", "Priority"): "500",
}


def is_known(kind: str, name: str) -> bool:
    """Return whether a field belongs to the format, though it is not read."""
    return name in _KNOWN_NAMES.get(kind, ()) or bool(_ENTERPRISE.fullmatch(name))


def says_nothing(kind: str, name: str, text: str | None) -> bool:
    """Return whether a value is empty, zero, no, or what the program assumes anyway."""
    value = (text or "").strip()
    default = _DEFAULTS.get((kind, name))
    if default is not None:
        return value in ("", default)
    return bool(_NOTHING.fullmatch(value))
