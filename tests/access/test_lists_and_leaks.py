"""Lists, searches, counts and references: nothing of others, neither shown nor counted nor reachable by an id."""

from typing import Any

import pytest
from django.db.models import Q
from django.urls import reverse

from audits.models import Review, Round
from config.common.access import OFFICERS, Role
from enterprises.enums import ListState
from enterprises.models import CorrectionOrder, Enterprise, Listing, VoluntaryAgreement
from measures.models import Measure, PostAssessment, Verification, VerifierAssignment
from operations.models import Attachment, Job, JobState
from reports.models import AnnualReport
from tests.access.reading import text_of
from tests.access.table import lines
from tests.access.world import HERE, TERRITORY, Place, World

PUBLISHED = Q(mandatory_list__state=ListState.PUBLISHED)
# address, what it counts, the way from a row to its region
PAGES = [
    ("enterprises:enterprise_list", Enterprise, "region"),
    ("enterprises:disclosure_list", Listing, "enterprise__region"),
    ("enterprises:order_list", CorrectionOrder, "enterprise__region"),
    ("enterprises:agreement_list", VoluntaryAgreement, "enterprise__region"),
    ("audits:round_list", Round, "enterprise__region"),
    ("audits:review_list", Review, "round__enterprise__region"),
    ("measures:measure_list", Measure, "round__enterprise__region"),
    ("measures:assignment_list", VerifierAssignment, "round__enterprise__region"),
    ("measures:post_assessment_list", PostAssessment, "round__enterprise__region"),
    ("reports:annual_report_list", AnnualReport, "region"),
]
API = [
    ("api-enterprises-list", Enterprise, "region"),
    ("api-listings-list", Listing, "enterprise__region"),
    ("api-rounds-list", Round, "enterprise__region"),
    ("api-measures-list", Measure, "round__enterprise__region"),
    ("api-verifications-list", Verification, "measure__round__enterprise__region"),
    ("api-reports-list", AnnualReport, "region"),
]
SEARCHES = [
    "enterprises:enterprise_list",
    "enterprises:enterprise_options",
    "enterprises:disclosure_list",
    "enterprises:order_list",
    "enterprises:agreement_list",
    "audits:round_list",
    "audits:review_list",
    "measures:measure_list",
    "measures:assignment_list",
    "measures:post_assessment_list",
    "api-enterprises-list",
]
COUNTERS = (*sorted(OFFICERS), Role.DEPARTMENT, Role.ENTERPRISE, Role.AGENCY)
LET_IN = {(line.url, role) for line in lines() for role, cell in line.cells.items() if cell == "ok"}
HTMX = {"HTTP_HX_REQUEST": "true"}


def each_reader(lists: list[tuple[str, Any, str]]) -> Any:
    """Each list with each role that the table lets in."""
    cases = [(*one, role) for one in lists for role in COUNTERS if (one[0], role) in LET_IN]
    ids = [f"{url} {role}" for url, _model, _path, role in cases]
    return pytest.mark.parametrize(("url", "model", "path", "role"), cases, ids=ids)


def rows_of(world: World, role: str, model: Any, path: str, *, owing: bool = False) -> int:
    """How many rows there are in the person's territory (a plant and its agency: at their one place)."""
    regions = [world.places[name].region for name in TERRITORY.get(Role(role), {HERE})]
    rows = model.objects.filter(**{f"{path}__in": regions})
    if owing and model is Listing:
        rows = rows.exclude(mandatory_list__imported=True)  # an entry of the past owes no disclosure
    if role == Role.DEPARTMENT and model is VoluntaryAgreement:
        rows = rows.exclude(state="draft")  # another department sees what was signed
    return (rows.filter(PUBLISHED) if model is Listing else rows).count()


@each_reader(PAGES)
def test_a_list_counts_what_is_the_readers_and_no_more(world, url, model, path, role) -> None:
    total = world.clients[role].get(reverse(url)).context["list"].total
    assert total == rows_of(world, role, model, path, owing=True) > 0


@each_reader(API)
def test_the_api_counts_what_is_the_readers_and_no_more(world, url, model, path, role) -> None:
    drafts = 4 if (url, role) == ("api-listings-list", Role.PROVINCE) else 0  # its own draft's entries
    count = world.clients[role].get(reverse(url)).json()["count"]
    assert count == rows_of(world, role, model, path) + drafts > 0


def test_people_without_a_territory_count_what_their_own_work_names(world: World) -> None:
    """An expert the two rounds of the panels, a verifier the two rounds of the visits."""
    found = {
        role: world.clients[role].get(reverse("audits:round_list")).context["list"].total
        for role in (Role.EXPERT, Role.VERIFIER)
    }
    assert found == {Role.EXPERT: 2, Role.VERIFIER: 2}


@pytest.mark.parametrize("role", [Role.CITY, Role.COUNTY])
def test_the_counts_above_the_rounds_are_counts_of_the_own_rounds(world: World, role: str) -> None:
    context = world.clients[role].get(reverse("audits:round_list")).context
    for group in ("stages", "lateness"):
        assert sum(chip["count"] for chip in context["chips"][group]) == context["list"].total > 0


@pytest.mark.parametrize("kind", ["page", "part"])
@pytest.mark.parametrize("url", SEARCHES)
def test_no_search_finds_what_lies_elsewhere(world: World, url: str, kind: str) -> None:
    """By name, code, and first letters; as a page and as the part that htmx asks for."""
    client, plant = world.clients[Role.COUNTY], _plant(world.there)
    for typed in (plant.name, world.there.mark, plant.uscc, plant.initials, plant.initials[:3]):
        text = text_of(client.get(reverse(url), {"q": typed}, **(HTMX if kind == "part" else {})))
        assert not _names_a_plant_of(world.there, text.replace(f'value="{typed}"', "")), typed


