"""An enterprise opens its own letter, and only that; made from what was published, whenever it is opened."""

import io
from datetime import date

import pytest
from django.urls import reverse
from pypdf import PdfReader

from config.common.access import Role
from enterprises.enums import DutyCode
from enterprises.models import AmendmentItem, Duty
from enterprises.services.pauses import adjustment_approve
from tests.factories.accounts import client_of, make_user, now
from tests.factories.amendments import entry_of, make_issued
from tests.factories.clock import extension_of
from tests.factories.enterprises import make_enterprise, make_representative
from tests.factories.lists import make_entry, make_list, publish

pytestmark = pytest.mark.django_db


def text_of(answer):
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return "".join("".join(page.extract_text() for page in pages).split()), len(pages)


def letter(client, listing):
    return client.get(reverse("enterprises:listing_letter", args=[listing.pk]))


@pytest.fixture
def published():
    draft = make_list(2026)
    entries = [make_entry(draft, make_enterprise()) for _ in range(2)]
    draft.refresh_from_db()
    return publish(draft, date(2026, 3, 31), "晋环发〔2026〕12号"), entries


def test_an_enterprise_opens_its_own_letter_of_one_page_and_no_other(published):
    _row, (own, other) = published
    client = client_of(make_representative(own.enterprise))
    text, pages = text_of(letter(client, own))
    assert pages == 1
    for words in (own.name, own.enterprise.uscc, "晋环发〔2026〕12号", "完成并报送审核报告：2027年3月31日前"):
        assert words in text
    assert other.name not in text
    assert letter(client, other).status_code == 404


def test_the_page_of_the_entry_leads_to_it_for_who_may_open_it(published):
    _row, (own, _other) = published
    address = reverse("enterprises:listing_letter", args=[own.pk])
    for person, told in ((make_representative(own.enterprise), True), (make_user(Role.DEPARTMENT), False)):
        for page in ("clock_detail", "enterprise_detail"):
            pk = own.pk if page == "clock_detail" else own.enterprise_id
            answer = client_of(person).get(reverse(f"enterprises:{page}", args=[pk]))
            assert (address in answer.content.decode()) is told


def test_it_says_what_was_published_whatever_came_after(published):
    row, (own, _other) = published
    name = own.name
    make_issued(row, date(2026, 6, 1), correct={own.enterprise: {"name": "更正后的名称"}})
    finish = Duty.objects.select_related("listing__enterprise__region", "regime").get(
        listing=own, code=DutyCode.FINISH
    )
    asked = extension_of(finish, date(2027, 5, 31))
    adjustment_approve(adjustment=asked, version=1, by=make_user(Role.CITY), at=now())
    client = client_of(make_user(Role.COUNTY))
    text, _pages = text_of(letter(client, own))
    assert f"{name}（" in text
    assert "2027年3月31日前" in text
    assert "2027年5月31日" not in text
    item = AmendmentItem.objects.get()
    text, _pages = text_of(client.get(reverse("enterprises:amendment_letter", args=[item.pk])))
    assert f"原为“{name}”，现为“更正后的名称”" in text


def test_an_added_and_a_removed_one_have_the_letters_of_their_amendment(published):
    row, (gone, _other) = published
    newcomer = make_enterprise()
    amendment = make_issued(row, date(2026, 6, 15), add=[newcomer], remove=[gone.enterprise])
    text, _pages = text_of(letter(client_of(make_representative(newcomer)), entry_of(row, newcomer)))
    assert amendment.document_no in text
    assert "2027年6月15日前" in text
    client = client_of(make_representative(gone.enterprise))
    item = AmendmentItem.objects.get(kind="remove")
    address = reverse("enterprises:amendment_letter", args=[item.pk])
    page = client.get(reverse("enterprises:clock_detail", args=[gone.pk])).content.decode()
    assert address in page
    assert f"2026年6月15日由{amendment.document_no}移出名单：已关停" in page
    assert page.count("不再履行") == 1 + 3
    assert "逾期" not in page
    text, pages = text_of(client.get(address))
    assert "移出强制性清洁生产审核企业名单告知书" in text
    assert pages == 1


def test_a_draft_has_no_letter():
    listing = make_entry(make_list(2027))
    assert letter(client_of(make_user(Role.PROVINCE)), listing).status_code == 404
