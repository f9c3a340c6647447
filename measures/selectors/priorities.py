"""Hook LIST_PRIORITIES: enterprises whose savings did not last belong on the next list first."""

from datetime import date, timedelta

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.wording import date_words
from measures.enums import Running
from measures.models import PostAssessment, PostAssessmentItem

_REMEMBERED = timedelta(days=3 * 365)


def stopped_measures(user: User, on: date) -> dict[int, str]:
    """By enterprise: which post-assessment of the last three years found measures stopped, and of how many."""
    found = PostAssessmentItem.objects.filter(
        post_assessment__in=PostAssessment.objects.visible_to(user),
        post_assessment__assessed_on__gt=on - _REMEMBERED,
        post_assessment__assessed_on__lte=on,
    )
    counted = (
        found.order_by()
        .values_list("post_assessment__round__enterprise_id")
        .annotate(
            last=Max("post_assessment__assessed_on"),
            whole=Count("pk"),
            stopped=Count("pk", filter=Q(running=Running.STOPPED)),
        )
        .filter(stopped__gt=0)
    )
    words = _("%(day)s后评估：%(whole)d 项方案中 %(stopped)d 项已停用")
    return {
        enterprise_id: words % {"day": date_words(last), "whole": whole, "stopped": stopped}
        for enterprise_id, last, whole, stopped in counted
    }
