"""F2: kill -9 the web process in a save, an upload and a confirmation: nothing or all of it, and trying again works."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access.browser import Fields
from tests.faults.harness import migrated_place
from tests.faults.invariants import CHECK
from tests.faults.web import Answer, Person, sign_in, web_server

pytestmark = pytest.mark.fault

MOST_WRITES = 60
PREPARE = """
from pathlib import Path
from django.core.files.uploadedfile import SimpleUploadedFile
from enterprises.services.rosters import roster_upload
from operations.runner import run_job
from tests.factories.accounts import make_user, now
from tests.factories.audits import crew_of, fill_plan, make_round
from tests.factories.lists import roster_row, write_roster
round_ = make_round()
fill_plan(round_, crew_of(round_).plant)
province = make_user("province")
path = write_roster(Path(argument), [roster_row() for _ in range(10)])
upload = SimpleUploadedFile("名单.xlsx", path.read_bytes())
roster = roster_upload(upload=upload, region=province.region, year=2025, by=province, at=now(), dispatch=False)
assert run_job(roster.check_job_id).state == "done"
roster.refresh_from_db()
print(json.dumps({
    "round": round_.pk, "plant": crew_of(round_).plant.pk, "province": province.pk, "roster": roster.pk,
    "version": roster.version,
}))
"""
PLAN = """
from accounts.models import Activity
from audits.models import AuditPlan, Target, TeamMember
plan = AuditPlan.objects.get(round=argument)
print(json.dumps([
    plan.focus, plan.version, sorted(TeamMember.objects.filter(plan=plan).values_list("name", flat=True)),
    Target.objects.filter(plan=plan).count(), Activity.objects.filter(verb="plan_save").count(),
]))
"""
ROSTERS = """
from accounts.models import Activity
from enterprises.models import RosterImport
from operations.models import Attachment, Job
print(json.dumps([
    RosterImport.objects.count(), Attachment.objects.count(), Job.objects.count(),
    Activity.objects.filter(verb="roster_upload").count(),
]))
"""
CONFIRMED = """
from accounts.models import Activity
from enterprises.models import RosterImport
from operations.models import Job
roster = RosterImport.objects.get(pk=argument)
print(json.dumps([
    roster.state, roster.version, Job.objects.filter(dedupe_key__startswith="roster_apply").count(),
    Activity.objects.filter(verb="roster_confirm").count(),
]))
"""
LEFT_BEHIND = """
from django.conf import settings
print(json.dumps([p.name for p in settings.VAR_DIR.rglob("*") if ".part" in p.name or ".upload" in p.name]))
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("kill-web")
    place = migrated_place(folder / "var")
    with place.beside() as beside:
        ids = beside.python(PREPARE, str(folder / "roster.xlsx"))
        with web_server(place) as server:
            yield server, beside, ids, (folder / "roster.xlsx").read_bytes()


def traps() -> Iterator[str]:
    yield from (f"write:{number}" for number in range(1, MOST_WRITES))


def kill_at_every_write(
    post: Callable[[str], Answer | None], look: Callable[[], Any], *, all_: Callable[[Any], bool]
) -> int:
    """Post with the n-th write deadly, n = 1, 2, …, until one is answered: after each death nothing or all of it
    is there. Returns how often the server died."""
    before = look()
    for died, trap in enumerate(traps()):
        if (answer := post(trap)) is not None:
            assert answer.status == 302, (trap, answer.status)
            assert all_(look()), trap
            return died
        now = look()
        assert now == before or all_(now), (trap, before, now)
    raise AssertionError("it died at every write")


def test_a_plan_killed_while_it_is_saved_is_the_old_plan_or_the_new_one(office) -> None:
    server, beside, ids, _file = office
    plant, path = sign_in(server, beside, ids["plant"]), f"/audits/rounds/{ids['round']}/plan/"
    form = plant.form(path) | {"focus": "干熄焦", "team-1-name": "孙继红"}
    saved = ["干熄焦", int(form["version"]) + 1, ["孙继红", "赵建国"], 1, 2]

    def look() -> Any:
        return beside.python(PLAN, ids["round"])

    assert look() != saved
    died = kill_at_every_write(lambda trap: plant.post(path, form, trap), look, all_=lambda now: now == saved)
    assert died >= 10
    assert beside.python(CHECK) == []


