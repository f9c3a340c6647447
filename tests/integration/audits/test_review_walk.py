import pytest
from tests.factories.reviews import make_review
from tests.factories.accounts import client_of
from tests.factories.audits import crew_of
from django.urls import reverse
pytestmark = pytest.mark.django_db
@pytest.mark.parametrize("state", ["APPLIED","RETURNED","ACCEPTED","PANEL","ANSWERED","SCORING","SCORED","CLOSED","MERGED","DECIDED"])
@pytest.mark.parametrize("kind",["evaluation","acceptance"])
def test_walk(state, kind):
    review = make_review(state, kind=kind)
    officer=crew_of(review.round).officer
    r = client_of(officer).get(reverse("audits:review_detail", args=[review.pk]))
    assert r.status_code == 200
