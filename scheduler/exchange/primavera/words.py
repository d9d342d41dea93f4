"""P6's terms: as XER writes them, as PMXML does, and ours.

Sources: Oracle's P6 EPPM database reference and the PMXML schema, as files show them.
"""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.exchange.project_schedule import ConstraintKind, LinkKind, ResourceKind

ACTIVITY_TYPES = {
    "TT_Task": "Task Dependent",
    "TT_Rsrc": "Resource Dependent",
    "TT_LOE": "Level of Effort",
    "TT_Mile": "Start Milestone",
    "TT_FinMile": "Finish Milestone",
    "TT_WBS": "WBS Summary",
}
STATUSES = {"TK_NotStart": "Not Started", "TK_Active": "In Progress", "TK_Complete": "Completed"}
PERCENT_TYPES = {
    "CP_Drtn": "Duration",
    "CP_Phys": "Physical",
    "CP_Units": "Units",
    "CP_Scope": "Scope",
}
CONSTRAINTS = {
    "CS_MSO": "Start On",
    "CS_MSOB": "Start On or Before",
    "CS_MSOA": "Start On or After",
    "CS_MEO": "Finish On",
    "CS_MEOB": "Finish On or Before",
    "CS_MEOA": "Finish On or After",
    "CS_ALAP": "As Late As Possible",
    "CS_MANDSTART": "Mandatory Start",
    "CS_MANDFIN": "Mandatory Finish",
}
PRIORITIES = {
    "PT_Top": "Top",
    "PT_High": "High",
    "PT_Normal": "Normal",
    "PT_Low": "Low",
    "PT_Lowest": "Lowest",
}
LINKS = {
    "PR_FS": "Finish to Start",
    "PR_SS": "Start to Start",
    "PR_FF": "Finish to Finish",
    "PR_SF": "Start to Finish",
}
RESOURCE_TYPES = {"RT_Labor": "Labor", "RT_Equip": "Nonlabor", "RT_Mat": "Material"}
CALENDAR_TYPES = {"CA_Base": "Global", "CA_Project": "Project", "CA_Rsrc": "Resource"}
LAG_CALENDARS = {
    "rcal_Predecessor": "Predecessor Activity Calendar",
    "rcal_Successor": "Successor Activity Calendar",
    "rcal_ProjDefault": "Project Default Calendar",
    "rcal_24Hour": "24 Hour Calendar",
}
DURATION_TYPES = {
    "DT_FixedRate": "Fixed Units/Time",
    "DT_FixedDrtn": "Fixed Duration and Units/Time",
    "DT_FixedQty": "Fixed Units",
    "DT_FixedDUR2": "Fixed Duration and Units",
}
FIELD_TYPES = {
    "FT_TEXT": "Text",
    "FT_MONEY": "Cost",
    "FT_END_DATE": "Finish Date",
    "FT_START_DATE": "Start Date",
    "FT_STATICTYPE": "Indicator",
    "FT_INT": "Integer",
    "FT_FLOAT_2_DECIMALS": "Double",
}
SUBJECTS = {
    "TASK": "Activity",
    "PROJWBS": "WBS",
    "RSRC": "Resource",
    "TASKRSRC": "Resource Assignment",
    "PROJECT": "Project",
}

CONSTRAINT_KINDS: Mapping[str, ConstraintKind] = {
    "CS_ALAP": "as_late_as_possible",
    "CS_MANDSTART": "must_start_on",
    "CS_MANDFIN": "must_finish_on",
    "CS_MSOA": "start_no_earlier_than",
    "CS_MSOB": "start_no_later_than",
    "CS_MEOA": "finish_no_earlier_than",
    "CS_MEOB": "finish_no_later_than",
}
SOFT_CONSTRAINTS: Mapping[str, ConstraintKind] = {
    "CS_MSO": "must_start_on",
    "CS_MEO": "must_finish_on",
}
"""Held only as far as links allow, where those called mandatory are held whatever links say."""

PRIORITY_VALUES = {
    "PT_Top": 900,
    "PT_High": 600,
    "PT_Normal": 500,
    "PT_Low": 400,
    "PT_Lowest": 100,
}
"""On the scale of 0 to 1000, at the places where Microsoft Project names them."""

LINK_KINDS: Mapping[str, LinkKind] = {"PR_FS": "FS", "PR_SS": "SS", "PR_FF": "FF", "PR_SF": "SF"}
RESOURCE_KINDS: Mapping[str, ResourceKind] = {
    "RT_Labor": "work",
    "RT_Equip": "work",
    "RT_Mat": "material",
}
