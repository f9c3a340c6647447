"""The calendar of due dates, and its secret address for calendar programs."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from config.common.access import Permission, allowed, needs, public
from config.common.calendar_text import calendar_text
from config.common.http import list_answer, page_or_part
from config.common.listing import list_page
from config.common.rates import rate_limited
from config.common.tables import table_page
from enterprises.filters.due_calendar import DueFilter
from enterprises.presenters import due_calendar as words
from enterprises.selectors import due_calendar as reads
from enterprises.selectors.clock import paused_dues
from enterprises.selectors.notices import duty_pages
from enterprises.tables.law import DUTIES
from operations.selectors import feed_of, feed_reader
from operations.services import feeds

_NEW_FEED = "calendar_feed_address"


@needs(Permission.CALENDAR_READ)
def due_calendar(request: HttpRequest) -> HttpResponse:
    """A month of what falls due, and below it the duties of the month or of the chosen day one by one."""
    today = timezone.localdate()
    day = _day(request.GET.get("day", ""))
    month = words.month_shown(_day(f"{request.GET.get('month', '')}-01") or day or today)
    first, last = words.month_span(month)
    shown = (day, day) if day else (first, last)
    rows = list_page(
        request,
        DueFilter(request.GET, reads.duties_due(request.user, *shown)),
        orderings={"due": ["due_on"], "name": ["listing__enterprise__pinyin"], "what": ["code"]},
        default="due",
        present=lambda page: words.duty_rows(
            page, duty_pages(request.user, page), today, paused_dues({row.listing_id for row in page}, today)
        ),
    )
    context = {
        "list": rows,
        "weeks": words.weeks(month, reads.due_days(request.user, first, last), today, day),
        "month": month,
        "previous": words.month_before(month),
        "following": words.month_after(month),
        "day": day,
        **_next(request, today, empty=not rows.total),
        "feed": feed_of(request.user),
        "address": request.session.pop(_NEW_FEED, ""),
    }
    return page_or_part(request, "enterprises/due_calendar.html", context, part="rows")


@needs(Permission.CALENDAR_READ)
def duty_list(request: HttpRequest) -> HttpResponse:
    """All duties in sight one by one, met and unmet."""
    return list_answer(request, "enterprises/duty_list.html", {"list": table_page(request, DUTIES)})


def _next(request: HttpRequest, today: date, *, empty: bool) -> dict[str, Any]:
    """Where to look when there is nothing here."""
    on = reads.next_due_on(request.user, today) if empty else None
    return {"next_due_on": on, "next_href": words.day_href(on) if on else ""}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@needs(Permission.CALENDAR_READ)
@require_POST
def due_feed_create(request: HttpRequest) -> HttpResponse:
    """The address is shown once, on the page that follows."""
    token = feeds.feed_create(by=request.user, at=timezone.now())
    request.session[_NEW_FEED] = f"{settings.SITE_URL}{reverse('enterprises:due_feed', args=[token])}"
    return redirect("enterprises:due_calendar")


@needs(Permission.CALENDAR_READ)
@require_POST
def due_feed_revoke(request: HttpRequest) -> HttpResponse:
    feeds.feed_revoke(by=request.user, at=timezone.now())
    messages.success(request, _("订阅地址已撤销，立即失效。"))
    return redirect("enterprises:due_calendar")


@never_cache
@public(
    because="calendar programs cannot sign in; the secret address shows its owner's due dates and nobody's name"
)
@rate_limited("calendar_feed")
def due_feed(request: HttpRequest, token: str) -> HttpResponse:
    user = feed_reader(feeds.feed_digest(token))
    if user is None or not allowed(user, Permission.CALENDAR_READ):
        raise Http404
    today, at = timezone.localdate(), timezone.now()
    if reads.sees_singly(user):
        duties = reads.feed_duties(user, today)
        entries = words.feed_of_duties(duties, duty_pages(user, duties))
    else:
        entries = words.feed_of_days(reads.feed_days(user, today))
    text = calendar_text(name=str(_("清洁生产审核期限")), entries=entries, at=at)
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")
