"""Minutes, opinion form and letter: what they say, and who may have them when."""

import io
from decimal import Decimal

import pytest
from django.urls import reverse
from pypdf import PdfReader

from audits.facts import WorksFacts
from audits.presenters.review_papers import PaperSources, paper_of, papers_for
from audits.selectors.panels import draw_of, seats_taken
from audits.selectors.reviews import works_of
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


def test_the_opinion_form_carries_measures_money_results_and_what_is_still_wrong_on_site():
    review = make_review("DECIDED", kind="acceptance", share="0.5")
    works = WorksFacts(
        proposed=6,
        proposed_costly=2,
        standing=5,
        standing_costly=1,
        planned_wan=Decimal("320.5"),
        spent_wan=Decimal("298.6"),
        benefit_wan=Decimal(41),
        effects=(("节水", "t/a", Decimal(900), Decimal(850)),),
        findings=("流量计超过检定周期",),
    )
    sources = PaperSources(review, seats_taken(review), draw_of(review), merged(review), works)
    rows = dict(paper_of("opinion", sources).rows)
    assert rows["清洁生产方案"] == "提出 6 项，其中中/高费 2 项；已实施 5 项，其中中/高费 1 项"
    assert rows["投资"] == "计划 320.5 万元，实际 298.6 万元"
    assert rows["取得的效果"] == "节水 850 t/a；经济效益 41 万元/a"
    assert rows["现场核查发现、尚未销号的问题"] == "流量计超过检定周期"
    assert "整改期限为" in rows["组织单位结论"]


def test_the_figures_of_the_opinion_form_come_from_the_rounds_own_measures():
    review = make_review("APPLIED")
    works = works_of(review)
    assert (works.proposed, works.standing, works.findings) == (review.round.measures.count(), 0, ())
    assert works.proposed > 0
