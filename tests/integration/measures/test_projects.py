"""Projects: kept by a bureau, moved by document, their savings counted from the measures they carry."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Activity
from config.common.access import Role
from measures.enums import MeasureState
from measures.models import Project
from tests.factories.accounts import client_of, make_user
from tests.factories.audits import today
from tests.factories.enterprises import make_enterprise, make_representative
from tests.factories.measures import make_measure, make_working_round
from tests.factories.projects import make_project, move
from tests.held import held
from tests.integration.measures.pages import queries_of

pytestmark = pytest.mark.usefixtures("db")
SENT = {
    "kind": "demonstration",
    "title": "焦化酚氰废水深度处理示范",
    "enterprise": "太原西山焦化有限公司",
    "begins_on": "2026-01-01",
    "ends_on": "2027-06-30",
    "investment_wan": "320",
    "public_wan": "80",
    "funder": "煤炭可持续发展基金",
}


@pytest.fixture(scope="module")
def prepared(django_db_setup, django_db_blocker):
    with held(django_db_blocker):
        round_ = make_working_round(enterprise=make_enterprise("太原西山焦化有限公司"))
        yield make_measure(round_, MeasureState.IMPLEMENTED)


@pytest.fixture
def db(prepared, django_db_blocker):
    with held(django_db_blocker):
        yield


@pytest.fixture
def officer(db):
    return make_user(Role.CITY)


def address(name: str, *args: Any) -> str:
    return reverse(f"measures:project_{name}", args=args)


def test_a_project_is_entered_carries_measures_and_is_accepted_by_document(prepared, officer) -> None:
    city, measure = client_of(officer), prepared
    city.post(address("create"), SENT)
    project = Project.objects.get()
    assert (project.enterprise, project.undertaker) == (measure.round.enterprise, "太原西山焦化有限公司")
    city.post(address("edit", project.pk), SENT | {"version": 1, "measures": [measure.pk]})
    page = city.get(address("detail", project.pk)).content.decode()
    assert measure.title in page
    assert f"{measure.benefit_achieved_wan:f}".rstrip("0").rstrip(".") in page
    step = {"version": 2, "document_no": "并环科〔2026〕3号", "on": str(today())}
    city.post(address("move", project.pk, "approve"), step)
    city.post(address("move", project.pk, "accept"), step | {"version": 3, "words": "节水三成"})
    project.refresh_from_db()
    assert (project.state, project.acceptance_no, project.result) == (
        "accepted",
        "并环科〔2026〕3号",
        "节水三成",
    )
    verbs = Activity.objects.filter(verb__startswith="project_").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["project_create", "project_update", "project_approve", "project_accept"]
    own = client_of(make_representative(measure.round.enterprise))
    assert own.get(address("detail", project.pk)).status_code == 200
    assert client_of(make_user(Role.CITY, "140300")).get(address("detail", project.pk)).status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_on": "2025-12-31"}, "应晚于计划开始日期"),
        ({"public_wan": "321"}, "财政资金不能超过总投资"),
        ({"funder": ""}, "请写明资金来源"),
        ({"investment_wan": "0", "public_wan": ""}, "总投资应大于 0"),
        ({"enterprise": "没有的厂"}, "辖区内没有这个代码或全称的企业"),
        ({"enterprise": ""}, "请填写承担单位"),
    ],
)
def test_a_project_that_cannot_be_is_refused(officer, changes: dict, sentence: str) -> None:
    answer = client_of(officer).post(address("create"), SENT | changes)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert not Project.objects.exists()


def test_a_measure_of_another_enterprise_cannot_be_carried(prepared, officer) -> None:
    project = make_project(make_enterprise("太原东山焦化有限公司"), by=officer)
    sent = SENT | {"enterprise": "太原东山焦化有限公司", "version": 1, "measures": [prepared.pk]}
    assert client_of(officer).post(address("edit", project.pk), sent).status_code in {200, 302, 422}
    assert not project.measures.exists()
    carrying = make_project(prepared.round.enterprise, prepared, by=officer)
    sent |= {"version": carrying.version}
    answer = client_of(officer).post(address("edit", carrying.pk), sent)
    assert "所选方案不属于实施企业" in answer.content.decode()
    assert list(carrying.measures.all()) == [prepared]


@pytest.mark.parametrize(
    ("name", "sent", "sentence"),
    [
        ("approve", {"document_no": ""}, "要有文书"),
        ("approve", {"on": "2099-01-01"}, "不能晚于今天"),
        ("accept", {}, "不能“验收项目”"),
        ("end", {"words": ""}, "请写明终止的原因"),
    ],
)
def test_a_step_without_its_document_or_reason_is_refused(
    officer, name: str, sent: dict, sentence: str
) -> None:
    project = make_project(by=officer)
    step = {"version": 1, "document_no": "并环科〔2026〕3号", "on": str(today()), "words": "完成"}
    answer = client_of(officer).post(address("move", project.pk, name), step | sent)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    project.refresh_from_db()
    assert (project.state, project.version) == ("proposed", 1)


def test_what_is_over_stays_and_anothers_project_is_only_read(prepared, officer) -> None:
    project = make_project(prepared.round.enterprise, by=make_user(Role.PROVINCE))
    city = client_of(officer)
    assert city.get(address("detail", project.pk)).context["may_edit"] is False
    answer = city.post(address("edit", project.pk), SENT | {"version": 1})
    assert (answer.status_code, "由山西省生态环境厅管理" in answer.content.decode()) == (403, True)
    mine = move(make_project(by=officer), "end", officer, document_no="")
    sent = SENT | {"version": mine.version, "enterprise": "", "undertaker": "研究院"}
    assert "不能再修改" in city.post(address("edit", mine.pk), sent).content.decode()


def test_its_page_costs_the_same_for_one_measure_and_for_five(prepared, officer) -> None:
    city, round_ = client_of(officer), prepared.round
    one = make_project(round_.enterprise, prepared, by=officer)
    more = [make_measure(round_, MeasureState.IMPLEMENTED) for _number in range(4)]
    five = make_project(round_.enterprise, prepared, *more, by=officer)
    counts = [queries_of(city, "project_detail", row.pk) for row in (one, five)]
    assert counts[0] == counts[1] <= 14
    assert len(city.get(address("detail", five.pk)).context["measures"]) == 5
    saved = city.get(address("detail", five.pk)).context["saved"]
    assert Decimal(saved[0]["value"].replace(",", "")) == 5
