"""An order from the overdue duty to its end: proof, return, closing, a fine, and both taken back by document."""

import io
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import Activity
from config.common.access import Role
from enterprises.enums import AnswerState, DutyCode, OrderState, PenaltyState
from enterprises.models import CorrectionOrder, Duty, OrderAnswer, OrderProof, Penalty
from enterprises.rules.orders import PenaltyTerms
from enterprises.selectors.notices import order_cases
from enterprises.selectors.todo_registry import todo_items
from enterprises.services.orders import penalty_decide
from operations.models import Attachment, Notice
from tests.factories.accounts import client_of, make_user, now, system
from tests.factories.enterprises import (
    article,
    make_disclosure,
    make_enterprise,
    make_order,
    make_representative,
)
from tests.factories.lists import make_listing
from tests.integration.enterprises.pages import url_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
CEILING = 17


def pdf(name: str = "整改照片.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7 proof", "application/pdf")


def running(**days: int) -> CorrectionOrder:
    """An order whose term still runs."""
    return make_order(
        issued_on=TODAY - timedelta(days=10), due_on=TODAY + timedelta(days=days.get("due", 20))
    )


def proof(order: CorrectionOrder, **changes: object) -> dict:
    facts = {
        "version": order.version,
        "corrected_on": str(TODAY),
        "text": "已完成审核启动。",
        "proofs": [pdf()],
    }
    return facts | changes


def hand_in(order: CorrectionOrder, client: Client, **changes: object):
    order.refresh_from_db()
    return client.post(url_of("order_answer", order.pk), proof(order, **changes))


def back(order: CorrectionOrder | Penalty, **changes: object) -> dict:
    facts = {"document_no": "晋环撤〔2026〕1号", "withdrawn_on": str(TODAY), "reason": "行政复议决定撤销。"}
    return {"version": order.version} | facts | changes


def words_of(content: bytes) -> str:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return re.sub(r"\s", "", text)


def test_an_overdue_duty_leads_to_an_order_to_proof_to_a_return_and_to_the_end() -> None:
    listing = make_listing(make_enterprise("晋源焦化"))
    duty = Duty.objects.get(listing=listing, code=DutyCode.DISCLOSE)
    officer, person = make_user(Role.COUNTY), make_representative(listing.enterprise)
    bureau, plant = client_of(officer), client_of(person)
    address = url_of("order_create", listing.enterprise_id)
    sent = {
        "article": article("P36").pk,
        "duty": duty.pk,
        "document_no": "小环责改〔2026〕1号",
        "text": "公布。",
    }
    days = {"issued_on": str(TODAY), "due_on": str(TODAY + timedelta(days=15))}
    bureau.post(address, sent | days)
    order = CorrectionOrder.objects.get()
    assert (order.duty, order.listing, order.state) == (duty, listing, OrderState.ISSUED)
    assert "请在" in Notice.objects.get(recipient=person).text

    assert hand_in(order, plant)["Location"] == url_of("order_detail", order.pk)
    assert "提交了改正证明" in Notice.objects.get(recipient=officer).text
    assert [item.kind for item in todo_items(officer, TODAY) if "order" in item.kind] == ["order_check"]
    assert [item.kind for item in todo_items(person, TODAY) if item.kind == "order"] == []
    order.refresh_from_db()
    bureau.post(url_of("order_return", order.pk), {"version": order.version, "reason": "缺报纸版面照片"})
    assert "缺报纸版面照片" in Notice.objects.filter(recipient=person).latest("pk").text
    assert [item.kind for item in todo_items(person, TODAY) if item.kind == "order"] == ["order"]

    hand_in(order, plant, text="已补版面照片。", proofs=[pdf(), pdf("版面.pdf")])
    order.refresh_from_db()
    page = bureau.get(url_of("order_detail", order.pk))
    assert page.context["form"].initial["met_on"] == TODAY
    bureau.post(url_of("order_meet", order.pk), {"version": order.version, "met_on": str(TODAY)})
    order.refresh_from_db()
    assert (order.state, order.met_on) == (OrderState.MET, TODAY)
    answers = OrderAnswer.objects.order_by("number")
    assert [row.state for row in answers] == [AnswerState.RETURNED, AnswerState.ACCEPTED]
    body = bureau.get(url_of("order_detail", order.pk)).content.decode()
    for words in (
        "义务到期：公示",
        "缺报纸版面照片",
        "已补版面照片",
        "版面.pdf",
        "责令办结",
        "《清洁生产促进法》第三十六条",
    ):
        assert words in body
    verbs = ["order_issue", "order_answer", "order_return", "order_answer", "order_meet"]
    told = Activity.objects.filter(thing_kind="enterprises.correctionorder", thing_id=order.pk)
    assert list(told.order_by("pk").values_list("verb", flat=True)) == verbs
    assert (
        plant.get(reverse("enterprises:order_proof", args=[OrderProof.objects.last().pk])).status_code == 200
    )


