"""Words for people: rows of the lists of accounts."""

from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.browsers import browser_words
from accounts.models import Activity, SignIn, User
from config.common.access import Role
from config.common.wording import UNKNOWN, Light, listed

# Deeds of the trail in people's words; each service adds its own.
VERBS = {
    "user_create": _("开立账号"),
    "user_open": _("启用账号"),
    "user_close": _("停用账号"),
    "password_change": _("修改密码"),
    "password_reset": _("重置密码"),
    "sign_in_end": _("结束登录"),
    "token_create": _("开立接口密钥"),
    "token_revoke": _("撤销接口密钥"),
    "export_request": _("导出列表"),
    "export_download": _("下载导出文件"),
    "view_save": _("保存视图"),
    "view_change": _("修改视图"),
    "view_delete": _("删除视图"),
    "view_default": _("设置默认视图"),
    "bulk_confirm": _("批量办理"),
    "round_assign": _("指派经办人"),
    "listing_remind": _("提醒企业"),
    "order_draft_begin": _("起草责令"),
    "order_draft_discard": _("放弃责令草稿"),
    "adjustment_withdraw": _("撤回期限申请"),
    "mail_retry": _("重新发送邮件"),
    "notices_mute": _("设置邮件通知"),
    "calendar_feed_create": _("开通日历订阅"),
    "calendar_feed_revoke": _("撤销日历订阅"),
    "job_enqueue": _("提交后台任务"),
    "job_cancel": _("取消后台任务"),
    "job_retry": _("重试后台任务"),
    "enterprise_create": _("登记企业"),
    "enterprise_update": _("修改企业信息"),
    "enterprise_rename": _("企业更名"),
    "enterprise_move": _("企业迁移"),
    "enterprise_split": _("企业分立"),
    "enterprise_found": _("由分立设立"),
    "enterprise_place": _("确认所在区域"),
    "enterprise_merge": _("合并企业登记"),
    "merge_undo": _("撤销企业合并"),
    "duplicate_dismiss": _("判定不是同一家"),
    "watch_add": _("列入名录库"),
    "watch_update": _("修改名录库期限"),
    "watch_end": _("移出名录库"),
    "park_create": _("登记园区"),
    "roster_upload": _("上传名单文件"),
    "roster_apply": _("导入名单"),
    "roster_confirm": _("确认导入名单"),
    "roster_give_up": _("放弃导入名单"),
    "roster_recheck": _("重新检查名单"),
    "headings_settle": _("对应文件的列"),
    "heading_forget": _("忘记列的对应关系"),
    "past_upload": _("上传往年数据"),
    "past_confirm": _("确认导入往年数据"),
    "past_apply": _("导入往年数据"),
    "past_give_up": _("放弃导入往年数据"),
    "past_recheck": _("重新检查往年数据"),
    "past_list_create": _("导入往年名单"),
    "past_round_write": _("导入往年轮次"),
    "past_result_change": _("更正往年结果"),
    "round_renumber": _("按先后重排轮次"),
    "list_create": _("起草名单"),
    "list_update": _("修改名单草稿"),
    "list_publish": _("公布名单"),
    "list_paper": _("制作名单公文"),
    "recommendation_create": _("推荐列入名单"),
    "recommendation_edit": _("修改名单推荐"),
    "recommendation_move": _("办理名单推荐"),
    "listing_add": _("列入名单"),
    "listing_edit": _("修改名单条目"),
    "listing_remove": _("移出名单草稿"),
    "amendment_create": _("起草名单修订"),
    "amendment_update": _("修改修订草稿"),
    "amendment_withdraw": _("撤回修订草稿"),
    "amendment_item": _("填写修订内容"),
    "amendment_item_drop": _("撤去修订内容"),
    "amendment_issue": _("发布名单修订"),
    "amendment_add": _("修订增列"),
    "amendment_remove": _("修订移出"),
    "amendment_correct": _("修订更正"),
    "disclosure_submit": _("登记信息公示"),
    "disclosure_check": _("核对信息公示"),
    "disclosure_return": _("退回信息公示"),
    "agreement_create": _("起草自愿协议"),
    "agreement_edit": _("修改自愿协议草稿"),
    "agreement_move": _("办理自愿协议"),
    "delivery_report": _("报送协议兑现报告"),
    "delivery_check": _("核对协议兑现报告"),
    "delivery_return": _("退回协议兑现报告"),
    "round_open": _("开启审核轮次"),
    "round_move": _("审核轮次流转"),
    "plan_save": _("保存审核计划"),
    "review_record": _("记录评估或验收"),
    "round_post_assessed": _("登记轮次后评估"),
    "stage_save": _("保存阶段成果"),
    "round_file_add": _("上传轮次材料"),
    "round_file_remove": _("移除轮次材料"),
    "review_apply": _("申请评估或验收"),
    "review_panel_set": _("确定专家组"),
    "review_material_add": _("上传申请材料"),
    "review_material_remove": _("移除申请材料"),
    "review_apply_again": _("再次申请评估或验收"),
    "review_accept": _("受理评估或验收申请"),
    "review_return": _("退回评估或验收申请"),
    "review_draw": _("抽取专家"),
    "review_send": _("送达评审材料"),
    "review_close": _("截止评分"),
    "review_merge": _("汇总专家组意见"),
    "review_decide": _("作出评审结论"),
    "review_record_score": _("手工登记评分"),
    "review_record_result": _("手工登记评审结论"),
    "seat_accept": _("应邀评审"),
    "seat_refuse": _("谢绝评审"),
    "seat_conflict": _("申明回避"),
    "tie_add": _("登记回避关系"),
    "tie_remove": _("撤销回避关系"),
    "seat_score": _("暂存评分"),
    "seat_hand_in": _("提交评分表"),
    "fee_pay": _("登记劳务费发放"),
    "fee_rate_set": _("制定劳务费标准"),
    "sheet_copy": _("复制评分表"),
    "sheet_save": _("修改评分表草稿"),
    "sheet_publish": _("发布评分表"),
    "agency_create": _("登记咨询机构"),
    "agency_update": _("修改咨询机构"),
    "auditor_add": _("登记审核人员"),
    "expert_create": _("专家入库"),
    "measure_create": _("提出方案"),
    "measure_update": _("修改方案"),
    "measure_move": _("方案状态变更"),
    "effects_save": _("填报方案环境效益"),
    "conclusion_record": _("登记方案可行性结论"),
    "sheet_recompute": _("重新测算方案经济性"),
    "parameter_add": _("设定方案参数"),
    "verifier_assign": _("指派现场核查"),
    "verification_record": _("登记现场核查"),
    "finding_answer": _("提交问题整改情况"),
    "finding_return": _("退回问题整改"),
    "finding_close": _("问题销号"),
    "finding_order_draft": _("由问题起草责令改正"),
    "visit_send": _("送达现场核查记录"),
    "visit_complete": _("现场核查照片收齐"),
    "post_plan_draw": _("抽取后评估年度计划"),
    "post_assessment_plan": _("安排后评估"),
    "post_assessment_record": _("登记后评估"),
    "report_make": _("编制年度报告"),
    "order_issue": _("下达责令改正"),
    "penalty_decide": _("作出处罚"),
    "order_meet": _("登记改正"),
    "order_answer": _("提交改正证明"),
    "order_return": _("退回改正证明"),
    "order_withdraw": _("撤销责令"),
    "penalty_withdraw": _("撤销处罚"),
    "credit_send": _("信用平台报送"),
    "statement_issue": _("出具审核情况说明"),
    "statement_withdraw": _("撤回审核情况说明"),
    "technology_create": _("收入新技术"),
    "technology_edit": _("修改技术条目"),
    "technology_retire": _("停止推荐技术"),
    "measure_proof_add": _("上传方案证明"),
    "measure_proof_remove": _("删除方案证明"),
    "screening_keep": _("方案筛选打分"),
    "screening_scheme_add": _("设定筛选因素"),
    "works_save": _("编制方案实施计划与资金"),
    "funding_draw": _("登记方案资金到位"),
    "measure_technology": _("登记方案所用技术"),
    "project_create": _("登记项目"),
    "project_update": _("修改项目"),
    "project_approve": _("批准立项"),
    "project_accept": _("验收项目"),
    "project_end": _("终止项目"),
    "honour_publish": _("公布荣誉"),
    "honour_withdraw": _("撤销荣誉"),
    "calendar_load": _("载入工作日历"),
    "dues_recompute": _("重新计算期限"),
    "adjustment_request": _("申请中止或延期"),
    "adjustment_decide": _("审批中止或延期"),
    "pause_resume": _("提前恢复期限"),
    "extension_undo": _("撤销延期"),
    "representative_add": _("关联企业经办人"),
    "representative_end": _("结束企业经办人委托"),
    "password_reset_ask": _("申请找回密码"),
    "password_reset_finish": _("用邮件链接重设密码"),
    "email_change": _("更换电子邮箱"),
    "email_confirm": _("确认电子邮箱"),
    "invitation_issue": _("邀请企业经办人"),
    "invitation_reissue": _("换发邀请"),
    "invitation_revoke": _("撤销邀请"),
    "invitations_print": _("打印邀请函"),
    "invitation_accept": _("接受邀请"),
}

