"""What each person of a panel is told, at once and by due dates, and where the link lands."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from audits.enums import SeatState
from audits.models import Review, ReviewExpert
from audits.selectors.panels import seats_taken
from audits.services.panels import seat_answer
from operations.models import Notice
from operations.services.notices import notices_write
from tests.factories.accounts import client_of, now
from tests.factories.audits import crew_of, make_round, today
from tests.factories.reviews import fresh, make_review, own, score, user_of

pytestmark = pytest.mark.django_db


def send(on: date) -> int:
    out = StringIO()
    call_command("send_notices", "--on", on.isoformat(), "--json", stdout=out)
    return json.loads(out.getvalue())["total"]


def told(user, rule="panel_told"):
    rows = Notice.objects.filter(recipient=user, rule=rule).order_by("pk")
    return list(rows.values_list("text", "href"))


def page(name, review):
    return reverse(f"audits:{name}", args=[review.pk])


def test_each_step_of_a_panel_tells_who_is_next_and_lands_on_the_page_where_it_is_done():
    review = make_review("MERGED")
    officer, seats = crew_of(review.round).officer, seats_taken(review)
    lead = next(seat for seat in seats if seat.is_lead)
    texts = dict(told(user_of(lead)))
    assert [href for _text, href in told(user_of(lead))] == [
        page("seat_answer", review),
        page("seat_score", review),
        page("review_merge", review),
    ]
    assert f"{review.round.enterprise.name}：请于" in next(iter(texts))
    assert [href for _text, href in told(officer)] == [
        page("panel_send", review),
        page("scoring_close", review),
        page("review_decide", review),
    ]
    member = next(seat for seat in seats if not seat.is_lead)
    assert len(told(user_of(member))) == 2
    for user, (_text, href) in ((user_of(lead), told(user_of(lead))[0]), (officer, told(officer)[-1])):
        assert client_of(user).get(href).status_code == 200


def test_who_steps_in_for_one_that_declined_is_invited_with_a_day_of_their_own():
    review = make_review("PANEL")
    first = seats_taken(review)[0]
    asked = set(ReviewExpert.objects.filter(review=review).values_list("pk", flat=True))
    seat_answer(seat=own(first), accepts=False, reason="出差", by=user_of(first), at=now())
    (new,) = ReviewExpert.objects.filter(review=review).exclude(pk__in=asked)
    assert new.answer_due_on > today()
    assert [href for _text, href in told(user_of(own(new)))] == [page("seat_answer", review)]
    answer = client_of(user_of(own(new))).get(page("seat_answer", review)).content.decode()
    assert f"{new.answer_due_on.day}日前答复" in answer


def test_a_sheet_handed_in_again_tells_nobody_twice():
    review = make_review("SCORED")
    officer = crew_of(review.round).officer
    before = Notice.objects.count()
    score(seats_taken(review)[0])
    assert (Notice.objects.count(), len(told(officer))) == (before, 2)


def test_an_unanswered_invitation_is_spoken_of_before_on_and_after_its_day_and_only_while_it_is_open():
    review = make_review("PANEL")
    officer = crew_of(review.round).officer
    due_on = today() + timedelta(days=5)
    ReviewExpert.objects.filter(review=review).update(answer_due_on=due_on)
    waiting, coming, _third = seats_taken(review)
    seat_answer(seat=own(coming), accepts=True, by=user_of(coming), at=now())
    for days in range(-8, 9):
        send(due_on + timedelta(days=days))
    mine = Notice.objects.filter(recipient=user_of(waiting), case_kind="audits.reviewexpert").order_by("pk")
    rules = ["due_in_7", "due_in_1", "due_today", "overdue_1", "overdue_7"]
    assert list(mine.values_list("rule", flat=True)) == rules
    assert {row.href for row in mine} == {page("seat_answer", review)}
    assert not Notice.objects.filter(recipient=user_of(coming), case_kind="audits.reviewexpert").exists()
    above = Notice.objects.filter(recipient=officer, case_id=waiting.pk, case_kind="audits.reviewexpert")
    above = above.order_by("pk")
    assert {row.href for row in above} == {page("review_detail", review)}
    assert [row.rule for row in above] == ["due_in_7", "due_today", "overdue_1", "overdue_7"]
    ReviewExpert.objects.filter(review=review).update(state=SeatState.ACCEPTED)
    Notice.objects.all().delete()
    assert _written(due_on) == 0


def _written(on: date) -> int:
    notices_write(days=[on], at=now(), fence=lambda: None, checkpoint=lambda _words: None)
    return Notice.objects.filter(case_kind__startswith="audits.").count()


def test_sheets_merge_and_decision_have_their_days_and_written_twice_or_late_they_are_there_once():
    scoring, closed, merged = (make_review(state) for state in ("SCORING", "CLOSED", "MERGED"))
    on = today()
    Review.objects.filter(pk=scoring.pk).update(held_on=on)
    Review.objects.filter(pk__in=[closed.pk, merged.pk]).update(step_due_on=on)
    Notice.objects.all().delete()
    first = _written(on)
    ours = Notice.objects.filter(case_kind__startswith="audits.")
    keys = set(ours.values_list("key", flat=True))
    assert (_written(on), first) == (first, len(keys))
    links = set(Notice.objects.filter(rule="due_today").values_list("text", "href"))
    name = merged.round.enterprise.name
    words = {href: text for text, href in links}
    assert words[page("review_decide", merged)].startswith(f"{name}：作出评估结论的期限是")
    assert page("review_merge", closed) in words
    assert page("seat_score", scoring) in words
    Notice.objects.all().delete()
    late = [on - timedelta(days=1), on]  # a day without a worker
    notices_write(days=late, at=now(), fence=lambda: None, checkpoint=lambda _words: None)
    assert keys <= set(ours.values_list("key", flat=True))


def test_a_conclusion_reaches_the_enterprise_with_the_page_of_its_letter():
    review = make_review("DECIDED", kind="acceptance", share="0.5")
    plant = crew_of(review.round).plant
    ((text, href),) = [row for row in told(plant, "round_move") if "限期整改" in row[0]]
    assert href == page("review_detail", review)
    assert f"{fresh(review).rectify_due_on.day}日前整改并再次申请" in text
    assert "结果通知" in client_of(plant).get(href).content.decode()


def test_a_voluntary_round_is_reminded_of_what_it_has_to_mend():
    round_ = make_round("ACCEPTANCE_RECTIFY", voluntary=True)
    review = Review.objects.filter(round=round_).latest("pk")
    Notice.objects.all().delete()
    assert _written(review.rectify_due_on - timedelta(days=7)) >= 1
    row = Notice.objects.get(recipient=crew_of(round_).plant)
    assert row.href == reverse("audits:review_apply", args=[round_.pk, "acceptance"])