def test_a_finding_opens_the_order_with_its_text_and_what_it_rests_on_in_words() -> None:
    enterprise = make_enterprise()
    client = client_of(make_user(Role.COUNTY))
    query = {"occasion": "2026年11月3日现场核查", "text": "恢复运行脱硫设施。"}
    page = client.get(url_of("order_create", enterprise.pk), query)
    assert (page.context["form"]["text"].value(), page.context["form"]["occasion"].value()) == (
        "恢复运行脱硫设施。",
        "2026年11月3日现场核查",
    )
    days = {"issued_on": str(TODAY), "due_on": str(TODAY + timedelta(days=15))}
    sent = {"article": article("P39b").pk, "document_no": "小环责改〔2026〕9号"} | days
    client.post(url_of("order_create", enterprise.pk), query | sent)
    order = CorrectionOrder.objects.get()
    assert "2026年11月3日现场核查" in client.get(url_of("order_detail", order.pk)).content.decode()


@pytest.mark.parametrize(
    ("met", "issued_on", "sentence"),
    [(False, "2026-04-20", "下达日期早于义务到期"), (True, "2026-06-01", "没有")],
)
def test_an_order_dated_before_its_duty_was_due_or_about_a_duty_met_is_refused(
    met: bool, issued_on: str, sentence: str
) -> None:
    listing = make_listing()
    duty = Duty.objects.get(listing=listing, code=DutyCode.DISCLOSE)
    if met:
        make_disclosure(listing)
    sent = {"article": article("P36").pk, "duty": duty.pk, "document_no": "责1", "text": "公布。"}
    sent |= {"issued_on": issued_on, "due_on": "2026-07-01"}
    response = client_of(make_user()).post(url_of("order_create", listing.enterprise_id), sent)
    assert response.status_code == 422
    assert met or sentence in response.content.decode()
    assert not CorrectionOrder.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"proofs": []}, "请至少上传一份证明材料"),
        ({"text": " "}, "改正情况"),
        ({"corrected_on": "2099-01-01"}, "不能晚于今天"),
        ({"corrected_on": "2020-01-01"}, "不能早于责令下达日期"),
        ({"proofs": [SimpleUploadedFile("照片.jpg", b"not a picture", "image/jpeg")]}, "照片.jpg"),
    ],
)
def test_proof_without_a_file_or_with_impossible_days_is_refused(changes: dict, sentence: str) -> None:
    order = running()
    response = hand_in(order, client_of(make_representative(order.enterprise)), **changes)
    assert response.status_code == 422
    assert sentence in response.content.decode() or sentence == "改正情况"
    order.refresh_from_db()
    assert (order.state, order.version) == (OrderState.ISSUED, 1)
    assert not OrderAnswer.objects.exists()
    assert not Attachment.objects.exists()


def test_only_the_enterprises_own_people_hand_in_and_only_its_people_and_officers_read_the_proof() -> None:
    order = running()
    assert client_of(make_user(Role.COUNTY)).get(url_of("order_answer", order.pk)).status_code == 403
    stranger = client_of(make_representative(make_enterprise()))
    assert hand_in(order, stranger).status_code == 404
    hand_in(order, client_of(make_representative(order.enterprise)))
    address = reverse("enterprises:order_proof", args=[OrderProof.objects.get().pk])
    assert stranger.get(address).status_code == 404
    assert client_of(make_user(Role.CITY, "140300")).get(address).status_code == 404


def test_no_fine_under_art_39_while_proof_waits_and_none_on_what_was_taken_back() -> None:
    order = make_order()
    hand_in(order, client_of(make_representative(order.enterprise)))
    client = client_of(make_user())
    fine = {"document_no": "罚1", "decided_on": str(TODAY), "amount_yuan": "60000"}
    response = client.post(url_of("penalty_create", order.pk), fine)
    assert response.status_code == 422
    assert "核查后才能判断" in response.content.decode()
    order.refresh_from_db()
    client.post(url_of("order_withdraw", order.pk), back(order))
    response = client.post(url_of("penalty_create", order.pk), fine)
    assert "已撤销，不能据以处罚" in response.content.decode()
    assert not Penalty.objects.exists()


