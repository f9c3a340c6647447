"""Names of the registry and of the law around it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """Why an enterprise must audit (清洁生产促进法 Art. 27); it can be in more than one."""

    OVER_LIMIT = "OVER_LIMIT", _("双超")
    TOXIC = "TOXIC", _("双有")
    ENERGY = "ENERGY", _("高耗能")


class Scale(models.TextChoices):
    LARGE = "large", _("大型")
    MEDIUM = "medium", _("中型")
    SMALL = "small", _("小型")
    MICRO = "micro", _("微型")
    UNKNOWN = "", _("未填")


class EnterpriseStatus(models.TextChoices):
    ACTIVE = "active", _("在产")
    STOPPED = "stopped", _("停产")
    CLOSED = "closed", _("关闭")
    MOVED = "moved", _("迁出")


class ListState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已公布")


class DisclosureState(models.TextChoices):
    """A disclosure counts from the day it was made public, unless the bureau returns it."""

    SUBMITTED = "submitted", _("待核对")
    CHECKED = "checked", _("已核对")
    RETURNED = "returned", _("已退回")


STANDING_DISCLOSURES = (DisclosureState.SUBMITTED, DisclosureState.CHECKED)


class ListingState(models.TextChoices):
    """The side states of a listing; an exempted, deferred or rolled-over one keeps its reason and document."""

    LISTED = "listed", _("在列")
    REMOVED = "removed", _("移出")
    EXEMPTED = "exempted", _("免予审核")
    DEFERRED = "deferred", _("缓期")
    ROLLED_OVER = "rolled_over", _("转入下一批")


class FactKind(models.TextChoices):
    """What kind of fact puts an enterprise on the list: one for each category."""

    POLLUTANT = "pollutant", _("污染物")
    TOXIC = "toxic", _("有毒有害物质")
    ENERGY = "energy", _("单位产品能耗")


class RecommendationState(models.TextChoices):
    """A county's word that an enterprise belongs on the next list, on its way up to the province."""

    DRAFT = "draft", _("起草中")
    SUBMITTED = "submitted", _("待市级审查")
    RETURNED = "returned", _("市级退回")
    PASSED = "passed", _("待省级汇总")
    TAKEN = "taken", _("已列入草稿")
    LEFT_OUT = "left_out", _("未列入")
    WITHDRAWN = "withdrawn", _("已撤回")


class AmendmentKind(models.TextChoices):
    """What an amendment does to one entry of a published list."""

    ADD = "add", _("增列")
    REMOVE = "remove", _("移出")
    CORRECT = "correct", _("更正")


class DocumentKind(models.TextChoices):
    """Papers made of a published list or of an amendment."""

    NOTICE = "notice", _("公布通知")
    LETTERS = "letters", _("告知书")
    WHOLE = "whole", _("修订后的名单")


class InvitationState(models.TextChoices):
    """How an invitation stands at a moment; derived from its dates."""

    OPEN = "open", _("待接受")
    ACCEPTED = "accepted", _("已接受")
    EXPIRED = "expired", _("已过期")
    REVOKED = "revoked", _("已撤销")
    REPLACED = "replaced", _("已换发")


class DutyCode(models.TextChoices):
    """Legal duties with a clock; the terms are rows of LegalRegime."""

    DISCLOSE = "disclose", _("公示")
    FILE_PLAN = "file_plan", _("报送审核计划")
    START = "start", _("启动审核")
    FINISH = "finish", _("完成并报送审核报告")
    NEXT_ROUND = "next_round", _("下一轮审核")
    IMPLEMENT = "implement", _("完成中/高费方案")
    APPLY_ACCEPTANCE = "apply_acceptance", _("申请验收")
    RECTIFY = "rectify", _("整改并再次申请验收")
    YEARLY_DISCLOSURE = "yearly_disclosure", _("年度环境信息披露")


class SheetUse(models.TextChoices):
    """What an uploaded sheet is imported into."""

    ROSTER = "roster", _("名单")
    PAST = "past", _("往年数据")


class RosterState(models.TextChoices):
    UPLOADED = "uploaded", _("已上传")
    CHECKING = "checking", _("检查中")
    PREVIEWED = "previewed", _("待确认")
    APPLYING = "applying", _("导入中")
    APPLIED = "applied", _("已导入")
    FAILED = "failed", _("无法读取")
    CANCELLED = "cancelled", _("已放弃")


class RowState(models.TextChoices):
    NEW = "new", _("新增")
    CHANGED = "changed", _("有变化")
    SAME = "same", _("相同")
    BAD = "bad", _("有错")


class OrderKind(models.TextChoices):
    PUBLISH = "publish", _("责令公布")
    CORRECT = "correct", _("责令限期改正")


