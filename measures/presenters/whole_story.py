"""One measure from idea to post-assessment: step by step each figure, who stated it when, and from what."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from audits.enums import ReviewKind
from audits.models import Review
from config.common.access import Permission, allowed
from config.common.wording import Light, date_words, number_words, percent_of, percent_words, unit_words
from measures.calculations.screening import full_marks
from measures.enums import ASPECTS, COSTLY, MeasureState, ProofAbout
from measures.models import Effect, Measure, MeasureMove, Verification
from measures.presenters.analyses import conclusion_light, criteria_rows
from measures.presenters.classes import class_rows
from measures.presenters.feasibility import figure_words
from measures.presenters.screening import place_light
from measures.presenters.visits import RUNNING_TONES, verdict_light
from measures.selectors.origins import Origin
from measures.selectors.whole_story import WholeStory

Line = dict[str, Any]
_WAN, _WAN_A = "万元", "万元/a"
_MEASURED = (ProofAbout.BEFORE, ProofAbout.AFTER)


def story_steps(story: WholeStory, reader: User) -> list[dict[str, Any]]:
    """In the order of a measure's life; a step without lines has not happened, or is not asked of this one."""
    told: tuple[tuple[str, str, Callable[[], list[Line]]], ...] = (
        (_("提出"), "measure_detail", lambda: _idea(story)),
        (_("筛选"), "round_screening", lambda: _screening(story)),
        (_("可行性分析"), "measure_feasibility", lambda: _feasibility(story)),
        (_("评估"), "", lambda: _reviews(story, ReviewKind.EVALUATION, reader)),
        (_("实施计划与资金"), "measure_works", lambda: _works(story)),
        (_("实施"), "", lambda: _moves(story)),
        (_("实施前后"), "measure_detail", lambda: _results(story)),
        (_("现场核查"), "", lambda: _visits(story, reader)),
        (_("验收"), "", lambda: _reviews(story, ReviewKind.ACCEPTANCE, reader)),
        (_("后评估"), "", lambda: _post(story, reader)),
    )
    steps = []
    for number, (title, page, lines_of) in enumerate(told, start=1):
        lines = lines_of()
        light = Light("done", _("有记录")) if lines else Light("todo", _("还没有记录"))
        steps.append(
            {"number": number, "title": title, "light": light, "lines": lines, "href": _page(page, story)}
        )
    return steps


def _page(name: str, story: WholeStory) -> str:
    if not name:
        return ""
    about = story.measure.round_id if name == "round_screening" else story.measure.pk
    return reverse(f"measures:{name}", args=[about])


def _line(what: Any, value: str, who: str = "", source: str = "", **more: Any) -> Line:
    return {"what": str(what), "value": value, "who": who, "source": source} | more


def _signed(who: str, at: Any) -> str:
    return f"{who} {date_words(at)}"


def _by(origin: Origin) -> str:
    return _signed(origin.who, origin.at)


def _amount(value: Any, unit: str = _WAN) -> str:
    return f"{number_words(value)} {unit_words(unit)}"


# ---- idea, screening, feasibility -------------------------------------------------------------


def _idea(story: WholeStory) -> list[Line]:
    measure = story.measure
    first = Origin(measure.created_by.name, measure.created_at)
    rows = [_line(_("提出方案"), date_words(measure.proposed_on), _by(first))]
    for name, unit in (("investment_planned_wan", _WAN), ("benefit_expected_wan", _WAN_A)):
        rows.append(_stated(story, name, unit, first))
    classed = class_rows(measure, *story.classes)
    rows.append(_line(classed[0]["term"], classed[0]["value"], source=classed[0]["note"]))
    rows.append(_line(classed[1]["term"], classed[1]["value"], source=classed[1]["note"]))
    return rows


def _stated(story: WholeStory, name: str, unit: str, first: Origin) -> Line:
    words = getattr(Measure._meta.get_field(name), "verbose_name", name)
    found = story.origins.get(name, first)
    return _line(words, _amount(getattr(story.measure, name), unit), _by(found), _("企业填报"))


def _screening(story: WholeStory) -> list[Line]:
    rows = [_moved(move) for move in story.measure.moves.all() if move.to_state == MeasureState.SCREENED_OUT]
    if story.place is None:
        return rows
    sheet, found = story.place
    who = _signed(story.scores[0].scored_by.name, story.scores[0].scored_at) if story.scores else ""
    lines = [
        _line(
            score.factor.words,
            _("%(score)d 分 × 权重 %(weight)s")
            % {"score": score.score, "weight": number_words(sheet.weights[score.factor_id])},
            _signed(score.scored_by.name, score.scored_at),
        )
        for score in story.scores
        if score.factor_id in sheet.weights
    ]
    total = _("%(total)s / %(full)s，排第 %(rank)d") % {
        "total": number_words(found.total),
        "full": number_words(full_marks(sheet.weights)),
        "rank": found.rank,
    }
    return [*lines, _line(_("总分"), total, who, sheet.scheme.basis, light=place_light(found)), *rows]