# What the trail tells beyond the columns of the thing that was changed, or of columns without words.
FIELDS = {
    "state": _("状态"),
    "on": _("日期"),
    "reason": _("原因"),
    "reasons": _("退回理由"),
    "rows": _("企业数"),
    "region": _("所在区域"),
    "agency": _("咨询机构"),
    "employer": _("工作单位"),
    "list": _("名单"),
    "categories": _("类别"),
    "task": _("任务"),
    "effects": _("环境效益"),
    "sha256": _("校验值"),
    "name": _("名称"),
    "kind": _("类别"),
    "attempt": _("第几次"),
    "focus": _("审核重点"),
    "training": _("宣传培训情况"),
    "intended_measures": _("拟实施的方案"),
    "experts": _("专家组"),
    "level_before": _("审核前水平"),
    "level_after": _("审核后水平"),
    "verifier": _("核查员"),
    "enterprise": _("企业"),
    "measure": _("方案"),
    "measures": _("方案数"),
    "readings": _("读数"),
    "photos": _("照片"),
    "order": _("责令"),
    "file": _("文件"),
    "disclosed_on": _("公示日期"),
    "place": _("公示载体"),
    "permits": _("排污许可证编号"),
    "key_areas": _("重点区域"),
    "expires_on": _("有效期至"),
    "technology": _("所用技术"),
    "address": _("来自"),
    "end": _("结束原因"),
}
_NOTHING: tuple[Any, ...] = (None, "", "None", [], {})


