"""An order to publish is prepared from the overdue list with its facts, as a page to issue it from and as a paper."""

import io
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from config.common.access import Role
from enterprises.models import CorrectionOrder, Listing
from enterprises.presenters.order_papers import draft_text
from enterprises.selectors.disclosures import fields_owed
from enterprises.selectors.orders import publication_duty
from enterprises.services.disclosure_checks import disclosure_return
from tests.factories.accounts import client_of, make_user, now
from tests.factories.enterprises import make_disclosure, make_enterprise, make_order, make_representative
from tests.factories.lists import make_listing

pytestmark = pytest.mark.django_db


def overdue() -> Listing:
    """Published 2026-03-20, so that it had to disclose by 2026-04-20."""
    return make_listing(make_enterprise("晋源焦化", "140105"), ("OVER_LIMIT", "TOXIC"))


def address(listing: Listing, name: str = "order_draft") -> str:
    return reverse(f"enterprises:{name}", args=[listing.pk])


def words_of(content: bytes) -> str:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return re.sub(r"\s", "", text)


def test_one_click_on_the_overdue_list_opens_the_order_with_its_facts() -> None:
    listing = overdue()
    client = client_of(make_user(Role.COUNTY))
    rows = client.get(reverse("enterprises:disclosure_list"), {"state": "late"})
    assert address(listing) in rows.content.decode()
    page = client.get(address(listing))
    text = page.context["form"].initial["text"]
    for words in (
        listing.mandatory_list.document_no,
        "双超、双有",
        "应于2026年4月20日前公布",
        "你单位未公布",
    ):
        assert words in text
    assert page.context["form"].initial["article"].code == "P36"


def test_the_prepared_order_is_issued_from_its_page() -> None:
    listing = overdue()
    client = client_of(make_user(Role.COUNTY))
    initial = client.get(address(listing)).context["form"].initial
    sent = initial | {
        "article": initial["article"].pk,
        "listing": listing.pk,
        "document_no": "小环责改〔2026〕1号",
    }
    response = client.post(reverse("enterprises:order_create", args=[listing.enterprise_id]), sent)
    order = CorrectionOrder.objects.get()
    assert response["Location"] == reverse("enterprises:order_detail", args=[order.pk])
    assert (order.listing, order.due_on) == (listing, timezone.localdate() + timedelta(days=15))
    assert order.document_no in client.get(address(listing)).content.decode()


def test_the_draft_is_a_paper_without_number_and_the_issued_order_one_with_it() -> None:
    listing = overdue()
    officer = client_of(make_user(Role.COUNTY))
    draft = words_of(officer.get(address(listing, "order_draft_paper")).content)
    for words in (
        "责令公布决定书（草稿）",
        "小店区",
        "晋源焦化",
        "清洁生产促进法》第三十六条",
        "可以处10万元以下的罚款",
        "行政复议",
    ):
        assert words in draft
    order = make_order(listing.enterprise, "P39a")
    issued = words_of(officer.get(reverse("enterprises:order_paper", args=[order.pk])).content)
    for words in (
        "责令限期改正决定书",
        order.document_no,
        "改正期限：2026年7月1日",
        "5万元以上50万元以下",
    ):
        assert words in issued


def test_what_was_returned_is_told_with_its_reasons_and_never_too_long() -> None:
    listing = overdue()
    told = make_disclosure(listing, by=make_representative(listing.enterprise))
    reasons = {f"OVER_LIMIT.{number}": "缺" * 290 for number in range(1, 8)}
    disclosure_return(disclosure=told, version=1, reasons=reasons, by=make_user(Role.COUNTY), at=now())
    duty = publication_duty(listing)
    assert duty is not None
    fresh = Listing.objects.select_related("mandatory_list", "disclosure").get(pk=listing.pk)
    text = draft_text(fresh, duty, fields_owed(fresh), date(2026, 5, 1))
    assert "已逾期 11 天" in text
    assert "经核对不符合规定" in text
    assert "现责令你单位在改正期限内" in text
    assert len(text) <= 500


@pytest.mark.parametrize(
    ("days_ago", "told", "sentence"),
    [(5, False, "尚未届满"), (100, True, "不需要责令公布")],
)
def test_what_is_not_overdue_is_not_ordered(days_ago: int, told: bool, sentence: str) -> None:
    published_on = timezone.localdate() - timedelta(days=days_ago)
    listing = make_listing(published_on=published_on)
    if told:
        make_disclosure(listing, disclosed_on=published_on)
    for name in ("order_draft", "order_draft_paper"):
        response = client_of(make_user(Role.COUNTY)).get(address(listing, name))
        assert response.status_code == 422
        assert sentence in response.content.decode()


def test_only_an_officer_of_the_place_prepares_it() -> None:
    listing = overdue()
    assert client_of(make_user(Role.COUNTY, "140106")).get(address(listing)).status_code == 404
    assert client_of(make_representative(listing.enterprise)).get(address(listing)).status_code == 403
