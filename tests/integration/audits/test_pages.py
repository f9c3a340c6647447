"""Every page of audits opens for whom it is, is not found for others, and costs the same for 1 and 20 rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.models import Agency, Review, RoundFile
from config.common.access import Role
from tests.factories.accounts import client_of, make_user
from tests.factories.audits import crew_of, make_agency, make_auditor, make_expert, make_round, walk_to
from tests.factories.enterprises import make_enterprise

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewed():
    return make_round("EVALUATION_APPLIED", agency=make_agency())


def pages_of(round_):
    """Every page that hangs on one round, with the roles' common right to read it."""
    review = Review.objects.get(round=round_)
    file = RoundFile.objects.filter(round=round_).first()
    return {
        "round_detail": [round_.pk],
        "round_story": [round_.pk],
        "plan_edit": [round_.pk],
        "stage_edit": [round_.pk, "options"],
        "review_detail": [review.pk],
        "round_file": [file.pk],
        "enterprise_rounds": [round_.enterprise_id],
        "round_move": [round_.pk, "suspend"],
        "review_apply": [round_.pk, "evaluation"],
    }


PLANT_PAGES = {"report_submit": [], "stage_file_add": ["options"]}


def test_the_rounds_pages_open_for_its_own_people(reviewed):
    crew = crew_of(reviewed)
    auditor = make_auditor(reviewed.agency)
    for user in (crew.plant, crew.officer, auditor, make_user(Role.PROVINCE)):
        for name, args in pages_of(reviewed).items():
            response = client_of(user).get(reverse(f"audits:{name}", args=args))
            officers_alone = name == "round_move" and not user.is_officer
            assert response.status_code == (403 if officers_alone else 200), (user.role, name)
    for name, args in PLANT_PAGES.items():
        url = reverse(f"audits:{name}", args=[reviewed.pk, *args])
        assert client_of(crew.plant).get(url).status_code == 200


def test_the_rounds_pages_are_not_found_for_other_tenants(reviewed):
    other = make_round()
    strangers = [
        crew_of(other).plant,
        make_user(Role.CITY, "140200"),
        make_user(Role.COUNTY, "140106"),
        make_auditor(make_agency()),
        make_expert().user,
        make_user(Role.ENTERPRISE),
    ]
    for user in strangers:
        if user.region and user.region.covers(reviewed.enterprise.region):
            continue
        for name, args in pages_of(reviewed).items():
            response = client_of(user).get(reverse(f"audits:{name}", args=args))
            expected = {404, 403} if user.role in {Role.EXPERT} else {404}
            assert response.status_code in expected, (user.role, name)


def test_an_expert_on_the_panel_sees_the_round_and_its_papers(reviewed):
    expert = make_expert()
    review = Review.objects.get(round=reviewed)
    review.panel.create(expert=expert, is_lead=True)
    client = client_of(expert.user)
    for name in ("round_detail", "review_detail", "round_file"):
        url = reverse(f"audits:{name}", args=pages_of(reviewed)[name])
        assert client.get(url).status_code == 200
    assert client.get(reverse("audits:review_record", args=[review.pk])).status_code == 200


def test_a_file_comes_as_a_download_with_its_own_name(reviewed):
    url = reverse("audits:round_file", args=[RoundFile.objects.get(round=reviewed).pk])
    response = client_of(crew_of(reviewed).officer).get(url)
    assert response["Content-Disposition"].startswith("attachment")
    assert response.content == b"%PDF-1.7 report"


def test_unknown_stages_moves_and_kinds_are_not_found(reviewed):
    client = client_of(crew_of(reviewed).officer)
    for path in ("stages/flying/", "moves/fly/", "reviews/party/"):
        assert client.get(f"/audits/rounds/{reviewed.pk}/{path}").status_code == 404


def test_each_list_costs_the_same_for_one_row_and_for_many():
    province = make_user(Role.PROVINCE)

    def cost(name):
        client = client_of(province)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"audits:{name}")).status_code == 200
        return len(queries)

    def costs():
        return {name: cost(name) for name in ("round_list", "review_list", "agency_list", "expert_list")}

    def one_more():
        make_round("EVALUATION_APPLIED", agency=make_agency())
        make_expert()

    one_more()
    first = costs()
    for _number in range(4):
        one_more()
    assert costs() == first
    assert max(first.values()) <= 16, first


