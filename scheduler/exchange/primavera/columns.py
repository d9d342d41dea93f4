"""Which columns of P6 are read, which say nothing that is missed, and which are known.

`KEPT` are read. `WORKED_OUT_AGAIN` is what P6 computes whenever it schedules or sums up, and its
own book-keeping: who wrote a row and when, and global identifiers. `USUAL` is what a new project
has anyway. Nothing of the latter two is told as a loss; everything else is, when it says something.
"""

from __future__ import annotations

import re

SAYS_NOTHING = re.compile(r"\s*(?:N|-?0*(?:[.,]0*)?)\s*")
"""Empty, no, or zero: what P6 writes in columns that nobody has used."""

KEPT = {
    "CALENDAR": "clndr_id clndr_name base_clndr_id clndr_data day_hr_cnt week_hr_cnt month_hr_cnt"
    " default_flag proj_id clndr_type",
    "PROJECT": "proj_id proj_short_name proj_name clndr_id plan_start_date scd_end_date"
    " last_recalc_date export_flag",
    "PROJWBS": "wbs_id proj_id seq_num proj_node_flag wbs_short_name wbs_name parent_wbs_id",
    "TASK": "task_id proj_id wbs_id clndr_id phys_complete_pct complete_pct_type task_type"
    " status_code task_code task_name remain_drtn_hr_cnt target_drtn_hr_cnt cstr_date"
    " act_start_date act_end_date restart_date reend_date target_start_date target_end_date"
    " cstr_type priority_type cstr_date2 cstr_type2 scope_complete_pct",
    "TASKPRED": "task_pred_id task_id pred_task_id proj_id pred_proj_id pred_type lag_hr_cnt",
    "RSRC": "rsrc_id clndr_id rsrc_name rsrc_short_name rsrc_type",
    "RSRCRATE": "rsrc_rate_id rsrc_id max_qty_per_hr start_date",
    "TASKRSRC": "taskrsrc_id task_id proj_id rsrc_id role_id target_qty target_qty_per_hr"
    " rsrc_type",
    "ACTVTYPE": "actv_code_type_id actv_code_type proj_id",
    "ACTVCODE": "actv_code_id parent_actv_code_id actv_code_type_id actv_code_name short_name",
    "TASKACTV": "task_id actv_code_type_id actv_code_id proj_id",
    "UDFTYPE": "udf_type_id table_name udf_type_name udf_type_label logical_data_type",
    "UDFVALUE": "udf_type_id fk_id proj_id udf_date udf_number udf_text udf_code_id",
    "MEMOTYPE": "memo_type_id memo_type",
    "TASKMEMO": "memo_id task_id memo_type_id proj_id task_memo",
    "WBSMEMO": "wbs_memo_id memo_id wbs_id memo_type_id proj_id wbs_memo",
    "SCHEDOPTIONS": "schedoptions_id proj_id sched_calendar_on_relationship_lag",
    "CURRTYPE": "curr_id curr_short_name",
}

