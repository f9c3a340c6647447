"""Deeds on many entries of published lists at once: remind, ask for an extension, return a disclosure."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.errors import NotAllowed, Refused
from config.common.wording import date_words
from enterprises.enums import DutyCode, ListingState
from enterprises.models import Disclosure, Duty, DutyAdjustment, Listing
from enterprises.rules.clock import ExtensionTerms
from enterprises.rules.registry import check_in_charge
from enterprises.selectors.notices import cases_of_duties
from enterprises.services.disclosure_checks import disclosure_return
from enterprises.services.pauses import extension_request, extension_withdraw
from operations.facts import NoticeCase
from operations.models import Attachment, Notice
from operations.services.attachments import attachment_store

REMIND = "remind"
_KINDS = ("pdf", "jpeg", "png")
Done = tuple[str, dict[str, Any]]


@transaction.atomic
def listing_remind(*, listing_id: int, note: str, on: date, by: User, at: datetime) -> int:
    """Tell the site and its agency of their next legal duty; a second time on the same day sends nothing.

    Gives how many people were told. Refused: nothing is owed, nobody to tell, told today already.
    """
    listing = _listing(listing_id, by)
    duty = next_duty(listing)
    case = cases_of_duties([duty])[0]
    people = dict.fromkeys((*case.plant, *case.agents))
    if not people:
        raise Refused(_("这家企业和它的咨询机构还没有可以登录的账号，请先邀请企业人员。"))
    keys = {f"{REMIND}:{case.kind}:{case.id}:{person}:{on}": person for person in people}
    told = set(Notice.objects.filter(key__in=keys).values_list("key", flat=True))
    fresh = {key: person for key, person in keys.items() if key not in told}
    if not fresh:
        raise Refused(_("今天已经就这项义务提醒过，没有重复发送。"))
    rows = [
        Notice(
            rule=REMIND,
            case_kind=case.kind,
            case_id=case.id,
            recipient_id=person,
            due_on=case.due_on,
            key=key,
            text=_reminder(case, note, by)[:500],
            href=case.href if person in case.plant else case.desk_href,
            created_at=at,
        )
        for key, person in fresh.items()
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    facts = {"duty": duty.get_code_display(), "due_on": duty.due_on, "people": len(fresh)}
    region = listing.enterprise.region
    activity_record(by=by, at=at, verb="listing_remind", thing=listing, region=region, new=facts)
    return len(fresh)


def _reminder(case: NoticeCase, note: str, by: User) -> str:
    return _("%(who)s提醒：%(where)s的%(what)s期限是%(due)s，请按期完成。%(note)s") % {
        "who": by.region.bureau_name if by.region else by.name,
        "where": case.where,
        "what": case.what,
        "due": date_words(case.due_on),
        "note": note,
    }


def next_duty(listing: Listing, code: str = "") -> Duty:
    """The legal duty that is owed next (or the open one of that code); refused when none is."""
    rows = Duty.objects.filter(listing=listing, met_on__isnull=True)
    rows = rows.filter(code=code) if code else rows
    duty = rows.select_related("listing__enterprise__region", "regime").order_by("due_on", "pk").first()
    if duty is None or listing.state != ListingState.LISTED:
        raise Refused(_("没有未完成的法定义务。"))
    return duty


def _listing(pk: int, by: User) -> Listing:
    rows = Listing.objects.visible_to(by).select_related("enterprise__region", "mandatory_list")
    listing = rows.filter(pk=pk).first()
    if listing is None:
        raise NotAllowed(_("这一行不在您的工作范围内，或已不存在。"))
    check_in_charge(by, listing.enterprise.region)
    return listing


def bulk_remind(*, thing_id: int, params: dict[str, Any], by: User, at: datetime) -> Done:
    """A reminder of the entry's next duty."""
    on = date.fromisoformat(params["on"])
    count = listing_remind(listing_id=thing_id, note=params.get("note", ""), on=on, by=by, at=at)
    return _("已提醒 %(n)d 人。") % {"n": count}, {}


def bulk_extend(*, thing_id: int, params: dict[str, Any], by: User, at: datetime) -> Done:
    """A request to extend the duty to disclose; it waits for another officer, as a single one does."""
    duty = next_duty(_listing(thing_id, by), DutyCode.DISCLOSE)
    return duty_extend(duty=duty, params=params, by=by, at=at)


def duty_extend(*, duty: Duty, params: dict[str, Any], by: User, at: datetime) -> Done:
    """Ask that this duty be extended to the day, for the reason and by the paper of the whole set."""
    document = Attachment.objects.filter(pk=params["document"]).first()
    terms = ExtensionTerms(params["reason"], document, date.fromisoformat(params["until_on"]))
    adjustment = extension_request(duty=duty, terms=terms, by=by, at=at)
    words = _("已提出延期申请，待其他人员审批：%(duty)s 延至%(day)s。")
    facts = {"duty": duty.get_code_display(), "day": date_words(terms.until_on)}
    return words % facts, {"adjustment": adjustment.pk}


def extension_terms_keep(*, cleaned: dict[str, Any], by: User, at: datetime) -> dict[str, Any]:
    """The day, the reason and the document of all rows as plain values; the document is kept once."""
    until_on = cleaned["until_on"]
    if until_on <= timezone.localtime(at).date():
        raise Refused(_("延期至的日期应晚于今天。"))
    kept = attachment_store(upload=cleaned["document"], kinds=_KINDS, by=by, at=at)
    return {"until_on": until_on.isoformat(), "reason": cleaned["reason"], "document": kept.pk}


def bulk_withdraw(
    *, thing_id: int, params: dict[str, Any], result: dict[str, Any], by: User, at: datetime
) -> Done:
    """Take the request back, if nobody has decided it since."""
    rows = DutyAdjustment.objects.select_related("duty__listing__enterprise__region")
    adjustment = rows.filter(pk=result["adjustment"]).first()
    if adjustment is None:
        raise Refused(_("这份延期申请已经撤回。"))
    extension_withdraw(adjustment=adjustment, by=by, at=at)
    return _("已撤回延期申请，期限仍是%(day)s。") % {"day": date_words(adjustment.duty.due_on)}, {}


def bulk_return(*, thing_id: int, params: dict[str, Any], by: User, at: datetime) -> Done:
    """Return the entry's disclosure for the reason of the whole set."""
    _listing(thing_id, by)
    rows = Disclosure.objects.select_related("listing__enterprise__region", "listing__mandatory_list")
    disclosure = rows.filter(listing_id=thing_id).first()
    if disclosure is None:
        raise Refused(_("这家企业还没有报送公示，没有可以退回的内容。"))
    reasons = {params["field"]: params["reason"]}
    disclosure_return(disclosure=disclosure, version=disclosure.version, reasons=reasons, by=by, at=at)
    return _("已退回。"), {}