@pytest.mark.parametrize("url", SEARCHES)
def test_the_same_search_finds_what_lies_here(world: World, url: str) -> None:
    text = text_of(world.clients[Role.COUNTY].get(reverse(url), {"q": world.here.mark}))
    assert _names_a_plant_of(world.here, text)


def test_the_drop_down_of_the_search_field_names_nothing_from_elsewhere(world: World) -> None:
    url = reverse("enterprises:enterprise_search")
    for role in (Role.COUNTY, Role.ENTERPRISE, Role.EXPERT):
        text = text_of(world.clients[role].get(url, {"q": "有限公司"}, **HTMX))
        assert _plant(world.here).name in text
        assert world.there.mark not in text


@pytest.mark.parametrize(
    ("url", "query"),
    [
        ("audits:round_list", {"county": "region.code"}),
        ("audits:round_list", {"city": "region.city.code"}),
        ("enterprises:enterprise_list", {"county": "region.pk"}),
        ("enterprises:enterprise_list", {"city": "region.city.pk"}),
        ("enterprises:disclosure_list", {"city": "region.city.pk"}),
        ("measures:measure_list", {"round": "round"}),
        ("measures:measure_list", {"city": "region.city.pk"}),
        ("api-enterprises-list", {"region": "region.pk"}),
        ("api-listings-list", {"enterprise": "enterprise"}),
        ("api-listings-list", {"mandatory_list": "list"}),
        ("api-listings-list", {"mandatory_list": "draft"}),
        ("api-rounds-list", {"enterprise": "enterprise"}),
        ("api-rounds-list", {"listing": "listing"}),
        ("api-measures-list", {"round": "round"}),
        ("api-verifications-list", {"measure": "measure"}),
        ("api-verifications-list", {"assignment": "visit"}),
        ("api-reports-list", {"region": "region.pk"}),
    ],
)
def test_asking_for_elsewhere_by_its_id_gives_nothing(world: World, url: str, query: dict[str, str]) -> None:
    there = {name: _value(world.there, words) for name, words in query.items()}
    response = world.clients[Role.COUNTY].get(reverse(url), there)
    text = text_of(response)
    assert world.there.mark not in text
    if url.startswith("api-"):
        assert response.status_code == 400 or response.json()["count"] == 0


def test_a_published_list_is_for_all_but_its_rows_are_each_readers_own(world: World) -> None:
    """The document is public; what is worked on, counted and exported is one's own."""
    address = world.there.things["list"]
    for role in (Role.CITY, Role.COUNTY, Role.ENTERPRISE, Role.DEPARTMENT):
        client = world.clients[role]
        for name in ("mandatory_list_detail", "mandatory_list_export"):
            response = client.get(reverse(f"enterprises:{name}", args=address))
            assert response.status_code == 200
            assert world.there.mark not in text_of(response)
        page = client.get(reverse("enterprises:mandatory_list_detail", args=address))
        assert page.context["list"].total == 0


def test_a_draft_is_nobody_elses(world: World) -> None:
    """Neither its title, nor its entries on the page of an enterprise that stands on it."""
    plant, draft = world.here.things["enterprise"], world.here.draft
    for role in (Role.CITY, Role.COUNTY, Role.ENTERPRISE, Role.AGENCY, Role.DEPARTMENT):
        client = world.clients[role]
        told = text_of(client.get(reverse("enterprises:enterprise_detail", args=plant)))
        told += text_of(client.get(reverse("enterprises:mandatory_list_list")))
        told += text_of(client.get(reverse("api-lists-list"), {"state": ListState.DRAFT}))
        assert draft not in told
    own = text_of(world.clients[Role.PROVINCE].get(reverse("enterprises:mandatory_list_list")))
    assert draft in own


@pytest.mark.parametrize("role", [Role.CITY, Role.COUNTY, Role.DEPARTMENT])
def test_the_home_page_shows_no_other_territory(world: World, role: str) -> None:
    client = world.clients[role]
    for code in (world.there.region.code, "990102", "140000", "1401051"):
        assert client.get(reverse("reports:home"), {"region": code}).status_code == 404


def test_administrators_read_no_results_and_no_arguments_of_jobs(world: World) -> None:
    job = Job.objects.get(pk=world.personal[Role.CITY, "job"][0])
    result = {"state": JobState.DONE, "result": {"found": "秘密结果"}, "result_href": "/reports/77/"}
    Job.objects.filter(pk=job.pk).update(args={"of": "秘密参数"}, reason="秘密原因", **result)
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.LOG_ADMIN):
        text = text_of(world.clients[role].get(reverse("operations:job_detail", args=[job.pk])))
        assert "秘密" not in text
        assert "/reports/77/" not in text
        assert world.clients[role].get("/reports/77/").status_code == 403


def test_no_stored_file_has_an_address_of_its_own(world: World) -> None:
    digest = Attachment.objects.first().sha256
    for start in ("/media/", "/files/", "/static/", "/var/files/", "/"):
        for path in (digest, f"{digest[:2]}/{digest}"):
            assert world.clients[Role.PROVINCE].get(f"{start}{path}").status_code == 404


def _plant(place: Place) -> Enterprise:
    return Enterprise.objects.get(pk=place.things["enterprise"][0])


def _names_a_plant_of(place: Place, text: str) -> bool:
    return f"{place.mark}焦化有限公司" in text or f"{place.mark}水泥有限公司" in text


def _value(place: Place, words: str) -> Any:
    """`region.city.pk` of the place, or the id of one of its things."""
    if words in place.things:
        return place.things[words][0]
    value: Any = place
    for word in words.split("."):
        value = getattr(value, word)
    return value
