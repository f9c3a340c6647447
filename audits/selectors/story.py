"""What audits have to tell of an enterprise (hook STORY): rounds, reviews, documents."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audits.models import Review, Round, RoundFile
from config.common.access import Permission, allowed
from config.common.story import StoryEvent


def round_events(user: User, ids: Sequence[int]) -> list[StoryEvent]:
    """Three queries; only of rounds the person may see."""
    if not allowed(user, Permission.ROUNDS_READ):
        return []
    events = [*_rounds(user, ids), *_files(user, ids)]
    return [*events, *_reviews(user, ids)] if allowed(user, Permission.REVIEWS_READ) else events


def _rounds(user: User, ids: Sequence[int]) -> Iterator[StoryEvent]:
    steps = (
        ("opened_on", _("开启")),
        ("started_on", _("启动审核")),
        ("reported_on", _("报送审核报告")),
        ("closed_on", _("结束")),
    )
    for row in Round.objects.visible_to(user).filter(enterprise__in=ids):
        href = reverse("audits:round_detail", args=[row.pk])
        kind = _("第 %(n)d 轮审核") % {"n": row.number}
        for column, words in steps:
            if day := getattr(row, column):
                yield StoryEvent(day, kind, words, str(row.get_kind_display()), href)


def _files(user: User, ids: Sequence[int]) -> Iterator[StoryEvent]:
    mine = Round.objects.visible_to(user).filter(enterprise__in=ids)
    for row in RoundFile.objects.filter(round__in=mine).select_related("attachment"):
        day = timezone.localtime(row.attachment.stored_at).date()
        href = reverse("audits:round_file", args=[row.pk])
        yield StoryEvent(day, _("材料"), row.proves, str(row.get_stage_display()), href)


def _reviews(user: User, ids: Sequence[int]) -> Iterator[StoryEvent]:
    for row in Review.objects.visible_to(user).filter(round__enterprise__in=ids):
        if row.decided_on is not None:
            href = reverse("audits:review_detail", args=[row.pk])
            note = _("第 %(n)d 次") % {"n": row.attempt}
            outcome = str(row.get_outcome_display())
            yield StoryEvent(row.decided_on, str(row.get_kind_display()), outcome, note, href)
