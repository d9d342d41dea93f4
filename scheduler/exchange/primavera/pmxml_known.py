"""Names of P6's published schema that have no place here: what such fields say is not read.

A field with another name is none of P6's, or of a version that is not known here. Fields that are
read, or that say nothing, stand in `pmxml_names`.
"""

from __future__ import annotations

from collections.abc import Mapping

_OF_WORK = """
    AnticipatedFinishDate AnticipatedStartDate ContainsSummaryData CurrentBudget
    CurrentVariance DistributedCurrentBudget ForecastFinishDate ForecastStartDate
    IndependentETCLaborUnits IndependentETCTotalCost IntegratedType IntegratedWBS
    OriginalBudget ProposedBudget Spread StatusReviewerName StatusReviewerObjectId
    SummaryAccountingVarianceByCost SummaryAccountingVarianceByLaborUnits SummaryActivityCount
    SummaryActualDuration SummaryActualExpenseCost SummaryActualFinishDate
    SummaryActualLaborCost SummaryActualLaborUnits SummaryActualMaterialCost
    SummaryActualNonLaborCost SummaryActualNonLaborUnits SummaryActualStartDate
    SummaryActualThisPeriodCost SummaryActualThisPeriodLaborCost
    SummaryActualThisPeriodLaborUnits SummaryActualThisPeriodMaterialCost
    SummaryActualThisPeriodNonLaborCost SummaryActualThisPeriodNonLaborUnits
    SummaryActualTotalCost SummaryActualValueByCost SummaryActualValueByLaborUnits
    SummaryAtCompletionDuration SummaryAtCompletionExpenseCost SummaryAtCompletionLaborCost
    SummaryAtCompletionLaborUnits SummaryAtCompletionMaterialCost
    SummaryAtCompletionNonLaborCost SummaryAtCompletionNonLaborUnits
    SummaryAtCompletionTotalCost SummaryAtCompletionTotalCostVariance
    SummaryBaselineCompletedActivityCount SummaryBaselineDuration SummaryBaselineExpenseCost
    SummaryBaselineFinishDate SummaryBaselineInProgressActivityCount SummaryBaselineLaborCost
    SummaryBaselineLaborUnits SummaryBaselineMaterialCost SummaryBaselineNonLaborCost
    SummaryBaselineNonLaborUnits SummaryBaselineNotStartedActivityCount
    SummaryBaselineStartDate SummaryBaselineTotalCost SummaryBudgetAtCompletionByCost
    SummaryBudgetAtCompletionByLaborUnits SummaryCompletedActivityCount
    SummaryCostPercentComplete SummaryCostPercentOfPlanned SummaryCostPerformanceIndexByCost
    SummaryCostPerformanceIndexByLaborUnits SummaryCostVarianceByCost
    SummaryCostVarianceByLaborUnits SummaryCostVarianceIndex SummaryCostVarianceIndexByCost
    SummaryCostVarianceIndexByLaborUnits SummaryDurationPercentComplete
    SummaryDurationPercentOfPlanned SummaryDurationVariance SummaryEarnedValueByCost
    SummaryEarnedValueByLaborUnits SummaryEstimateAtCompletionByCost
    SummaryEstimateAtCompletionByLaborUnits SummaryEstimateAtCompletionHighPercentByLaborUnits
    SummaryEstimateAtCompletionLowPercentByLaborUnits SummaryEstimateToCompleteByCost
    SummaryEstimateToCompleteByLaborUnits SummaryExpenseCostPercentComplete
    SummaryExpenseCostVariance SummaryFinishDateVariance SummaryInProgressActivityCount
    SummaryLaborCostPercentComplete SummaryLaborCostVariance SummaryLaborUnitsPercentComplete
    SummaryLaborUnitsVariance SummaryMaterialCostPercentComplete SummaryMaterialCostVariance
    SummaryNonLaborCostPercentComplete SummaryNonLaborCostVariance
    SummaryNonLaborUnitsPercentComplete SummaryNonLaborUnitsVariance
    SummaryNotStartedActivityCount SummaryPerformancePercentCompleteByCost
    SummaryPerformancePercentCompleteByLaborUnits SummaryPlannedCost SummaryPlannedDuration
    SummaryPlannedExpenseCost SummaryPlannedFinishDate SummaryPlannedLaborCost
    SummaryPlannedLaborUnits SummaryPlannedMaterialCost SummaryPlannedNonLaborCost
    SummaryPlannedNonLaborUnits SummaryPlannedStartDate SummaryPlannedValueByCost
    SummaryPlannedValueByLaborUnits SummaryProgressFinishDate SummaryRemainingDuration
    SummaryRemainingExpenseCost SummaryRemainingFinishDate SummaryRemainingLaborCost
    SummaryRemainingLaborUnits SummaryRemainingMaterialCost SummaryRemainingNonLaborCost
    SummaryRemainingNonLaborUnits SummaryRemainingStartDate SummaryRemainingTotalCost
    SummarySchedulePercentComplete SummarySchedulePercentCompleteByLaborUnits
    SummarySchedulePerformanceIndexByCost SummarySchedulePerformanceIndexByLaborUnits
    SummaryScheduleVarianceByCost SummaryScheduleVarianceByLaborUnits
    SummaryScheduleVarianceIndex SummaryScheduleVarianceIndexByCost
    SummaryScheduleVarianceIndexByLaborUnits SummaryStartDateVariance
    SummaryToCompletePerformanceIndexByCost SummaryTotalCostVariance SummaryTotalFloat
    SummaryUnitsPercentComplete SummaryVarianceAtCompletionByLaborUnits TotalBenefitPlan
    TotalBenefitPlanTally TotalSpendingPlan TotalSpendingPlanTally UDF UnallocatedBudget
    UndistributedCurrentVariance WBSCategoryObjectId WBSMilestonePercentComplete
"""
"""Of projects and nodes of the outline alike: what P6 sums up."""

