"""What measures have to tell of an enterprise (hook STORY): visits on site and post-assessments."""

from collections.abc import Iterator, Sequence

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.access import Permission, allowed
from config.common.story import StoryEvent
from measures.enums import Running
from measures.models import Honour, PostAssessment, Verification


def measure_events(user: User, ids: Sequence[int]) -> list[StoryEvent]:
    """Two queries; only what the person may see."""
    events: list[StoryEvent] = []
    if allowed(user, Permission.VERIFICATIONS_READ):
        events += _visits(user, ids)
    if allowed(user, Permission.POST_ASSESSMENTS_READ):
        events += _assessments(user, ids)
    if allowed(user, Permission.HONOURS_READ):
        events += _honours(user, ids)
    return events


def _honours(user: User, ids: Sequence[int]) -> Iterator[StoryEvent]:
    rows = Honour.objects.visible_to(user).filter(enterprise__in=ids)
    for row in rows.select_related("roll__criteria"):
        href = reverse("measures:honour_detail", args=[row.pk])
        kind = str(row.roll.criteria.get_kind_display())
        yield StoryEvent(row.roll.published_on, _("授予荣誉"), kind, row.roll.document_no, href)
        if row.withdrawn_on:
            note = f"{row.withdrawn_document} {row.withdrawn_reason}"
            yield StoryEvent(row.withdrawn_on, _("撤销荣誉"), kind, note, href)


def _visits(user: User, ids: Sequence[int]) -> Iterator[StoryEvent]:
    rows = Verification.objects.visible_to(user).filter(measure__round__enterprise__in=ids)
    for row in rows.select_related("measure"):
        href = reverse("measures:verification_detail", args=[row.pk])
        yield StoryEvent(
            row.visited_on, _("现场核查"), row.measure.title, str(row.get_verdict_display()), href
        )


def _assessments(user: User, ids: Sequence[int]) -> Iterator[StoryEvent]:
    rows = PostAssessment.objects.visible_to(user).filter(
        round__enterprise__in=ids, assessed_on__isnull=False
    )
    standing = Count("items", filter=Q(items__running=Running.DELIVERING))
    for row in rows.annotate(whole=Count("items"), standing=standing):
        counted = _("%(n)d / %(all)d 项方案持续运行") % {"n": row.standing, "all": row.whole}
        text = _("；").join([counted, row.conclusion[:80]])
        href = reverse("measures:post_assessment_edit", args=[row.pk])
        yield StoryEvent(row.assessed_on, _("后评估"), text, href=href)  # type: ignore[arg-type]  # recorded
