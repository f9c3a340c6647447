"""F6 and F7: the same job given to several processes at once and again later; a worker that was away past its lease."""

import ast
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.sources import APPS, ROOT, python_sources
from tests.faults.harness import LEASE_SECONDS, Beside, Place, migrated_place
from tests.faults.invariants import CHECK
from tests.faults.web import end

pytestmark = pytest.mark.fault

AT_ONCE = 4
STOPPED_WITHIN_SECONDS = 60
PREPARE = """
from pathlib import Path
from datetime import date
from django.core.files.uploadedfile import SimpleUploadedFile
from accounts.services.password_resets import reset_ask
from measures.services.past_imports import past_confirm, past_upload
from enterprises.services.lists import list_publish, listing_add
from enterprises.services.rosters import roster_confirm, roster_upload
from operations.models import Job
from operations.runner import run_job
from config.common.bulk import bulk_actions
from operations.services.bulk import bulk_confirm, bulk_draft
from operations.services.exports import export_request
from config.common.tables import tables
from tests.factories.accounts import make_user, now
from tests.factories.amendments import make_issued
from tests.factories.enterprises import make_enterprise, make_representative
from tests.factories.lists import make_list, roster_row, write_roster
from tests.factories.past import past_row, write_past
province = make_user("province")
facts = {"by": province, "at": now()}
path = write_roster(Path(argument), [roster_row() for _ in range(20)])
def upload(year):
    file = SimpleUploadedFile("名单.xlsx", path.read_bytes())
    return roster_upload(upload=file, region=province.region, year=year, dispatch=False, **facts)
checked, waiting = upload(2024), upload(2025)
run_job(checked.check_job_id)
checked.refresh_from_db()
roster_confirm(roster=checked, version=checked.version, accept_partial=False, **facts)
draft = make_list(2026)
for _number in range(5):
    listing_add(mandatory_list=draft, enterprise=make_enterprise(), categories=["TOXIC"], **facts)
list_publish(
    mandatory_list=draft, document_no="晋环发〔2026〕31号", authority="山西省生态环境厅",
    published_on=date(2026, 3, 18), version=draft.version, **facts,
)
job = Job.objects.get(dedupe_key=f"publication:{draft.pk}")
table = tables()["enterprises:enterprise_list"]
export = export_request(table=table, query="", kind="csv", by=province, at=now())
amendment = make_issued(draft, date(2026, 6, 1), correct={draft.listings.first().enterprise: {"name": "更正后"}})
papers = Job.objects.get(dedupe_key=f"amendment:{amendment.pk}").pk
waiting_jobs = {"check": waiting.check_job_id, "apply": checked.apply_job_id, "rounds": job.pk}
make_representative(draft.listings.first().enterprise)
owing, action = tables()["enterprises:disclosure_list"], bulk_actions()["disclosures_remind"]
run = bulk_draft(table=owing, action=action, query="", ids=None, by=province, at=now())
bulk_confirm(run=run, params={"on": "2026-11-23"}, by=province, at=now())
sheet = write_past(Path(argument), [past_row() for _ in range(3)])
def past():
    file = SimpleUploadedFile("往年.xlsx", sheet.read_bytes())
    return past_upload(upload=file, region=province.region, dispatch=False, **facts)
seen, unseen = past(), past()
run_job(seen.check_job_id)
seen.refresh_from_db()
past_confirm(past=seen, version=seen.version, dispatch=False, **facts)
waiting_jobs |= {"past_check": unseen.check_job_id, "past_apply": seen.apply_job_id}
forgetful = make_user("province", email="someone@example.cn", email_confirmed_at=now())
reset_ask(typed=forgetful.username, address="127.0.0.1", at=now())
waiting_jobs["resets"] = Job.objects.get(task="operations.tasks.answer_resets").pk
print(json.dumps(waiting_jobs | {"export": export.job_id, "papers": papers, "bulk": run.job_id}))
"""
RUN = """
from operations.runner import run_job
job = run_job(argument)
print(json.dumps(job and job.state))
"""
RUN_ALONE = (
    "import sys, django; django.setup(); from operations.runner import run_job; run_job(int(sys.argv[1]))"
)
FOUND = """
from pathlib import Path
from django.conf import settings
from accounts.models import Activity
from audits.models import Round
from enterprises.models import Enterprise, ListDocument, Listing, RosterRow
from measures.models import PastResult, PastRow
from operations.models import Job, Mail, Notice
job = Job.objects.get(pk=argument)
print(json.dumps({
    "job": [job.state, job.percent, job.failures, job.lease_until],
    "staged": RosterRow.objects.count(), "enterprises": Enterprise.objects.count(),
    "listings": Listing.objects.count(), "rounds": Round.objects.count(),
    "told": Notice.objects.filter(rule="remind").count(),
    "files": len([path for path in Path(settings.EXPORT_DIR).glob("[!.]*")]),
    "papers": ListDocument.objects.count(),
    "past": [PastRow.objects.count(), PastResult.objects.count()],
    "letters": Mail.objects.filter(kind="password_reset").count(),
    "deeds": Activity.objects.filter(verb__in=["roster_apply", "round_open", "enterprise_create"]).count(),
}))
"""
DONE = ["done", 100, 0, None]
# 20 rows of the roster that waits for its import are staged, 3 of the past; 5 enterprises are on the published list.
BEFORE = {"staged": 20, "enterprises": 5, "listings": 5, "rounds": 0, "deeds": 5, "files": 0}
BEFORE |= {"papers": 0, "told": 0, "past": [3, 0], "letters": 0}
PAST = {"enterprises": 8, "listings": 8, "rounds": 3, "deeds": 8, "past": [3, 3]}
AFTER: dict[str, dict[str, Any]] = {
    "check": BEFORE | {"job": DONE, "staged": 40},
    "apply": BEFORE | {"job": DONE, "enterprises": 25, "listings": 25, "deeds": 26},
    "rounds": BEFORE | {"job": DONE, "rounds": 5, "deeds": 10, "papers": 2},
    "export": BEFORE | {"job": DONE, "files": 1},
    "papers": BEFORE | {"job": DONE, "rounds": 5, "deeds": 10, "papers": 3},
    "bulk": BEFORE | {"job": DONE, "told": 1},
    "past_check": BEFORE | {"job": DONE, "past": [6, 0]},
    "past_apply": BEFORE | {"job": DONE} | PAST,
    "resets": BEFORE | {"job": DONE, "letters": 1},
}
TASKS = {
    "check": "enterprises.tasks.check_roster",
    "apply": "enterprises.tasks.apply_roster",
    "rounds": "enterprises.tasks.carry_out_publication",
    "export": "operations.tasks.make_export",
    "papers": "enterprises.tasks.carry_out_amendment",
    "bulk": "operations.tasks.do_bulk",
    "past_check": "measures.tasks.check_past",
    "past_apply": "measures.tasks.apply_past",
    "resets": "operations.tasks.answer_resets",
}
# what is run twice or late by a test of its own
ELSEWHERE = {
    "enterprises.tasks.find_duplicates": "integration/enterprises/test_change_pages.py",
    "enterprises.tasks.recompute_dues": "faults/test_kill_recompute_dues.py",
    "measures.tasks.recompute_sheets": "faults/test_kill_recompute_sheets.py",
    "operations.tasks.send_mails": "faults/test_kill_notices.py",
    "operations.tasks.send_notices": "integration/operations/test_send_notices.py",
    "reports.tasks.send_credit": "integration/reports/test_credit_sendings.py",
    "reports.tasks.make_annual_report": "integration/reports/test_make_annual_report.py",
}
LATE = [("check", 5), ("apply", 1), ("rounds", 2), ("export", 1), ("papers", 2), ("bulk", 2)]
LATE += [("past_check", 5), ("past_apply", 1), ("resets", 1)]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, dict[str, int]]:
    folder = tmp_path_factory.mktemp("twice")
    place = migrated_place(folder / "var").having(JOB_LEASE_SECONDS="30", EXPORT_DIRECT_ROWS="0")
    return place, place.python(PREPARE, str(folder / "roster.xlsx"))


