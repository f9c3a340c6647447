"""Orders, fines and honours: what stands before a deed, and what people send."""

from datetime import timedelta

from audits.models import Round
from enterprises.enums import OrderState
from enterprises.models import CorrectionOrder, OrderDraft, PenaltyArticle
from measures.models import HonourCriteria
from tests.access.browser import Fields
from tests.access.world import Thing, World
from tests.factories.audits import today

KEPT = {"text": "另一份责令", "listing": "", "article": "", "document_no": "", "issued_on": "", "due_on": ""}
KEPT |= {"draft": "", "draft_version": "", "duty": "", "occasion": ""}


def overdue_order(world: World) -> Thing:
    order = world.here.things["order"]
    CorrectionOrder.objects.filter(pk=order[0]).update(due_on=today() - timedelta(days=1))
    return order


def answered_order(world: World) -> Thing:
    order = world.here.things["order"]
    CorrectionOrder.objects.filter(pk=order[0]).update(state=OrderState.ANSWERED, version=2)
    return order


def without_draft(world: World) -> Thing:
    OrderDraft.objects.all().delete()
    return world.here.things["enterprise"]


def ordered(world: World, _page: Fields) -> Fields:
    article = PenaltyArticle.objects.get(code="P39a")
    days = {"issued_on": today(), "due_on": today() + timedelta(days=30)}
    return {"article": article.pk, "document_no": "晋环责改〔2026〕900号", "text": "限期实施"} | days


def honoured(world: World, _page: Fields) -> Fields:
    """Criteria that the plant of a closed round meets."""
    HonourCriteria.objects.filter(kind="advanced").update(rules=[["accepted_within_years", 3]])
    plant = Round.objects.filter(accepted_on__isnull=False, enterprise__region=world.here.region).first()
    return {"document_no": "晋环函〔2026〕9号", "chosen": [plant.enterprise_id]}