def test_a_round_page_costs_the_same_however_long_its_story():
    short, long = make_round("OPTIONS_IN_PROGRESS"), make_round("CLOSED")
    officer = make_user(Role.PROVINCE)

    def cost(round_):
        client = client_of(officer)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("audits:round_detail", args=[round_.pk]))
        return len(queries)

    assert cost(long) <= cost(short) <= 25


def test_the_counts_on_the_chips_are_the_lists_behind_them():
    for state in ("PLANNED", "PLANNED", "OPTIONS_SUBMITTED", "CLOSED", "EXEMPTED"):
        make_round(state)
    client = client_of(make_user(Role.PROVINCE))
    chips = client.get(reverse("audits:round_list")).context["chips"]
    assert sum(chip["count"] for chip in chips["stages"]) == 5
    for chip in [*chips["stages"], *chips["lateness"]]:
        found = client.get(reverse("audits:round_list") + chip["href"]).context["list"]
        assert found.total == chip["count"], chip["label"]


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("q=晋阳", 1),
        ("q=jy", 1),
        ("stage=PLANNED", 1),
        ("city=140100", 1),
        ("county=140221", 1),
        ("industry=焦化", 2),
        ("category=TOXIC", 1),
        ("kind=voluntary", 0),
        ("category=ENERGY", 0),
        ("stage=NONSENSE", 2),
    ],
)
def test_the_list_filters(query, total):
    make_round(enterprise=make_enterprise("晋阳焦化厂"), categories=("TOXIC",))
    make_round("PREPARATION_IN_PROGRESS", enterprise=make_enterprise("云冈焦化厂", "140221"))
    response = client_of(make_user(Role.PROVINCE)).get(f"{reverse('audits:round_list')}?{query}")
    assert response.context["list"].total == total


def test_the_list_answers_htmx_with_its_rows_alone():
    make_round()
    client = client_of(make_user(Role.PROVINCE))
    page = client.get(reverse("audits:round_list"), headers={"HX-Request": "true"})
    assert b"<html" not in page.content
    assert "炼焦有限公司".encode() in page.content


def test_the_province_keeps_agencies_and_experts():
    province = client_of(make_user(Role.PROVINCE))
    created = province.post(reverse("audits:agency_create"), {"name": "汾河咨询", "staff": "12"})
    assert created.status_code == 302
    agency = Agency.objects.get(name="汾河咨询")
    edit = reverse("audits:agency_edit", args=[agency.pk])
    assert province.post(edit, {"version": 1, "name": "汾河环保", "staff": "13"}).status_code == 302
    assert province.post(edit, {"version": 1, "name": "旧的", "staff": "13"}).status_code == 412
    auditor = {"name": "冯审核", "certificate_no": "SX-01"}
    assert province.post(reverse("audits:auditor_create", args=[agency.pk]), auditor).status_code == 302
    expert = {"name": "陈专家", "employer": "太原理工大学", "title": "教授"}
    assert province.post(reverse("audits:expert_create"), expert).status_code == 302
    again = province.post(reverse("audits:agency_create"), {"name": "汾河环保", "staff": "1"})
    assert again.status_code == 422
    assert "已登记" in again.content.decode()
    detail = province.get(reverse("audits:agency_detail", args=[agency.pk])).content.decode()
    assert "冯审核" in detail
    for url in (edit, reverse("audits:expert_create")):
        assert client_of(make_user(Role.CITY)).get(url).status_code == 403


def test_an_agencys_first_tries_are_counted():
    agency = make_agency()
    make_round("CLOSED", agency=agency)
    walk_to(make_round("EVALUATION_SUPPLEMENT", agency=agency), "IMPLEMENTATION_IN_PROGRESS")
    page = client_of(make_user(Role.PROVINCE)).get(reverse("audits:agency_detail", args=[agency.pk]))
    evaluation, acceptance = page.context["kpis"]
    assert (evaluation["value"], acceptance["value"]) == ("50.0%", "100.0%")
    assert "首次评审 2 次，通过 1 次" in evaluation["note"]
    assert "平均 83 分" in evaluation["note"] or "平均 83.0 分" in evaluation["note"]
