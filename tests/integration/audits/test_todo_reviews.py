"""What each person finds on the desk at each step of an application, and where it leads."""

import pytest
from django.urls import reverse

from audits.models import Review
from audits.selectors.panels import seats_taken
from audits.selectors.todo import todo_items
from tests.factories.audits import crew_of, today
from tests.factories.reviews import make_review, score, user_of

pytestmark = pytest.mark.django_db


def texts(user):
    return [item.text for item in todo_items(user, today())]


@pytest.mark.parametrize(
    ("state", "officer", "expert", "page"),
    [
        ("APPLIED", "受理评估申请", None, None),
        ("ACCEPTED", "抽取评估专家", None, None),
        ("PANEL", "专家应邀后送达评估材料", "答复评估评审邀请", "seat_answer"),
        ("SCORING", "评审会后截止评估评分", "阅读评估材料并评分", "seat_score"),
        ("CLOSED", "评估评分已截止，等组长汇总", "汇总专家组的评估意见", "review_merge"),
        ("MERGED", "作出评估结论", None, None),
    ],
)
def test_each_step_waits_for_somebody_with_the_page_where_it_is_done(state, officer, expert, page):
    review = make_review(state)
    (item,) = todo_items(crew_of(review.round).officer, today())
    assert (item.text, item.href) == (officer, reverse("audits:review_detail", args=[review.pk]))
    seats = seats_taken(review)
    if expert:
        lead = next((seat for seat in seats if seat.is_lead), seats[0])
        (own,) = todo_items(user_of(lead), today())
        assert (own.text, own.href) == (expert, reverse(f"audits:{page}", args=[review.pk]))
    assert all(not texts(user_of(seat)) for seat in seats if not expert)


def test_who_has_handed_in_or_does_not_lead_waits_for_nothing():
    review = make_review("SCORING")
    first, second, _third = seats_taken(review)
    score(first)
    assert (texts(user_of(first)), len(texts(user_of(second)))) == ([], 1)
    closed = make_review("CLOSED")
    member = next(seat for seat in seats_taken(closed) if not seat.is_lead)
    assert "汇总专家组的评估意见" not in texts(user_of(member))


def test_a_result_entered_by_hand_waits_for_its_conclusion_as_before():
    review = make_review("APPLIED")
    Review.objects.filter(pk=review.pk).update(by_hand=True)
    (item,) = todo_items(crew_of(review.round).officer, today())
    assert item.href == reverse("audits:round_detail", args=[review.round_id])
