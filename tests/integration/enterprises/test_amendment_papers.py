"""The notice of an amendment, the list as amended, and the letters, made by the job and read back from the PDF."""

import io
from datetime import date

import pytest
from django.urls import reverse
from pypdf import PdfReader

from config.common.access import Role
from enterprises.enums import DocumentKind
from enterprises.models import ListDocument
from enterprises.services.list_papers import amendment_request
from operations.models import Job
from operations.runner import run_job
from operations.services.attachments import attachment_read
from tests.factories.accounts import client_of, make_user, now, system
from tests.factories.amendments import make_issued
from tests.factories.enterprises import make_enterprise
from tests.factories.lists import make_entry, make_list, publish

pytestmark = pytest.mark.django_db


def text_of(row):
    pages = PdfReader(io.BytesIO(attachment_read(row.file))).pages
    return "".join("".join(page.extract_text() for page in pages).split())


@pytest.fixture
def amended(settings, tmp_path):
    """Three entries, of which the first is removed and the second corrected; a fourth, in another city, is added."""
    settings.MEDIA_ROOT = tmp_path
    draft = make_list(2026)
    entries = [make_entry(draft, make_enterprise()) for _ in range(3)]
    draft.refresh_from_db()
    published = publish(draft, date(2026, 3, 31), "晋环发〔2026〕12号")
    newcomer = make_enterprise(region="140226")
    amendment = make_issued(
        published,
        date(2026, 6, 15),
        add=[newcomer],
        remove=[entries[0].enterprise],
        correct={entries[1].enterprise: {"name": "更正后的焦化公司"}},
    )
    return amendment, entries, newcomer


def made(amendment, kind):
    return ListDocument.objects.filter(amendment=amendment, kind=kind).order_by("region__code")


def test_the_papers_say_what_changed_once_however_often_they_are_made(amended):
    amendment, entries, newcomer = amended
    job = Job.objects.get(dedupe_key=f"amendment:{amendment.pk}")
    assert run_job(job.pk).state == "done"
    notice = text_of(made(amendment, DocumentKind.NOTICE).get())
    for words in (amendment.document_no, "2026年6月15日", "晋环发〔2026〕12号", newcomer.name, "已关停"):
        assert words in notice
    assert entries[1].name in notice
    assert "更正后的焦化公司" in notice
    assert entries[2].name not in notice
    whole = text_of(made(amendment, DocumentKind.WHOLE).get())
    for name in ("更正后的焦化公司", entries[2].name, newcomer.name, "共3家企业"):
        assert name in whole
    assert entries[0].name not in whole
    assert entries[1].name not in whole
    first, other = made(amendment, DocumentKind.LETTERS)
    assert [(one.rows, one.pages) for one in (first, other)] == [(2, 2), (1, 2)]
    assert "移出强制性清洁生产审核企业名单告知书" in text_of(first)
    assert f"原为“{entries[1].name}”，现为“更正后的焦化公司”" in text_of(first)
    assert "2027年6月15日前" in text_of(other)
    assert "邀请函附后" in text_of(other)
    Job.objects.filter(pk=job.pk).update(state="queued", percent=0)
    assert run_job(job.pk).state == "done"
    assert ListDocument.objects.filter(amendment=amendment).count() == 4


def test_the_papers_of_the_publication_keep_its_own_words_whenever_they_are_made(amended):
    amendment, entries, newcomer = amended
    mandatory_list = amendment.mandatory_list
    run_job(Job.objects.get(dedupe_key=f"publication:{mandatory_list.pk}").pk)
    notice = text_of(ListDocument.objects.get(kind=DocumentKind.NOTICE, amendment=None))
    assert all(entry.name in notice for entry in entries)
    assert newcomer.name not in notice
    assert "更正后的焦化公司" not in notice


def test_an_earlier_amendment_keeps_its_words_after_a_later_one(amended):
    amendment, entries, newcomer = amended
    again = {newcomer: {"name": "再次更正的公司"}}
    make_issued(amendment.mandatory_list, date(2026, 6, 15), remove=[entries[2].enterprise], correct=again)
    run_job(Job.objects.get(dedupe_key=f"amendment:{amendment.pk}").pk)
    whole = text_of(made(amendment, DocumentKind.WHOLE).get())
    assert entries[2].name in whole
    assert newcomer.name in whole
    assert "再次更正的公司" not in whole


def test_letters_go_to_their_city_the_notice_and_the_list_to_everybody(amended):
    amendment, _entries, _newcomer = amended
    run_job(Job.objects.get(dedupe_key=f"amendment:{amendment.pk}").pk)
    city = client_of(make_user(Role.CITY, "140200"))
    page = city.get(reverse("enterprises:amendment_detail", args=[amendment.pk])).content.decode()
    seen = {
        (row.kind, row.region.code): reverse("enterprises:list_paper", args=[row.pk])
        for row in ListDocument.objects.filter(amendment=amendment)
    }
    told = {key: address in page for key, address in seen.items()}
    assert told == {
        ("letters", "140100"): False,
        ("letters", "140200"): True,
        ("notice", "140000"): True,
        ("whole", "140000"): True,
    }
    answers = {key: city.get(address).status_code for key, address in seen.items()}
    assert answers == {key: 200 if shown else 404 for key, shown in told.items()}


def test_asked_twice_it_is_one_job(amended):
    amendment, _entries, _newcomer = amended
    jobs = {amendment_request(amendment=amendment, by=system(), at=now()).pk for _ in range(2)}
    assert len(jobs) == 1
