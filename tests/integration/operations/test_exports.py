"""Lists as files: exactly the rows and columns of the list, kept for the owner alone, until they expire."""

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Activity
from config.common.access import Role
from config.common.errors import Refused
from config.common.tables import tables
from enterprises.models import Enterprise
from operations.models import Export, JobState
from operations.runner import run_job
from operations.services.exports import export_make, export_open, export_request, exports_expire
from tests.factories.accounts import client_of, make_user, now
from tests.factories.enterprises import make_enterprise, make_order
from tests.faults.test_formula_injection import PAYLOADS, formulas

pytestmark = pytest.mark.django_db
LIST, CREATE, MINE = (
    reverse(name)
    for name in ("enterprises:enterprise_list", "operations:export_create", "operations:export_list")
)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.EXPORT_DIR = tmp_path / "exports"
    return settings.EXPORT_DIR


def ask(client: Client, query: str = "", kind: str = "xlsx", page: str = "enterprises:enterprise_list"):
    return client.post(CREATE, {"page": page, "query": query, "kind": kind})


def book(answer) -> list[list]:
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer))).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def lines(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))


def test_the_file_has_the_rows_of_all_pages_in_the_order_and_the_columns_of_the_list() -> None:
    for number in range(60):
        make_enterprise(f"第{number:02d}号焦化厂")
    make_enterprise("水泥厂")
    client = client_of(make_user(name="郭立新"))
    query = "q=焦化&order=-uscc&column=uscc&column=name"
    rows = book(ask(client, query))
    shown = [row for page in (1, 2) for row in client.get(f"{LIST}?{query}&page={page}").context["list"].rows]
    assert rows[0][0] == "企业名录"
    assert rows[1][0].startswith("条件：企业：焦化；共 60 行；")
    assert rows[1][0].endswith("郭立新 导出")
    assert rows[2] == ["统一社会信用代码", "企业名称", "厂区"]
    assert [row[:2] for row in rows[3:]] == [[row["uscc"], row["name"]] for row in shown]


def test_codes_are_text_dates_are_dates_and_numbers_numbers() -> None:
    order = make_order(make_enterprise("晋源厂", uscc="911401050000000011"))
    client = client_of(make_user())
    row = book(ask(client, "column=document_no&column=issued_on&column=fine", page="enterprises:order_list"))[
        -1
    ]
    assert row == [order.document_no, datetime.combine(order.issued_on, datetime.min.time()), None]
    code = book(ask(client, "column=uscc"))[-1][-1]
    assert code == "911401050000000011"
    assert [order.document_no, order.issued_on.isoformat()] == lines(
        ask(client, "column=document_no&column=issued_on", "csv", "enterprises:order_list")
    )[-1]


def test_nothing_that_people_typed_is_a_formula_in_the_file(tmp_path) -> None:
    for payload in PAYLOADS:
        Enterprise.objects.filter(pk=make_enterprise().pk).update(name=payload[:100], address=payload)
    client = client_of(make_user())
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"".join(ask(client, "column=name&column=address")))
    assert formulas(path) == []
    starts = {cell[:1] for row in lines(ask(client, "column=name&column=address", "csv"))[1:] for cell in row}
    assert starts & set("=+-@＝＋－＠") == set()


def test_a_long_list_is_made_by_a_job_and_a_second_run_changes_nothing(settings, folder) -> None:
    settings.EXPORT_DIRECT_ROWS = 2
    for _number in range(3):
        make_enterprise()
    client = client_of(make_user())
    assert ask(client).url == MINE
    export = Export.objects.get()
    assert "等待中" in client.get(MINE).content.decode()
    assert run_job(export.job_id).state == JobState.DONE
    export.refresh_from_db()
    export_make(export=export, by=export.owner, at=now())
    assert [path.name for path in folder.iterdir()] == [export.stored_as]
    assert len(book(client.get(reverse("operations:export_download", args=[export.pk])))) == 3 + 3