def test_every_kind_of_job_is_in_one_of_the_lists() -> None:
    found = {
        f"{source.path.parent.name}.tasks.{node.name}"
        for source in python_sources(*APPS)
        if source.path.name == "tasks.py"
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef) and node.returns and ast.unparse(node.returns) == "JobAnswer"
        if not node.name.startswith("_")
    }
    assert found == {*TASKS.values(), *ELSEWHERE}
    assert all((ROOT / "tests" / path).exists() for path in ELSEWHERE.values())


def run(worker: Beside, job_id: int) -> str | None:
    state: str | None = worker.python(RUN, job_id)
    return state


def test_a_job_given_to_four_processes_is_done_by_one_of_them_and_by_none_later(
    prepared, tmp_path: Path
) -> None:
    place, jobs = prepared
    copy = place.copy(tmp_path / "var")
    with ExitStack() as stack:
        workers = [stack.enter_context(copy.beside()) for _worker in range(AT_ONCE)]
        for kind, job_id in jobs.items():
            for worker in workers:
                worker.python("import operations.runner")
            with ThreadPoolExecutor(AT_ONCE) as threads:
                answers = list(threads.map(run, workers, [job_id] * AT_ONCE))
            assert sorted(answers, key=str) == [None] * (AT_ONCE - 1) + ["done"], kind
            assert run(workers[0], job_id) is None
        assert workers[0].python(CHECK) == []
        last = workers[0].python(FOUND, jobs["rounds"])
        assert last == {
            "job": DONE,
            "staged": 40,
            "enterprises": 28,
            "listings": 28,
            "rounds": 8,
            "papers": 5,
            "deeds": 34,
            "past": [6, 3],
            "letters": 1,
            "files": 1,
            "told": 1,
        }


