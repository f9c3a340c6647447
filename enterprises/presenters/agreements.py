"""Words for people: voluntary agreements, their targets, and the reports on them."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from config.common.access import Role
from config.common.errors import Stale
from config.common.lifecycles import Move
from config.common.wording import Light, date_words, due_light, listed, number_words, unit_words
from enterprises.enums import AgreementState, DeliveryState, Incentive
from enterprises.gates.agreement_delivery import TargetFacts
from enterprises.lifecycle import AGREEMENT
from enterprises.models import AgreementDelivery, AgreementTarget, VoluntaryAgreement
from enterprises.selectors.agreements import facts_of_target

A, D = AgreementState, DeliveryState
_TONES = {
    A.DRAFT: "todo",
    A.SIGNED: "ok",
    A.DELIVERED: "done",
    A.MISSED: "late",
    A.ENDED: "paused",
    A.WITHDRAWN: "paused",
}
_REPORT_TONES = {D.OWED: "todo", D.SUBMITTED: "soon", D.CHECKED: "done", D.RETURNED: "returned"}


def agreement_light(row: VoluntaryAgreement) -> Light:
    return Light(_TONES[A(row.state)], str(row.get_state_display()))


def period_words(row: VoluntaryAgreement) -> str:
    return f"{row.starts_on.isoformat()} – {row.ends_on.isoformat()}"


def incentive_words(row: VoluntaryAgreement) -> list[str]:
    return [str(Incentive(code).label) for code in row.incentives]


def target_words(target: AgreementTarget) -> str:
    """COD：180 → 120 t/a（2028年12月31日前）."""
    facts = {
        "name": target.name,
        "baseline": number_words(target.baseline),
        "target": number_words(target.target),
        "unit": unit_words(target.unit),
        "day": date_words(target.due_on),
    }
    return _("%(name)s：%(baseline)s → %(target)s %(unit)s（%(day)s前）") % facts


def agreement_rows(rows: list[Any], today: date) -> list[dict[str, Any]]:
    return [_row(row, today) for row in rows]


def _row(row: Any, today: date) -> dict[str, Any]:
    in_force = row.state == A.SIGNED
    targets = list(row.targets.all())
    reached = sum(facts_of_target(target).reached for target in targets)
    progress = _("%(reached)d/%(all)d 项达标") % {"reached": reached, "all": len(targets)}
    return {
        "enterprise": row.enterprise.name,
        "href": reverse("enterprises:agreement_detail", args=[row.pk]),
        "document_no": row.document_no,
        "place": row.enterprise.region.full_name,
        "period": period_words(row),
        "targets": [target_words(target) for target in targets],
        "progress": progress if row.signed_on else "",
        "state": agreement_light(row),
        "next_due": row.next_due if in_force else None,
        "due": due_light(row.next_due, None, today) if in_force and row.next_due else None,
        "bureau": row.bureau.bureau_name,
        "signed_on": row.signed_on,
        "incentives": incentive_words(row),
        "closed_document_no": row.closed_document_no,
        "uscc": row.enterprise.uscc,
    }


def agreement_links(rows: list[VoluntaryAgreement]) -> list[dict[str, Any]]:
    """For the page of the enterprise."""
    return [
        {
            "href": reverse("enterprises:agreement_detail", args=[row.pk]),
            "title": row.document_no or _("草稿"),
            "note": f"{period_words(row)} · {row.bureau.bureau_name}",
            "light": agreement_light(row),
        }
        for row in rows
    ]


def agreement_facts(row: VoluntaryAgreement) -> list[dict[str, Any]]:
    facts = [
        {
            "term": _("企业"),
            "value": row.enterprise.name,
            "href": reverse("enterprises:enterprise_detail", args=[row.enterprise_id]),
        },
        {"term": _("签订机关"), "value": row.bureau.bureau_name},
        {"term": _("协议编号"), "value": row.document_no},
        {"term": _("签订日期"), "value": date_words(row.signed_on)},
        {"term": _("履行期"), "value": period_words(row)},
        {"term": _("激励措施"), "value": listed(incentive_words(row)), "note": row.incentive_note},
        {"term": _("起草"), "value": row.created_by.name, "note": date_words(row.created_at)},
    ]
    if row.closed_on:
        decided = {"term": str(row.get_state_display()), "value": row.closed_document_no}
        facts.append(decided | {"note": f"{date_words(row.closed_on)} {row.closed_reason}".strip()})
    return facts


def target_rows(row: VoluntaryAgreement, today: date) -> list[dict[str, Any]]:
    return [_target(target, facts_of_target(target), today) for target in row.targets.all()]


def _target(target: AgreementTarget, facts: TargetFacts, today: date) -> dict[str, Any]:
    late = not facts.reached and target.due_on < today
    light = Light("late", _("未达到")) if late else Light("todo", _("未到期"))
    return {
        "name": target.name,
        "unit": unit_words(target.unit),
        "baseline": target.baseline,
        "target": target.target,
        "due_on": target.due_on,
        "value": facts.value,
        "year": facts.year,
        "light": Light("done", _("已达到")) if facts.reached else light,
    }


def delivery_rows(row: VoluntaryAgreement, user: User, today: date) -> list[dict[str, Any]]:
    """The years with what was reported; what this person can do with each is a link."""
    targets = list(row.targets.all())
    return [_delivery(one, targets, row, user, today) for one in row.deliveries.all()]


def _delivery(
    one: AgreementDelivery, targets: list[AgreementTarget], row: VoluntaryAgreement, user: User, today: date
) -> dict[str, Any]:
    values = {value.target_id: value.value for value in one.values.all()}
    open_ = row.state == A.SIGNED
    own = user.role == Role.ENTERPRISE and one.state != D.CHECKED
    checks = user.is_officer and user.region_id == row.bureau_id and one.state == D.SUBMITTED
    waits = one.state in {D.OWED, D.RETURNED}
    return {
        "pk": one.pk,
        "year": one.year,
        "due_on": one.due_on,
        "light": delivery_light(one, today) if open_ or not waits else None,
        "values": [values.get(target.pk) for target in targets],
        "note": one.note,
        "reason": one.reason if one.state == D.RETURNED else "",
        "proof": one.proof.name if one.proof else "",
        "may_report": open_ and own,
        "may_check": open_ and checks,
    }


def delivery_light(one: AgreementDelivery, today: date) -> Light:
    """A report that is owed shows its day; one that was sent shows how far it is."""
    if one.state == D.OWED:
        return due_light(one.due_on, None, today)
    return Light(_REPORT_TONES[D(one.state)], str(one.get_state_display()))


def delivery_sets(one: AgreementDelivery, targets: list[AgreementTarget]) -> list[dict[str, Any]]:
    """What the officer goes through: promise against report."""
    values = {value.target_id: value.value for value in one.values.all()}
    return [
        {
            "name": target.name,
            "unit": unit_words(target.unit),
            "baseline": target.baseline,
            "target": target.target,
            "value": values.get(target.pk),
            "light": Light("done", _("达到目标"))
            if values[target.pk] <= target.target
            else Light("soon", _("尚未达到")),
        }
        for target in targets
        if target.pk in values
    ]


def moves_of(row: VoluntaryAgreement, user: User) -> list[Move]:
    """What this person can do with the agreement now; moves by document are the signing bureau's."""
    return [
        move
        for move in AGREEMENT.leaving(row.state)
        if user.role in move.roles and (not move.sets or user.region_id == row.bureau_id)
    ]


def stale_in_words(error: Stale) -> Stale:
    """Both texts under the words of the columns; what has no words is nobody's to compare."""
    return Stale(error.sentence, theirs=_worded(error.theirs), yours=_worded(error.yours))


def _worded(values: dict[str, str]) -> dict[str, str]:
    plain = {name: VoluntaryAgreement._meta.get_field(name) for name in values}
    words = {name: str(getattr(field, "verbose_name", "")) for name, field in plain.items()}
    return {words[name]: value for name, value in values.items() if words[name] != name.replace("_", " ")}
