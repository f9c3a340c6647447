"""Do savings last: planning and recording post-assessments."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import Activity
from audits.models import Round
from config.common.access import Role
from config.common.errors import NotAllowed, Refused, Stale
from measures.enums import MeasureState, Running
from measures.models import Measure, PostAssessmentItem
from measures.presenters.visits import persistence_words
from measures.selectors.post_assessments import post_assessments_for
from measures.services.post_assessments import post_assessment_plan, post_assessment_record
from tests.factories.accounts import make_user, now
from tests.factories.audits import crew_of, today, walk_to
from tests.factories.measures import (
    make_accepted_round,
    make_measure,
    make_post_assessment,
    make_working_round,
)

pytestmark = pytest.mark.django_db
D = Decimal


def standing(round_):
    return list(Measure.objects.standing().filter(round=round_).order_by("pk"))


def record(post, items, **details):
    values = {
        "version": post.version,
        "assessed_on": today(),
        "conclusion": "效益仍在。",
        "by": crew_of(post.round).officer,
        "at": now(),
    }
    return post_assessment_record(post_assessment=post, items=items, **(values | details))


def item(measure, running=Running.DELIVERING, read=None, note=""):
    return {"measure": measure, "running": running, "read_wan": read, "note": note}


def test_only_an_accepted_round_is_post_assessed():
    round_ = make_working_round()
    with pytest.raises(Refused, match="尚未通过验收"):
        post_assessment_plan(round_=round_, planned_on=today(), by=crew_of(round_).officer, at=now())


def test_a_round_is_post_assessed_once_and_not_before_acceptance():
    round_ = make_accepted_round()
    by = crew_of(round_).officer
    with pytest.raises(Refused, match="早于验收"):
        post_assessment_plan(round_=round_, planned_on=today() - timedelta(days=1), by=by, at=now())
    post_assessment_plan(round_=round_, planned_on=today() + timedelta(days=400), by=by, at=now())
    with pytest.raises(Refused, match="已安排"):
        post_assessment_plan(round_=round_, planned_on=today(), by=by, at=now())


def test_only_officers_of_the_territory_plan_and_record():
    round_ = make_accepted_round()
    post = make_post_assessment(round_)
    for by in (crew_of(round_).plant, make_user(Role.CITY, "140200")):
        with pytest.raises(NotAllowed):
            record(post, [item(m) for m in standing(round_)], by=by)


def test_a_record_holds_claim_and_reading_and_dates_the_round():
    round_ = make_working_round()
    verified = make_measure(round_, MeasureState.VERIFIED)
    claimed = make_measure(round_, MeasureState.IMPLEMENTED)
    stopped = make_measure(round_, MeasureState.IMPLEMENTED)
    round_ = walk_to(round_, "CLOSED")
    post = make_post_assessment(round_)
    record(post, [item(verified, read=D(60)), item(claimed.pk), item(stopped, Running.STOPPED)])
    rows = {row.measure_id: row for row in PostAssessmentItem.objects.all()}
    assert (rows[verified.pk].claimed_wan, rows[verified.pk].read_wan) == (D(75), D(60))
    assert (rows[claimed.pk].claimed_wan, rows[claimed.pk].read_wan) == (D(80), None)
    assert rows[stopped.pk].read_wan == 0
    assert Round.objects.get(pk=round_.pk).post_assessed_on == today()
    assert Activity.objects.filter(verb="post_assessment_record").count() == 1


def test_persistence_is_told_with_its_sample():
    round_ = make_accepted_round(measures=2)
    post = make_post_assessment(round_)
    first, second = standing(round_)
    record(post, [item(first, read=D(60)), item(second, Running.REDUCED)])
    words = persistence_words(post_assessments_for(crew_of(round_).officer).get())
    assert (words["share"], words["yield_share"], words["read_count"]) == ("50.0%", "75.0%", 1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda rows: rows[:1], "不多不少"),
        (lambda rows: [*rows, rows[0]], "不多不少"),
        (lambda rows: [rows[0] | {"running": "flying"}, rows[1]], "没有保存"),
        (lambda rows: [rows[0] | {"running": Running.STOPPED, "read_wan": D(5)}, rows[1]], "没有保存"),
        (lambda rows: [rows[0] | {"read_wan": D(10) ** 10}, rows[1]], "不能保存"),
    ],
)
def test_an_impossible_record_is_refused_and_nothing_is_written(change, words):
    round_ = make_accepted_round(measures=2)
    post = make_post_assessment(round_)
    with pytest.raises(Refused, match=words):
        record(post, change([item(m) for m in standing(round_)]))
    assert not PostAssessmentItem.objects.exists()


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"conclusion": " "}, "结论"),
        ({"assessed_on": today() + timedelta(days=2)}, "晚于今天"),
        ({"assessed_on": today() - timedelta(days=900)}, "早于验收"),
    ],
)
def test_a_record_says_what_it_lacks(details, words):
    post = make_post_assessment()
    with pytest.raises(Refused, match=words):
        record(post, [item(m) for m in standing(post.round)], **details)


def test_a_record_is_made_once_and_not_over_another():
    post = make_post_assessment()
    rows = [item(m) for m in standing(post.round)]
    with pytest.raises(Stale):
        record(post, rows, version=post.version + 1)
    record(post, rows)
    with pytest.raises(Refused, match="不能再改"):
        record(post, rows)
