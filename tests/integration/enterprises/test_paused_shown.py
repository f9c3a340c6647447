"""While a clock stands still no page counts its days: each says that the term is paused."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audits.enums import RoundState
from config.common.access import Role
from enterprises.enums import DutyCode
from enterprises.services.duties import duty_meet
from tests.factories.accounts import client_of, make_user
from tests.factories.audits import make_round, today
from tests.factories.clock import pause_of
from tests.factories.enterprises import make_representative
from tests.integration.enterprises.test_pauses_service import approve

pytestmark = pytest.mark.django_db
PAGES = (
    "reports:home",
    "enterprises:duty_list",
    "enterprises:due_calendar",
    "enterprises:listing_list",
    "audits:round_list",
)


@pytest.fixture
def paused():
    """Only the report is still owed, and its clock stands still for three weeks."""
    round_ = make_round(RoundState.PLANNED, opened_on=today() - timedelta(days=30))
    for code in (DutyCode.DISCLOSE, DutyCode.START):
        duty_meet(listing=round_.listing, code=code, on=today())
    finish = round_.listing.duties.select_related(
        "listing__enterprise__region", "listing__mandatory_list", "regime"
    ).get(code=DutyCode.FINISH)
    approve(pause_of(finish, today() - timedelta(days=1), days=20))
    finish.refresh_from_db()
    return finish


@pytest.mark.parametrize("name", PAGES)
def test_the_enterprise_and_its_officer_read_paused_and_no_days(paused, name) -> None:
    plant = make_user(Role.ENTERPRISE)
    make_representative(paused.listing.enterprise, plant)
    asked = {"month": f"{paused.due_on:%Y-%m}"} if name == "enterprises:due_calendar" else {}
    for reader in (plant, make_user(Role.COUNTY)):
        if name == "reports:home" and reader is not plant:
            continue  # an officer's desk counts, it shows no term of one enterprise
        text = client_of(reader).get(reverse(name), asked).content.decode()
        assert "期限暂停" in text
        assert "还剩" not in text.partition("</h1>")[2].replace("还剩几天", "")


def test_the_list_and_the_disclosures_say_so_too(paused) -> None:
    officer = client_of(make_user(Role.COUNTY))
    detail = reverse("enterprises:mandatory_list_detail", args=[paused.listing.mandatory_list_id])
    assert "期限暂停" in officer.get(detail).content.decode()


def test_when_the_pause_is_over_the_days_are_counted_again(paused) -> None:
    paused.adjustments.update(from_on=today() - timedelta(days=9), to_on=today() - timedelta(days=1))
    text = client_of(make_user(Role.COUNTY)).get(reverse("audits:round_list")).content.decode()
    assert "期限暂停" not in text
    assert "还剩" in text
