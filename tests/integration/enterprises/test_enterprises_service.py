"""Registering and changing enterprises through the services."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import Activity
from config.common.access import Role
from config.common.errors import NotAllowed, Refused, Stale
from enterprises.models import EnterpriseName, EnterprisePlacement, KeyArea
from enterprises.services.enterprises import enterprise_create, enterprise_update
from tests.factories.accounts import make_user, now, place, system
from tests.factories.enterprises import make_enterprise, make_uscc

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # already the 24th in Shanghai


def test_a_new_enterprise_has_its_keys_its_open_placement_and_one_trail_row() -> None:
    made = make_enterprise("山西 太原（晋源）小炼有限公司", permits=["9114 0105ma0000001x001p"])
    assert (made.name_key, made.initials) == ("山西太原(晋源)小炼有限公司", "sxtyjyxlyxgs")
    assert [(p.from_on, p.to_on) for p in made.placements.all()] == [(None, None)]
    assert [p.number for p in made.permits.all()] == ["91140105MA0000001X001P"]
    assert Activity.objects.filter(verb="enterprise_create", thing_id=made.pk).count() == 1


def test_the_same_code_at_another_place_is_another_site() -> None:
    code = make_uscc()
    first = make_enterprise("太原焦化有限公司", uscc=code)
    second = make_enterprise("太原焦化有限公司", "140106", uscc=code.lower())
    assert (first.site_no, second.site_no, second.uscc) == (1, 2, code)


def test_the_same_name_at_the_same_place_is_refused_as_a_duplicate() -> None:
    code = make_uscc()
    make_enterprise("太原焦化有限公司", uscc=code)
    for uscc in (code, ""):
        with pytest.raises(Refused, match="已登记了“太原焦化有限公司”"):
            make_enterprise("太原 焦化有限公司", uscc=uscc)
    assert make_enterprise("太原焦化有限公司").pk


def test_an_enterprise_needs_a_name_and_has_no_unknown_columns() -> None:
    with pytest.raises(Refused, match="名称不能为空"):
        enterprise_create(name="  ", region=place("140105"), by=system(), at=AT)
    with pytest.raises(TypeError):
        make_enterprise(version=7)


def test_an_officer_registers_in_the_own_territory_only() -> None:
    officer = make_user(Role.COUNTY, "140105")
    assert make_enterprise(by=officer).pk
    with pytest.raises(NotAllowed, match="迎泽区不在您的管辖范围"):
        make_enterprise(region="140106", by=officer)
    with pytest.raises(NotAllowed, match="只有主管部门"):
        make_enterprise(by=make_user(Role.AGENCY))


def test_a_renamed_enterprise_keeps_its_former_name() -> None:
    made = make_enterprise("太原第一焦化厂")
    enterprise_update(enterprise=made, version=1, by=system(), at=AT, name="太原晋源焦化有限公司")
    made.refresh_from_db()
    assert (made.version, made.initials) == (2, "tyjyjhyxgs")
    former = EnterpriseName.objects.get(enterprise=made)
    assert (former.name, former.until) == ("太原第一焦化厂", date(2026, 11, 24))


def test_a_move_closes_the_placement_and_a_second_one_that_day_corrects_it() -> None:
    made = make_enterprise(region="140105")
    enterprise_update(enterprise=made, version=1, by=system(), at=AT, region=place("140106"))
    enterprise_update(enterprise=made, version=2, by=system(), at=AT, region=place("140107"))
    told = EnterprisePlacement.objects.filter(enterprise=made).values_list("region__code", "from_on", "to_on")
    day = date(2026, 11, 24)
    assert list(told) == [("140105", None, day), ("140107", day, None)]
    assert Activity.objects.filter(thing_id=made.pk, verb="enterprise_update").latest("pk").new == {
        "region": "杏花岭区"
    }


def test_a_stale_save_is_refused_with_both_texts_and_writes_nothing() -> None:
    made = make_enterprise("太原焦化有限公司")
    mine = type(made).objects.get(pk=made.pk)
    enterprise_update(enterprise=made, version=1, by=system(), at=AT, address="晋祠路 1 号")
    with pytest.raises(Stale) as caught:
        enterprise_update(enterprise=mine, version=1, by=system(), at=AT, name="乙", address="晋祠路 2 号")
    assert caught.value.theirs == {"name": "太原焦化有限公司", "address": "晋祠路 1 号"}
    assert caught.value.yours == {"name": "乙", "address": "晋祠路 2 号"}
    assert not EnterpriseName.objects.exists()


def test_permits_and_key_areas_are_replaced_and_told() -> None:
    made = make_enterprise(permits=["A1", "A2"])
    area = KeyArea.objects.get(name="汾河流域")
    changes = {"permits": ["A2", "A3"], "key_areas": [area], "legal_representative": "王小明"}
    enterprise_update(enterprise=made, version=1, by=system(), at=now(), **changes)
    assert [p.number for p in made.permits.all()] == ["A2", "A3"]
    assert list(made.key_areas.all()) == [area]
    told = Activity.objects.filter(thing_id=made.pk).latest("pk")
    assert told.new == {"permits": "A2、A3", "key_areas": "汾河流域", "legal_representative": "王**"}


def test_a_new_code_that_another_site_has_takes_the_next_site_number() -> None:
    first, second = make_enterprise(), make_enterprise()
    enterprise_update(enterprise=second, version=1, by=system(), at=AT, uscc=first.uscc)
    assert (second.uscc, second.site_no) == (first.uscc, 2)