def test_an_order_is_taken_back_by_a_document_stays_and_is_shown() -> None:
    order = running()
    person = make_representative(order.enterprise)
    client = client_of(make_user(Role.COUNTY))
    address = url_of("order_withdraw", order.pk)
    for changes, sentence in [
        ({"document_no": " "}, "撤销决定文号"),
        ({"reason": ""}, "撤销理由"),
        ({"withdrawn_on": "2020-01-01"}, "不能早于原决定日期"),
        ({"withdrawn_on": "2099-01-01"}, "不能晚于今天"),
    ]:
        response = client.post(address, back(order, **changes))
        assert (response.status_code, sentence in response.content.decode()) == (422, True), changes
    client.post(address, back(order))
    order.refresh_from_db()
    assert (order.state, order.withdrawn_document) == (OrderState.WITHDRAWN, "晋环撤〔2026〕1号")
    assert "已撤销" in Notice.objects.filter(recipient=person).latest("pk").text
    assert client.post(address, back(order)).status_code == 422
    assert list(order_cases([order.due_on], 10)) == []
    rows = client.get(reverse("enterprises:order_list"), {"state": "withdrawn"}).context["list"].rows
    assert [row["document_no"] for row in rows] == [order.document_no]
    paper = client.get(reverse("enterprises:order_withdrawal_paper", args=[order.pk]))
    assert f"作出的责令限期改正决定（{order.document_no}）" in words_of(paper.content)
    assert client.get(reverse("enterprises:order_withdrawal_paper", args=[running().pk])).status_code == 404


def test_a_fine_is_decided_printed_and_taken_back_and_then_counted_apart() -> None:
    order = make_order()
    terms = PenaltyTerms(article(), "晋环罚〔2026〕1号", date(2026, 8, 1), Decimal(50000))
    fine = penalty_decide(order=order, terms=terms, by=system(), at=now())
    client = client_of(make_user())
    paper = words_of(client.get(reverse("enterprises:penalty_paper", args=[fine.pk])).content)
    for words in (
        "行政处罚决定书",
        "《清洁生产促进法》第三十九条第一款",
        "罚款人民币50,000元",
        "你单位未改正",
    ):
        assert words in paper
    order.refresh_from_db()
    response = client.post(url_of("order_withdraw", order.pk), back(order))
    assert "请先撤销处罚" in response.content.decode()
    listed = client.get(reverse("enterprises:penalty_list"))
    assert "有效处罚 1 件，罚款合计 50,000 元；已撤销 0 件" in listed.content.decode()
    assert client.post(url_of("penalty_withdraw", fine.pk), back(fine, document_no="")).status_code == 422
    client.post(url_of("penalty_withdraw", fine.pk), back(fine))
    fine.refresh_from_db()
    assert fine.state == PenaltyState.WITHDRAWN
    listed = client.get(reverse("enterprises:penalty_list"))
    assert "有效处罚 0 件，罚款合计 0 元；已撤销 1 件" in listed.content.decode()
    assert client.get(reverse("enterprises:order_list"), {"state": "fined"}).context["list"].total == 0
    body = client.get(url_of("order_detail", order.pk)).content.decode()
    assert "撤销处罚 晋环撤〔2026〕1号" in body
    withdrawal = client.get(reverse("enterprises:penalty_withdrawal_paper", args=[fine.pk]))
    assert "行政复议决定撤销" in words_of(withdrawal.content)
    again = PenaltyTerms(article(), "晋环罚〔2026〕2号", date(2026, 9, 1), Decimal(60000))
    order.refresh_from_db()
    assert penalty_decide(order=order, terms=again, by=system(), at=now()).state == PenaltyState.DECIDED


def test_the_database_itself_keeps_reversals_whole() -> None:
    order = running()
    for changes in (
        {"state": OrderState.WITHDRAWN},
        {"withdrawn_document": "撤1"},
        {"state": OrderState.MET},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            CorrectionOrder.objects.filter(pk=order.pk).update(**changes)


def test_the_page_of_an_order_and_the_list_of_fines_cost_the_same_whatever_happened() -> None:
    client, counts = client_of(make_user()), []
    client.get(reverse("enterprises:penalty_list"))
    for number in (1, 5):
        for _row in range(number):
            order = make_order()
            person = client_of(make_representative(order.enterprise))
            for _time in range(number):
                hand_in(order, person)
                order.refresh_from_db()
                back_to = {"version": order.version, "reason": "不全"}
                client.post(url_of("order_return", order.pk), back_to)
            order.refresh_from_db()
            fine = PenaltyTerms(article(), f"罚{order.pk}", TODAY, Decimal(50000))
            penalty_decide(order=order, terms=fine, by=system(), at=now())
        with CaptureQueriesContext(connection) as queries:
            client.get(url_of("order_detail", order.pk))
            client.get(reverse("enterprises:penalty_list"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= CEILING
