"""Names of what the platform tells people, and how its letters fare."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeKind(models.TextChoices):
    """What a notice is about, as people may choose to have it by e-mail; legal duties always go out."""

    DUTY = "duty", _("法定期限提醒和督办")
    ROUND = "round", _("审核轮次的报送、退回和结论")
    JOB = "job", _("后台任务的结果")


class MailKind(models.TextChoices):
    """What a letter is: the digest of a day, or one about the person's own account, which does not wait."""

    DIGEST = "digest", _("每日通知")
    PASSWORD_RESET = "password_reset", _("找回密码")
    PASSWORD_SET = "password_set", _("密码已重设")
    EMAIL_CONFIRM = "email_confirm", _("确认邮箱")
    EMAIL_LEAVING = "email_leaving", _("更换邮箱提醒")


class MailState(models.TextChoices):
    """`uncertain`: the letter was handed over, but the server was gone before it confirmed."""

    QUEUED = "queued", _("待发送")
    SENDING = "sending", _("发送中")
    SENT = "sent", _("已发送")
    FAILED = "failed", _("未能送达")
    UNCERTAIN = "uncertain", _("可能已送达")


class Sharing(models.TextChoices):
    """Who besides its owner finds a saved view: nobody, the same authority, or whoever has its address."""

    PRIVATE = "private", _("仅自己")
    OFFICE = "office", _("本单位同级人员")
    LINK = "link", _("知道链接的人")


class BulkState(models.TextChoices):
    """What came of one row of a deed over many."""

    WAITING = "waiting", _("未办理")
    DONE = "done", _("已办理")
    REFUSED = "refused", _("未通过")


class Desk(models.TextChoices):
    """Who is told of a duty: the site, its agency, and the authorities above it."""

    PLANT = "plant"
    AGENCY = "agency"
    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
