"""Honours: computed from the data by published criteria, published and taken back by document, shown to all."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Activity
from audits.enums import RoundState
from audits.models import Round
from config.common.access import Role
from enterprises.models import Duty
from measures.calculations.honours import Candidate, findings, ranked
from measures.models import Honour, HonourCriteria, HonourRoll, Measure
from measures.selectors.honours import criteria_in_force, ranking
from tests.factories.accounts import client_of, make_user, place
from tests.factories.audits import make_round, today
from tests.factories.enterprises import make_enterprise, make_order, make_representative
from tests.factories.measures import make_measure
from tests.factories.orders import make_penalty

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)
GOOD = Candidate(1, "甲", 1, date(2026, 5, 1), 1, 0, 0, None, "II", 2, Decimal(80), Decimal("96"))
RULES = [
    ["accepted_within_years", 3],
    ["accepted_at_try", 1],
    ["overdue_at_most", 0],
    ["open_orders_at_most", 0],
    ["no_fine_years", 3],
    ["level_at_least", "II"],
    ["verified_measures_at_least", 1],
    ["wastewater_cut_percent", 95],
]


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("accepted_within_years", {"accepted_on": date(2023, 11, 22)}),
        ("accepted_at_try", {"tries": 2}),
        ("overdue_at_most", {"overdue": 1}),
        ("open_orders_at_most", {"open_orders": 1}),
        ("no_fine_years", {"last_fine_on": date(2024, 1, 1)}),
        ("level_at_least", {"level": "III"}),
        ("level_at_least", {"level": ""}),
        ("verified_measures_at_least", {"verified_measures": 0}),
        ("wastewater_cut_percent", {"wastewater_cut": None}),
        ("wastewater_cut_percent", {"wastewater_cut": Decimal("94.9")}),
    ],
)
def test_each_criterion_decides_by_its_own_fact(code: str, changes: dict) -> None:
    assert all(one.met for one in findings(GOOD, RULES, ON))
    assert [one.code for one in findings(replace(GOOD, **changes), RULES, ON) if not one.met] == [code]


def test_an_old_fine_no_longer_counts_and_a_better_level_is_enough() -> None:
    one = replace(GOOD, last_fine_on=date(2023, 11, 22), level="I")
    assert all(found.met for found in findings(one, RULES, ON))


def test_equals_share_their_rank_and_who_fails_has_none() -> None:
    rows = [replace(GOOD, enterprise=n, verified_wan=Decimal(wan)) for n, wan in enumerate((50, 80, 80, 20))]
    rows.append(replace(GOOD, enterprise=9, tries=2))
    found = ranked(rows, RULES, ON)
    assert [(row.candidate.enterprise, row.rank) for row in found] == [
        (1, 1),
        (2, 1),
        (0, 3),
        (3, 4),
        (9, None),
    ]


def accepted(name: str = "先进焦化", wan: int = 30, **changes: object) -> Round:
    """An enterprise whose round is accepted at its first try, with one verified measure."""
    round_ = make_round(RoundState.IMPLEMENTATION_IN_PROGRESS, enterprise=make_enterprise(name))
    measure = make_measure(round_)
    done = {"state": "verified", "implemented_on": today(), "verified_on": today()}
    Measure.objects.filter(pk=measure.pk).update(**done, benefit_verified_wan=Decimal(wan))
    facts = {"accepted_on": today() - timedelta(days=5), "level_after": "II"}
    Round.objects.filter(pk=round_.pk).update(**facts | changes)
    Duty.objects.filter(listing=round_.listing).update(met_on=today())
    return Round.objects.select_related("enterprise").get(pk=round_.pk)


def sent(*rounds: Round, **changes: object) -> dict:
    facts = {
        "document_no": "晋环函〔2026〕45号",
        "authority": "山西省生态环境厅",
        "published_on": str(today()),
    }
    return facts | {"chosen": [round_.enterprise_id for round_ in rounds]} | changes


@pytest.fixture
def province():
    return client_of(make_user(Role.PROVINCE))


RANKING = "/measures/honours/rank/advanced/"


def test_the_province_sees_every_fact_and_publishes_by_document(province) -> None:
    first, second = accepted("甲焦化", 90), accepted("乙焦化", 40)
    late = accepted("丙焦化", 99)
    make_order(late.enterprise)
    page = province.get(RANKING)
    assert [row["name"] for row in page.context["good"]] == ["甲焦化", "乙焦化"]
    assert [row["name"] for row in page.context["bad"]] == ["丙焦化"]
    assert "符合全部条件的只有 2 家" in page.content.decode()
    assert province.post(RANKING, sent(first, second))["Location"] == reverse("measures:honour_list")
    honours = Honour.objects.order_by("rank")
    assert [(row.enterprise.name, row.rank) for row in honours] == [("甲焦化", 1), ("乙焦化", 2)]
    assert Activity.objects.filter(verb="honour_publish").count() == 1
    story = province.get(reverse("enterprises:enterprise_detail", args=[first.enterprise_id]))
    assert "晋环函〔2026〕45号" in story.content.decode()
    shown = province.get(reverse("measures:honour_detail", args=[honours[0].pk])).content.decode()
    assert "清洁生产水平不低于 II 级" in shown


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"document_no": " "}, "文号"),
        ({"chosen": []}, "请先勾选"),
        ({"published_on": "2099-01-01"}, "不能晚于今天"),
        ({"published_on": "2001-01-01"}, "不能早于条件的施行日期"),
        ({"chosen": [999_999]}, "不在候选之列"),
    ],
)
def test_an_honour_without_document_or_candidates_is_refused(province, changes: dict, sentence: str) -> None:
    response = province.post(RANKING, sent(accepted(), **changes))
    assert (response.status_code, sentence in response.content.decode()) == (422, True)
    assert not HonourRoll.objects.exists()


def test_who_fails_a_criterion_cannot_be_honoured(province) -> None:
    good, bad = accepted("甲焦化"), accepted("乙焦化", level_after="III")
    response = province.post(RANKING, sent(good, bad))
    assert response.status_code == 422
    assert "“乙焦化”有 1 项条件不符合，不能授予" in response.content.decode()
    assert not Honour.objects.exists()
    for role in (Role.CITY, Role.ENTERPRISE):
        assert client_of(make_user(role)).post(RANKING, sent(good)).status_code == 403


def test_a_later_fine_puts_an_honour_in_doubt_and_it_is_taken_back_by_document(province, client) -> None:
    round_ = accepted()
    province.post(RANKING, sent(round_, published_on="2026-07-15"))
    honour = Honour.objects.get()
    assert [row["light"].label for row in province.get("/measures/honours/").context["list"].rows] == ["有效"]
    make_penalty(make_order(round_.enterprise))
    rows = province.get("/measures/honours/").context["list"].rows
    assert [row["light"].label for row in rows] == ["出现否决情形"]
    address = reverse("measures:honour_withdraw", args=[honour.pk])
    back = {"document_no": "晋环撤〔2026〕7号", "withdrawn_on": str(today()), "reason": "受到处罚"}
    assert province.post(address, back | {"version": 1, "document_no": ""}).status_code == 422
    province.post(address, back | {"version": 1})
    assert province.post(address, back | {"version": 2}).status_code == 422
    body = client.get(reverse("reports:public_honours")).content.decode()
    for words in ("先进焦化", "晋环撤〔2026〕7号", "受到处罚"):
        assert words in body
    own = client_of(make_representative(round_.enterprise))
    assert own.get(reverse("measures:honour_detail", args=[honour.pk])).status_code == 200
    other = client_of(make_user(Role.CITY, "140300"))
    assert other.get(reverse("measures:honour_detail", args=[honour.pk])).status_code == 404


def test_the_ranking_costs_the_same_for_one_and_for_five() -> None:
    criteria = criteria_in_force("advanced", today())
    counts = []
    for number in (1, 4):
        for n in range(number):
            accepted(f"企业{number}-{n}")
        with CaptureQueriesContext(connection) as queries:
            rows = ranking(place("140000"), criteria, today())
        counts.append(len(queries))
    assert len(rows) == 5
    assert counts[0] == counts[1] <= 9
    assert HonourCriteria.objects.count() == 2