def test_a_worker_that_was_away_past_its_lease_writes_nothing_any_more(prepared, tmp_path: Path) -> None:
    """Each is stopped at a checkpoint; another takes its job over and ends it; then the first goes on."""
    place, jobs = prepared
    with ExitStack() as stack:
        away = [_stopped(place, jobs[kind], number, tmp_path, stack) for kind, number in LATE]
        for _copy, process in away:
            _wait_until_stopped(process)
        time.sleep(LEASE_SECONDS + 0.2)
        for (kind, number), (copy, process) in zip(LATE, away, strict=True):
            beside = stack.enter_context(copy.beside())
            assert run(beside, jobs[kind]) == "done", (kind, number)
            assert beside.python(FOUND, jobs[kind]) == AFTER[kind], (kind, number)
            process.send_signal(signal.SIGCONT)
            assert process.wait(30) == 0, (copy.var / "late.log").read_text()
            assert beside.python(FOUND, jobs[kind]) == AFTER[kind], (kind, number)
            assert beside.python(CHECK) == []


def _stopped(
    place: Place, job_id: int, number: int, folder: Path, stack: ExitStack
) -> tuple[Place, subprocess.Popen[bytes]]:
    copy = place.copy(folder / f"{job_id}-{number}").having(JOB_LEASE_SECONDS=str(LEASE_SECONDS))
    command = [sys.executable, "-c", RUN_ALONE, str(job_id)]
    process = copy.having(STOP_AT=str(number)).start(command, "late.log")
    stack.callback(end, process)
    return copy, process


def _wait_until_stopped(process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STOPPED_WITHIN_SECONDS
    while Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[0] != "T":
        assert time.monotonic() < until, "it did not come to its checkpoint"
        assert process.poll() is None, "it ended before its checkpoint"
        time.sleep(0.05)
