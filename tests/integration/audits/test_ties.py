"""What ties an expert to others: told before any draw, keeps them off panels, taken back with a reason."""

import pytest
from django.urls import reverse

from accounts.models import Activity
from audits.models import ExpertTie
from config.common.access import Role
from tests.factories.accounts import client_of, make_user
from tests.factories.audits import make_agency, make_expert, make_round
from tests.factories.reviews import make_pool, make_review

pytestmark = pytest.mark.django_db
TOLD = {"kind": "advised", "organisation": "山西汾河环保咨询有限公司", "note": "2021年"}


def test_past_advice_told_before_the_draw_keeps_the_expert_off_the_panel() -> None:
    agency = make_agency("山西汾河环保咨询有限公司")
    pool = make_pool(4)
    me = client_of(pool[0].user)
    answer = me.post(reverse("audits:tie_create", args=[pool[0].pk]), TOLD)
    assert answer["Location"] == reverse("audits:own_ties")
    assert "2021年" in me.get(reverse("audits:own_ties")).content.decode()
    review = make_review("PANEL", round_=make_round("EVALUATION_APPLIED", agency=agency))
    assert pool[0].pk not in set(review.panel.values_list("expert_id", flat=True))
    officer = client_of(make_user(Role.PROVINCE))
    story = officer.get(reverse("audits:panel_story", args=[review.pk])).content.decode()
    assert pool[0].name in story


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"organisation": " "}, "该字段是必填项"),
        ({"kind": "friend"}, "friend"),
        ({}, "已经登记过，不必重复登记"),
    ],
)
def test_a_tie_without_a_name_or_told_twice_is_refused(changes: dict, sentence: str) -> None:
    expert = make_expert()
    me, address = client_of(expert.user), reverse("audits:tie_create", args=[expert.pk])
    me.post(address, TOLD)
    answer = me.post(address, TOLD | {"note": "再次"} | changes)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert ExpertTie.objects.count() == 1


def test_another_experts_ties_do_not_exist() -> None:
    one, other = make_expert(), make_expert("山西大学")
    assert client_of(one.user).post(reverse("audits:tie_create", args=[other.pk]), TOLD).status_code == 404
    assert client_of(make_user(Role.EXPERT)).get(reverse("audits:own_ties")).status_code == 200
    assert not ExpertTie.objects.exists()


def test_the_province_enters_a_tie_and_takes_it_back_with_a_reason() -> None:
    expert = make_expert()
    province = client_of(make_user(Role.PROVINCE))
    page = reverse("audits:expert_detail", args=[expert.pk])
    assert province.post(reverse("audits:tie_create", args=[expert.pk]), TOLD)["Location"] == page
    tie = ExpertTie.objects.get()
    address = reverse("audits:tie_remove", args=[expert.pk, tie.pk])
    assert province.post(address, {"reason": " "}).status_code == 422
    assert "山西汾河环保咨询有限公司" in province.get(page).content.decode()
    assert province.post(address, {"reason": "同名的另一家"})["Location"] == page
    assert province.post(address, {"reason": "再次"}).status_code == 404
    kept = Activity.objects.get(verb="tie_remove")
    assert (kept.old["organisation"], kept.note) == (TOLD["organisation"], "同名的另一家")
