"""What is sent to the credit platform: every row with what changed, each sending kept, nothing lost."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Activity
from config.common.access import Role
from config.common.errors import NotAllowed
from enterprises.enums import ListingState
from enterprises.models import Enterprise, Listing
from operations.models import Job, JobState
from operations.runner import run_job
from operations.services.attachments import attachment_read
from reports.calculations.credit import HEADINGS
from reports.enums import CreditKind, CreditState
from reports.models import CreditRow, CreditSending
from reports.services.credit import credit_send
from tests.factories.accounts import client_of, make_user, now, place
from tests.factories.enterprises import make_enterprise, make_order
from tests.factories.lists import make_listing
from tests.factories.orders import BACK, make_penalty

pytestmark = pytest.mark.django_db
LISTS, PENALTIES = CreditKind.LISTS, CreditKind.PENALTIES


@pytest.fixture
def province():
    return make_user(Role.PROVINCE)


def send(kind: CreditKind, by) -> CreditSending:
    sending = credit_send(region=by.region, kind=kind, by=by, at=now(), dispatch=False)
    run_job(sending.job_id)
    sending.refresh_from_db()
    return sending


def lines_of(sending: CreditSending) -> list[dict[str, str]]:
    text = attachment_read(sending.csv_file).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def flags_of(sending: CreditSending) -> dict[str, str]:
    return {row["企业名称"]: row["变更标识"] for row in lines_of(sending)}


def test_the_first_sending_is_all_new_and_a_second_without_a_change_says_so(province) -> None:
    make_listing(make_enterprise("甲焦化"), ("OVER_LIMIT",))
    first = send(LISTS, province)
    assert (first.state, first.rows, first.added, first.refused) == (CreditState.MADE, 1, 1, 0)
    row = lines_of(first)[0]
    assert list(row) == [*HEADINGS[LISTS], "变更标识"]
    assert (row["审核性质"], row["所在地"], row["公布日期"], row["审核完成期限"]) == (
        "双超",
        "太原市小店区",
        "2026-03-20",
        "2027-03-20",
    )
    second = send(LISTS, province)
    assert (second.state, second.csv_file, second.same) == (CreditState.UNCHANGED, None, 1)
    page = client_of(province).get(reverse("reports:credit_sending_detail", args=[second.pk]))
    assert "没有变化，没有生成新的文件" in page.content.decode()
    assert Activity.objects.filter(verb="credit_send").count() == 2


def test_new_changed_withdrawn_and_unchanged_rows_are_told_apart_and_come_back_as_new(province) -> None:
    kept, changed, gone = (make_listing(make_enterprise(name)) for name in ("留存厂", "变更厂", "移出厂"))
    send(LISTS, province)
    Listing.objects.filter(pk=changed.pk).update(name="变更新名厂")
    removed = {"state": ListingState.REMOVED, "state_on": date(2026, 9, 1), "state_reason": "关闭"}
    Listing.objects.filter(pk=gone.pk).update(**removed)
    make_listing(make_enterprise("新增厂"))
    second = send(LISTS, province)
    assert flags_of(second) == {"留存厂": "无变化", "变更新名厂": "变更", "移出厂": "撤销", "新增厂": "新增"}
    assert (second.added, second.changed, second.withdrawn, second.same) == (1, 1, 1, 1)
    assert send(LISTS, province).state == CreditState.UNCHANGED
    Listing.objects.filter(pk=gone.pk).update(state=ListingState.LISTED, state_on=None, state_reason="")
    assert flags_of(send(LISTS, province))["移出厂"] == "新增"
    assert kept.pk


def test_a_row_without_its_code_is_refused_with_a_sentence_and_sent_once_it_has_one(province) -> None:
    listing = make_listing(make_enterprise("无码厂"))
    make_listing(make_enterprise("有码厂"))
    Listing.objects.filter(pk=listing.pk).update(uscc="")
    Enterprise.objects.filter(pk=listing.enterprise_id).update(uscc="")
    first = send(LISTS, province)
    assert (first.added, first.refused) == (1, 1)
    assert "缺少统一社会信用代码，没有报送" in CreditRow.objects.get(flag="refused").reason
    page = client_of(province).get(reverse("reports:credit_sending_detail", args=[first.pk]))
    assert "补登后下次报送会作为新增报出" in page.content.decode()
    book = load_workbook(io.BytesIO(attachment_read(first.xlsx_file)))
    assert [[row[0].value for row in sheet.iter_rows(min_row=2)] for sheet in book] == [
        ["有码厂"],
        ["无码厂"],
    ]
    Listing.objects.filter(pk=listing.pk).update(uscc="91140105MA0000001X")
    assert flags_of(send(LISTS, province))["无码厂"] == "新增"


def test_a_fine_is_sent_and_its_reversal_is_sent_as_withdrawn(province) -> None:
    from enterprises.services.order_withdrawals import penalty_withdraw

    fine = make_penalty(make_order(make_enterprise("受罚厂")), 60_000)
    row = lines_of(send(PENALTIES, province))[0]
    assert (row["处罚决定文号"], row["罚款金额（元）"], row["变更标识"]) == (
        fine.document_no,
        "60000",
        "新增",
    )
    penalty_withdraw(penalty=fine, terms=BACK, version=1, by=province, at=now())
    row = lines_of(send(PENALTIES, province))[0]
    assert (row["处罚决定文号"], row["变更标识"]) == (fine.document_no, "撤销")


def test_a_job_run_twice_or_begun_again_gives_the_same_rows(province) -> None:
    make_listing(make_enterprise("甲焦化"))
    sending = credit_send(region=province.region, kind=LISTS, by=province, at=now(), dispatch=False)
    again = credit_send(region=province.region, kind=LISTS, by=province, at=now(), dispatch=False)
    assert again == sending
    CreditRow.objects.create(
        sending=sending, subject=99, flag="new", values=[], digest=""
    )  # a killed attempt's
    run_job(sending.job_id)
    Job.objects.filter(pk=sending.job_id).update(state=JobState.QUEUED, percent=0)
    run_job(sending.job_id)
    assert list(CreditRow.objects.values_list("flag", flat=True)) == ["new"]
    assert Activity.objects.filter(verb="credit_send").count() == 1


def test_each_authority_has_its_own_chain_and_sees_its_territory(province) -> None:
    make_listing(make_enterprise("甲焦化"))
    send(LISTS, province)
    city = make_user(Role.CITY)
    own = send(LISTS, city)
    assert (own.number, own.added) == (1, 1)
    with pytest.raises(NotAllowed):
        credit_send(region=place("140000"), kind=LISTS, by=city, at=now())
    stranger = client_of(make_user(Role.CITY, "140300"))
    assert stranger.get(reverse("reports:credit_sending_detail", args=[own.pk])).status_code == 404
    assert client_of(make_user(Role.COUNTY)).get(reverse("reports:credit_sending_list")).status_code == 403


def test_the_page_asks_for_a_sending_and_gives_its_files(
    province, django_capture_on_commit_callbacks
) -> None:
    make_listing(make_enterprise("甲焦化"))
    client: Client = client_of(province)
    assert "还没有报送过" in client.get(reverse("reports:credit_sending_list")).content.decode()
    assert client.post(reverse("reports:credit_sending_create"), {"kind": "gossip"}).status_code == 422
    response = client.post(reverse("reports:credit_sending_create"), {"kind": "lists"})
    sending = CreditSending.objects.get()
    assert response["Location"] == reverse("reports:credit_sending_detail", args=[sending.pk])
    address = reverse("reports:credit_sending_file", args=[sending.pk, "csv"])
    assert client.get(address).status_code == 404
    run_job(sending.job_id)
    assert "甲焦化" in client.get(address).content.decode("utf-8-sig")
    assert client.get(response["Location"]).status_code == 200
    assert "审核名单第 1 次" in client.get(reverse("reports:credit_sending_list")).content.decode()
