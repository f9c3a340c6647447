"""F10: twenty of the same in one moment, at a real server: one effect, one activity row, no failure."""

import pytest

from tests.faults.harness import Beside, migrated_place
from tests.faults.invariants import CHECK
from tests.faults.web import Answer, Person, Server, at_once, sign_in, web_server

pytestmark = pytest.mark.fault

TWENTY = 20
SAID_NO = {412, 422}
PREPARE = """
from pathlib import Path
from django.core.files.uploadedfile import SimpleUploadedFile
from audits.enums import RoundState
from enterprises.services.lists import listing_add
from enterprises.services.rosters import roster_upload
from operations.runner import run_job
from tests.factories.accounts import make_user, now
from tests.factories.audits import crew_of, make_round
from tests.factories.enterprises import make_enterprise
from tests.factories.lists import make_list, roster_row, write_roster
round_ = make_round(RoundState.PLAN_SUBMITTED)
working = make_round(RoundState.OPTIONS_IN_PROGRESS)
province = make_user("province")
draft = make_list(2026, batch=77)
for _number in range(20):
    plant = make_enterprise()
    listing_add(mandatory_list=draft, enterprise=plant, categories=["TOXIC"], by=province, at=now())
path = write_roster(Path(argument), [roster_row() for _ in range(10)])
upload = SimpleUploadedFile("名单.xlsx", path.read_bytes())
facts = {"by": province, "at": now(), "dispatch": False}
roster = roster_upload(upload=upload, region=province.region, year=2025, **facts)
assert run_job(roster.check_job_id).state == "done"
print(json.dumps({
    "officer": crew_of(round_).officer.pk, "round": round_.pk, "plant": crew_of(working).plant.pk,
    "working": working.pk, "province": province.pk, "list": draft.pk, "roster": roster.pk,
}))
"""
COUNT = """
from accounts.models import Activity
from operations.models import Job
verb, pk, job = argument
deeds = Activity.objects.filter(verb=verb, thing_id=pk).count()
print(json.dumps([deeds, Job.objects.filter(dedupe_key__startswith=f"{job}:{pk}").count()]))
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("twenty")
    place = migrated_place(folder / "var")
    with place.beside() as beside:
        ids = beside.python(PREPARE, str(folder / "roster.xlsx"))
        with web_server(place) as server:
            yield server, beside, ids


def who(place: tuple[Server, Beside, dict[str, int]], name: str) -> tuple[Person, Beside, dict[str, int]]:
    server, beside, ids = place
    return sign_in(server, beside, ids[name]), beside, ids


def statuses(answers: list[Answer | None]) -> list[int]:
    return sorted(answer.status if answer else 0 for answer in answers)


def test_twenty_approvals_of_one_plan_are_one_move(place) -> None:
    officer, beside, ids = who(place, "officer")
    path = f"/audits/rounds/{ids['round']}/moves/plan_approve/"
    answers = at_once(officer, path, [officer.form(path)] * TWENTY)
    assert statuses(answers)[0] == 302
    assert set(statuses(answers)[1:]) <= SAID_NO, statuses(answers)
    assert all(
        "data-refused" in answer.text or "alert" in answer.text for answer in answers if answer.status != 302
    )
    assert beside.python(COUNT, ["round_move", ids["round"], ""])[0] == 2  # handed in, approved
    assert beside.python(CHECK) == []


def test_twenty_publications_of_one_list_are_one(place) -> None:
    province, beside, ids = who(place, "province")
    path = f"/enterprises/lists/{ids['list']}/publish/"
    facts = {
        "document_no": "晋环发〔2026〕88号",
        "authority": "山西省生态环境厅",
        "published_on": "2026-03-31",
    }
    answers = at_once(province, path, [province.form(path) | facts] * TWENTY)
    assert statuses(answers)[0] == 302
    assert set(statuses(answers)[1:]) <= SAID_NO, statuses(answers)
    assert beside.python(COUNT, ["list_publish", ids["list"], "publication"]) == [1, 1]
    assert beside.python(CHECK) == []


def test_twenty_confirmations_of_one_roster_ask_for_one_import(place) -> None:
    province, beside, ids = who(place, "province")
    version = beside.python(
        "from enterprises.models import RosterImport; print(RosterImport.objects.get(pk=argument).version)",
        ids["roster"],
    )
    answers = at_once(
        province, f"/enterprises/rosters/{ids['roster']}/confirm/", [{"version": version}] * TWENTY
    )
    assert statuses(answers)[0] == 302
    assert set(statuses(answers)) <= SAID_NO | {302}, statuses(answers)
    assert beside.python(COUNT, ["roster_confirm", ids["roster"], "roster_apply"]) == [1, 1]
    assert beside.python(CHECK) == []


def test_twenty_different_measures_proposed_at_once_get_twenty_numbers(place) -> None:
    plant, beside, ids = who(place, "plant")
    path = f"/measures/rounds/{ids['working']}/new/"
    form = plant.form(path) | {
        "kind": "technology",
        "investment_planned_wan": "3",
        "benefit_expected_wan": "1",
    }
    answers = at_once(plant, path, [form | {"title": f"第{n}项节水改造"} for n in range(TWENTY)])
    assert statuses(answers) == [302] * TWENTY
    assert beside.python(CHECK) == []