def _feasibility(story: WholeStory) -> list[Line]:
    found = {row.aspect: row for row in story.measure.conclusions.all()}
    rows = [
        _line(
            aspect.label,
            "",
            _signed(found[aspect].concluded_by.name, found[aspect].concluded_at),
            "；".join(word for word in (found[aspect].reason, found[aspect].despite) if word),
            light=conclusion_light(found[aspect]),
        )
        for aspect in ASPECTS
        if aspect in found
    ]
    sheet = getattr(story.measure, "sheet", None)
    if sheet is None:
        return rows
    source = _("测算表第 %(n)d 版，算法第 %(calculation)d 版，%(day)s 算出") % {
        "n": sheet.version,
        "calculation": sheet.calculation,
        "day": date_words(sheet.computed_at),
    }
    rows.append(_line(_("总投资 I"), figure_words(sheet.investment, _WAN), source=source))
    rows.append(_line(_("年净现金流量 F"), figure_words(sheet.cash_flow, _WAN_A), source=source))
    return rows + [
        _line(one["term"], one["figure"], source=one["how"], light=one["light"])
        for one in criteria_rows(sheet)
    ]


# ---- reviews, works, implementation ------------------------------------------------------------


def _reviews(story: WholeStory, kind: str, reader: User) -> list[Line]:
    may_open = allowed(reader, Permission.REVIEWS_READ)
    return [_review(row, may_open) for row in story.reviews if row.kind == kind]


def _review(row: Review, may_open: bool) -> Line:
    who = _signed(row.recorded_by.name, row.recorded_at) if row.recorded_by else ""
    score = _("%(score)s 分") % {"score": number_words(row.score)} if row.score is not None else ""
    words = " · ".join(word for word in (row.get_outcome_display(), score) if word)
    source = _("%(day)s 作出结论") % {"day": date_words(row.decided_on)}
    what = f"{row.get_kind_display()}（{row.attempt}）" if row.attempt > 1 else row.get_kind_display()
    href = reverse("audits:review_detail", args=[row.pk]) if may_open else ""
    return _line(what, words, who, source, href=href)


def _works(story: WholeStory) -> list[Line]:
    planned = _by(story.planned) if story.planned else ""
    steps = [
        _line(
            step.name,
            _("计划 %(begin)s 至 %(end)s；实际 %(begun)s 至 %(done)s")
            % {
                "begin": date_words(step.planned_from),
                "end": date_words(step.planned_to),
                "begun": date_words(step.begun_on),
                "done": date_words(step.done_on),
            },
            planned,
        )
        for step in story.works.steps
    ]
    funds = []
    for row in story.works.fundings:
        plan = _("计划 %(amount)s") % {"amount": _amount(row.planned_wan)}
        funds.append(_line(row.get_source_display(), plan, planned, row.note))
        funds += [
            _line(
                _("%(source)s到位") % {"source": row.get_source_display()},
                _("%(day)s %(amount)s")
                % {"day": date_words(draw.drawn_on), "amount": _amount(draw.amount_wan)},
                _signed(draw.recorded_by.name, draw.recorded_at),
                _("凭证 %(note)s") % {"note": draw.note} if draw.note else "",
            )
            for draw in row.draws.all()
        ]
    return steps + funds


def _moves(story: WholeStory) -> list[Line]:
    asked = (MeasureState.IN_PROGRESS, MeasureState.IMPLEMENTED, MeasureState.DROPPED)
    return [_moved(move) for move in story.measure.moves.all() if move.to_state in asked]


def _moved(move: MeasureMove) -> Line:
    words = f"{move.get_from_state_display()} → {move.get_to_state_display()}"
    return _line(words, date_words(move.on), _signed(move.by.name, move.at), move.reason)


# ---- results, visits, post-assessment ----------------------------------------------------------


def _results(story: WholeStory) -> list[Line]:
    measure = story.measure
    first = Origin(measure.created_by.name, measure.created_at)
    rows = [
        _stated(story, name, unit, first)
        for name, unit in (("investment_actual_wan", _WAN), ("benefit_achieved_wan", _WAN_A))
        if getattr(measure, name) is not None
    ]
    done = [effect for effect in measure.effects.all() if effect.achieved is not None]
    if not rows and not done:
        return []
    return (
        rows
        + [_effect(effect, measure) for effect in done]
        + [
            _line(
                row.get_about_display(),
                row.attachment.name,
                _signed(row.added_by.name, row.added_at),
                row.note or (row.indicator.words if row.indicator else ""),
                href=reverse("measures:measure_proof_file", args=[row.pk]),
            )
            for row in measure.proofs.all()
            if row.about in (*_MEASURED, ProofAbout.MONEY)
        ]
    )


