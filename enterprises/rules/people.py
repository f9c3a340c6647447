"""Who lets people act for an enterprise, who ends it, and what becomes of an invitation."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from config.common.access import Role
from config.common.errors import NotAllowed, Refused
from config.common.wording import date_words
from enterprises.enums import InvitationState
from enterprises.models import Enterprise, Invitation
from enterprises.rules.registry import check_in_charge


def check_may_invite(by: User, enterprise: Enterprise, *, acts: bool) -> None:
    """Whoever acts for the enterprise, and the officers of its territory."""
    if by.role != Role.ENTERPRISE:
        check_in_charge(by, enterprise.region)
    elif not acts:
        raise NotAllowed(_("只有该企业现任的经办人可以邀请他人。"))


def check_may_end(by: User, enterprise: Enterprise, *, is_own: bool, others: bool) -> None:
    """Officers anybody's; a person the own, when somebody is left."""
    if by.role != Role.ENTERPRISE:
        check_in_charge(by, enterprise.region)
        return
    if not is_own:
        raise NotAllowed(
            _("经办人只能结束自己的委托；要结束别人的，请联系%(bureau)s。") % _bureau(enterprise)
        )
    if not others:
        sentence = _(
            "您是这家企业唯一的经办人，离开后就没有人能办理了。请先邀请接替的人；无人接替时，请联系%(bureau)s。"
        )
        raise Refused(sentence % _bureau(enterprise))


def check_may_accept(user: User, *, acts: bool) -> None:
    """An enterprise account that does not act for it yet; officers, experts and auditors keep their own accounts."""
    if user.role != Role.ENTERPRISE:
        facts = {"name": user.name, "role": user.get_role_display()}
        raise Refused(
            _("您现在以“%(name)s”（%(role)s）登录。请先退出，再用您的企业账号接受，或开立新的企业账号。")
            % facts
        )
    if acts:
        raise Refused(_("您已经是这家企业的经办人，不需要再接受邀请。邀请没有用掉，可转交给要加入的人。"))


def check_can_be_accepted(invitation: Invitation, at: datetime) -> None:
    """Refused with what became of the invitation, and whom to ask."""
    state = invitation.state(at)
    if state == InvitationState.OPEN:
        return
    facts = _bureau(invitation.enterprise)
    if state == InvitationState.EXPIRED:
        facts["day"] = date_words(invitation.expires_at)
        raise Refused(_("这份邀请已于%(day)s过期。请联系%(bureau)s，或企业现任的经办人，重新发放。") % facts)
    if state == InvitationState.ACCEPTED:
        sentence = _(
            "这份邀请已经使用过，不能再用。如果是您本人用的，请直接登录；如果不是，请马上联系%(bureau)s。"
        )
        raise Refused(sentence % facts)
    if state == InvitationState.REPLACED:
        raise Refused(_("这份邀请已换发新的，旧的不能再用。请使用最近收到的一份，或联系%(bureau)s。") % facts)
    raise Refused(_("这份邀请已被撤销。如需加入，请联系%(bureau)s，或企业现任的经办人。") % facts)


def unknown_secret() -> Refused:
    """What is typed is nobody's: the same words whether it is mistyped or made up."""
    return Refused(
        _("邀请码不对。请对照信函逐位核对，一共 16 位；仍不行时，请联系发函的生态环境部门重新发放。")
    )


def _bureau(enterprise: Enterprise) -> dict[str, str]:
    return {"bureau": enterprise.region.bureau_name}
