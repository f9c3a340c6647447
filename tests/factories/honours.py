"""Awards for tests that do not look at their criteria."""

from itertools import count

from audits.models import Round
from enterprises.models import Enterprise
from measures.models import Honour, HonourCriteria, HonourRoll
from tests.factories.accounts import now, system
from tests.factories.audits import today

_numbers = count(1)


def make_honour(enterprise: Enterprise, round_: Round) -> Honour:
    """An award on a roll of its own."""
    roll = HonourRoll.objects.create(
        region=enterprise.region.province or enterprise.region,
        criteria=HonourCriteria.objects.get(kind="advanced"),
        document_no=f"晋环函〔2026〕{next(_numbers)}号",
        authority="山西省生态环境厅",
        published_on=today(),
        published_by=system(),
        published_at=now(),
    )
    facts = {"verified_wan": "30", "findings": []}
    return Honour.objects.create(roll=roll, enterprise=enterprise, round=round_, rank=1, facts=facts)
