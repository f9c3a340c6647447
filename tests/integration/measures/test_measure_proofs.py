"""Papers that prove a measure's figures, and where each figure comes from."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from config.common.errors import NotAllowed, Refused
from measures.enums import MeasureState
from measures.models import BenefitIndicator, MeasureProof
from measures.services.proofs import ProofTerms, measure_proof_add, measure_proof_remove
from operations.models import Attachment
from tests.factories.accounts import client_of, now
from tests.factories.audits import crew_of, today
from tests.factories.measures import make_measure, make_proof, make_working_round, photo
from tests.integration.measures.pages import page

pytestmark = pytest.mark.django_db


def test_a_paper_is_added_shown_fetched_and_taken_back():
    measure = make_measure()
    plant = client_of(crew_of(measure.round).plant)
    water = BenefitIndicator.objects.get(code="water")
    address = reverse("measures:measure_proof_create", args=[measure.pk])
    answer = plant.post(address, {"about": "before", "indicator": water.pk, "file": photo("水表记录.jpg")})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    proof = MeasureProof.objects.get()
    officer = client_of(crew_of(measure.round).officer)
    body = page(officer, "measure_detail", measure.pk).content.decode()
    assert "水表记录.jpg" in body
    assert "证明（实施前数据）" in body
    fetched = officer.get(reverse("measures:measure_proof_file", args=[proof.pk]))
    assert fetched.status_code == 200
    assert "attachment" in fetched["Content-Disposition"]
    plant.post(reverse("measures:measure_proof_remove", args=[proof.pk]))
    assert not MeasureProof.objects.exists()


def test_what_is_no_paper_or_proves_nothing_claimed_is_refused_and_nothing_is_kept():
    measure = make_measure()
    by = crew_of(measure.round).plant
    upload = SimpleUploadedFile("x.pdf", b"MZ\x90", "application/pdf")
    with pytest.raises(Refused, match="的内容不是"):
        measure_proof_add(measure=measure, terms=ProofTerms("after"), upload=upload, by=by, at=now())
    cod = BenefitIndicator.objects.get(code="cod")
    with pytest.raises(Refused, match="证明没有保存") as refused:
        measure_proof_add(measure=measure, terms=ProofTerms("after", cod), upload=photo(), by=by, at=now())
    assert "请先填报这项效益" in refused.value.problems[0].sentence
    make_proof(measure)
    before = Attachment.objects.count()
    with pytest.raises(Refused, match="已经作为同一证明上传过"):
        make_proof(measure)
    assert (MeasureProof.objects.count(), Attachment.objects.count()) == (1, before)


def test_a_verified_measure_keeps_its_papers_and_a_stranger_touches_none():
    measure = make_measure()
    proof = make_proof(measure)
    stranger = crew_of(make_working_round()).plant
    with pytest.raises(NotAllowed):
        measure_proof_remove(proof=proof, by=stranger, at=now())
    assert client_of(stranger).get(reverse("measures:measure_proof_file", args=[proof.pk])).status_code == 404
    type(measure).objects.filter(pk=measure.pk).update(state=MeasureState.VERIFIED, implemented_on=today())
    proof = MeasureProof.objects.get()
    with pytest.raises(Refused, match="已经现场核实"):
        measure_proof_remove(proof=proof, by=crew_of(measure.round).plant, at=now())


def test_each_figure_says_who_gave_it_when_and_from_which_reading():
    round_ = make_working_round()
    measure = make_measure(round_, MeasureState.VERIFIED)
    crew = crew_of(round_)
    body = page(client_of(crew.officer), "measure_detail", measure.pk).content.decode()
    assert body.count("<summary>由来</summary>") == 3  # investment, benefit, water
    assert f"基准值、预期、实际：{crew.plant.name}" in body
    assert f"预期：{crew.plant.name}" in body
    assert "现场读数 29,500 t/a" in body
    assert "现场读数 75 万元/a" in body
