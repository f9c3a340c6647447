"""Words for people: rows of the lists of accounts."""

from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Activity, User
from config.common.access import Role

_OURS = ("accounts", "operations", "enterprises", "audits", "measures", "reports")

# Deeds of the trail in people's words; each service adds its own.
VERBS = {
    "user_create": _("开立账号"),
    "user_open": _("启用账号"),
    "user_close": _("停用账号"),
    "password_change": _("修改密码"),
    "password_reset": _("重置密码"),
    "token_create": _("开立接口密钥"),
    "token_revoke": _("撤销接口密钥"),
    "job_enqueue": _("提交后台任务"),
    "job_cancel": _("取消后台任务"),
    "job_retry": _("重试后台任务"),
    "attachment_store": _("上传附件"),
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
    "list_create": _("起草名单"),
    "list_update": _("修改名单草稿"),
    "list_publish": _("公布名单"),
    "listing_add": _("列入名单"),
    "listing_edit": _("修改名单条目"),
    "listing_remove": _("移出名单草稿"),
    "disclosure_submit": _("登记信息公示"),
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
    "agency_create": _("登记咨询机构"),
    "agency_update": _("修改咨询机构"),
    "auditor_add": _("登记审核人员"),
    "expert_create": _("专家入库"),
    "measure_create": _("提出方案"),
    "measure_update": _("修改方案"),
    "measure_move": _("方案状态变更"),
    "effects_save": _("填报方案环境效益"),
    "verifier_assign": _("指派现场核查"),
    "verification_record": _("登记现场核查"),
    "post_assessment_plan": _("安排后评估"),
    "post_assessment_record": _("登记后评估"),
    "report_make": _("编制年度报告"),
    "order_issue": _("下达责令改正"),
    "penalty_decide": _("作出处罚"),
    "order_meet": _("登记改正"),
    "calendar_load": _("载入工作日历"),
    "dues_recompute": _("重新计算期限"),
    "adjustment_request": _("申请中止或延期"),
    "adjustment_decide": _("审批中止或延期"),
    "pause_resume": _("提前恢复期限"),
    "extension_undo": _("撤销延期"),
    "representative_add": _("关联企业经办人"),
    "representative_end": _("结束企业经办人委托"),
}


def user_rows(users: list[User]) -> list[dict[str, Any]]:
    return [
        {
            "username": user.username,
            "name": user.name,
            "role": user.get_role_display(),
            "place": user.region.name if user.region else "",
            "active": user.is_active,
            "href": reverse("accounts:user_detail", args=[user.pk]),
        }
        for user in users
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
            "changes": change_lines(activity),
            "note": activity.note,
        }
        for activity in activities
    ]


def change_lines(activity: Activity) -> list[str]:
    """`field: old → new` for each field that changed, or `field: new` where there was none before."""
    names = [*activity.old, *(name for name in activity.new if name not in activity.old)]
    return [_change(name, activity.old.get(name), activity.new.get(name)) for name in names]


def _change(name: str, old: Any, new: Any) -> str:
    values = [_worded(name, value) for value in (old, new) if value not in (None, "")]
    return _("%(name)s：%(words)s") % {"name": field_label(name), "words": " → ".join(values) or "—"}


def _worded(name: str, value: Any) -> str:
    if name == "role":
        return str(dict(Role.choices).get(value, value))
    return str(value)


def field_label(name: str) -> str:
    """A field in people's words: the column's own name wherever one of our rows has it."""
    for model in apps.get_models():
        if model._meta.app_label in _OURS and name in {f.name for f in model._meta.fields}:
            label = str(getattr(model._meta.get_field(name), "verbose_name", name))
            if label != name.replace("_", " "):
                return label
    return name


def verb_label(verb: str) -> str:
    """The deed in people's words; a deed without words keeps its code."""
    return str(verb_labels().get(verb, verb))


def verb_labels() -> dict[str, str]:
    """Every deed and its words, in the reader's language."""
    return {verb: str(words) for verb, words in VERBS.items()}
