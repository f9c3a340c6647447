"""Minutes, opinion form and letter: what they say, and who may have them when."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from audits.presenters.review_papers import PaperSources, paper_of, papers_for
from audits.selectors.panels import draw_of, seats_taken
from audits.selectors.scoring import merged
from config.common.access import Role
from tests.factories.accounts import client_of
from tests.factories.audits import crew_of
from tests.factories.reviews import make_review, user_of

pytestmark = pytest.mark.django_db


def sources_of(review):
    return PaperSources(review, seats_taken(review), draw_of(review), merged(review))


def test_the_minutes_tell_the_draw_the_means_and_every_expert():
    review = make_review("MERGED")
    paper = paper_of("minutes", sources_of(review))
    words = "".join(paper.paragraphs)
    assert f"随机种子 {draw_of(review).seed}" in words
    assert "得分 92 分。没有否决事项。" in words
    assert [one[3] for one in paper.experts].count("组长") == 1
    assert (len(paper.experts), len(paper.scores)) == (3, len(merged(review).items))


def test_the_letter_says_the_conclusion_what_follows_and_that_nothing_is_charged():
    review = make_review("DECIDED", kind="acceptance", share="0.5")
    plant = client_of(crew_of(review.round).plant)
    answer = plant.get(reverse("audits:review_paper", args=[review.pk, "letter"]))
    assert answer["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.getvalue())).pages)
    text = text.replace("\n", "")
    for words in (review.round.enterprise.name, "限期整改", "再次申请", "不向企业收取任何费用"):
        assert words in text


def test_a_paper_that_is_not_made_yet_is_not_there():
    review = make_review("MERGED")
    plant, lead = crew_of(review.round).plant, user_of(seats_taken(review)[0])
    for person, kind in ((plant, "minutes"), (plant, "letter"), (lead, "letter"), (lead, "anything")):
        url = reverse("audits:review_paper", args=[review.pk, kind])
        assert client_of(person).get(url).status_code == 404
    assert papers_for(Role.EXPERT, review) == ["minutes", "opinion"]