def user_rows(users: list[User]) -> list[dict[str, Any]]:
    return [
        {
            "username": user.username,
            "name": user.name,
            "role": user.get_role_display(),
            "place": user.region.name if user.region else "",
            "state": Light("ok", str(_("启用"))) if user.is_active else Light("paused", str(_("停用"))),
            "department": user.department.name if user.department else "",
            "last_login": user.last_login,
            "href": reverse("accounts:user_detail", args=[user.pk]),
        }
        for user in users
    ]


def sign_in_rows(sign_ins: list[SignIn], here: int | None) -> list[dict[str, Any]]:
    """When, from where and in what browser; `here` is the id of this one."""
    return [
        {
            "pk": row.pk,
            "browser": browser_words(row.agent),
            "address": row.address,
            "started_at": row.started_at,
            "seen_at": row.seen_at,
            "here": row.pk == here,
            "end": row.get_end_display() if row.end else "",
        }
        for row in sign_ins
    ]


def activity_rows(activities: list[Activity]) -> list[dict[str, Any]]:
    return [
        {
            "at": activity.at,
            "actor": activity.actor,
            "role": dict(Role.choices).get(activity.role, activity.role),
            "verb": verb_label(activity.verb),
            "thing": activity.thing,
            "address": activity.address,
            "changes": change_lines(activity) or [activity.note] * bool(activity.note),
            "note": activity.note,
        }
        for activity in activities
    ]


def change_lines(activity: Activity) -> list[str]:
    """`field: old → new` for each field that changed, or `field: new` where there was none before."""
    return [_line(field_label(activity, name), words) for name, words in change_pairs(activity)]


def change_pairs(activity: Activity) -> list[tuple[str, str]]:
    """The name of each field that changed, and its change in words."""
    names = [*activity.old, *(name for name in activity.new if name not in activity.old)]
    return [(name, _change(activity, name)) for name in names]


def _line(name: str, words: str) -> str:
    return _("%(name)s：%(words)s") % {"name": name, "words": words}


def _change(activity: Activity, name: str) -> str:
    given = [values.get(name) for values in (activity.old, activity.new)]
    words = [_worded(activity, name, value) for value in given if value not in _NOTHING]
    return " → ".join(words) or UNKNOWN


def _worded(activity: Activity, name: str, value: Any) -> str:
    if isinstance(value, list):
        return listed(_worded(activity, name, one) for one in value)
    field = _column(activity, name)
    choices = field.flatchoices if field is not None else ()
    return str(next((label for code, label in choices if code == value), value))


def _column(activity: Activity, name: str) -> models.Field | None:
    """The column of the thing that was changed; None where the trail tells more: a count of its rows, say."""
    try:
        field = apps.get_model(activity.thing_kind)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    return field if isinstance(field, models.Field) else None


def field_label(activity: Activity, name: str) -> str:
    """A field in people's words: the column's own, else ours, else its code."""
    field = _column(activity, name)
    plain = name.replace("_", " ")
    label = str(getattr(field, "verbose_name", plain))
    return label if label != plain else str(FIELDS.get(name, name))


def verb_label(verb: str) -> str:
    """The deed in people's words; a deed without words keeps its code."""
    return str(verb_labels().get(verb, verb))


def verb_labels() -> dict[str, str]:
    """Every deed and its words, in the reader's language."""
    return {verb: str(words) for verb, words in VERBS.items()}
