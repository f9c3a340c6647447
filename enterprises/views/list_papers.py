"""Downloads of the papers of lists, and the request to make them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from config.common.access import Permission, needs
from config.common.downloads import attachment_answer
from config.common.errors import Refused
from enterprises.presenters.letters import (
    county_item_letters,
    county_letters,
    entry_letter,
    item_letter,
    letter_links,
)
from enterprises.selectors.amendments import amendments_for
from enterprises.selectors.list_papers import (
    addition_of,
    as_first_told,
    county_entries_to_print,
    county_items_to_print,
    entries_of_county,
    entries_told,
    entry_for_letter,
    item_for_letter,
    items_of_county,
    list_paper_for,
)
from enterprises.selectors.lists import lists_for
from enterprises.services.list_papers import publication_request
from enterprises.views.lists import own_list
from operations.services.attachments import attachment_read


@needs(Permission.LISTS_READ)
def list_paper(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(list_paper_for(request.user, pk))
    return attachment_answer(attachment_read(row.file), row.file.name, content_type="application/pdf")


@needs(Permission.LETTERS_READ)
def listing_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The one letter by which an enterprise was told that it is listed."""
    entry = get_object_or_404(entry_for_letter(request.user, pk))
    as_first_told(entry, entry.added_by.number if entry.added_by else 0)
    content = entry_letter(entry, addition_of(entry))
    name = _("%(name)s列入名单告知书") % {"name": entry.name}
    return attachment_answer(content, f"{name}.pdf", content_type="application/pdf")


@needs(Permission.LETTERS_READ)
def amendment_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The one letter by which an enterprise was told what an amendment changed for it."""
    item = get_object_or_404(item_for_letter(request.user, pk))
    entry = as_first_told(item.listing, item.amendment.number)
    name = _("%(name)s名单修订告知书") % {"name": entry.name}
    return attachment_answer(item_letter(item, entry), f"{name}.pdf", content_type="application/pdf")


@needs(Permission.LETTERS_READ)
def list_letters(request: HttpRequest, pk: int) -> HttpResponse:
    """A county's own letters of a publication in one file, a hundred at a time."""
    row = get_object_or_404(lists_for(request.user), pk=pk)
    entries = county_entries_to_print(entries_of_county(request.user, row), _part(request))
    if not entries:
        raise Http404
    name = _("%(title)s告知书（本县）") % {"title": row.title}
    return attachment_answer(county_letters(row, entries), f"{name}.pdf", content_type="application/pdf")


@needs(Permission.LETTERS_READ)
def amendment_letters(request: HttpRequest, pk: int) -> HttpResponse:
    """A county's own letters of an amendment, a hundred in a file."""
    row = get_object_or_404(amendments_for(request.user), pk=pk)
    items = county_items_to_print(items_of_county(request.user, row), row.number, _part(request))
    if not items:
        raise Http404
    name = _("%(title)s告知书（本县）") % {"title": row.mandatory_list.title}
    return attachment_answer(county_item_letters(row, items), f"{name}.pdf", content_type="application/pdf")


def _part(request: HttpRequest) -> int:
    """Which file of the letters is asked for: 1, 2, …"""
    part = request.GET.get("part", "")
    return int(part) if part.isdecimal() and 0 < len(part.lstrip("0")) < 5 else 1


@needs(Permission.LETTERS_READ)
def my_letters(request: HttpRequest) -> HttpResponse:
    """By which letters the reader's own enterprises were told, for the home page (a part asked for by hx-get)."""
    rows = [
        {
            "name": entry.name,
            "list": entry.mandatory_list.title,
            "letters": letter_links(entry, entry.told_later),
        }
        for entry in entries_told(request.user)
    ]
    return TemplateResponse(request, "enterprises/my_letters.html", {"rows": rows})


@needs(Permission.LISTS_PUBLISH)
@require_POST
def list_papers_make(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the notice and the letters of a list published earlier."""
    row = own_list(request, pk)
    try:
        publication_request(mandatory_list=row, by=request.user, at=timezone.now())
    except Refused as error:
        messages.error(request, error.sentence)
    else:
        messages.success(request, _("正在制作通知和告知书，完成后可在本页下载。"))
    return redirect("enterprises:mandatory_list_detail", pk=pk)
