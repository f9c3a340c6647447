"""One enterprise's whole story on one page."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audits.enums import RoundState
from config.common.access import Role
from config.common.story import story_of
from enterprises.models import KeyArea
from enterprises.services.enterprises import enterprise_update
from tests.factories.accounts import client_of, make_user, place, system
from tests.factories.audits import make_round
from tests.factories.enterprises import make_disclosure, make_enterprise, make_order, make_representative
from tests.factories.lists import make_listing
from tests.factories.measures import make_measure, make_verification

pytestmark = pytest.mark.django_db
CEILING = 39


def url(enterprise) -> str:
    return reverse("enterprises:enterprise_detail", args=[enterprise.pk])


def test_the_page_tells_the_whole_story() -> None:
    enterprise = make_enterprise(
        "太原第一焦化厂", permits=["91140105MA0000001X001P"], legal_representative="王小明"
    )
    areas = [KeyArea.objects.get(name="汾河流域")]
    at = timezone.now()
    enterprise_update(
        enterprise=enterprise,
        version=1,
        by=system(),
        at=at,
        name="晋源焦化",
        region=place("140106"),
        key_areas=areas,
    )
    make_enterprise("晋源焦化清徐厂", "140121", uscc=enterprise.uscc)
    make_disclosure(make_listing(enterprise, ("OVER_LIMIT", "TOXIC")))
    order = make_order(enterprise)
    make_representative(enterprise)
    body = client_of(make_user()).get(url(enterprise)).content.decode()
    for words in (
        "太原第一焦化厂",
        "迎泽区",
        "晋源焦化清徐厂",
        "91140105MA0000001X001P",
        "汾河流域",
        "双有",
        "2026-04-10 完成",
        order.document_no,
        "138****5678",
        "登记企业",
        "王小明",
    ):
        assert words in body, words
    assert "13812345678" not in body


def test_another_territory_and_another_enterprise_are_not_found() -> None:
    enterprise = make_enterprise(region="140105")
    for user in (
        make_user(Role.COUNTY, "140106"),
        make_user(Role.CITY, "140300"),
        make_representative(make_enterprise()),
        make_user(Role.ENTERPRISE),
        make_user(Role.AGENCY),
    ):
        assert client_of(user).get(url(enterprise)).status_code == 404
    assert client_of(make_user(Role.COUNTY, "140105")).get(url(enterprise)).status_code == 200
    assert client_of(make_user(Role.LOG_ADMIN)).get(url(enterprise)).status_code == 403


def test_only_officers_see_the_trail_and_the_buttons_that_write() -> None:
    enterprise = make_enterprise()
    edit = reverse("enterprises:enterprise_edit", args=[enterprise.pk])
    officer = client_of(make_user(Role.COUNTY)).get(url(enterprise))
    own = client_of(make_representative(enterprise)).get(url(enterprise))
    department = client_of(make_user(Role.DEPARTMENT)).get(url(enterprise))
    assert officer.context["events"]
    assert edit in officer.content.decode()
    for response in (own, department):
        assert not response.context["events"]
        assert edit not in response.content.decode()
    assert "责令与处罚" in own.content.decode()
    assert not department.context["may_read_orders"]


def test_a_draft_listing_is_not_shown_to_the_enterprise() -> None:
    enterprise = make_enterprise()
    make_listing(enterprise, published_on=None)
    assert client_of(make_representative(enterprise)).get(url(enterprise)).context["listings"] == []
    assert len(client_of(make_user()).get(url(enterprise)).context["listings"]) == 1


def test_a_long_story_costs_the_queries_of_a_short_one() -> None:
    enterprise = make_enterprise()
    client = client_of(make_user())
    client.get(url(enterprise))  # the first page of a session also writes the session
    counts = []
    for number in (1, 5):
        for extra in range(number):
            make_listing(enterprise, published_on=date(2016 + number + extra, 3, 20))
            make_order(enterprise, "P36", issued_on=date(2026, 5, 1 + extra))
            make_representative(enterprise)
            make_enterprise(region="140106", uscc=enterprise.uscc, name=f"分厂{number}{extra}")
            round_ = make_round(RoundState.IMPLEMENTATION_IN_PROGRESS, enterprise=enterprise, voluntary=True)
            make_verification(make_measure(round_, "implemented"))
            enterprise_update(
                enterprise=enterprise,
                version=enterprise.version,
                by=system(),
                at=timezone.now(),
                name=f"焦化{number}{extra}",
            )
        with CaptureQueriesContext(connection) as queries:
            client.get(url(enterprise))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= CEILING


def test_one_line_of_time_tells_rounds_visits_orders_and_changes_newest_first() -> None:
    enterprise = make_enterprise("太原第一焦化厂")
    round_ = make_round(RoundState.IMPLEMENTATION_IN_PROGRESS, enterprise=enterprise, voluntary=True)
    make_verification(make_measure(round_, "implemented", title="余热回收"), found="在运行")
    make_disclosure(make_listing(enterprise))
    order = make_order(enterprise)
    enterprise_update(enterprise=enterprise, version=1, by=system(), at=timezone.now(), name="晋源焦化")
    kinds = {Role.COUNTY: {"更名", "现场核查", "公示", "责令限期改正", "入列", "第 1 轮审核", "评估"}}
    kinds[Role.DEPARTMENT] = kinds[Role.COUNTY] - {"现场核查", "责令限期改正", "评估"}
    for role, wanted in kinds.items():
        story = client_of(make_user(role)).get(url(enterprise)).context["story"]
        told = {row["text"].partition("：")[0] for row in story}
        assert wanted <= told, (role, wanted - told)
        assert (order.document_no in str(story)) == (role == Role.COUNTY)
    events = story_of(make_user(), [enterprise.pk])
    assert [event.on for event in events] == sorted((event.on for event in events), reverse=True)
