"""Letters and corrections are reached from where people are: the entry, the enterprise's page, its home, the county."""

import io
from datetime import date

import pytest
from django.urls import reverse
from pypdf import PdfReader

from config.common.access import Role
from enterprises.enums import DocumentKind
from enterprises.models import AmendmentItem, ListDocument, MandatoryList
from enterprises.presenters.lists import paper_rows
from tests.factories.accounts import client_of, make_user, place
from tests.factories.amendments import make_amendment, make_issued
from tests.factories.enterprises import make_enterprise, make_representative
from tests.factories.lists import make_entry, make_list, publish

pytestmark = pytest.mark.django_db
XIAODIAN, YINGZE = "140105", "140106"


@pytest.fixture
def published():
    draft = make_list(2026)
    entries = [make_entry(draft, make_enterprise(region=place(code))) for code in (XIAODIAN, YINGZE)]
    draft.refresh_from_db()
    return publish(draft, date(2026, 3, 31), "晋环发〔2026〕12号"), entries


def page(person, name: str, *args, **query) -> str:
    answer = client_of(person).get(reverse(f"enterprises:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def words_of(answer) -> tuple[str, int]:
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return "".join("".join(page.extract_text() for page in pages).split()), len(pages)


def test_the_letter_of_removal_is_on_the_enterprises_page_and_on_its_own_home(published) -> None:
    row, (gone, _other) = published
    plant = make_representative(gone.enterprise)
    make_issued(row, date(2026, 6, 15), remove=[gone.enterprise])
    letter = reverse("enterprises:amendment_letter", args=[AmendmentItem.objects.get().pk])
    for person in (plant, make_user(Role.COUNTY)):
        text = page(person, "enterprise_detail", gone.enterprise_id)
        assert letter in text
        assert "移出名单告知书" in text
    assert letter in page(plant, "my_letters")
    assert reverse("enterprises:my_letters") in client_of(plant).get(reverse("reports:home")).content.decode()
    assert letter not in page(make_representative(published[1][1].enterprise), "my_letters")
    assert "告知书" not in page(make_user(Role.COUNTY), "my_letters")


def test_the_entry_of_the_list_leads_to_the_letters(published) -> None:
    row, (gone, _other) = published
    make_issued(row, date(2026, 6, 15), correct={gone.enterprise: {"name": "更正后的名称"}})
    clock = reverse("enterprises:clock_detail", args=[gone.pk])
    officer = make_user(Role.COUNTY)
    assert clock in page(officer, "mandatory_list_detail", row.pk)
    assert "名单更正告知书" in page(officer, "clock_detail", gone.pk)


@pytest.mark.parametrize(("deed", "name"), [("remove", "amendment_remove"), ("correct", "amendment_correct")])
def test_a_row_of_a_published_list_leads_into_the_draft_with_the_entry_chosen(published, deed, name) -> None:
    row, (entry, _other) = published
    officer = make_user(Role.PROVINCE)
    client = client_of(officer)
    link = f"{reverse('enterprises:amendment_create', args=[row.pk])}?enterprise={entry.enterprise_id}&deed={deed}"
    listed = page(officer, "mandatory_list_detail", row.pk)
    assert link.replace("&", "&amp;") in listed
    assert client.get(link).status_code == 200
    begun = client.post(link, {"reason": "核查后调整"})
    draft = MandatoryList.objects.get(pk=row.pk).amendments.get()
    wanted = f"{reverse(f'enterprises:{name}', args=[draft.pk])}?enterprise={entry.enterprise_id}"
    assert begun["Location"] == wanted
    assert client.get(link)["Location"] == wanted
    assert entry.name in client.get(wanted).content.decode()
    county = page(make_user(Role.COUNTY), "mandatory_list_detail", row.pk)
    assert "deed=remove" not in county


def test_without_a_word_of_the_deed_one_lands_on_the_draft(published) -> None:
    row, _entries = published
    officer = make_user(Role.PROVINCE)
    begun = client_of(officer).post(
        reverse("enterprises:amendment_create", args=[row.pk]) + "?deed=burn&enterprise=x", {"reason": "调整"}
    )
    draft = MandatoryList.objects.get(pk=row.pk).amendments.get()
    assert begun["Location"] == reverse("enterprises:amendment_detail", args=[draft.pk])


def test_a_county_opens_the_letters_of_its_own_enterprises_and_no_others(published) -> None:
    row, (own, other) = published
    county = make_user(Role.COUNTY)
    address = reverse("enterprises:list_letters", args=[row.pk])
    assert f"{address}?part=1" in page(county, "mandatory_list_detail", row.pk)
    text, pages = words_of(client_of(county).get(address))
    assert pages == 1
    assert own.name in text
    assert other.name not in text
    for person in (
        make_user(Role.CITY),
        make_user(Role.COUNTY, "140826"),
        make_representative(own.enterprise),
    ):
        assert client_of(person).get(address).status_code == 404
    for part in ("2", "x", "99999999"):
        assert client_of(county).get(address, {"part": part}).status_code in {200, 404}


def test_a_county_opens_its_letters_of_an_amendment_too(published) -> None:
    row, (own, other) = published
    amendment = make_issued(row, date(2026, 6, 15), remove=[own.enterprise, other.enterprise])
    county = make_user(Role.COUNTY)
    address = reverse("enterprises:amendment_letters", args=[amendment.pk])
    assert f"{address}?part=1" in page(county, "amendment_detail", amendment.pk)
    text, _pages = words_of(client_of(county).get(address))
    assert own.name in text
    assert other.name not in text
    draft = make_amendment(row)
    assert client_of(county).get(reverse("enterprises:amendment_letters", args=[draft.pk])).status_code == 404


def test_letters_of_an_amendment_come_in_as_many_files_as_they_need(published, monkeypatch) -> None:
    """Of each file only its own letters."""
    for module in ("selectors.list_papers", "presenters.letters"):
        monkeypatch.setattr(f"enterprises.{module}.LETTERS_A_PART", 1)
    row, (own, _other) = published
    newcomer = make_enterprise(region=place(XIAODIAN))
    amendment = make_issued(row, date(2026, 6, 15), remove=[own.enterprise], add=[newcomer])
    county, address = make_user(Role.COUNTY), reverse("enterprises:amendment_letters", args=[amendment.pk])
    assert f"{address}?part=2" in page(county, "amendment_detail", amendment.pk)
    texts = [words_of(client_of(county).get(address, {"part": part}))[0] for part in (1, 2)]
    assert [name in text for text in texts for name in (own.name, newcomer.name)] == [
        True,
        False,
        False,
        True,
    ]
    assert client_of(county).get(address, {"part": 3}).status_code == 404


def test_the_papers_stand_in_the_order_in_which_one_needs_them() -> None:
    rows = [
        ListDocument(pk=n, kind=kind, region=place(code), part=part, rows=1, pages=1)
        for n, (kind, code, part) in enumerate(
            [
                (DocumentKind.LETTERS, "140200", 1),
                (DocumentKind.LETTERS, "140100", 2),
                (DocumentKind.WHOLE, "140000", 1),
                (DocumentKind.LETTERS, "140100", 1),
                (DocumentKind.NOTICE, "140000", 1),
            ],
            start=1,
        )
    ]
    assert [row["href"].split("/")[-2] for row in paper_rows(rows)] == ["5", "3", "4", "2", "1"]