_FIELDS: Mapping[str, str] = {
    "CURRTYPE": "IsBaseCurrency",
    "UDFTYPE": """
        DisplayIndicatorFlag Formula IsCalculated IsConditional IsSecureCode SummaryMethod
    """,
    "CALENDAR": """
        Date DayOfWeek HolidayOrException HolidayOrExceptions ProjectId StandardWorkHours
        StandardWorkWeek WorkTime
    """,
    "RSRC": """
        CalendarName Code CurrencyId CurrencyName EffectiveDate EmailAddress EmployeeId
        IntegratedType IsOverTimeAllowed Latitude LocationName LocationObjectId Longitude
        MaxUnitsPerTime OfficePhone OtherPhone OvertimeFactor ParentObjectId PricePerUnit
        PrimaryRoleId PrimaryRoleName PrimaryRoleObjectId ProjectResourceSpread ResourceNotes
        ShiftObjectId TimesheetApprovalManager TimesheetApprovalManagerObjectId Title UDF
        UnitOfMeasureAbbreviation UnitOfMeasureName UnitOfMeasureObjectId UseTimesheets
        UserName UserObjectId
    """,
    "RSRCRATE": """
        PricePerUnit2 PricePerUnit3 PricePerUnit4 PricePerUnit5 ResourceId ResourceName
        ShiftPeriodObjectId
    """,
    "ACTVTYPE": "EPSCodeTypeHierarchy EPSObjectId RefProjectObjectIds",
    "ACTVCODE": "Color ProjectObjectId",
    "PROJECT": _OF_WORK
    + """
        Activity ActivityCode ActivityCodeType ActivityDefaultCostAccountObjectId
        ActivityDefaultPricePerUnit ActivityDefaultReviewRequired ActivityExpense ActivityNote
        ActivityPercentCompleteBasedOnActivitySteps ActivityPeriodActual ActivityRisk
        ActivityStep AddActualToRemaining AllowNegativeActualUnitsFlag AllowStatusReview
        AnnualDiscountRate Calendar CheckOutDate CheckOutUserObjectId CheckedOutModule Code
        ContractManagementGroupName ContractManagementProjectName CostQuantityRecalculateFlag
        CriticalActivityFloatLimit CriticalActivityFloatThreshold CriticalFloatThreshold
        Description Document EnablePrimeSycFlag EtlInterval ExternalCRKey HasFutureBucketData
        HistoryInterval HistoryLevel IgnoreOtherProjectRelationships LastApplyActualsDate
        LastFinancialPeriodObjectId LastLevelDate LastPublishedOn LastScheduleDate
        LastSummarizedDate Latitude LevelAllResources LevelDateFlag LevelFloatThresholdCount
        LevelOuterAssign LevelOuterAssignPriority LevelOverAllocationPercent LevelPriorityList
        LevelResourceList LevelWithinFloat LimitMultipleFloatPaths LocationName
        LocationObjectId Longitude MakeOpenEndedActivitiesCritical MaximumMultipleFloatPaths
        MultipleFloatPathsEnabled MultipleFloatPathsEndingActivityObjectId
        MultipleFloatPathsUseTotalFloat NetPresentValue OverallProjectScore
        OwnerResourceObjectId PaybackPeriod PerformancePercentCompleteByLaborUnits
        PostResponsePessimisticFinish PostResponsePessimisticStart
        PreResponsePessimisticFinish PreResponsePessimisticStart PricePerUnit
        PrimaryBaselineObjectId PrimaryResourcesCanUpdateActivityDates ProjectBudgetChangeLog
        ProjectDocument ProjectForecastStartDate ProjectFunding ProjectIssue ProjectNote
        ProjectResource ProjectResourceQuantity ProjectResourceSpread ProjectRoleSpread
        ProjectScheduleType ProjectSpendingPlan ProjectThreshold PropertyType
        PublicationPriority PublishLevel Relationship ResetPlannedToRemainingFlag
        ResourceAssignment ResourceAssignmentCode ResourceAssignmentCodeType
        ResourceAssignmentPeriodActual ResourceName
        ResourcesCanAssignThemselvesToActivitiesOutsideOBSAccess
        ResourcesCanEditAssignmentPercentComplete ResourcesCanMarkAssignmentAsCompleted
        ResourcesCanStaffRoleAssignment ResourcesCanViewInactiveActivities ReturnOnInvestment
        ReviewType Risk RiskExposure RiskImpact RiskMatrixName RiskMatrixObjectId
        RiskResponseAction RiskResponseActionImpact RiskResponsePlan RiskScore ScheduleOptions
        ScheduleWBSHierarchyType SecondaryBaselineObjectId SourceProjectObjectId
        SummarizeResourcesRolesByWBS SyncWbsHierarchyFlag TeamMemberActivityFields
        TeamMemberAddNewActualUnits TeamMemberAssignmentOption
        TeamMemberAssignmentProficiencyFlag TeamMemberCanOutOfSequenceFlag
        TeamMemberCanStatusOtherResources TeamMemberCanUpdateNotebooks
        TeamMemberDisplayBaselineDatesFlag TeamMemberDisplayDiscussionsFlag
        TeamMemberDisplayPlannedUnits TeamMemberDisplayTotalFloatFlag
        TeamMemberIncludePrimaryResources TeamMemberProjectViewableFields
        TeamMemberReadOnlyActivityFields TeamMemberResourceAssignmentFields
        TeamMemberStepUDFViewableFields TeamMemberStepsAddDeletable TeamMemberViewableFields
        TertiaryBaselineObjectId TotalFunding UnifierCBSTasksOnlyFlag UnifierDataMappingName
        UnifierDeleteActivitiesFlag UnifierEnabledFlag UnifierProjectName UnifierProjectNumber
        UnifierScheduleSheetName UnitPerTimeOvertimeFactor WBS WBSHierarchyLevels WBSMilestone
        WebSiteRootDirectory WebSiteURL
    """,
    "PROJWBS": _OF_WORK
    + """
        EarnedValueComputeType EarnedValueETCComputeType EarnedValueETCUserValue
        EarnedValueUserPercent FinishDate IsWorkPackage PhaseName RolledUpFinishDate
        RolledUpStartDate StartDate WBSResourceSpread WBSRoleSpread
    """,
    "WBSMEMO": """
        AvailableForActivity AvailableForEPS AvailableForProject AvailableForWBS ProjectId
    """,
    "TASK": """
        AccountingVariance AccountingVarianceLaborUnits ActivityOwnerUserId ActualExpenseCost
        ActualMaterialCost ActualThisPeriodMaterialCost ActualTotalCost ActualTotalUnits
        AtCompletionLaborUnitsVariance AtCompletionMaterialCost AtCompletionTotalCost
        AtCompletionTotalUnits AtCompletionVariance AutoComputeActuals Baseline1Duration
        Baseline1FinishDate Baseline1PlannedDuration Baseline1PlannedExpenseCost
        Baseline1PlannedLaborCost Baseline1PlannedLaborUnits Baseline1PlannedMaterialCost
        Baseline1PlannedNonLaborCost Baseline1PlannedNonLaborUnits Baseline1PlannedTotalCost
        Baseline1StartDate Baseline2Duration Baseline2FinishDate Baseline2PlannedDuration
        Baseline2PlannedExpenseCost Baseline2PlannedLaborCost Baseline2PlannedLaborUnits
        Baseline2PlannedMaterialCost Baseline2PlannedNonLaborCost
        Baseline2PlannedNonLaborUnits Baseline2PlannedTotalCost Baseline2StartDate
        Baseline3Duration Baseline3FinishDate Baseline3PlannedDuration
        Baseline3PlannedExpenseCost Baseline3PlannedLaborCost Baseline3PlannedLaborUnits
        Baseline3PlannedMaterialCost Baseline3PlannedNonLaborCost
        Baseline3PlannedNonLaborUnits Baseline3PlannedTotalCost Baseline3StartDate
        BaselineDuration BaselineFinishDate BaselinePlannedDuration BaselinePlannedExpenseCost
        BaselinePlannedLaborCost BaselinePlannedLaborUnits BaselinePlannedMaterialCost
        BaselinePlannedNonLaborCost BaselinePlannedNonLaborUnits BaselinePlannedTotalCost
        BaselineStartDate BudgetAtCompletion CBSCode CBSId CBSObjectId Code
        CostPercentComplete CostPercentOfPlanned CostPerformanceIndex
        CostPerformanceIndexLaborUnits CostVariance CostVarianceIndex
        CostVarianceIndexLaborUnits CostVarianceLaborUnits DataDate Duration1Variance
        Duration2Variance Duration3Variance DurationPercentOfPlanned DurationVariance
        EarnedValueCost EarnedValueLaborUnits EstimateAtCompletionCost
        EstimateAtCompletionLaborUnits EstimateTimeToComplete EstimateTimeToCompleteUnits
        EstimateToComplete EstimateToCompleteLaborUnits ExpectedFinishDate
        ExpenseCost1Variance ExpenseCost2Variance ExpenseCost3Variance
        ExpenseCostPercentComplete ExpenseCostVariance ExternalEarlyStartDate
        ExternalLateFinishDate Feedback FinancialPeriodTmplId FinishDate1Variance
        FinishDate2Variance FinishDate3Variance FinishDateVariance FloatPath FloatPathOrder
        HasFutureBucketData IsNewFeedback IsWorkPackage LaborCost1Variance LaborCost2Variance
        LaborCost3Variance LaborCostPercentComplete LaborCostVariance LaborUnits1Variance
        LaborUnits2Variance LaborUnits3Variance LaborUnitsPercentComplete LaborUnitsVariance
        LocationName LocationObjectId MaterialCost1Variance MaterialCost2Variance
        MaterialCost3Variance MaterialCostPercentComplete MaterialCostVariance MaximumDuration
        MinimumDuration MostLikelyDuration NonLaborCost1Variance NonLaborCost2Variance
        NonLaborCost3Variance NonLaborCostPercentComplete NonLaborCostVariance
        NonLaborUnits1Variance NonLaborUnits2Variance NonLaborUnits3Variance
        NonLaborUnitsVariance NotesToResources OwnerIDArray OwnerNamesArray
        PerformancePercentComplete PerformancePercentCompleteByLaborUnits PlannedExpenseCost
        PlannedMaterialCost PlannedTotalCost PlannedTotalUnits PlannedValueCost
        PlannedValueLaborUnits PostRespCriticalityIndex PostResponsePessimisticFinish
        PostResponsePessimisticStart PreRespCriticalityIndex PreResponsePessimisticFinish
        PreResponsePessimisticStart PrimaryResourceId PrimaryResourceName
        PrimaryResourceObjectId ProjectFlag ProjectNameSepChar ProjectProjectFlag
        RemainingExpenseCost RemainingFloat RemainingMaterialCost RemainingTotalCost
        RemainingTotalUnits ResumeDate ReviewFinishDate ReviewRequired SchedulePercentComplete
        SchedulePerformanceIndex SchedulePerformanceIndexLaborUnits ScheduleVariance
        ScheduleVarianceIndex ScheduleVarianceIndexLaborUnits ScheduleVarianceLaborUnits
        Spread StartDate1Variance StartDate2Variance StartDate3Variance StartDateVariance
        StatusCode SuspendDate TaskStatusCompletion TaskStatusDates TaskStatusIndicator
        ToCompletePerformanceIndex TotalCost1Variance TotalCost2Variance TotalCost3Variance
        TotalCostVariance TotalPastPeriodEarnedValueCostBCWP
        TotalPastPeriodEarnedValueLaborUnits TotalPastPeriodExpenseCost
        TotalPastPeriodLaborCost TotalPastPeriodLaborUnits TotalPastPeriodMaterialCost
        TotalPastPeriodNonLaborCost TotalPastPeriodNonLaborUnits
        TotalPastPeriodPlannedValueCost TotalPastPeriodPlannedValueLaborUnits UDF
        UnreadCommentCount WBSNamePath WorkPackageId WorkPackageName
    """,
    "TASKRSRC": """
        ActivityActualFinish ActivityId ActivityName ActivityType ActualCurve ActualDuration
        ActualOvertimeCost ActualOvertimeUnits AssignmentPercentComplete AtCompletionDuration
        AutoComputeActuals BudgetAtCompletionCosts BudgetAtCompletionUnits CBSCode CBSId
        CalendarName CalendarObjectId Code CostAccountId CostAccountName CostAccountObjectId
        DurationPercentComplete EstimateTimeToComplete EstimateTimeToCompleteUnits
        EstimateToCompletionCosts EstimateToCompletionUnits FinancialPeriodTmplId
        HasFutureBucketData IsActive IsActivityFlagged IsOvertimeAllowed OvertimeFactor
        PendingActualOvertimeUnits PendingActualRegularUnits PendingPercentComplete
        PendingRemainingUnits PercentComplete PercentCompleteType PlannedCurve PlannedDuration
        PlannedLag PricePerUnit PriorActualOvertimeUnits PriorActualRegularUnits Proficiency
        ProjectFlag ProjectId ProjectName ProjectProjectFlag RemainingCurve RemainingLag
        RemainingLateFinishDate RemainingLateStartDate ResourceCalendarName ResourceCurveName
        ResourceCurveObjectId ResourceId ResourceName ResourceRequest ReviewRequired RoleId
        RoleName RoleShortName Spread StaffedRemainingCost StaffedRemainingUnits StatusCode
        TotalPastPeriodCost TotalPastPeriodUnits UDF UnreadCommentCount UnstaffedRemainingCost
        UnstaffedRemainingUnits WBSNamePath
    """,
    "TASKMEMO": "ProjectId WBSObjectId",
    "TASKPRED": """
        Aref Arls Driving IsPredecessorBaseline IsPredecessorTemplate IsSuccessorBaseline
        IsSuccessorTemplate PredActIsLongestPath PredActPercentCompleteType
        PredActualFinishDate PredActualStartDate PredCalendarObjectId PredEarlyFinishDate
        PredEarlyStartDate PredFreeFloat PredLateFinishDate PredLateStartDate
        PredProjectNameSepChar PredTotalFloat PredWBSPath PredecessorActivityId
        PredecessorActivityName PredecessorActivityType PredecessorFinishDate
        PredecessorProjectId PredecessorProjectName PredecessorStartDate PredecessorWbsName
        PredecessorWbsShortName SuccessorActivityId SuccessorActivityName
        SuccessorActivityType SuccessorFinishDate SuccessorProjectId SuccessorStartDate
        SuccessorWbsName
    """,
    "SCHEDOPTIONS": """
        CriticalActivityFloatThreshold IgnoreOtherProjectRelationships IncludeExternalResAss
        LevelWithinFloat MakeOpenEndedActivitiesCritical MultipleFloatPathsEnabled
        MultipleFloatPathsEndingActivityObjectId MultipleFloatPathsEndingActivityShortName
        ProjectId ResourceList UserName UserObjectId
    """,
}
_KNOWN = {table: frozenset(names.split()) for table, names in _FIELDS.items()}

