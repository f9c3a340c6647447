"""The bureau checks what was made public, or returns it with reasons; the enterprise submits again."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Activity, User
from config.common.access import Role
from config.common.errors import NotAllowed, Refused, Stale
from enterprises.enums import DisclosureState, DutyCode, DutyEvent
from enterprises.models import Disclosure, DisclosureField, DisclosureVersion, Listing
from enterprises.selectors.disclosures import fields_owed, overdue_disclosures
from enterprises.selectors.todo_registry import todo_items
from enterprises.services.disclosure_checks import disclosure_check, disclosure_return
from enterprises.services.disclosures import disclosure_amend
from operations.models import Notice
from tests.factories.accounts import client_of, make_user, now
from tests.factories.enterprises import make_disclosure, make_enterprise, make_representative
from tests.factories.lists import make_listing
from tests.factories.measures import photo

pytestmark = pytest.mark.django_db
REASONS = {"OVER_LIMIT.4": "缺少氮氧化物", "url": "网页打不开"}


def filled(listing: Listing, **changes: str) -> dict[str, dict[str, str]]:
    values: dict[str, dict[str, str]] = {}
    for row in fields_owed(listing):
        values.setdefault(row.category, {})[row.label] = changes.get(row.label, f"{row.label}的情况")
    return values


def submitted(on: date = date(2026, 4, 10)) -> tuple[Disclosure, User]:
    listing = make_listing(make_enterprise("晋源焦化"))
    person = make_representative(listing.enterprise)
    facts = {"disclosed_on": on, "url": "https://example.cn/1", "by": person, "values": filled(listing)}
    return make_disclosure(listing, **facts), person


def returned(disclosure: Disclosure) -> Disclosure:
    officer = make_user(Role.COUNTY)
    facts = {"version": disclosure.version, "reasons": REASONS, "by": officer, "at": now()}
    return disclosure_return(disclosure=disclosure, **facts)


def again(disclosure: Disclosure, person: User, **changes) -> Disclosure:
    facts = {"disclosed_on": date(2026, 5, 6), "place": "太原日报", "url": "https://example.cn/2"} | changes
    values = filled(disclosure.listing, 排放污染物名称="二氧化硫、氮氧化物")
    return disclosure_amend(
        disclosure=disclosure, version=disclosure.version, values=values, by=person, at=now(), **facts
    )


def address(disclosure: Disclosure) -> str:
    return reverse("enterprises:disclosure_check", args=[disclosure.pk])


def duty(disclosure: Disclosure):
    return disclosure.listing.duties.get(code=DutyCode.DISCLOSE)


def test_the_officer_sees_each_field_with_a_place_for_a_reason_and_finds_it_in_order() -> None:
    disclosure, _person = submitted()
    client = client_of(make_user(Role.COUNTY))
    page = client.get(address(disclosure))
    assert [(part["title"], len(part["rows"])) for part in page.context["sets"]] == [
        ("公示情况", 4),
        ("双超企业应公示的内容", 7),
    ]
    assert "排放方式的情况" in page.content.decode()
    response = client.post(address(disclosure), {"version": 1, "accept": "1"})
    assert response["Location"].endswith("?check=submitted")
    disclosure.refresh_from_db()
    assert disclosure.state == DisclosureState.CHECKED
    assert disclosure.versions.get().state == DisclosureState.CHECKED
    assert duty(disclosure).met_on == date(2026, 4, 10)
    assert Activity.objects.filter(verb="disclosure_check").count() == 1


def test_a_returned_one_never_met_the_duty_which_stands_open_with_the_day_it_had() -> None:
    disclosure, person = submitted()
    response = client_of(make_user(Role.COUNTY)).post(
        address(disclosure), {"version": 1, "return": "1", "reason_OVER_LIMIT_4": "缺少氮氧化物"}
    )
    assert response.status_code == 302
    owed = duty(disclosure)
    assert (owed.met_on, owed.due_on) == (None, date(2026, 4, 20))
    last = owed.changes.last()
    assert (last.kind, last.reason) == (DutyEvent.REOPENED, "双超 · 排放污染物名称：缺少氮氧化物")
    assert list(overdue_disclosures(make_user(Role.COUNTY), date(2026, 4, 21))) == [disclosure.listing]
    assert not overdue_disclosures(make_user(Role.COUNTY), date(2026, 4, 20)).exists()
    notice = Notice.objects.get(recipient=person)
    assert "缺少氮氧化物" in notice.text
    page = client_of(person).get(notice.href).content.decode()
    assert "主管部门退回的理由" in page
    assert "不因退回延长" in page


def test_submitted_again_it_is_met_on_the_new_day_and_every_version_is_kept_with_its_changes() -> None:
    disclosure, person = submitted()
    again(returned(disclosure), person)
    assert duty(disclosure).met_on == date(2026, 5, 6)
    assert [row.state for row in disclosure.versions.all()] == ["returned", "submitted"]
    page = client_of(person).get(reverse("enterprises:disclosure_detail", args=[disclosure.pk]))
    newest, first = page.context["versions"]
    assert {row["label"]: (row["old"], row["new"]) for row in newest["changes"]} == {
        "公示日期": ("2026年4月10日", "2026年5月6日"),
        "公示载体": ("《太原日报》第 8 版", "太原日报"),
        "公示网址": ("https://example.cn/1", "https://example.cn/2"),
        "双超 · 排放污染物名称": ("排放污染物名称的情况", "二氧化硫、氮氧化物"),
    }
    assert [reason["value"] for reason in first["reasons"]] == ["网页打不开", "缺少氮氧化物"]


def test_what_was_checked_waits_again_when_it_is_changed_and_stays_met() -> None:
    disclosure, person = submitted()
    disclosure_check(disclosure=disclosure, version=1, by=make_user(Role.CITY), at=now())
    again(disclosure, person)
    assert (disclosure.state, disclosure.checked_by) == (DisclosureState.SUBMITTED, None)
    assert duty(disclosure).met_on == date(2026, 4, 10)


def test_what_waits_is_counted_like_its_list_for_officers_and_for_the_enterprise() -> None:
    disclosure, person = submitted()
    make_disclosure(make_listing(make_enterprise(region="140302")))
    officer = make_user(Role.CITY)
    item = next(item for item in todo_items(officer, date(2026, 4, 15)) if item.kind == "disclosure_check")
    assert item.text == "1 份公示待核对"
    assert client_of(officer).get(item.href).context["list"].total == 1
    returned(disclosure)
    assert [item.kind for item in todo_items(officer, date(2026, 4, 15))] == []
    mine = todo_items(person, date(2026, 4, 15))
    assert [(item.kind, item.due_on) for item in mine] == [("disclosure_returned", date(2026, 4, 20))]
    rows = client_of(officer).get(reverse("enterprises:disclosure_list"), {"check": "returned"})
    assert [row["name"] for row in rows.context["list"].rows] == ["晋源焦化"]
    assert "去公示" in client_of(person).get(reverse("enterprises:disclosure_list")).content.decode()


@pytest.mark.parametrize(
    ("reasons", "sentence"),
    [
        ({}, "退回应写明理由"),
        ({"url": "  "}, "退回应写明理由"),
        ({"TOXIC.18": "没有"}, "不属于这份公示"),
        ({"url": "长" * 301}, "不超过 300 字"),
    ],
)
def test_a_return_without_a_usable_reason_is_refused(reasons: dict, sentence: str) -> None:
    disclosure, _person = submitted()
    with pytest.raises(Refused) as refusal:
        disclosure_return(
            disclosure=disclosure, version=1, reasons=reasons, by=make_user(Role.COUNTY), at=now()
        )
    assert sentence in refusal.value.problems[0].sentence
    assert DisclosureVersion.objects.get().state == DisclosureState.SUBMITTED
    assert not Notice.objects.exists()


def test_accepting_with_a_reason_written_says_what_to_choose_and_decides_nothing() -> None:
    disclosure, _person = submitted()
    response = client_of(make_user(Role.COUNTY)).post(
        address(disclosure), {"version": 1, "accept": "1", "reason_url": "打不开"}
    )
    assert response.status_code == 422
    assert "请选择退回，或清空理由" in response.content.decode()
    assert Disclosure.objects.get().state == DisclosureState.SUBMITTED


def test_another_version_than_the_one_seen_is_not_decided() -> None:
    disclosure, person = submitted()
    seen = Disclosure.objects.get()
    again(disclosure, person, disclosed_on=date(2026, 4, 12))
    with pytest.raises(Stale):
        disclosure_check(disclosure=seen, version=1, by=make_user(Role.COUNTY), at=now())
    assert [row.state for row in disclosure.versions.all()] == ["submitted", "submitted"]


def test_a_decision_is_made_once_and_by_the_territory_only() -> None:
    disclosure, person = submitted()
    for stranger in (make_user(Role.COUNTY, "140106"), person, make_user(Role.AGENCY)):
        with pytest.raises(NotAllowed):
            disclosure_check(disclosure=disclosure, version=1, by=stranger, at=now())
    returned(disclosure)
    with pytest.raises(Refused, match="已退回，只有待核对的"):
        disclosure_check(disclosure=disclosure, version=2, by=make_user(Role.COUNTY), at=now())


def test_the_photograph_is_made_anew_and_downloaded_by_who_may_see_it() -> None:
    listing = make_listing()
    person = make_representative(listing.enterprise)
    fields = {f"owed_{row.order}": "无" for row in DisclosureField.objects.filter(category="OVER_LIMIT")}
    sent = {"disclosed_on": "2026-04-10", "place": "厂门", "photo": photo()}
    edit = reverse("enterprises:disclosure_edit", args=[listing.pk])
    assert client_of(person).post(edit, fields | sent).status_code == 302
    made = Disclosure.objects.get()
    shown = reverse("enterprises:disclosure_photo", args=[made.pk])
    assert client_of(make_user(Role.COUNTY)).get(shown).content.startswith(b"\xff\xd8\xff")
    assert client_of(make_user(Role.COUNTY, "140106")).get(shown).status_code == 404