def _effect(effect: Effect, measure: Measure) -> Line:
    by, at = effect.stated_by or measure.created_by, effect.stated_at or measure.created_at
    value = _("基准 %(before)s → 实际削减 %(achieved)s %(unit)s") % {
        "before": number_words(effect.baseline),
        "achieved": number_words(effect.achieved),
        "unit": effect.indicator.unit_words,
    }
    source = " · ".join(word for word in (effect.get_source_display(), effect.meter) if word)
    return _line(effect.indicator.words, value, _signed(by.name, at), source)


def _visits(story: WholeStory, reader: User) -> list[Line]:
    may_open = allowed(reader, Permission.VERIFICATIONS_READ)
    rows: list[Line] = []
    for one in reversed(story.measure.verifications.all()):
        href = reverse("measures:verification_detail", args=[one.pk]) if may_open else ""
        rows += _visit(one, href)
    return rows


def _visit(one: Verification, href: str) -> list[Line]:
    who = _signed(one.recorded_by.name, one.recorded_at)
    day = _("%(day)s 到现场") % {"day": date_words(one.visited_on)}
    rows = [_line(_("现场结论"), day, who, one.found, light=verdict_light(one), href=href)]
    if one.benefit_read_wan is not None:
        rows.append(_line(_("核实经济效益"), _amount(one.benefit_read_wan, _WAN_A), who, _("现场读数")))
    rows += [
        _line(
            reading.indicator.words,
            f"{number_words(reading.value)} {reading.indicator.unit_words}",
            who,
            _("现场读数"),
        )
        for reading in one.readings.all()
    ]
    return rows + [
        _line(_("照片"), photo.attachment.name, who, _hash_words(photo.original_sha256))
        for photo in one.photos.all()
        if photo.attachment
    ]


def _hash_words(value: str) -> str:
    return _("原片 SHA-256 %(start)s…") % {"start": value[:16]} if value else ""


def _post(story: WholeStory, reader: User) -> list[Line]:
    rows = [
        _line(
            _("抽入后评估计划"),
            f"{sample.stratum.plan.trail_name} · {sample.stratum.name}",
            _signed(sample.stratum.plan.created_by.name, sample.stratum.plan.created_at),
            _("随机种子 %(seed)s，本层 %(size)d 项抽 %(drawn)d 项")
            % {
                "seed": sample.stratum.plan.seed,
                "size": sample.stratum.size,
                "drawn": sample.stratum.drawn,
            },
            href=reverse("measures:post_plan_detail", args=[sample.stratum.plan_id]),
        )
        for sample in story.samples
    ]
    posts = {row.pk: row for row in story.post_assessments}
    may_open = allowed(reader, Permission.POST_ASSESSMENTS_READ)
    found = {item.post_assessment_id: item for item in story.measure.post_items.all()}
    for pk, row in posts.items():
        href = reverse("measures:post_assessment_edit", args=[pk]) if may_open else ""
        if pk not in found:
            waits = row.assessed_on is None and story.measure.state in (
                MeasureState.IMPLEMENTED,
                MeasureState.VERIFIED,
            )
            if waits:
                rows.append(_line(_("后评估安排"), date_words(row.planned_on), href=href))
            continue
        rows += _post_item(
            found[pk], _signed(row.assessed_by.name, row.assessed_on) if row.assessed_by else "", href
        )
    return rows


def _post_item(item: Any, who: str, href: str) -> list[Line]:
    tone = Light(RUNNING_TONES[item.running], item.get_running_display())
    value = _("原报 %(claimed)s，现为 %(read)s（%(share)s）") % {
        "claimed": _amount(item.claimed_wan, _WAN_A),
        "read": _amount(item.read_wan, _WAN_A),
        "share": percent_words(percent_of(item.read_wan, item.claimed_wan)),
    }
    return [_line(_("是否持续"), value, who, item.note, light=tone, href=href)]


def story_head(story: WholeStory) -> list[str]:
    """Words beside the title: kind, class, and whether the whole way is asked of this measure."""
    measure = story.measure
    asked = (
        _("中/高费方案：十步都要走") if measure.cost_class in COSTLY else _("无/低费方案：不要求可行性结论")
    )
    return [measure.get_kind_display(), measure.get_cost_class_display(), asked]
