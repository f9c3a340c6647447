"""What is proposed for the next list, and the draft's checks against the past."""

from datetime import date

import pytest
from django.urls import reverse

from config.common.errors import Refused
from enterprises.enums import DutyCode
from enterprises.gates.list_publication import LISTED_THIS_YEAR, TOO_SOON, WITHOUT_CODE, publication_warnings
from enterprises.models import Listing
from enterprises.selectors.lists import publication_facts
from enterprises.selectors.next_list import INTERVAL, OVERDUE, next_list_proposals
from enterprises.services.compiling import proposals_take
from enterprises.services.duties import duty_meet
from tests.factories.accounts import client_of, make_user, now
from tests.factories.enterprises import industry, make_enterprise
from tests.factories.lists import make_entry, make_list, make_listing, publish

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def test_overdue_entries_and_ended_intervals_are_proposed_each_with_its_reason():
    late = make_listing(published_on=date(2025, 3, 20))
    cement = make_enterprise(industry=industry("3011"))
    done = make_listing(cement, published_on=date(2023, 3, 20))
    for code in (DutyCode.DISCLOSE, DutyCode.START, DutyCode.FINISH):
        duty_meet(listing=done, code=code, on=date(2024, 3, 1))
    far = make_listing(make_enterprise(industry=industry("2521")), ["TOXIC"], published_on=date(2024, 3, 20))
    for code in (DutyCode.DISCLOSE, DutyCode.START, DutyCode.FINISH):
        duty_meet(listing=far, code=code, on=date(2025, 3, 1))
    found = next_list_proposals(make_user(), make_list(2027), TODAY)
    assert [(one.listing.pk, one.kind) for one in found] == [(late.pk, OVERDUE), (done.pk, INTERVAL)]
    assert "“公示”应于 2025年4月20日 前完成" in found[0].reason
    assert "环发〔2010〕54号每 3 年一轮，2027年3月1日 到期" in found[1].reason


def test_one_press_takes_the_chosen_ones_into_the_draft_and_they_are_proposed_no_more():
    late, other = make_listing(published_on=date(2025, 3, 20)), make_listing(published_on=date(2025, 3, 21))
    draft, user = make_list(2027), make_user()
    client, address = client_of(user), reverse("enterprises:list_compile", args=[draft.pk])
    assert late.name in client.get(address).content.decode()
    client.post(address, {"chosen": [late.pk], "move": "propose"})
    entry = Listing.objects.get(mandatory_list=draft)
    assert entry.enterprise == late.enterprise
    assert "至今未完成" in entry.reason
    assert [one.listing for one in next_list_proposals(user, draft, TODAY)] == [other]
    with pytest.raises(Refused, match="不在建议之列"):
        proposals_take(mandatory_list=draft, listings=[late], by=user, at=now())


def _facts(draft):
    return publication_facts(make_user(), draft, document_no="", authority="", published_on=None, today=TODAY)


def test_the_gate_names_what_is_listed_already_without_code_or_too_soon():
    cement = make_enterprise(industry=industry("3011"))
    earlier = make_listing(cement, published_on=date(2025, 3, 20))
    duty_meet(listing=earlier, code=DutyCode.FINISH, on=date(2026, 3, 1))
    twice = make_listing(published_on=date(2026, 3, 20))
    draft = make_list(2026, batch=77)
    for plant in (cement, twice.enterprise, make_enterprise(uscc="")):
        make_entry(draft, plant)
    facts = _facts(draft)
    kinds = {entry.kind: entry.name for entry in facts.entries}
    assert kinds[LISTED_THIS_YEAR] == twice.name
    assert kinds[TOO_SOON] == cement.name
    assert WITHOUT_CODE in kinds
    assert "2029年3月1日 到期" in "".join(problem.sentence for problem in publication_warnings(facts))


def test_a_list_with_an_open_problem_is_not_published_and_nothing_is_written():
    draft = make_list(2026, batch=78)
    make_entry(draft, make_enterprise(uscc=""))
    draft.refresh_from_db()
    with pytest.raises(Refused) as refused:
        publish(draft)
    assert [problem.code for problem in refused.value.problems] == [WITHOUT_CODE]
    draft.refresh_from_db()
    assert draft.published_on is None


def test_the_code_that_was_published_stays_when_the_registry_changes():
    listing = make_listing()
    code = listing.enterprise.uscc
    listing.enterprise.__class__.objects.filter(pk=listing.enterprise_id).update(uscc="")
    assert Listing.objects.get(pk=listing.pk).uscc == code
