"""Statements of results: facts frozen as of a day, a number that is never given twice, withdrawn but never edited."""

import pytest
from django.urls import reverse

from accounts.models import Activity
from config.common.access import Role
from config.common.errors import NotAllowed, Refused
from config.common.wording import date_words
from measures.enums import MeasureState
from operations.models import Notice
from reports.calculations.snapshot import sha256_of
from reports.documents.statement import statement_html
from reports.models import ResultStatement
from reports.rules import StatementTerms
from reports.selectors.statements import facts_of
from reports.services.statements import statement_issue, statement_withdraw
from tests.factories.accounts import client_of, make_user, now, place
from tests.factories.agreements import make_agreement
from tests.factories.audits import today
from tests.factories.enterprises import make_enterprise, make_order, make_representative
from tests.factories.honours import make_honour
from tests.factories.measures import make_accepted_round, make_measure, make_post_assessment
from tests.factories.orders import make_penalty
from tests.factories.reports import make_statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return make_user(Role.CITY)


@pytest.fixture
def plant():
    return make_enterprise("晋阳焦化有限公司")


def posted(client, enterprise, **changes):
    """The page as it is opened, filled in and sent."""
    address = reverse("reports:statement_create", args=[enterprise.pk])
    shown = client.get(address).context["facts_read"]
    values = {
        "purpose": "permit",
        "addressee": "太原市行政审批服务管理局",
        "file_no": "",
        "facts_read": shown,
    }
    return client.post(address, values | changes)


def test_an_officer_issues_a_statement_from_the_enterprise_s_page_and_finds_it_in_the_list(
    city, plant, django_assert_max_num_queries
) -> None:
    client, owner = client_of(city), make_representative(plant)
    part = client.get(reverse("reports:enterprise_statements", args=[plant.pk])).content.decode()
    assert "没有出具过审核情况说明" in part
    assert reverse("reports:statement_create", args=[plant.pk]) in part
    response = posted(client, plant, file_no="91140100P001")
    statement = ResultStatement.objects.get()
    assert response["Location"] == reverse("reports:statement_detail", args=[statement.pk])
    assert statement.number.startswith(f"QS{today().year}-140100-0001-")
    assert (statement.as_of, statement.name) == (today(), "晋阳焦化有限公司")
    assert Activity.objects.filter(verb="statement_issue", thing_id=statement.pk).count() == 1
    assert "出具了审核情况说明" in Notice.objects.get(recipient=owner, rule="statement_told").text
    page = client_of(owner).get(reverse("reports:statement_list")).content.decode()
    assert statement.number in page
    answer = client_of(owner).get(reverse("reports:statement_paper", args=[statement.pk]))
    assert answer.content.startswith(b"%PDF-")
    make_statement(plant, city, purpose="eia")
    with django_assert_max_num_queries(12):
        client.get(reverse("reports:statement_list"))


def test_the_facts_are_those_of_the_data_with_units_and_sample(city) -> None:
    round_ = make_accepted_round()
    post = make_post_assessment(round_, recorded=True)
    make_honour(round_.enterprise, round_)
    make_penalty(make_order(round_.enterprise))
    order = make_order(round_.enterprise)
    facts = facts_of(make_user(Role.PROVINCE), round_.enterprise, today())
    assert [one["document_no"] for one in facts["listings"]] == [round_.listing.mandatory_list.document_no]
    assert facts["rounds"][0]["accepted_on"] == round_.accepted_on.isoformat()
    outcomes = [(one["kind"], one["outcome"]) for one in facts["rounds"][0]["reviews"]]
    assert outcomes == [("evaluation", "passed"), ("acceptance", "passed")]
    assert facts["persistence"]["sample"] == post.items.count()
    assert order.document_no in [one["document_no"] for one in facts["orders"]]
    assert [one["amount_yuan"] for one in facts["penalties"]] == ["50000"]
    assert len(facts["honours"]) == 1
    assert (facts["savings"], facts["verified"]["measures"]) == ([], 0)


