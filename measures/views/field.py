"""On site without a network: the page that a phone keeps, what it takes along, and where its queue is sent."""

from uuid import UUID

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from config.common.access import Permission, needs, public
from config.common.errors import NotAllowed, Refused
from measures.calculations.visit_log import visit_log
from measures.presenters.field import phone_visits
from measures.selectors import visits as reads
from measures.services import visit_logs as services


@public(because="the script of the page below; it holds no data")
@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """Served at the root, so that it may answer for the whole site when there is no network."""
    with open(str(finders.find("js/field/worker.js")), encoding="utf-8") as source:
        script = source.read()
    answer = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@public(because="an empty page that a phone keeps; what it shows comes from the phone's own store")
@require_GET
def field_page(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "measures/field_page.html")


@needs(Permission.VERIFICATIONS_RECORD)
@require_GET
def field_data(request: HttpRequest) -> HttpResponse:
    """Who is signed in, a token for sending, and the visits of the next days."""
    user, today = request.user, timezone.localdate()
    rows = phone_visits(reads.visits_on_phone(user, today))
    person = {"id": user.pk, "name": user.name}
    return JsonResponse(
        {"person": person, "token": get_token(request), "today": today.isoformat(), "visits": rows}
    )


@needs(Permission.VERIFICATIONS_RECORD)
@require_POST
def field_visit(request: HttpRequest, pk: int, key: UUID) -> HttpResponse:
    """One visit as JSON, under the key its phone made; says which photographs are still to come."""
    assignment = get_object_or_404(reads.assignments_for(request.user), pk=pk)
    try:
        log = visit_log(key, request.body)
        visit = services.visit_send(assignment=assignment, log=log, by=request.user, at=timezone.now())
    except Refused as refusal:
        return _refused(refusal)
    missing = [str(one) for one in services.missing_keys(visit)]
    return JsonResponse({"visit": visit.assignment_id, "missing": missing, "remarks": visit.remarks})


@needs(Permission.VERIFICATIONS_RECORD)
@require_POST
def field_photo(request: HttpRequest, key: UUID) -> HttpResponse:
    """One photograph that a visit has named."""
    photo = get_object_or_404(reads.named_photos_of(request.user), key=key)
    try:
        upload = request.FILES.get("photo")
        if upload is None:
            raise Refused(_("没有收到照片，请重新发送。"))
        photo = services.visit_photo_send(photo=photo, upload=upload, by=request.user, at=timezone.now())
    except Refused as refusal:
        return _refused(refusal)
    return JsonResponse({"photo": str(photo.key), "kept": photo.attachment_id is not None})


def _refused(refusal: Refused) -> JsonResponse:
    """409: something else is there already; 403: not this person; 422: what was sent cannot be."""
    status = (
        409 if isinstance(refusal, services.KeyTaken) else 403 if isinstance(refusal, NotAllowed) else 422
    )
    problems = [problem.sentence for problem in refusal.problems]
    return JsonResponse({"sentence": refusal.sentence, "problems": problems}, status=status)
