"""Words for people: rows and facts of enterprises."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Activity, Level
from accounts.presenters import change_pairs, field_label, verb_label
from config.common.errors import Stale
from config.common.story import StoryEvent
from config.common.wording import Light, date_words, listed, masked_phone
from enterprises.enums import EnterpriseStatus, ListingState, PlanField, Scale, SubjectKind
from enterprises.models import DuplicatePair, Enterprise, Listing
from enterprises.presenters.agreements import agreement_links
from enterprises.presenters.clock import due_words, duty_light
from enterprises.presenters.letters import letter_links
from enterprises.presenters.orders import order_rows
from enterprises.selectors.enterprises import EnterpriseStory

_TONES = {
    EnterpriseStatus.ACTIVE: "ok",
    EnterpriseStatus.STOPPED: "paused",
    EnterpriseStatus.CLOSED: "done",
    EnterpriseStatus.MOVED: "done",
}
_TOLD = frozenset(
    {
        "name",
        "uscc",
        "old_code",
        "region",
        "industry",
        "address",
        "legal_representative",
        "scale",
        "status",
        "kind",
        "plan_field",
        "park",
        "founded_on",
    }
)
_LISTING_TONES = {
    ListingState.LISTED: "ok",
    ListingState.REMOVED: "done",
    ListingState.EXEMPTED: "done",
    ListingState.DEFERRED: "paused",
    ListingState.ROLLED_OVER: "returned",
}


def status_light(enterprise: Enterprise) -> Light:
    return Light(_TONES[EnterpriseStatus(enterprise.status)], enterprise.get_status_display())


def category_words(listing: Listing) -> list[str]:
    return [str(category.label) for category in listing.categories]


def enterprise_rows(enterprises: list[Enterprise]) -> list[dict[str, Any]]:
    return [_row(enterprise) for enterprise in enterprises]


def _row(enterprise: Enterprise) -> dict[str, Any]:
    published: list[Listing] = getattr(enterprise, "published", [])
    last = published[0] if published else None
    return {
        "name": enterprise.name,
        "href": reverse("enterprises:enterprise_detail", args=[enterprise.pk]),
        "uscc": enterprise.uscc,
        "site": _("第 %(n)d 厂区") % {"n": enterprise.site_no} if enterprise.site_no > 1 else "",
        "place": enterprise.region.full_name,
        "industry": industry_words(enterprise),
        "year": last.mandatory_list.year if last else None,
        "categories": category_words(last) if last else [],
        "scale": enterprise.get_scale_display() if enterprise.scale else "",
        "status": status_light(enterprise),
        **_more(enterprise, last),
    }


def _more(enterprise: Enterprise, last: Listing | None) -> dict[str, Any]:
    """What the list shows when it is asked for."""
    place = enterprise.region
    return {
        "city": place.city.name if place.city else "",
        "county": place.name if place.level == Level.COUNTY else "",
        "reason": last.reason if last else "",
        "address": enterprise.address,
        "legal_representative": enterprise.legal_representative,
        "old_code": enterprise.old_code,
        "kind": str(enterprise.get_kind_display()),
        "park": enterprise.park.name if enterprise.park else "",
        "created_at": enterprise.created_at,
    }


def industry_words(enterprise: Enterprise) -> str:
    return enterprise.industry.name if enterprise.industry else enterprise.industry_as_published


def option_rows(enterprises: list[Enterprise]) -> list[dict[str, Any]]:
    """For a searchable choice: name, code and place tell namesakes apart."""
    return [
        {"value": row.pk, "text": " · ".join(filter(None, [row.name, row.uscc, row.region.full_name]))}
        for row in enterprises
    ]


def enterprise_page(story: EnterpriseStory, today: date) -> dict[str, Any]:
    """Everything the page of one enterprise shows, as plain rows."""
    return {
        "enterprise": story.enterprise,
        "light": status_light(story.enterprise),
        "place": story.enterprise.region.full_name,
        "facts": _facts(story),
        "former_names": [{"term": row.name, "value": _until(row.until)} for row in story.former_names],
        "placements": _placements(story),
        "sites": enterprise_rows(story.sites),
        "permits": [permit.number for permit in story.permits],
        "listings": [_listing(row, today) for row in story.listings],
        "orders": order_rows(story.orders, today),
        "representatives": [
            {
                "pk": row.pk,
                "name": row.user.name,
                "phone": masked_phone(row.user.phone),
                "since": date_words(row.since),
            }
            for row in story.representatives
        ],
        "events": [_event(activity) for activity in story.activities],
        "story": story_rows(story.events),
        "pairs": [_pair(pair, story.enterprise) for pair in story.pairs],
        "agreements": agreement_links(story.agreements),
        "former_codes": [{"term": row.code, "value": _until(row.until)} for row in story.former_codes],
    }


def _facts(story: EnterpriseStory) -> list[dict[str, Any]]:
    row = story.enterprise
    industry = str(row.industry) if row.industry else row.industry_as_published
    place_note = _("公布为：%(text)s") % {"text": row.region_as_published} if row.region_as_published else ""
    not_in_table = _("按公布内容保留，未对应到行业表") if industry and not row.industry else ""
    plan = row.industry.plan_industry if row.industry else ""
    return [
        {"term": _("统一社会信用代码"), "value": row.uscc, "note": _site_note(story)},
        {"term": _("组织机构代码"), "value": row.old_code},
        {"term": _("所在区域"), "value": row.region.full_name, "note": place_note},
        {"term": _("地址"), "value": row.address},
        {"term": _("行业"), "value": industry, "note": not_in_table},
        {"term": _("规划重点行业"), "value": plan},
        {"term": _("规划领域"), "value": row.get_plan_field_display() if row.plan_field else ""},
        {"term": _("对象类别"), "value": row.get_kind_display()},
        {"term": _("成立日期"), "value": date_words(row.founded_on)},
        {"term": _("法定代表人"), "value": row.legal_representative},
        {"term": _("规模"), "value": row.get_scale_display() if row.scale else ""},
        {"term": _("重点区域"), "value": listed(area.name for area in story.key_areas)},
        {"term": _("所在园区"), "value": row.park.name if row.park else ""},
        {"term": _("排污许可证"), "value": listed(permit.number for permit in story.permits)},
    ]


def _pair(pair: DuplicatePair, own: Enterprise) -> dict[str, str]:
    """The other one of a pair, and the page that compares the two."""
    other = pair.second if pair.first_id == own.pk else pair.first
    merge = reverse("enterprises:enterprise_merge", args=[own.pk])
    return {"name": other.name, "note": other.uscc, "href": f"{merge}?other={other.pk}"}


def _site_note(story: EnterpriseStory) -> str:
    if not story.sites and story.enterprise.site_no == 1:
        return ""
    return _("第 %(number)d 厂区") % {"number": story.enterprise.site_no}


def _until(day: date) -> str:
    return _("用至 %(day)s") % {"day": date_words(day)}


def _placements(story: EnterpriseStory) -> list[dict[str, str]]:
    """Only told when the enterprise ever moved."""
    if len(story.placements) < 2:
        return []
    return [
        {
            "term": row.region.full_name,
            "value": f"{date_words(row.from_on) if row.from_on else _('登记时')} – "
            f"{date_words(row.to_on) if row.to_on else _('至今')}",
        }
        for row in story.placements
    ]


def _listing(row: Listing, today: date) -> dict[str, Any]:
    disclosure = getattr(row, "disclosure", None)
    return {
        "title": row.mandatory_list.title,
        "year": row.mandatory_list.year,
        "number": row.number,
        "document_no": row.paper.document_no,
        "categories": category_words(row),
        "light": Light(_LISTING_TONES[ListingState(row.state)], row.get_state_display()),
        "reason": row.state_reason or row.reason,
        "disclosure_href": reverse("enterprises:disclosure_detail", args=[disclosure.pk])
        if disclosure
        else "",
        "letters": letter_links(row, getattr(row, "told_later", ())),
        "clock_href": reverse("enterprises:clock_detail", args=[row.pk]) if row.duties.all() else "",
        "duties": [
            {
                "term": duty.get_code_display(),
                "value": due_words(duty),
                "light": duty_light(duty, today, removed=row.state == ListingState.REMOVED),
            }
            for duty in row.duties.all()
        ],
    }


def _event(activity: Activity) -> dict[str, str]:
    return {
        "text": verb_label(activity.verb),
        "note": _("；").join(filter(None, [*_changes(activity), activity.note])),
        "when": timezone.localtime(activity.at).strftime("%Y-%m-%d %H:%M"),
        "who": activity.actor,
    }


def _changes(activity: Activity) -> list[str]:
    """What changed; the sets of permits and areas are no columns, so their words are ours."""
    labels = field_labels()
    told = (
        (labels.get(name) or field_label(activity, name), words) for name, words in change_pairs(activity)
    )
    return [_("%(name)s：%(words)s") % {"name": name, "words": words} for name, words in told]


def field_labels() -> dict[str, str]:
    """People's words for the columns of an enterprise."""
    own = {
        field.name: str(field.verbose_name)
        for field in Enterprise._meta.concrete_fields
        if field.name in _TOLD
    }
    return own | {"permits": _("排污许可证编号"), "key_areas": _("重点区域")}


def stale_in_words(error: Stale) -> Stale:
    """A stale save's two texts under people's words for columns and choices."""
    return Stale(error.sentence, theirs=_in_words(error.theirs), yours=_in_words(error.yours))


def _in_words(values: dict[str, str]) -> dict[str, str]:
    labels = field_labels()
    choices = {
        "scale": {str(code): str(label) for code, label in Scale.choices},
        "status": {str(code): str(label) for code, label in EnterpriseStatus.choices},
        "kind": {str(code): str(label) for code, label in SubjectKind.choices},
        "plan_field": {str(code): str(label) for code, label in PlanField.choices},
    }
    plain = {name: "" if text == "None" else text for name, text in values.items()}
    return {labels.get(name, name): choices.get(name, {}).get(text, text) for name, text in plain.items()}


def story_rows(events: list[StoryEvent]) -> list[dict[str, str]]:
    """Rows of components/timeline.html."""
    return [
        {
            "text": f"{event.kind}：{event.text}" if event.text else event.kind,
            "note": event.note,
            "when": date_words(event.on),
            "href": event.href,
        }
        for event in events
    ]