_BOOKS = " guid tmpl_guid create_date create_user update_date update_user last_checksum"
WORKED_OUT_AGAIN = {
    "CALENDAR": "last_chng_date year_hr_cnt rsrc_private" + _BOOKS,
    "PROJECT": "obs_id sum_base_proj_id base_type_id task_code_base task_code_step fcst_start_date"
    " add_date add_by_name last_tasksum_date last_fin_dates_id last_baseline_update_date"
    " next_data_date sum_refresh_date last_schedule_date loaded_scope_level trsrcsum_loaded"
    " sumtask_loaded new_fin_dates_id checkout_flag checkout_date checkout_user_id"
    " last_level_date wbs_max_sum_level" + _BOOKS,
    "PROJWBS": "obs_id status_code plan_open_state sum_data_flag est_wt status_reviewer"
    " phase_id" + _BOOKS,
    "TASK": "total_float_hr_cnt free_float_hr_cnt late_start_date late_end_date early_start_date"
    " early_end_date rem_late_start_date rem_late_end_date driving_path_flag float_path"
    " float_path_order act_work_qty remain_work_qty target_work_qty target_equip_qty act_equip_qty"
    " remain_equip_qty act_this_per_work_qty act_this_per_equip_qty" + _BOOKS,
    "TASKPRED": "float_path aref arls" + _BOOKS,
    "RSRC": "rsrc_seq_num active_flag" + _BOOKS,
    "RSRCRATE": _BOOKS,
    "TASKRSRC": "remain_qty remain_qty_per_hr act_reg_qty restart_date reend_date act_start_date"
    " act_end_date target_start_date target_end_date rem_late_start_date rem_late_end_date"
    " has_rsrchours taskrsrc_sum_id rollup_dates_flag ts_pend_act_end_flag rate_type"
    " cost_per_qty_source_type cost_qty_link_flag target_cost remain_cost act_reg_cost"
    " relag_drtn_hr_cnt" + _BOOKS,
    "ACTVTYPE": "seq_num actv_short_len actv_code_type_scope" + _BOOKS,
    "ACTVCODE": "seq_num total_assignments" + _BOOKS,
    "TASKACTV": _BOOKS,
    "UDFTYPE": _BOOKS,
    "UDFVALUE": _BOOKS,
    "MEMOTYPE": "seq_num eps_flag proj_flag wbs_flag task_flag" + _BOOKS,
    "TASKMEMO": _BOOKS,
    "WBSMEMO": _BOOKS,
    "SCHEDOPTIONS": "key_activity_for_multiple_longest_paths" + _BOOKS,
    "CURRTYPE": "decimal_digit_cnt curr_symbol decimal_symbol digit_group_symbol pos_curr_fmt_type"
    " neg_curr_fmt_type curr_type group_digit_cnt base_exch_rate" + _BOOKS,
}

USUAL = {
    "PROJECT": {
        "fy_start_month_num": "1",
        "rsrc_self_add_flag": "Y",
        "allow_complete_flag": "Y",
        "rsrc_multi_assign_flag": "Y",
        "project_flag": "Y",
        "batch_sum_flag": "Y",
        "name_sep_char": ".",
        "def_complete_pct_type": "CP_Drtn",
        "priority_num": "10",
        "strgy_priority_num": "500",
        "def_duration_type": "DT_FixedDUR2",
        "task_code_prefix": "A",
        "def_qty_type": "QT_Hour",
        "def_rate_type": "COST_PER_QTY",
        "act_this_per_link_flag": "Y",
        "def_task_type": "TT_Task",
        "act_pct_link_flag": "Y",
        "critical_path_type": "CT_TotFloat",
        "task_code_prefix_flag": "Y",
        "def_rollup_dates_flag": "Y",
        "use_project_baseline_flag": "Y",
        "rem_target_link_flag": "Y",
        "reset_planned_flag": "Y",
        "sum_assign_level": "SL_Taskrsrc",
        "hist_interval": "Month",
        "hist_level": "HL_None",
    },
    "PROJWBS": {
        "ev_user_pct": "6",
        "ev_etc_user_value": "0.88",
        "ev_compute_type": "EC_Cmp_pct",
        "ev_etc_compute_type": "EE_Rem_hr",
        "dscnt_period_type": "Month",
    },
    "TASK": {"est_wt": "1", "duration_type": "DT_FixedDUR2", "review_type": "RV_OK"},
    "RSRC": {
        "def_qty_per_hr": "1",
        "cost_qty_type": "QT_Hour",
        "auto_compute_act_flag": "Y",
        "def_cost_qty_link_flag": "Y",
        "curr_id": "1",
        "load_tasks_flag": "Y",
        "level_flag": "Y",
    },
    "SCHEDOPTIONS": {
        "sched_outer_depend_type": "SD_Both",
        "sched_lag_early_start_flag": "Y",
        "sched_retained_logic": "Y",
        "sched_float_type": "FT_FF",
        "sched_use_expect_end_flag": "Y",
        "level_outer_assign_priority": "5",
        "level_over_alloc_pct": "25",
        "level_keep_sched_date_flag": "Y",
        "level_all_rsrc_flag": "Y",
        "sched_use_project_end_date_for_float": "Y",
        "limit_multiple_longest_path_calc": "Y",
        "max_multiple_longest_path": "10",
        "use_total_float_multiple_longest_paths": "Y",
        "levelprioritylist": "priority_type,ASC",
    },
}