class OrderState(models.TextChoices):
    """Where an order stands. A draft is a row of its own; that a term has run out follows from the day."""

    DRAFT = "draft", _("起草中")
    ISSUED = "issued", _("已下达")
    ANSWERED = "answered", _("待核查")
    RETURNED = "returned", _("退回补正")
    EXPIRED = "expired", _("期满未改正")
    MET = "met", _("已改正")
    WITHDRAWN = "withdrawn", _("已撤销")


class PenaltyState(models.TextChoices):
    DECIDED = "decided", _("已作出")
    WITHDRAWN = "withdrawn", _("已撤销")


class AnswerState(models.TextChoices):
    """What became of the proof an enterprise handed in."""

    WAITING = "waiting", _("待核查")
    ACCEPTED = "accepted", _("已认可")
    RETURNED = "returned", _("已退回")


class CalendarState(models.TextChoices):
    """A year's calendar by the State Council's notice, or a guess until that notice comes."""

    PUBLISHED = "published", _("正式")
    PROVISIONAL = "provisional", _("暂定")


class AdjustmentKind(models.TextChoices):
    PAUSE = "pause", _("中止计算")
    EXTENSION = "extension", _("延期")


class AdjustmentState(models.TextChoices):
    """A request to pause or extend a duty's clock: asked for, decided by another officer, perhaps taken back."""

    REQUESTED = "requested", _("待审批")
    APPROVED = "approved", _("已批准")
    REFUSED = "refused", _("未批准")
    ENDED = "ended", _("提前恢复")
    UNDONE = "undone", _("已撤销")


class DutyEvent(models.TextChoices):
    """What can happen to a duty's clock."""

    OPENED = "opened", _("开始计算")
    RECOMPUTED = "recomputed", _("重新计算")
    PAUSED = "paused", _("中止计算")
    RESUMED = "resumed", _("提前恢复计算")
    EXTENDED = "extended", _("延期")
    EXTENSION_UNDONE = "extension_undone", _("撤销延期")
    MET = "met", _("履行")
    REOPENED = "reopened", _("退回重办")


class SubjectKind(models.TextChoices):
    """What is audited: mostly a plant, but the plan also counts villages, buildings, fleets and hotels."""

    PLANT = "plant", _("企业")
    VILLAGE = "village", _("村庄")
    BUILDING = "building", _("建筑")
    FLEET = "fleet", _("车队")
    HOTEL = "hotel", _("宾馆")


class PlanField(models.TextChoices):
    """The five fields of the province's plan; sections of GB/T 4754 belong to them (PLAN_SECTIONS)."""

    INDUSTRY = "industry", _("工业")
    AGRICULTURE = "agriculture", _("农业")
    CONSTRUCTION = "construction", _("建筑业")
    TRANSPORT = "transport", _("交通运输")
    SERVICES = "services", _("商贸服务")


PLAN_SECTIONS: dict[str, tuple[str, ...]] = {
    PlanField.INDUSTRY: ("B", "C", "D"),
    PlanField.AGRICULTURE: ("A",),
    PlanField.CONSTRUCTION: ("E",),
    PlanField.TRANSPORT: ("G",),
    PlanField.SERVICES: tuple("FHIJKLMNOPQRST"),
}


class ChangeKind(models.TextChoices):
    """A dated change of what is registered."""

    RENAME = "rename", _("更名")
    MOVE = "move", _("迁移")
    SPLIT = "split", _("分立出")
    FOUNDED = "founded", _("分立自")
    PLACE = "place", _("确认区域")
    RECODE = "recode", _("代码变更")


class WatchState(models.TextChoices):
    OPEN = "open", _("在库")
    ENDED = "ended", _("移出")


class AgreementState(models.TextChoices):
    """A voluntary agreement between an enterprise and a bureau (清洁生产促进法 Art. 28)."""

    DRAFT = "draft", _("起草中")
    SIGNED = "signed", _("履行中")
    DELIVERED = "delivered", _("已兑现")
    MISSED = "missed", _("未兑现")
    ENDED = "ended", _("已解除")
    WITHDRAWN = "withdrawn", _("已撤回")


class DeliveryState(models.TextChoices):
    """One year's report on what an agreement promised."""

    OWED = "owed", _("待报告")
    SUBMITTED = "submitted", _("待核对")
    CHECKED = "checked", _("已核对")
    RETURNED = "returned", _("已退回")


class Incentive(models.TextChoices):
    """What the bureau promises in return: priority, never money of its own."""

    TAX = "tax", _("税收优惠优先落实")
    FUNDS = "funds", _("专项资金优先安排")
    PERMITS = "permits", _("环评与许可优先办理")
