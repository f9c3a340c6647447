"""Voluntary agreements: promised by the enterprise, signed by the bureau, reported on, closed by what was proved."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.common.access import Role
from config.common.errors import Refused
from config.common.todo import todo_of
from enterprises.enums import AgreementState
from enterprises.models import AgreementDelivery, VoluntaryAgreement
from enterprises.rules.agreements import AgreementPaper, TargetTerms
from enterprises.selectors.agreement_notices import delivery_cases
from enterprises.services.agreement_deliveries import delivery_return
from enterprises.services.agreements import agreement_create, agreement_edit, agreement_move
from operations.models import Notice
from tests.factories.accounts import client_of, make_user, now, place, system
from tests.factories.agreements import agreement_terms, make_agreement, make_delivery, parties
from tests.factories.audits import today
from tests.factories.enterprises import make_enterprise, make_representative
from tests.factories.lists import make_listing

pytestmark = pytest.mark.django_db
A = AgreementState
PDF = b"%PDF-1.7 proof"
CEILING = 12


def url(name: str, *args: object) -> str:
    return reverse(f"enterprises:{name}", args=args)


def written(agreement_form: dict[str, Any], *rows: dict[str, Any]) -> dict[str, Any]:
    sent = agreement_form | {"targets-TOTAL_FORMS": str(len(rows)), "targets-INITIAL_FORMS": "0"}
    return sent | {f"targets-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def form_of(plant: Any, **more: Any) -> dict[str, Any]:
    values = {"bureau": plant.region_id, "starts_on": "2026-01-01", "ends_on": "2028-12-31"}
    return values | {"pledge": "进一步削减化学需氧量", "incentives": ["funds"], "incentive_note": ""} | more


COD = {"name": "化学需氧量", "unit": "t/a", "baseline": "180", "target": "120", "due_on": "2028-12-31"}


def paper(number: str = "并环协〔2026〕1号", on: date | None = None, reason: str = "") -> AgreementPaper:
    return AgreementPaper(number, on or today(), reason)


def moved(row: VoluntaryAgreement, move: str, told: AgreementPaper, by: Any = None) -> VoluntaryAgreement:
    row = VoluntaryAgreement.objects.get(pk=row.pk)
    return agreement_move(
        agreement=row, move=move, version=row.version, paper=told, by=by or system(), at=now()
    )


def refusal(call: Any) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return " ".join([refused.value.sentence, *(one.sentence for one in refused.value.problems)])


def test_an_enterprise_offers_the_bureau_signs_and_a_report_is_owed_for_every_year() -> None:
    plant = make_enterprise()
    person, officer = make_representative(plant), make_user(Role.COUNTY)
    answer = client_of(person).post(
        url("agreement_create", plant.pk), written(form_of(plant), COD), follow=True
    )
    assert "化学需氧量" in answer.content.decode()
    row = VoluntaryAgreement.objects.get()
    assert [item.kind for item in todo_of(officer, today())].count("agreement_sign") == 1
    sent = {"move": "sign", "version": row.version, "document_no": "并环协〔2026〕8号", "on": today()}
    client_of(officer).post(url("agreement_move", row.pk), sent)
    row.refresh_from_db()
    assert (row.state, row.document_no, row.signed_on) == (A.SIGNED, "并环协〔2026〕8号", today())
    due = list(row.deliveries.values_list("year", "due_on"))
    assert due == [(year, date(year + 1, 1, 31)) for year in (2026, 2027, 2028)]
    assert Notice.objects.get(rule="agreement_moved").recipient == person


def test_the_report_is_sent_with_its_proof_checked_and_shown_to_everybody() -> None:
    row = make_agreement()
    person, officer = parties(row)
    client, last = client_of(person), today().year - 1
    delivery = AgreementDelivery.objects.get(agreement=row, year=last)
    first, second = row.targets.all()
    sent = {"version": 1, "note": "改造生化段", f"value_{first.pk}": "118", f"value_{second.pk}": "44"}
    file = SimpleUploadedFile("监测.pdf", PDF, "application/pdf")
    client.post(url("delivery_edit", delivery.pk), sent | {"proof": file})
    delivery.refresh_from_db()
    assert (delivery.state, delivery.proof.name) == ("submitted", "监测.pdf")
    assert "118 t/a" not in client.get(reverse("reports:public_agreements")).content.decode()
    desk = client_of(officer)
    assert "1 份自愿协议兑现报告待核对" in desk.get(reverse("reports:home")).content.decode()
    assert "监测.pdf" in desk.get(url("delivery_check", delivery.pk)).content.decode()
    desk.post(url("delivery_check", delivery.pk), {"version": delivery.version, "accept": "1", "reason": ""})
    page = client.get(reverse("reports:public_agreements")).content.decode()
    assert f"{last} 年 118 t/a，已达到" in page
    assert f"{last} 年 44 万m³/a" in page
    assert desk.get(url("delivery_proof", delivery.pk)).content == PDF


def test_a_returned_report_is_owed_again_and_keeps_its_proof() -> None:
    row = make_agreement()
    person, officer = parties(row)
    delivery = make_delivery(row, "130", "45", checked=False, by=person)
    told = {"version": delivery.version, "return": "1"}
    desk = client_of(officer)
    assert "请写明哪里不符" in desk.post(url("delivery_check", delivery.pk), told).content.decode()
    desk.post(url("delivery_check", delivery.pk), told | {"reason": "监测报告缺第四季度"})
    client = client_of(person)
    assert "监测报告缺第四季度" in client.get(url("delivery_edit", delivery.pk)).content.decode()
    assert Notice.objects.filter(recipient=person, rule="delivery_returned").count() == 1
    first, second = row.targets.all()
    again = {"version": delivery.version + 1, f"value_{first.pk}": "119", f"value_{second.pk}": "45"}
    assert client.post(url("delivery_edit", delivery.pk), again).status_code == 302
    delivery.refresh_from_db()
    assert (delivery.state, delivery.proof.name) == ("submitted", "监测报告.pdf")
    assert delivery.values.get(target=first).value == Decimal(119)


def test_an_agreement_is_found_delivered_only_by_values_that_were_checked() -> None:
    row = make_agreement()
    assert "“化学需氧量”还没有核对过的完成值" in refusal(lambda: moved(row, "deliver", paper()))
    make_delivery(row, "118", "44")
    assert "年为 44 万m³/a，没有达到目标 42.5" in refusal(lambda: moved(row, "deliver", paper()))
    make_delivery(row, "118", "42.5", year=today().year - 2)
    assert "年为 44" in refusal(lambda: moved(row, "deliver", paper()))  # the newer year counts
    assert moved(make_kept(), "deliver", paper("并环函〔2026〕3号")).state == A.DELIVERED


def make_kept() -> VoluntaryAgreement:
    row = make_agreement()
    make_delivery(row, "110", "42")
    return row


def test_an_agreement_is_missed_only_after_a_targets_day_and_ended_with_a_reason() -> None:
    ahead = make_agreement()
    make_delivery(ahead, "118", "44")
    assert "届满，现在不能认定未兑现" in refusal(lambda: moved(ahead, "miss", paper(reason="未达到")))
    kept = make_kept()
    assert "应认定兑现" in refusal(lambda: moved(kept, "miss", paper(reason="未达到")))
    late = make_agreement()
    make_delivery(late, "150", "42")
    assert "要写明理由" in refusal(lambda: moved(late, "miss", paper()))
    assert moved(late, "miss", paper(reason="未按期改造")).closed_reason == "未按期改造"
    ended = moved(ahead, "end", paper("并环函〔2026〕4号", reason="企业停产"))
    assert ended.state == A.ENDED
    assert "不再报送兑现报告" in refusal(lambda: make_delivery(ended, "1", "1", year=today().year - 2))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_on": date(2020, 1, 1)}, "结束日期应晚于开始日期"),
        ({"ends_on": date(2060, 1, 1)}, "不能超过 10 年"),
        ({"targets": ()}, "请至少填写一项减排目标"),
        ({"pledge": "  "}, "请写明企业承诺"),
        ({"incentives": ("cash",)}, "没有“cash”这项激励措施"),
    ],
)
def test_terms_that_cannot_be_kept_are_refused_and_nothing_is_written(changes: Any, sentence: str) -> None:
    plant = make_enterprise()
    terms = agreement_terms(plant, **changes)
    assert sentence in refusal(lambda: agreement_create(enterprise=plant, terms=terms, by=system(), at=now()))
    assert not VoluntaryAgreement.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"target": Decimal(180)}, "没有低于基准值 180"),
        ({"target": Decimal(-1)}, "目标值不能小于零"),
        ({"unit": " "}, "都要写明指标和单位"),
        ({"due_on": date(2040, 1, 1)}, "达到期限应在履行期之内"),
        ({"name": "新鲜水用量"}, "写了两次"),
    ],
)
def test_a_target_that_promises_nothing_is_refused(changes: Any, sentence: str) -> None:
    plant = make_enterprise()
    first, second = agreement_terms(plant).targets
    terms = agreement_terms(plant, targets=(replace(first, **changes), second))
    assert sentence in refusal(lambda: agreement_create(enterprise=plant, terms=terms, by=system(), at=now()))


def test_a_bureau_elsewhere_signs_nothing_here() -> None:
    plant = make_enterprise()
    terms = agreement_terms(plant, bureau=place("140200"))
    assert "签订机关应是企业所在地" in refusal(
        lambda: agreement_create(enterprise=plant, terms=terms, by=system(), at=now())
    )
    row = make_agreement(A.DRAFT, enterprise=plant)
    city = make_user(Role.CITY)
    assert "签订，也由它认定和核对" in refusal(lambda: moved(row, "sign", paper(), city))


def test_signing_needs_a_number_of_its_own_and_a_day_that_can_be() -> None:
    draft = make_agreement(A.DRAFT)
    told = refusal(lambda: moved(draft, "sign", paper("", today() + timedelta(days=1))))
    assert "请填写文号或协议编号" in told
    assert "日期不能晚于今天" in told
    make_agreement(document_no="并环协〔2026〕7号")
    assert "协议编号“并环协〔2026〕7号”已被使用" in refusal(
        lambda: moved(draft, "sign", paper("并环协〔2026〕7号"))
    )
    draft.refresh_from_db()
    assert (draft.state, draft.document_no) == (A.DRAFT, "")
    assert not draft.deliveries.exists()


def test_an_enterprise_that_owes_a_mandatory_audit_signs_none() -> None:
    """Art. 28 is for enterprises outside Art. 27."""
    plant = make_enterprise()
    make_listing(plant)
    draft = make_agreement(A.DRAFT, enterprise=plant)
    assert "第二十八条的自愿协议只适用于其他企业" in refusal(lambda: moved(draft, "sign", paper()))


def test_a_report_without_proof_too_early_or_incomplete_is_refused_beside_the_field() -> None:
    row = make_agreement()
    client = client_of(parties(row)[0])
    first, _second = row.targets.all()
    last = AgreementDelivery.objects.get(agreement=row, year=today().year - 1)
    body = client.post(
        url("delivery_edit", last.pk), {"version": 1, f"value_{first.pk}": "-3"}
    ).content.decode()
    for words in ("没有证明不能报送", "“化学需氧量”的完成值不能小于零", "请填写“新鲜水用量”的完成值"):
        assert words in body
    now_ = AgreementDelivery.objects.get(agreement=row, year=today().year)
    body = client.post(url("delivery_edit", now_.pk), {"version": 1}).content.decode()
    assert "才结束，届时再报送" in body
    text = SimpleUploadedFile("a.pdf", b"not a pdf", "application/pdf")
    body = client.post(url("delivery_edit", last.pk), {"version": 1, "proof": text}).content.decode()
    assert "没有保存" in body
    assert set(row.deliveries.values_list("state", flat=True)) == {"owed"}


def test_what_was_checked_is_not_changed_and_what_was_signed_is_not_rewritten() -> None:
    row = make_kept()
    assert "已经核对，不能再修改" in refusal(lambda: make_delivery(row, "1", "1"))
    delivery = row.deliveries.get(year=today().year - 1)
    facts = {"version": delivery.version, "reason": "再看", "by": system(), "at": now()}
    assert "没有待核对的内容" in refusal(lambda: delivery_return(delivery=delivery, **facts))
    terms = agreement_terms(row.enterprise)
    assert "内容不能再修改" in refusal(
        lambda: agreement_edit(agreement=row, version=row.version, terms=terms, by=system(), at=now())
    )


def test_a_draft_is_edited_by_either_party_and_a_second_save_sees_both_texts() -> None:
    row = make_agreement(A.DRAFT)
    person, officer = parties(row)
    sent = written(form_of(row.enterprise, version=1, pledge="企业的写法"), COD)
    assert client_of(person).post(url("agreement_edit", row.pk), sent).status_code == 302
    sent["pledge"] = "主管部门的写法"
    answer = client_of(officer).post(url("agreement_edit", row.pk), sent)
    body = answer.content.decode()
    assert answer.status_code == 412
    assert "企业的写法" in body
    assert "主管部门的写法" in body
    row.refresh_from_db()
    assert row.pledge == "企业的写法"
    assert list(row.targets.values_list("name", flat=True)) == ["化学需氧量"]
    half = written(form_of(row.enterprise, version=2), {"name": "氨氮", "baseline": "三"})
    body = client_of(officer).post(url("agreement_edit", row.pk), half).content.decode()
    assert "请填写。" in body


def test_notices_go_out_before_the_report_is_due_and_stop_when_it_is_sent() -> None:
    row = make_agreement()
    person, _officer = parties(row)
    due = date(today().year, 1, 31)
    (batch,) = delivery_cases([due], 100)
    assert [(case.plant, case.due_on) for case in batch] == [((person.pk,), due)]
    assert "年度自愿协议兑现报告" in batch[0].what
    assert [item.kind for item in todo_of(person, due - timedelta(days=30))].count("delivery") == 2
    make_delivery(row, "118", "44", by=person)
    assert list(delivery_cases([due], 100)) == []


def test_the_list_filters_by_state_report_and_name_and_the_enterprise_page_names_it() -> None:
    plant = make_enterprise("晋阳湖造纸厂")
    signed, draft = make_agreement(enterprise=plant), make_agreement(A.DRAFT)
    make_delivery(signed, "130", "45", checked=False)
    client = client_of(make_user())
    for query, seen in [
        ({"state": "draft"}, draft),
        ({"reports": "submitted"}, signed),
        ({"reports": "late"}, signed),  # the year before the last was never reported
        ({"q": "jyhzz"}, signed),
        ({"document_no": signed.document_no}, signed),
    ]:
        rows = client.get(url("agreement_list"), query).context["list"].rows
        assert [row["enterprise"] for row in rows] == [seen.enterprise.name], query
    body = client.get(url("enterprise_detail", plant.pk)).content.decode()
    assert body.count(signed.document_no) == 2  # the panel and the story
    assert client_of(make_user(Role.DEPARTMENT)).get(url("agreement_list")).context["list"].total == 1


def test_twenty_agreements_cost_the_queries_of_one() -> None:
    desk = client_of(make_user())
    for address, client in [(url("agreement_list"), desk), (reverse("reports:public_agreements"), desk)]:
        client.get(address)
        counts = []
        for number in (1, 5):
            for _row in range(number):
                make_agreement()
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
        assert counts[0] == counts[1] <= CEILING


def test_the_same_target_terms_survive_a_round_trip() -> None:
    row = make_agreement(A.DRAFT)
    kept = [
        TargetTerms(one.name, one.unit, one.baseline, one.target, one.due_on) for one in row.targets.all()
    ]
    assert tuple(kept) == agreement_terms(row.enterprise).targets