def test_an_answer_that_never_came_is_explained_by_the_next_one(office) -> None:
    """Killed after the commit: the save is there, and who sends it again is told so and overwrites nothing."""
    server, beside, ids, _file = office
    plant, path = sign_in(server, beside, ids["plant"]), f"/audits/rounds/{ids['round']}/plan/"
    form = plant.form(path) | {"focus": "化产回收"}
    assert plant.post(path, form, "sent") is None
    saved = beside.python(PLAN, ids["round"])
    assert saved[0] == "化产回收"
    again = plant.post(path, form)
    assert again
    assert again.status == 412
    assert "化产回收" in again.text
    assert beside.python(PLAN, ids["round"]) == saved
    assert beside.python(CHECK) == []


def upload_fields(content: bytes) -> Fields:
    return {"year": "2027", "file": SimpleUploadedFile("名单.xlsx", content)}


def test_a_roster_killed_while_it_is_uploaded_is_not_there_or_waits_for_its_check(office) -> None:
    server, beside, ids, content = office
    province, path = sign_in(server, beside, ids["province"]), "/enterprises/rosters/new/"
    other = content + b"\0"  # not yet stored: the file is written, not only found

    def post(trap: str) -> Answer | None:
        return province.post(path, upload_fields(other), trap)

    before = beside.python(ROSTERS)
    for trap in ("file:1", "file:2"):
        assert post(trap) is None
        assert beside.python(ROSTERS) == before
    assert len(beside.python(LEFT_BEHIND)) == 2

    def whole(now: list[int]) -> bool:
        """As many imports as checks and deeds; sent again after a commit nobody heard of, it is there twice."""
        more = {now[place] - before[place] for place in (0, 2, 3)}
        return len(more) == 1 and min(more) >= 0

    died = kill_at_every_write(post, lambda: beside.python(ROSTERS), all_=whole)
    assert died >= 5
    assert beside.python(ROSTERS)[0] > before[0]
    assert beside.python(CHECK) == []
    assert beside.python(LEFT_BEHIND) == []


def test_a_large_upload_killed_in_the_middle_leaves_no_file(office) -> None:
    server, beside, ids, _content = office
    province = sign_in(server, beside, ids["province"])
    large = upload_fields(b"PK\3\4" + bytes(4_000_000))
    assert province.post("/enterprises/rosters/new/", large, "sent") is None
    assert beside.python(LEFT_BEHIND) == []


def test_a_confirmation_killed_is_not_given_or_given_once(office) -> None:
    server, beside, ids, _content = office
    province, path = (
        sign_in(server, beside, ids["province"]),
        f"/enterprises/rosters/{ids['roster']}/confirm/",
    )
    version = ids["version"]

    def look() -> Any:
        return beside.python(CONFIRMED, ids["roster"])

    assert look() == ["previewed", version, 0, 0]
    given = ["applying", version + 1, 1, 1]
    died = kill_at_every_write(
        lambda trap: province.post(path, {"version": str(version)}, trap), look, all_=lambda now: now == given
    )
    assert died >= 4
    assert beside.python(CHECK) == []


def test_a_server_killed_whole_starts_again_and_knows_everything(office, tmp_path) -> None:
    server, beside, ids, _content = office
    place = server.place
    with web_server(place) as second:
        plant, path = sign_in(second, beside, ids["plant"]), f"/audits/rounds/{ids['round']}/plan/"
        form = plant.form(path) | {"focus": "备煤"}
        assert plant.post(path, form, "write:3") is None
        second.kill()
    with web_server(place) as third:
        plant = Person(third.port, plant.session)
        answer = plant.post(path, form)
        assert answer
        assert answer.status == 302
    assert beside.python(PLAN, ids["round"])[0] == "备煤"
    assert "intact: True" in place.manage("verify_activity")
    assert beside.python(CHECK) == []