KNOWN = {
    "PROJECT": "step_complete_flag cost_qty_recalc_flag acct_id orig_proj_id source_proj_id"
    " critical_drtn_hr_cnt def_cost_per_qty plan_end_date web_local_root_path proj_url"
    " add_act_remain_flag allow_neg_act_flag fintmpl_id cr_external_key apply_actuals_date"
    " location_id baselines_to_export baseline_names_to_export close_period_flag risk_level"
    " rsrc_role_level_flag hist_interval hist_level rsrc_id intg_proj_type matrix_id"
    " rsrc_multi_assign_flag sum_only_flag control_updates_flag description status_code",
    "PROJWBS": "orig_cost indep_remain_total_cost ann_dscnt_rate_pct indep_remain_work_qty"
    " anticip_start_date anticip_end_date tmpl_guid intg_type rsrc_id",
    "TASK": "rev_fdbk_flag lock_plan_flag auto_compute_act_flag rsrc_id expect_end_date"
    " suspend_date resume_date external_early_start_date external_late_end_date location_id"
    " crt_path_num control_updates_flag rsrc_notes feedback scope_complete_pct notes_to_resources",
    "TASKPRED": "comments",
    "RSRC": "parent_rsrc_id role_id shift_id user_id pobs_id email_addr employee_code"
    " office_phone other_phone rsrc_title_name"
    " ot_factor ot_flag unit_id location_id rsrc_notes ts_approve_user_id"
    " timesheet_flag xfer_complete_day_cnt xfer_notstart_day_cnt",
    "RSRCRATE": "cost_per_qty cost_per_qty2 cost_per_qty3 cost_per_qty4 cost_per_qty5"
    " shift_period_id",
    "TASKRSRC": "acct_id pobs_id skill_level target_lag_drtn_hr_cnt act_ot_qty ot_factor"
    " cost_per_qty act_ot_cost target_crv remain_crv actual_crv act_this_per_cost act_this_per_qty"
    " curv_id user_id",
    "ACTVTYPE": "wbs_id super_flag",
    "ACTVCODE": "color",
    "UDFTYPE": "super_flag indicator_expression summary_indicator_expression",
    "SCHEDOPTIONS": "sched_open_critical_flag sched_setplantoforecast sched_progress_override"
    " level_float_thrs_cnt level_outer_assign_flag level_within_float_flag"
    " enable_multiple_longest_path_calc",
}

KNOWN_TABLES = frozenset(
    {
        "ACCOUNT",
        "APPLYACTOPTIONS",
        "ASGNMNTACAT",
        "ASGNMNTCATTYPE",
        "ASGNMNTCATVAL",
        "BUDGCHNG",
        "COSTTYPE",
        "DOCCATG",
        "DOCSTAT",
        "DOCUMENT",
        "EXTAPP",
        "FINDATES",
        "FINTMPL",
        "FUNDSRC",
        "HQDATA",
        "ISSUHIST",
        "LOCATION",
        "NONWORK",
        "OBS",
        "PCATTYPE",
        "PCATUSER",
        "PCATVAL",
        "PHASE",
        "POBS",
        "PROJCOST",
        "PROJEST",
        "PROJFUND",
        "PROJISSU",
        "PROJPCAT",
        "PROJPROP",
        "PROJRISK",
        "PROJTHRS",
        "PROJUSER",
        "RCATTYPE",
        "RCATVAL",
        "RISKTYPE",
        "ROLECATTYPE",
        "ROLECATVAL",
        "ROLELIMIT",
        "ROLERATE",
        "ROLERCAT",
        "ROLES",
        "RSRCAN",
        "RSRCCURVDATA",
        "RSRCHOUR",
        "RSRCRCAT",
        "RSRCROLE",
        "SCHEDOPTIONS",
        "SHIFT",
        "SHIFTPER",
        "TASKDOC",
        "TASKFDBK",
        "TASKFIN",
        "TASKNOTE",
        "TASKPROC",
        "TASKRISK",
        "TASKUSER",
        "TASKWKSP",
        "THRSPARM",
        "TRAKVIEW",
        "TRSRCFIN",
        "UDFCODE",
        "UMEASURE",
        "USERCOL",
        "USEROPEN",
        "WBSBUDG",
        "WBSSTEP",
    }
)
"""Tables of P6 that have no place here: money, risks, documents, roles, steps."""

WITHOUT_MEANING = frozenset({"FINTMPL", "RSRCCURVDATA", "UMEASURE", "NONWORK", "OBS"})
"""What every file carries along, whether its project uses it or not."""
