"""The order of elements that Microsoft's schema of Project XML demands.

Source: Microsoft's published schema mspdi_pj12, whose types are sequences.
"""

from __future__ import annotations

from lxml import etree

_ORDER = {
    "Project": """
        SaveVersion UID Name GUID Title Subject Category Company Manager Author
        CreationDate Revision LastSaved ScheduleFromStart StartDate FinishDate FYStartDate
        CriticalSlackLimit CurrencyDigits CurrencySymbol CurrencyCode
        CurrencySymbolPosition CalendarUID DefaultStartTime DefaultFinishTime
        MinutesPerDay MinutesPerWeek DaysPerMonth DefaultTaskType DefaultFixedCostAccrual
        DefaultStandardRate DefaultOvertimeRate DurationFormat WorkFormat
        EditableActualCosts HonorConstraints EarnedValueMethod InsertedProjectsLikeSummary
        MultipleCriticalPaths NewTasksEffortDriven NewTasksEstimated SplitsInProgressTasks
        SpreadActualCost SpreadPercentComplete TaskUpdatesResource FiscalYearStart
        WeekStartDay MoveCompletedEndsBack MoveRemainingStartsBack
        MoveRemainingStartsForward MoveCompletedEndsForward BaselineForEarnedValue
        AutoAddNewResourcesAndTasks StatusDate CurrentDate MicrosoftProjectServerURL
        Autolink NewTaskStartDate NewTasksAreManual DefaultTaskEVMethod
        ProjectExternallyEdited ExtendedCreationDate ActualsInSync RemoveFileProperties
        AdminProject BaselineCalendar UpdateManuallyScheduledTasksWhenEditingLinks
        KeepTaskOnNearestWorkingTimeWhenMadeAutoScheduled OutlineCodes WBSMasks
        ExtendedAttributes Calendars Tasks Resources Assignments
    """,
    "Task": """
        UID GUID ID Name Active Manual Type IsNull CreateDate Contact WBS WBSLevel
        OutlineNumber OutlineLevel Priority Start Finish Duration DurationFormat Work Stop
        Resume ResumeValid EffortDriven Recurring OverAllocated Estimated Milestone
        Summary DisplayAsSummary Critical IsSubproject IsSubprojectReadOnly SubprojectName
        ExternalTask ExternalTaskProject EarlyStart EarlyFinish LateStart LateFinish
        StartVariance FinishVariance WorkVariance FreeSlack TotalSlack StartSlack
        FinishSlack FixedCost FixedCostAccrual PercentComplete PercentWorkComplete Cost
        OvertimeCost OvertimeWork ActualStart ActualFinish ActualDuration ActualCost
        ActualOvertimeCost ActualWork ActualOvertimeWork RegularWork RemainingDuration
        RemainingCost RemainingWork RemainingOvertimeCost RemainingOvertimeWork ACWP CV
        ConstraintType CalendarUID ConstraintDate Deadline LevelAssignments
        LevelingCanSplit LevelingDelay LevelingDelayFormat PreLeveledStart
        PreLeveledFinish Hyperlink HyperlinkAddress HyperlinkSubAddress
        IgnoreResourceCalendar Notes HideBar Rollup BCWS BCWP PhysicalPercentComplete
        EarnedValueMethod PredecessorLink ActualWorkProtected ActualOvertimeWorkProtected
        ExtendedAttribute Baseline OutlineCode IsPublished StatusManager CommitmentStart
        CommitmentFinish CommitmentType StartText FinishText DurationText ManualStart
        ManualFinish ManualDuration TimephasedData Project
    """,
    "Resource": """
        UID GUID ID Name Type IsNull Initials Phonetics NTAccount MaterialLabel Code Group
        WorkGroup EmailAddress Hyperlink HyperlinkAddress HyperlinkSubAddress MaxUnits
        PeakUnits OverAllocated AvailableFrom AvailableTo Start Finish CanLevel AccrueAt
        Work RegularWork OvertimeWork ActualWork RemainingWork ActualOvertimeWork
        RemainingOvertimeWork PercentWorkComplete StandardRate StandardRateFormat Cost
        OvertimeRate OvertimeRateFormat OvertimeCost CostPerUse ActualCost
        ActualOvertimeCost RemainingCost RemainingOvertimeCost WorkVariance CostVariance
        SV CV ACWP CalendarUID Notes BCWS BCWP IsGeneric IsInactive IsEnterprise
        BookingType ActualWorkProtected ActualOvertimeWorkProtected ActiveDirectoryGUID
        CreationDate ExtendedAttribute Baseline OutlineCode CostCenter IsCostResource
        AssnOwner AssnOwnerGuid IsBudget AvailabilityPeriods Rates TimephasedData
    """,
    "Assignment": """
        UID GUID TaskUID ResourceUID PercentWorkComplete ActualCost ActualFinish
        ActualOvertimeCost ActualOvertimeWork ActualStart ActualWork ACWP Confirmed Cost
        CostRateTable CostVariance CV Delay Finish FinishVariance Hyperlink
        HyperlinkAddress HyperlinkSubAddress WorkVariance HasFixedRateUnits FixedMaterial
        LevelingDelay LevelingDelayFormat LinkedFields Milestone Notes Overallocated
        OvertimeCost OvertimeWork PeakUnits RateScale RegularWork RemainingCost
        RemainingOvertimeCost RemainingOvertimeWork RemainingWork ResponsePending Start
        Stop Resume StartVariance Summary SV Units UpdateNeeded VAC Work WorkContour BCWS
        BCWP BookingType ActualWorkProtected ActualOvertimeWorkProtected CreationDate
        AssnOwner AssnOwnerGuid BudgetCost BudgetWork ExtendedAttribute Baseline
        TimephasedData
    """,
    "Calendar": """
        UID GUID Name IsBaseCalendar IsBaselineCalendar BaseCalendarUID WeekDays
        Exceptions WorkWeeks
    """,
    "WeekDay": """
        DayType DayWorking TimePeriod WorkingTimes
    """,
    "Exception": """
        EnteredByOccurrences TimePeriod Occurrences Name Type Period DaysOfWeek MonthItem
        MonthPosition Month MonthDay DayWorking WorkingTimes
    """,
    "PredecessorLink": """
        PredecessorUID Type CrossProject CrossProjectName LinkLag LagFormat
    """,
    "Baseline": """
        TimephasedData Number Interim Start Finish Duration DurationFormat
        EstimatedDuration Work Cost BCWS BCWP FixedCost
    """,
    "WorkingTime": """
        FromTime ToTime
    """,
    "TimePeriod": """
        FromDate ToDate
    """,
    "AvailabilityPeriod": """
        AvailableFrom AvailableTo AvailableUnits
    """,
    "ExtendedAttributes/ExtendedAttribute": """
        FieldID FieldName CFType Guid ElemType MaxMultiValues UserDef Alias SecondaryPID
        AutoRollDown DefaultGuid Ltuid SecondaryGuid PhoneticAlias RollupType
        CalculationType Formula RestrictValues ValuelistSortOrder AppendNewValues Default
        ValueList
    """,
    "Task/ExtendedAttribute": """
        FieldID Value ValueGUID DurationFormat
    """,
}
ORDER = {kind: names.split() for kind, names in _ORDER.items()}


def misplaced(root: etree._Element) -> list[str]:
    """Return the elements that are not in their place, or that the schema does not know."""
    wrong: list[str] = []
    for element in root.iter():
        name = _name(element)
        parent = element.getparent()
        order = ORDER.get(name) or (
            ORDER.get(f"{_name(parent)}/{name}") if parent is not None else None
        )
        if order is None:
            continue
        children = [_name(child) for child in element]
        unknown = [child for child in children if child not in order]
        wrong += [f"{name}/{child} is unknown" for child in unknown]
        places = [order.index(child) for child in children if child in order]
        if places != sorted(places):
            wrong.append(f"{name}: {children}")
    return wrong


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
