"""An enterprise records what it made public: each category's fields, the proof, the duty met."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from config.common.access import Role
from config.common.errors import NotAllowed, Refused
from enterprises.enums import DutyCode
from enterprises.forms.disclosures import field_name
from enterprises.models import Disclosure, DisclosureField, Listing
from enterprises.services.disclosures import disclosure_submit
from tests.factories.accounts import client_of, make_user
from tests.factories.enterprises import make_disclosure, make_enterprise, make_representative
from tests.factories.lists import make_listing

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


def url(listing: Listing) -> str:
    return reverse("enterprises:disclosure_edit", args=[listing.pk])


def filled(*categories: str, **changes) -> dict:
    owed = DisclosureField.objects.filter(category__in=categories)
    values = {field_name(row): f"{row.category} {row.label}" for row in owed}
    return (
        values | {"disclosed_on": "2026-04-10", "place": "太原日报", "url": "https://example.cn/gs"} | changes
    )


def test_the_form_asks_for_the_fields_of_each_category_and_knows_what_is_registered() -> None:
    enterprise = make_enterprise("晋源焦化", legal_representative="王小明", address="太榆路 12 号")
    listing = make_listing(enterprise, ("OVER_LIMIT", "TOXIC"))
    response = client_of(make_representative(enterprise)).get(url(listing))
    sets = response.context["form"].sets
    assert [(part["title"], len(part["fields"])) for part in sets] == [("双超", 7), ("双有", 7)]
    body = response.content.decode()
    for words in ("晋源焦化", "王小明", "太榆路 12 号", "危险废物产生和处置情况", "每行一项"):
        assert words in body


def test_submitting_meets_the_duty_and_keeps_every_field_and_the_proof() -> None:
    listing = make_listing(categories=("OVER_LIMIT", "ENERGY"))
    client = client_of(make_representative(listing.enterprise))
    proof = SimpleUploadedFile("公示截图.pdf", PDF)
    response = client.post(url(listing), filled("OVER_LIMIT", "ENERGY", proof=proof))
    made = Disclosure.objects.get()
    assert response["Location"] == reverse("enterprises:disclosure_detail", args=[made.pk])
    assert (made.disclosed_on, made.place, made.proof.name) == (date(2026, 4, 10), "太原日报", "公示截图.pdf")
    assert made.values["ENERGY"]["单位产品能耗"] == "ENERGY 单位产品能耗"
    assert {key: len(texts) for key, texts in made.values.items()} == {"OVER_LIMIT": 7, "ENERGY": 7}
    assert listing.duties.get(code=DutyCode.DISCLOSE).met_on == date(2026, 4, 10)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"owed_4": " "}, "双超企业应公示“排放污染物名称”"),
        ({"disclosed_on": "2026-03-19"}, "不能早于列入名单的日期"),
        ({"disclosed_on": "2099-01-01"}, "公示日期不能晚于今天"),
        ({"disclosed_on": "2026-13-01"}, "日期"),
        ({"url": ""}, "网址、证明文件或现场照片，至少一项"),
        ({"photo": SimpleUploadedFile("照片.jpg", PDF)}, "不是 jpeg、png 文件"),
        ({"proof": SimpleUploadedFile("木马.pdf", b"MZ\x90")}, "不是 pdf、jpeg、png 文件"),
    ],
)
def test_what_is_incomplete_is_refused_with_its_reason_and_kept_on_the_page(
    changes: dict, sentence: str
) -> None:
    listing = make_listing()
    client = client_of(make_representative(listing.enterprise))
    response = client.post(url(listing), filled("OVER_LIMIT", **changes))
    body = response.content.decode()
    assert response.status_code == 422
    assert sentence in body
    assert "OVER_LIMIT 排放方式" in body
    assert not Disclosure.objects.exists()
    assert listing.duties.get(code=DutyCode.DISCLOSE).met_on is None


def test_a_correction_replaces_and_a_stale_one_shows_both_texts() -> None:
    listing = make_listing()
    client = client_of(make_representative(listing.enterprise))
    client.post(url(listing), filled("OVER_LIMIT"))
    assert client.post(url(listing), filled("OVER_LIMIT", version=1, owed_5="有组织")).status_code == 302
    response = client.post(url(listing), filled("OVER_LIMIT", version=1, owed_5="无组织", place="官网"))
    assert response.status_code == 412
    assert response.context["error"].theirs == {"公示载体": "太原日报", "双超 · 排放方式": "有组织"}
    assert response.context["error"].yours == {"公示载体": "官网", "双超 · 排放方式": "无组织"}
    assert response.context["form"]["version"].value() == "2"
    assert client.post(url(listing), filled("OVER_LIMIT", version=2, owed_5="无组织")).status_code == 302
    assert Disclosure.objects.get().values["OVER_LIMIT"]["排放方式"] == "无组织"


def test_only_the_listed_enterprise_itself_may() -> None:
    listing = make_listing()
    assert client_of(make_representative(make_enterprise())).get(url(listing)).status_code == 404
    for role in (Role.PROVINCE, Role.COUNTY, Role.AGENCY, Role.DEPARTMENT):
        assert client_of(make_user(role)).get(url(listing)).status_code == 403
    with pytest.raises(NotAllowed):
        make_disclosure(listing, by=make_user(Role.COUNTY))


def test_a_draft_entry_is_not_found() -> None:
    listing = make_listing(published_on=None)
    assert client_of(make_representative(listing.enterprise)).get(url(listing)).status_code == 404


def test_the_second_submission_of_an_entry_is_refused() -> None:
    listing = make_listing()
    person = make_representative(listing.enterprise)
    make_disclosure(listing, by=person)
    with pytest.raises(Refused, match="已经登记过"):
        disclosure_submit(
            listing=listing, disclosed_on=date(2026, 4, 11), place="官网", by=person, at=timezone.now()
        )
