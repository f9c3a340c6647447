"""Score sheets: what ships, how a province makes its own, and that a published one never changes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from audits.enums import ReviewKind, SheetState
from audits.models import Review, ScoreSheet, SheetItem
from audits.selectors.sheets import sheet_in_force, sheet_terms
from audits.services.sheets import sheet_copy, sheet_publish, sheet_save
from config.common.access import Role
from config.common.errors import NotAllowed, Refused
from tests.access.browser import form_on
from tests.access.reading import text_of
from tests.factories.accounts import client_of, make_user, now
from tests.factories.audits import make_round, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    return make_user(Role.PROVINCE)


def in_force(kind="evaluation"):
    return sheet_in_force(kind, date(2026, 11, 1))


def draft(province):
    return sheet_copy(sheet=in_force(), by=province, at=now())


def test_the_guides_sheets_are_of_a_hundred_and_say_how_sure_each_item_is():
    for kind in ReviewKind:
        terms = sheet_terms(in_force(kind))
        assert sum(item.maximum for item in terms.items) == 100
        assert {item.mark for item in terms.items} == {"?"}
        assert len(terms.vetoes) == 6
    beijing = sheet_terms(ScoreSheet.objects.get(name__contains="北京"))
    assert [row.from_score for row in beijing.thresholds] == [0, 70]
    assert (len(beijing.vetoes), any(item.is_bonus for item in beijing.items)) == (6, True)


def test_a_province_copies_changes_and_publishes_its_own_edition(province):
    copy = draft(province)
    terms = sheet_terms(copy)
    changed = terms.__class__(**vars(terms) | {"spread_limit": Decimal(10)})
    sheet_save(sheet=copy, version=copy.version, terms=changed, by=province, at=now())
    on = today() + timedelta(days=30)
    sheet_publish(sheet=copy, version=copy.version, effective_from=on, by=province, at=now())
    assert sheet_in_force("evaluation", on) == copy
    assert sheet_in_force("evaluation", on - timedelta(days=1)) == in_force()


def test_a_review_keeps_the_sheet_of_the_day_it_was_applied_for(province):
    before = in_force()
    review = Review.objects.get(round=make_round("EVALUATION_APPLIED"))
    copy = draft(province)
    sheet_publish(sheet=copy, version=copy.version, effective_from=today(), by=province, at=now())
    review.refresh_from_db()
    assert (review.sheet, sheet_in_force("evaluation", today())) == (before, copy)


def test_a_published_sheet_is_frozen_and_nobody_but_the_province_writes_one(province):
    sheet = in_force()
    terms = sheet_terms(sheet)
    with pytest.raises(Refused, match="复制为新的一版"):
        sheet_save(sheet=sheet, version=sheet.version, terms=terms, by=province, at=now())
    with pytest.raises(NotAllowed, match="省级主管部门"):
        sheet_copy(sheet=sheet, by=make_user(Role.CITY), at=now())


def test_two_drafts_of_one_sheet_are_refused(province):
    draft(province)
    with pytest.raises(Refused, match="已有一份草稿"):
        draft(province)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"items": lambda terms: terms.items[1:]}, "合计应为 100 分，现为 95 分"),
        ({"vetoes": lambda terms: []}, "请列出否决事项"),
        ({"thresholds": lambda terms: terms.thresholds[1:]}, "从 0 分起"),
        ({"thresholds": lambda terms: terms.thresholds[:1]}, "分出“通过”"),
    ],
)
def test_an_unfinished_draft_is_kept_but_not_published(province, change, sentence):
    copy = draft(province)
    terms = sheet_terms(copy)
    changed = {name: make(terms) for name, make in change.items()}
    terms = terms.__class__(**vars(terms) | changed)
    sheet_save(sheet=copy, version=copy.version, terms=terms, by=province, at=now())
    with pytest.raises(Refused) as refusal:
        sheet_publish(sheet=copy, version=copy.version, effective_from=today(), by=province, at=now())
    assert sentence in " ".join(problem.sentence for problem in refusal.value.problems)
    copy.refresh_from_db()
    assert copy.state == SheetState.DRAFT


def test_the_pages_of_a_sheet_from_the_list_to_its_publication(province):
    client = client_of(province)
    assert "清洁生产审核评估评分表" in text_of(client.get(reverse("audits:sheet_list")))
    source = in_force()
    page = text_of(client.get(reverse("audits:sheet_detail", args=[source.pk])))
    assert "70 分及以上" in page
    assert "待核对" in page
    client.post(reverse("audits:sheet_copy", args=[source.pk]))
    copy = ScoreSheet.objects.get(copied_from=source)
    edit = reverse("audits:sheet_edit", args=[copy.pk])
    sent, _names = form_on(text_of(client.get(edit)), edit)
    assert client.post(edit, sent | {"items-0-title": "改过的项目"}).status_code == 302
    assert SheetItem.objects.filter(sheet=copy, title="改过的项目").exists()
    over = client.post(edit, sent | {"items-0-maximum": "101", "version": "2"})
    assert over.status_code == 422
    publish = reverse("audits:sheet_publish", args=[copy.pk])
    copy.refresh_from_db()
    assert client.post(publish, {"version": copy.version, "effective_from": str(today())}).status_code == 302
    copy.refresh_from_db()
    assert copy.state == SheetState.PUBLISHED
    assert client_of(make_user(Role.CITY)).get(edit).status_code == 403


def test_a_draft_is_the_provinces_alone(province):
    page = reverse("audits:sheet_detail", args=[draft(province).pk])
    assert client_of(make_user(Role.CITY)).get(page).status_code == 404
