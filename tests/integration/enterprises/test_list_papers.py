"""The notice with its annex and the letters, made by the job and read back from the PDF."""

import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import Activity
from config.common.access import Role
from enterprises.calculations.invitation_codes import secret_of
from enterprises.enums import DocumentKind
from enterprises.models import Invitation, ListDocument
from enterprises.services.list_papers import publication_request
from operations.models import Job
from operations.runner import run_job
from operations.services.attachments import attachment_read
from tests.factories.accounts import client_of, make_user, now, system
from tests.factories.enterprises import make_enterprise, make_representative
from tests.factories.lists import make_entry, make_list, publish
from tests.factories.recommendations import SO2

pytestmark = pytest.mark.django_db


def text_of(row):
    pages = PdfReader(io.BytesIO(attachment_read(row.file))).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


@pytest.fixture
def published(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    draft = make_list(2026)
    entries = [make_entry(draft, make_enterprise(region=code)) for code in ("140105", "140106", "140226")]
    entries[0].__class__.objects.filter(pk=entries[0].pk).update(reason="二氧化硫超标", facts=[SO2.plain()])
    draft.refresh_from_db()
    return publish(draft, date(2026, 3, 31), "晋环发〔2026〕12号"), entries


def test_the_notice_and_the_letters_say_what_was_published_once_however_often_they_are_made(published):
    row, entries = published
    job = Job.objects.get(dedupe_key=f"publication:{row.pk}")
    assert run_job(job.pk).state == "done"
    notice = ListDocument.objects.get(kind=DocumentKind.NOTICE)
    text = text_of(notice)
    assert "晋环发〔2026〕12号" in text
    assert "2026年3月31日" in text
    assert "实测 160 mg/m³" in text.replace("\xa0", " ")
    for entry in entries:
        assert entry.name in text
        assert entry.enterprise.uscc in text
    letters = ListDocument.objects.filter(kind=DocumentKind.LETTERS)
    assert [(one.rows, one.pages) for one in letters.order_by("region__code")] == [(2, 4), (1, 2)]
    assert "2027年3月31日前" in text_of(letters.order_by("region__code").last())
    Job.objects.filter(pk=job.pk).update(state="queued", percent=0)
    assert run_job(job.pk).state == "done"
    assert ListDocument.objects.count() == 3


def test_letters_are_read_where_their_enterprises_lie_and_the_notice_by_everybody(published):
    row, _entries = published
    run_job(Job.objects.get(dedupe_key=f"publication:{row.pk}").pk)
    city = client_of(make_user(Role.CITY, "140200"))
    own = ListDocument.objects.get(kind=DocumentKind.LETTERS, region__code="140200")
    other = ListDocument.objects.get(kind=DocumentKind.LETTERS, region__code="140100")
    notice = ListDocument.objects.get(kind=DocumentKind.NOTICE)
    answers = [
        city.get(reverse("enterprises:list_paper", args=[one.pk])).status_code for one in (own, other, notice)
    ]
    assert answers == [200, 404, 200]
    page = city.get(reverse("enterprises:mandatory_list_detail", args=[row.pk])).content.decode()
    assert reverse("enterprises:list_paper", args=[own.pk]) in page
    assert reverse("enterprises:list_paper", args=[other.pk]) not in page


def test_asked_twice_it_is_one_job(published):
    row, _entries = published
    jobs = {publication_request(mandatory_list=row, by=system(), at=now()).pk for _ in range(2)}
    assert len(jobs) == 1


def test_a_letter_invites_whom_nobody_acts_for_and_is_the_same_when_made_again(published):
    row, entries = published
    make_representative(entries[0].enterprise)
    job = Job.objects.get(dedupe_key=f"publication:{row.pk}")
    run_job(job.pk)
    assert Invitation.objects.count() == 2
    assert not Invitation.objects.filter(enterprise=entries[0].enterprise).exists()
    there = ListDocument.objects.get(kind=DocumentKind.LETTERS, region__code="140200")
    before = text_of(there)
    code = secret_of(Invitation.objects.get(listing=entries[2]).nonce).printed_code
    assert code in before
    assert "请由现任经办人在清洁生产审核管理平台办理" in text_of(
        ListDocument.objects.get(region__code="140100")
    )
    there.delete()
    Job.objects.filter(pk=job.pk).update(state="queued", percent=0)
    run_job(job.pk)
    assert text_of(ListDocument.objects.get(region__code="140200")) == before
    assert Invitation.objects.count() == 2
    job.refresh_from_db()
    kept = str(list(Activity.objects.values())) + str(job.__dict__) + there.file.name
    assert code not in kept
    assert Client().post("/enterprises/invitation/", {"code": code}).status_code == 302