def test_the_page_and_the_paper_say_every_day_and_every_number_of_the_facts(city) -> None:
    round_ = make_accepted_round()
    make_post_assessment(round_, recorded=True)
    make_honour(round_.enterprise, round_)
    order = make_order(round_.enterprise)
    statement = make_statement(round_.enterprise, make_user(Role.PROVINCE))
    page = client_of(make_user(Role.PROVINCE)).get(reverse("reports:statement_detail", args=[statement.pk]))
    accepted = f"{date_words(round_.accepted_on)}通过（第 1 次）"
    for words in (page.content.decode(), statement_html(statement)):
        assert date_words(round_.listing.listed_on) in words
        assert f"截至{date_words(today())}，该企业列入强制性审核名单 1 次" in words
        assert accepted in words
        assert f"{date_words(today())}后评估，样本 1 个方案" in words
        assert order.document_no in words
        assert "期限 2026年7月1日" in words


def test_only_what_was_read_on_site_counts_as_saved(city) -> None:
    measure = make_measure(state=MeasureState.VERIFIED)
    make_measure(measure.round, MeasureState.IMPLEMENTED)
    facts = facts_of(make_user(Role.PROVINCE), measure.round.enterprise, today())
    assert facts["verified"]["measures"] == 1
    read = [(effect.verified, effect.indicator.unit) for effect in measure.effects.all() if effect.verified]
    assert [(one["amount"], one["unit"]) for one in facts["savings"]] == [
        (f"{amount.normalize():f}", unit) for amount, unit in read
    ]


def test_an_enterprise_with_nothing_on_record_gets_a_statement_that_says_so(city, plant) -> None:
    statement = make_statement(plant, city)
    paper = statement_html(statement)
    assert "没有该企业列入强制性审核名单、开展清洁生产审核或受到责令、处罚的记录" in paper
    assert "没有逾期未履行的法定事项" in paper
    assert f"数据截至{today().year}年{today().month}月{today().day}日" in paper
    assert statement.number in paper


def test_what_happens_later_changes_nothing_in_an_issued_statement(city, plant) -> None:
    statement = make_statement(plant, city)
    make_agreement(enterprise=plant)
    make_order(plant)
    statement.refresh_from_db()
    assert (statement.facts["orders"], statement.facts["agreements"]) == ([], [])
    assert sha256_of(statement.facts) == statement.sha256
    now_facts = facts_of(city, plant, today())
    assert (len(now_facts["orders"]), len(now_facts["agreements"])) == (1, 1)


def test_numbers_run_on_for_each_authority_and_year_and_a_second_click_makes_none(city, plant) -> None:
    county = make_user(Role.COUNTY)
    numbers = [make_statement(plant, city).number, make_statement(plant, city, purpose="eia").number]
    numbers.append(make_statement(plant, county, purpose="other").number)
    assert [number.rsplit("-", 1)[0][-11:] for number in numbers] == [
        "140100-0001",
        "140100-0002",
        "140105-0001",
    ]
    response = posted(client_of(city), plant, file_no="91140100P001")
    assert response.status_code == 422
    assert "没有重复出具" in response.content.decode()
    assert ResultStatement.objects.count() == 3


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"addressee": " "}, "请填写收件单位"),
        ({"purpose": "gossip"}, "gossip"),
        ({"purpose": ""}, "用途"),
        ({"addressee": "局" * 81}, "80"),
        ({"file_no": "9" * 61}, "60"),
        ({"facts_read": "0" * 64}, "这家企业的数据有了变化"),
    ],
)
def test_a_wrong_entry_is_refused_with_a_sentence_and_nothing_is_written(
    city, plant, changes, sentence
) -> None:
    response = posted(client_of(city), plant, **changes)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not ResultStatement.objects.exists()
    assert not Activity.objects.filter(verb="statement_issue").exists()


def test_the_service_keeps_the_same_rules_without_a_form(city, plant) -> None:
    read = sha256_of(facts_of(city, plant, today()))
    with pytest.raises(Refused) as refused:
        statement_issue(
            enterprise=plant, terms=StatementTerms("gossip", " "), facts_read=read, by=city, at=now()
        )
    assert [problem.code for problem in refused.value.problems] == ["purpose", "addressee"]
    stranger = make_user(Role.CITY, place("140200"))
    with pytest.raises(NotAllowed, match="不在您的管辖范围"):
        make_statement(plant, stranger)
    assert not ResultStatement.objects.exists()


