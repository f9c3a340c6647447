"""A measure from idea to post-assessment, with the origin of every figure."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.common.access import Permission, needs
from measures.presenters import measures as shown
from measures.presenters import trails
from measures.presenters.whole_story import story_head, story_steps
from measures.selectors import measures as reads
from measures.selectors.whole_story import whole_story


@needs(Permission.MEASURES_READ)
def measure_story(request: HttpRequest, pk: int) -> HttpResponse:
    measure = get_object_or_404(reads.measures_for(request.user), pk=pk)
    story = whole_story(request.user, measure)
    context = {
        "measure": shown.measure_card(story.measure, timezone.localdate()),
        "head": story_head(story),
        "steps": story_steps(story, request.user),
        "trail": trails.measure_trail(measure, _("全程与由来")),
    }
    return TemplateResponse(request, "measures/measure_story.html", context)
