"""What the registry asks of those who keep it."""

from datetime import date

import pytest

from accounts.models import User
from config.common.access import Role
from enterprises.calculations.likeness import likely_doubles
from enterprises.models import DuplicatePair
from enterprises.selectors.duplicates import subjects_in
from enterprises.selectors.todo_keeping import todo_items
from enterprises.services.duplicates import duplicate_dismiss, duplicates_write
from tests.factories.accounts import client_of, make_user, now
from tests.factories.enterprises import make_enterprise

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 1)


def test_places_to_confirm_and_doubles_to_decide_are_counted_like_their_lists() -> None:
    officer = make_user(Role.CITY)
    make_enterprise("云州厂", "140100", region_as_published="南郊区")
    assert [item.text for item in todo_items(officer, TODAY)] == ["1 家企业的区域待确认"]
    make_enterprise("山西晋源焦化有限公司")
    make_enterprise("晋源焦化厂", uscc="")
    find_doubles(officer)
    items = todo_items(officer, TODAY)
    assert [item.kind for item in items] == ["unplaced", "duplicate"]
    assert "1 对疑似重复的企业待判定" in items[1].text
    for item in items:
        assert client_of(officer).get(item.href).context["list"].total == 1
    pair = DuplicatePair.objects.get()
    duplicate_dismiss(pair=pair, reason="两家独立企业", by=officer, at=now())
    assert [item.kind for item in todo_items(officer, TODAY)] == ["unplaced"]


def test_who_does_not_keep_the_territory_is_not_asked() -> None:
    make_enterprise("云州厂", "140100")
    assert todo_items(make_user(Role.CITY, "140200"), TODAY) == []
    assert todo_items(make_user(Role.DEPARTMENT, "140100"), TODAY) == []


def find_doubles(officer: User) -> None:
    assert officer.region
    duplicates_write(region=officer.region, found=likely_doubles(subjects_in(officer.region)), at=now())
