"""What the figures of the demonstration's measures rest on: meters, monitoring, and papers before and after."""

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from measures.enums import COSTLY, EffectSource, ProofAbout
from measures.models import Measure
from measures.services.proofs import ProofTerms, measure_proof_add

_METERED = {"water": "FT", "electricity": "ET", "coal": "WT", "wastewater": "FQ"}
_PAPERS = ((ProofAbout.BEFORE, "改造前计量记录.jpg"), (ProofAbout.AFTER, "改造后计量记录.jpg"))


def origin_of(measure: Measure, indicator: str) -> dict[str, str]:
    """A meter of the measure's own where there is one, else monitoring."""
    if indicator not in _METERED:
        return {"source": EffectSource.MONITORING}
    return {"source": EffectSource.METER, "meter": f"{_METERED[indicator]}-{measure.number}"}


def prove(measure: Measure, picture: bytes, person: User, at: datetime) -> None:
    """Records before and after, for the costly ones."""
    if measure.cost_class not in COSTLY:
        return
    for about, name in _PAPERS:
        upload = SimpleUploadedFile(name, picture, "image/jpeg")
        measure_proof_add(measure=measure, terms=ProofTerms(about), upload=upload, by=person, at=at)
