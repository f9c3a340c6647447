"""What one enterprise made public, and its proof."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from config.common.access import Role
from enterprises.models import Disclosure
from operations.services.attachments import attachment_store
from tests.factories.accounts import client_of, make_user, now, system
from tests.factories.enterprises import make_disclosure, make_enterprise, make_representative
from tests.factories.lists import make_listing

pytestmark = pytest.mark.django_db


def with_proof() -> Disclosure:
    upload = SimpleUploadedFile('公示"截图.pdf', b"%PDF-1.7\n%%EOF\n")
    proof = attachment_store(upload=upload, kinds=("pdf",), by=system(), at=now())
    values = {"OVER_LIMIT": dict.fromkeys(LABELS, "<b>有</b>")}
    return make_disclosure(
        make_listing(), proofs={"proof": proof}, values=values, url="https://example.cn/gs"
    )


LABELS = (
    "企业名称", "法定代表人", "地址", "排放污染物名称", "排放方式", "排放浓度和总量", "超标及超总量情况",
)  # fmt: skip


def test_the_page_of_a_disclosure_shows_what_was_made_public_as_text() -> None:
    disclosure = with_proof()
    address = reverse("enterprises:disclosure_detail", args=[disclosure.pk])
    body = client_of(make_user()).get(address).content.decode()
    for words in (
        "超标及超总量情况",
        "&lt;b&gt;有&lt;/b&gt;",
        "https://example.cn/gs",
        "《太原日报》第 8 版",
    ):
        assert words in body
    assert client_of(make_user(Role.CITY, "140300")).get(address).status_code == 404
    assert client_of(make_representative(make_enterprise())).get(address).status_code == 404


def test_the_proof_is_a_private_download_under_its_own_name() -> None:
    disclosure = with_proof()
    address = reverse("enterprises:disclosure_proof", args=[disclosure.pk])
    response = client_of(make_user()).get(address)
    assert response.content.startswith(b"%PDF")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%85%AC%E7%A4%BA")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store, private"
    assert client_of(make_user(Role.COUNTY, "140106")).get(address).status_code == 404


def test_without_a_proof_there_is_nothing_to_download() -> None:
    disclosure = make_disclosure(make_listing())
    address = reverse("enterprises:disclosure_proof", args=[disclosure.pk])
    assert client_of(make_user()).get(address).status_code == 404
