"""The fee ledger: whose rate, who pays, with which voucher, who sees what; and who never pays."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Activity
from audits.models import FeeRate, ReviewFee
from audits.selectors.fees import rate_on
from audits.selectors.todo import todo_items
from audits.services.fees import Payment, fee_pay, rate_set
from config.common.access import Role
from config.common.errors import NotAllowed, Refused
from operations.models import BulkRun
from operations.runner import run_job
from tests.factories.accounts import client_of, make_user, now
from tests.factories.audits import crew_of, today
from tests.factories.reviews import make_review

pytestmark = pytest.mark.django_db
LIST = reverse("audits:fee_list")


def officer_of(review):
    return crew_of(review.round).officer


def fees_of(review):
    related = (
        "payer",
        "seat__expert__user",
        "seat__review__round__enterprise__region",
        "seat__review__round__agency",
    )
    return list(ReviewFee.objects.filter(seat__review=review).select_related(*related).order_by("pk"))


def pay(fee, by, **changes):
    facts = {"paid_on": today(), "voucher": "记-118", "paid_from": fee.payer.bureau_name} | changes
    return fee_pay(fee=fee, payment=Payment(**facts), by=by, at=now())


def set_rate(by, **changes):
    facts = {
        "effective_from": today() - timedelta(days=30),
        "member_yuan": Decimal(900),
        "lead_yuan": Decimal(1200),
        "basis": "局长办公会纪要",
    }
    return rate_set(**facts | changes, by=by, at=now())


def test_the_bureau_books_a_payment_from_the_ledger_and_the_file_holds_what_is_filtered():
    review = make_review("DECIDED")
    officer, (first, *_rest) = officer_of(review), fees_of(review)
    client = client_of(officer)
    page = client.get(LIST).content.decode()
    assert "待发放 3 笔 2,600 元" in page
    address = reverse("audits:fee_pay", args=[first.pk])
    assert address in page
    form = {"paid_on": today().isoformat(), "voucher": "记-118", "paid_from": first.payer.bureau_name}
    assert client.post(address, form).url == LIST
    first.refresh_from_db()
    assert (first.paid_on, first.voucher, first.paid_by) == (today(), "记-118", officer)
    paid = client.get(LIST, {"state": "paid"}).context["list"]
    assert (paid.total, paid.rows[0]["pay_href"]) == (1, "")
    sent = {"page": "audits:fee_list", "query": "state=paid", "kind": "csv"}
    file = b"".join(client.post(reverse("operations:export_create"), sent)).decode("utf-8-sig")
    assert "记-118" in file
    assert len(file.splitlines()) == 2
    assert client.get(address).status_code == 422
    assert Activity.objects.get(verb="fee_pay").new["voucher"] == "记-118"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"voucher": " "}, "请填写付款凭证号"),
        ({"paid_on": today() + timedelta(days=1)}, "评审日期与今天之间"),
        ({"paid_from": "plant"}, "不得承担劳务费（清洁生产促进法第二十七条）"),
    ],
)
def test_a_payment_that_cannot_be_is_refused_with_its_sentence(changes, sentence):
    review = make_review("DECIDED")
    if changes.get("paid_from"):
        changes = {"paid_from": review.round.enterprise.name}
    with pytest.raises(Refused) as refusal:
        pay(fees_of(review)[0], officer_of(review), **changes)
    assert sentence in refusal.value.problems[0].sentence
    assert not ReviewFee.objects.filter(paid_on__isnull=False).exists()


def test_the_enterprise_never_pays_and_a_bureau_elsewhere_or_below_cannot():
    review = make_review("DECIDED")
    fee = fees_of(review)[0]
    below = make_user(Role.COUNTY, review.round.enterprise.region)
    for by in (crew_of(review.round).plant, make_user(Role.CITY, "140200"), below):
        with pytest.raises(NotAllowed, match="不得向企业收取费用"):
            pay(fee, by)
    pay(fee, make_user(Role.PROVINCE))
    with pytest.raises(Refused, match="已登记发放"):
        pay(fee, officer_of(review))


def test_an_expert_sees_the_own_fees_and_no_way_to_pay_them():
    review = make_review("DECIDED")
    fee = fees_of(review)[0]
    client = client_of(fee.seat.expert.user)
    page = client.get(LIST)
    (row,) = page.context["list"].rows
    assert (row["name"], row["pay_href"]) == (fee.seat.expert.name, "")
    assert "登记发放" not in page.content.decode()
    assert client_of(crew_of(review.round).plant).get(LIST).status_code == 403


def test_a_bureaus_own_rate_goes_before_the_reference_and_versions_are_kept():
    review = make_review("MERGED")
    officer = officer_of(review)
    reference = FeeRate.objects.get()
    assert rate_on(today(), officer.region) == reference
    own = set_rate(officer)
    assert rate_on(today(), officer.region) == own
    assert rate_on(own.effective_from - timedelta(days=1), officer.region) == reference
    assert rate_on(today(), make_user(Role.CITY, "140200").region) == reference
    decided = make_review("DECIDED")
    assert sorted(fee.amount_yuan for fee in fees_of(decided)) == [900, 900, 1200]
    set_rate(officer, effective_from=today(), member_yuan=Decimal(950))
    assert {fee.rate for fee in ReviewFee.objects.select_related("rate")} == {own}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"effective_from": today() - timedelta(days=60)}, "应晚于现行一版"),
        ({"member_yuan": Decimal(0)}, "应大于 0"),
        ({"lead_yuan": Decimal(800)}, "不应低于成员"),
    ],
)
def test_a_rate_that_cannot_be_is_refused_with_its_sentence(changes, sentence):
    officer = make_user(Role.CITY)
    set_rate(officer)
    with pytest.raises(Refused) as refusal:
        set_rate(officer, **{"effective_from": today()} | changes)
    assert sentence in " ".join(problem.sentence for problem in refusal.value.problems)
    assert FeeRate.objects.filter(region=officer.region).count() == 1


def test_the_page_of_rates_shows_every_version_and_takes_the_next():
    officer = make_user(Role.CITY)
    client, address = client_of(officer), reverse("audits:fee_rates")
    form = {
        "effective_from": today().isoformat(),
        "member_yuan": "900",
        "lead_yuan": "1200",
        "basis": "局长办公会纪要",
    }
    assert client.post(address, form).url == address
    lights = [(row["bureau"], bool(row["light"])) for row in client.get(address).context["rates"]]
    assert lights == [(officer.region.bureau_name, True), ("平台参考", False)]
    assert client.post(address, form).status_code == 422


def test_the_pool_shows_how_much_each_expert_has_to_do():
    review = make_review("SCORING")
    officer = officer_of(review)
    rows = client_of(officer).get(reverse("audits:expert_list")).context["list"].rows
    assert sorted((row["year"], row["open"], row["declined"]) for row in rows)[-3:] == [(1, 1, 0)] * 3


def test_what_the_own_bureau_owes_is_one_line_to_do_and_its_list_has_the_same_number():
    review = make_review("DECIDED")
    officer, (first, *_rest) = officer_of(review), fees_of(review)
    (item,) = [one for one in todo_items(officer, today()) if one.kind == "fees_owed"]
    assert item.text == "3 笔专家劳务费待发放"
    assert client_of(officer).get(item.href).context["list"].total == 3
    pay(first, officer)
    (item,) = [one for one in todo_items(officer, today()) if one.kind == "fees_owed"]
    assert item.text == "2 笔专家劳务费待发放"
    above = make_user(Role.PROVINCE)
    assert not [one for one in todo_items(above, today()) if one.kind == "fees_owed"]


def test_several_fees_are_booked_with_one_voucher_and_what_cannot_be_says_why():
    review = make_review("DECIDED")
    officer, (first, *_rest) = officer_of(review), fees_of(review)
    pay(first, officer, voucher="记-1")
    client = client_of(officer)
    client.post(
        reverse("operations:bulk_create"),
        {"page": "audits:fee_list", "action": "fees_pay", "query": "", "all": "1"},
    )
    run = BulkRun.objects.get()
    sent = {"paid_on": today().isoformat(), "voucher": "记-220", "paid_from": first.payer.bureau_name}
    assert (
        client.post(reverse("operations:bulk_detail", args=[run.pk]), sent | {"voucher": " "}).status_code
        == 422
    )
    assert client.post(reverse("operations:bulk_detail", args=[run.pk]), sent).status_code == 302
    run.refresh_from_db()
    run_job(run.job_id)
    assert sorted(row.said for row in run.rows.all()) == [
        "已登记发放，凭证号 记-220。",
        "已登记发放，凭证号 记-220。",
        "这笔劳务费已登记发放。",
    ]
    assert [fee.voucher for fee in fees_of(review)] == ["记-1", "记-220", "记-220"]
    assert Activity.objects.filter(verb="fee_pay").count() == 3
