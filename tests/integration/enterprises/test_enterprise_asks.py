"""An enterprise asks for a pause or an extension itself; county or city answers, and it is told."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from config.common.access import Role
from config.common.errors import NotAllowed, Refused
from enterprises.enums import AdjustmentState, DutyCode
from enterprises.models import Duty, DutyAdjustment
from enterprises.selectors.clock import requests_waiting
from enterprises.selectors.todo_registry import todo_items
from enterprises.services.pauses import adjustment_approve
from operations.models import Notice
from tests.factories.accounts import client_of, make_user, now
from tests.factories.clock import extension_of, noon, pause_of
from tests.factories.enterprises import make_representative
from tests.factories.lists import make_listing

pytestmark = pytest.mark.django_db
PUBLISHED = date(2026, 3, 31)
ASKED = date(2026, 5, 6)


@pytest.fixture
def duty() -> Duty:
    """To start the audit by 31 May 2026; 小店区, 太原市."""
    listing = make_listing(published_on=PUBLISHED)
    rows = Duty.objects.select_related("listing__enterprise__region", "regime")
    return rows.get(listing=listing, code=DutyCode.FINISH)


@pytest.fixture
def plant(duty: Duty) -> User:
    person = make_user(Role.ENTERPRISE)
    make_representative(duty.listing.enterprise, person)
    return person


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("停产说明.pdf", b"%PDF-1.7 paper", "application/pdf")


def asked(duty: Duty) -> dict:
    return {"duty": duty.pk, "until_on": duty.due_on + timedelta(days=20), "reason": "设备到货推迟"}


def test_the_enterprise_asks_the_county_grants_and_the_enterprise_is_told(duty, plant):
    county, site = make_user(Role.COUNTY), client_of(plant)
    due_on = duty.due_on
    page = site.get(reverse("enterprises:clock_detail", args=[duty.listing_id])).content.decode()
    assert "由县级或市级主管部门审批" in page
    address = reverse("enterprises:extension_create", args=[duty.listing_id])
    assert address in page
    done = site.post(address, asked(duty) | {"document": pdf()}, follow=True)
    assert "申请已提交，等待主管部门审批" in done.content.decode()
    request = DutyAdjustment.objects.get()
    assert request.asked_by == plant
    [item] = [item for item in todo_items(county, date(2026, 4, 1)) if item.kind == "adjustment"]
    assert item.where == duty.listing.name
    decide = reverse("enterprises:adjustment_decide", args=[request.pk])
    answer = {"version": 1, "decision": "approve", "note": "同意"}
    assert site.post(decide, answer).status_code == 403
    assert client_of(county).post(decide, answer).status_code == 302
    duty.refresh_from_db()
    assert duty.due_on == due_on + timedelta(days=20)
    notice = Notice.objects.get(recipient=plant, rule="adjustment_decided")
    assert "“已批准”" in notice.text
    assert notice.href.startswith(reverse("enterprises:clock_detail", args=[duty.listing_id]))


def test_a_refusal_needs_a_reason_and_reaches_the_enterprise(duty, plant):
    request = extension_of(duty, duty.due_on + timedelta(days=20), on=ASKED, by=plant)
    city = client_of(make_user(Role.CITY))
    decide = reverse("enterprises:adjustment_decide", args=[request.pk])
    silent = city.post(decide, {"version": 1, "decision": "refuse", "note": ""})
    assert "不批准时请写明意见" in silent.content.decode()
    assert not Notice.objects.filter(rule="adjustment_decided").exists()
    city.post(decide, {"version": 1, "decision": "refuse", "note": "合同显示可按期到货"})
    request.refresh_from_db()
    assert request.state == AdjustmentState.REFUSED
    assert "合同显示可按期到货" in Notice.objects.get(recipient=plant, rule="adjustment_decided").text


def test_a_second_request_waits_until_the_first_is_answered(duty, plant):
    until = duty.due_on + timedelta(days=20)
    extension_of(duty, until, on=ASKED, by=plant)
    for person in (plant, make_user(Role.COUNTY)):
        with pytest.raises(Refused, match="已有一份同类申请待审批"):
            extension_of(duty, until, on=ASKED, by=person)
    assert DutyAdjustment.objects.count() == 1


def test_without_a_paper_nothing_is_asked(duty, plant):
    address = reverse("enterprises:extension_create", args=[duty.listing_id])
    refused = client_of(plant).post(address, asked(duty))
    assert refused.status_code == 422
    assert "没有文件不能中止或延长法定期限" in refused.content.decode()
    assert not DutyAdjustment.objects.exists()


def test_it_waits_for_county_and_city_and_not_for_the_province(duty, plant):
    request = pause_of(duty, ASKED, by=plant)
    assert list(requests_waiting(make_user(Role.COUNTY))) == [request]
    assert list(requests_waiting(make_user(Role.CITY))) == [request]
    assert not requests_waiting(make_user(Role.PROVINCE)).exists()
    assert not requests_waiting(make_user(Role.COUNTY, "140106")).exists()


def test_only_an_officer_of_the_place_answers(duty, plant):
    request = extension_of(duty, duty.due_on + timedelta(days=20), on=ASKED, by=plant)
    for stranger in (make_user(Role.COUNTY, "140106"), plant):
        with pytest.raises(NotAllowed):
            adjustment_approve(adjustment=request, version=1, by=stranger, at=noon(ASKED))


def test_nobody_asks_for_an_enterprise_of_others(duty, plant):
    stranger = make_user(Role.ENTERPRISE)
    address = reverse("enterprises:extension_create", args=[duty.listing_id])
    assert client_of(stranger).get(address).status_code == 404
    with pytest.raises(NotAllowed, match="只有该企业自己的经办人"):
        extension_of(duty, duty.due_on + timedelta(days=20), on=ASKED, by=stranger)


def test_the_asker_takes_it_back_while_nobody_has_answered(duty, plant):
    request = extension_of(duty, duty.due_on + timedelta(days=20), on=ASKED, by=plant)
    address = reverse("enterprises:adjustment_withdraw", args=[request.pk])
    assert client_of(make_user(Role.COUNTY)).post(address).status_code == 404
    page = client_of(plant).get(reverse("enterprises:clock_detail", args=[duty.listing_id]))
    assert address in page.content.decode()
    assert client_of(plant).post(address).status_code == 302
    assert not DutyAdjustment.objects.exists()
    granted = extension_of(duty, duty.due_on + timedelta(days=20), on=ASKED, by=plant)
    adjustment_approve(adjustment=granted, version=1, by=make_user(Role.CITY), at=now())
    late = client_of(plant).post(reverse("enterprises:adjustment_withdraw", args=[granted.pk]))
    assert "已经办结" in late.content.decode()
