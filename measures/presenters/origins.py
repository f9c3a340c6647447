"""Where each figure of a measure comes from, in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from config.common.wording import date_words, number_words, unit_words
from measures.enums import ProofAbout
from measures.models import Effect, Measure, MeasureProof
from measures.selectors.origins import Origin

_ABOUT = (ProofAbout.BEFORE, ProofAbout.AFTER)


def proof_rows(proofs: Iterable[MeasureProof]) -> list[dict[str, Any]]:
    return [
        {
            "pk": row.pk,
            "about": row.get_about_display(),
            "of": row.indicator.words if row.indicator else _("整项方案"),
            "name": row.attachment.name,
            "href": reverse("measures:measure_proof_file", args=[row.pk]),
            "remove_href": reverse("measures:measure_proof_remove", args=[row.pk]),
            "note": row.note,
            "who": f"{row.added_by.name} {date_words(row.added_at)}",
        }
        for row in proofs
    ]


def effect_origin(effect: Effect, measure: Measure) -> list[dict[str, str]]:
    """Lines under one effect: who claimed it from what, its papers, who read it on site."""
    by, at = effect.stated_by or measure.created_by, effect.stated_at or measure.created_at
    source = " · ".join(word for word in (effect.get_source_display(), effect.meter) if word)
    lines = [{"text": _stated(_("基准值、预期、实际"), by.name, at, source)}]
    lines += [
        _paper(row)
        for row in measure.proofs.all()
        if row.about in _ABOUT and row.indicator_id in (None, effect.indicator_id)
    ]
    return lines + _readings(effect, measure)


def money_origin(
    name: str, measure: Measure, origins: Mapping[str, Origin], columns: Mapping[str, str]
) -> list[dict[str, str]]:
    """Lines under one row of money; `columns` are the words of its columns that somebody said."""
    first = Origin(measure.created_by.name, measure.created_at)
    lines = [
        {"text": _stated(words, found.who, found.at)}
        for column, words in columns.items()
        if getattr(measure, column) is not None
        for found in [origins.get(column, first)]
    ]
    if name == "investment":
        return lines + [_paper(row) for row in measure.proofs.all() if row.about == ProofAbout.MONEY]
    return lines + [
        _visit_line(one, f"{number_words(one.benefit_read_wan)} {unit_words('万元/a')}")
        for one in measure.verifications.all()
        if one.benefit_read_wan is not None
    ]


def _readings(effect: Effect, measure: Measure) -> list[dict[str, str]]:
    return [
        _visit_line(one, f"{number_words(reading.value)} {effect.indicator.unit_words}")
        for one in measure.verifications.all()
        for reading in one.readings.all()
        if reading.indicator_id == effect.indicator_id
    ]


def _visit_line(verification: Any, reading: str) -> dict[str, str]:
    return {
        "text": _("核实：%(who)s %(day)s 现场读数 %(reading)s")
        % {
            "who": verification.recorded_by.name,
            "day": date_words(verification.visited_on),
            "reading": reading,
        },
        "href": reverse("measures:verification_detail", args=[verification.pk]),
    }


def _paper(row: MeasureProof) -> dict[str, str]:
    return {
        "text": _("证明（%(about)s）：%(name)s")
        % {"about": row.get_about_display(), "name": row.attachment.name},
        "href": reverse("measures:measure_proof_file", args=[row.pk]),
    }


def _stated(what: str, who: str, at: Any, source: str = "") -> str:
    words = _("%(what)s：%(who)s %(day)s 填报") % {"what": what, "who": who, "day": date_words(at)}
    return f"{words} · {source}" if source else words