_OBJECTS = """
    ActivityCodeAssignment ActivityCodeUpdate ActivityComment ActivityExpense ActivityFilter
    ActivityNoteUpdate ActivityOwner ActivityPeriodActual ActivityRisk ActivityStep
    ActivityStepCreate ActivityStepDelete ActivityStepTemplate ActivityStepTemplateItem
    ActivityStepUpdate ActivityUpdate Alert AutovueAttr BaselineType CBS CBSDurationSummary
    CHECKUID ChangeSet Code CostAccount Document DocumentCategory DocumentStatusCode
    EPSBudgetChangeLog EPSFunding EPSNote EPSSpendingPlan ExpenseCategory FinancialPeriod
    FundingSource GatewayDeployment GlobalPreferences GlobalProfile GlobalReplace
    ImportOptionsTemplate IssueHistory JobService LeanTask Location MSPTemplate OverheadCode
    PAuditX Profile ProjectBudgetChangeLog ProjectCode ProjectCodeAssignment ProjectCodeType
    ProjectDeployment ProjectDocument ProjectFunding ProjectIssue ProjectPortfolio
    ProjectProfile ProjectResource ProjectResourceCategory ProjectResourceQuantity
    ProjectResourceSpread ProjectRoleSpread ProjectSpendingPlan ProjectThreshold
    ResourceAccess ResourceAssignmentCode ResourceAssignmentCodeAssignment
    ResourceAssignmentCodeType ResourceAssignmentCreate ResourceAssignmentPeriodActual
    ResourceAssignmentUpdate ResourceCode ResourceCodeAssignment ResourceCodeType ResourceHour
    ResourceLocation ResourceRole ResourceTeam Risk RiskCategory RiskImpact RiskMatrix
    RiskMatrixScore RiskMatrixThreshold RiskResponseAction RiskResponseActionImpact
    RiskResponsePlan RiskThreshold RiskThresholdLevel Role RoleCode RoleCodeAssignment
    RoleCodeType RoleLimit RoleRate RoleRateNew RoleTeam ScheduleCheckOption Shift ShiftPeriod
    Spread StepUserDefinedValueUpdate ThresholdParameter Timesheet TimesheetAudit
    TimesheetDelegate TimesheetPeriod UDF UDFCode UDFValue UpdateBaselineOption User
    UserConsent UserDefinedValueUpdate UserFieldTitle UserInterfaceView UserLicense UserOBS
    WBSCategory WBSMilestone WbsReviewers
"""
KNOWN_OBJECTS = frozenset(_OBJECTS.split())
"""Objects of a file or project that are not read."""


def is_known(table: str, name: str) -> bool:
    """Tell whether P6 has a field of this name, that is not read."""
    return name in _KNOWN.get(table, frozenset())