def test_each_download_is_in_the_trail_and_only_the_owner_may() -> None:
    make_enterprise()
    owner = make_user()
    b"".join(ask(client_of(owner)))
    export = Export.objects.get()
    address = reverse("operations:export_download", args=[export.pk])
    b"".join(client_of(owner).get(address))
    told = Activity.objects.filter(thing_kind="operations.export", thing_id=export.pk).order_by("pk")
    assert list(told.values_list("verb", flat=True)) == [
        "export_request",
        "export_download",
        "export_download",
    ]
    assert client_of(make_user()).get(address).status_code == 404
    with pytest.raises(Refused, match="只有导出者本人可以下载"):
        export_open(export=export, by=make_user(), at=now())


def test_an_expired_file_is_gone_says_so_and_is_made_again_from_the_data_of_now(folder) -> None:
    make_enterprise("一厂")
    client = client_of(make_user())
    b"".join(ask(client, "q=厂"))
    export = Export.objects.get()
    assert exports_expire(at=now()) == 0
    assert exports_expire(at=now() + timedelta(days=8)) == 1
    assert list(folder.iterdir()) == []
    refused = client.get(reverse("operations:export_download", args=[export.pk]))
    assert refused.status_code == 422
    assert "这个文件只保存 7 天，现已删除。请在“我的导出”中点“重新生成”" in refused.content.decode()
    assert "重新生成" in client.get(MINE).content.decode()
    make_enterprise("二厂")
    again = client.post(reverse("operations:export_again", args=[export.pk]))
    assert len(book(again)) == 3 + 2


def test_the_scope_is_the_readers_when_the_file_is_made_not_when_it_was_asked_for(settings) -> None:
    settings.EXPORT_DIRECT_ROWS = 0
    make_enterprise("小店厂", "140105")
    make_enterprise("大同厂", "140226")
    officer = make_user(Role.PROVINCE)
    export = export_request(
        table=tables()["enterprises:enterprise_list"], query="", kind="csv", by=officer, at=now()
    )
    type(officer).objects.filter(pk=officer.pk).update(role=Role.COUNTY, region=make_user(Role.COUNTY).region)
    assert run_job(export.job_id).state == JobState.DONE
    rows = lines(client_of(officer).get(reverse("operations:export_download", args=[export.pk])))
    assert [row[0] for row in rows[1:]] == ["小店厂"]


def test_who_may_no_longer_see_the_list_gets_no_file(settings, folder) -> None:
    settings.EXPORT_DIRECT_ROWS = 0
    make_enterprise()
    officer = make_user(Role.PROVINCE)
    export = export_request(
        table=tables()["enterprises:enterprise_list"], query="", kind="csv", by=officer, at=now()
    )
    type(officer).objects.filter(pk=officer.pk).update(is_active=False)
    job = run_job(export.job_id)
    assert (job.state, job.reason) == (JobState.FAILED, "您的角色没有查看“企业名录”的权限，不能导出。")
    assert not folder.exists() or not list(folder.iterdir())


@pytest.mark.parametrize(
    ("page", "query", "status", "said"),
    [
        ("enterprises:nothing", "", 422, "没有这个列表或文件格式"),
        ("enterprises:enterprise_list", "q=" + "长" * 5000, 422, "筛选条件过长"),
        ("enterprises:order_list", "", 403, "没有查看“责令与处罚”的权限"),
    ],
)
def test_what_cannot_be_exported_leaves_nothing(page: str, query: str, status: int, said: str) -> None:
    answer = ask(client_of(make_user(Role.EXPERT)), query, page=page)
    assert answer.status_code == status
    assert said in answer.content.decode()
    assert not Export.objects.exists()


def test_an_empty_place_says_how_to_begin() -> None:
    assert "还没有导出过列表" in client_of(make_user()).get(MINE).content.decode()