def test_an_enterprise_of_another_territory_does_not_exist(city, plant) -> None:
    statement = make_statement(plant, city)
    stranger = client_of(make_user(Role.CITY, place("140200")))
    assert stranger.get(reverse("reports:statement_create", args=[plant.pk])).status_code == 404
    for name in ("statement_detail", "statement_paper", "statement_withdraw"):
        assert stranger.get(reverse(f"reports:{name}", args=[statement.pk])).status_code == 404
    neighbour = client_of(make_representative(make_enterprise()))
    assert neighbour.get(reverse("reports:statement_paper", args=[statement.pk])).status_code == 404


def test_a_statement_is_withdrawn_once_with_a_reason_and_its_paper_says_so(city, plant) -> None:
    statement, client = make_statement(plant, city), client_of(city)
    address = reverse("reports:statement_withdraw", args=[statement.pk])
    silent = client.post(address, {"version": 1, "reason": " "})
    assert silent.status_code == 422
    assert "请写明撤回理由" in silent.content.decode()
    statement.refresh_from_db()
    assert statement.state == "issued"
    done = client.post(address, {"version": 1, "reason": "验收日期有误，另行出具"})
    assert done.status_code == 302
    statement.refresh_from_db()
    assert (statement.state, statement.withdrawn_by) == ("withdrawn", city)
    assert "不再有效。撤回理由：验收日期有误，另行出具" in statement_html(statement)
    again = client.post(address, {"version": 2, "reason": "再次撤回"})
    assert again.status_code == 422
    assert "这份说明已撤回，不能再次撤回" in again.content.decode()
    assert Activity.objects.filter(verb="statement_withdraw").count() == 1
    assert make_statement(plant, city).sequence == 2


def test_a_county_cannot_withdraw_what_its_city_issued(city, plant) -> None:
    statement = make_statement(plant, city)
    county = make_user(Role.COUNTY)
    with pytest.raises(NotAllowed, match="只能由它或它的上级撤回"):
        statement_withdraw(statement=statement, reason="有误", version=1, by=county, at=now())
    statement.refresh_from_db()
    assert statement.state == "issued"


def test_two_who_withdraw_at_once_are_told_of_each_other(city, plant) -> None:
    statement = make_statement(plant, city)
    stale = ResultStatement.objects.select_related("region", "enterprise__region").get(pk=statement.pk)
    statement_withdraw(statement=statement, reason="有误", version=1, by=city, at=now())
    with pytest.raises(Refused, match="别人已保存了新的内容"):
        statement_withdraw(statement=stale, reason="重复", version=1, by=city, at=now())


def test_anybody_may_ask_for_a_number_and_learns_four_things(client, city, plant) -> None:
    statement, address = make_statement(plant, city), reverse("reports:public_statements")
    assert client.get(address).status_code == 200
    typed = f" {statement.number.lower().replace('-', '－')} "
    page = client.get(address, {"number": typed}).content.decode()
    assert "出具过，有效" in page
    assert "晋阳焦化有限公司" in page
    assert "排污许可" in page
    for kept in ("太原市行政审批服务管理局", "91140100P001", plant.uscc, city.name):
        assert kept not in page
    unknown = client.get(address, {"number": f"{statement.number[:-5]}AAAAA"})
    assert unknown.status_code == 404
    assert "没有这个编号的说明" in unknown.content.decode()


def test_the_check_page_says_that_a_statement_was_withdrawn_as_soon_as_it_was(
    client, city, plant, django_capture_on_commit_callbacks
) -> None:
    statement, address = make_statement(plant, city), reverse("reports:public_statements")
    client.get(address, {"number": statement.number})
    with django_capture_on_commit_callbacks(execute=True):
        statement_withdraw(statement=statement, reason="数据有误", version=1, by=city, at=now())
    page = client.get(address, {"number": statement.number}).content.decode()
    assert "已撤回" in page
    assert "数据有误" not in page
