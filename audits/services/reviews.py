"""Evaluation and acceptance decided: by the panel's score, or recorded by hand; the round moves on."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from audits import rules
from audits.calculations.outcomes import OUTCOMES
from audits.enums import CleanerLevel, Outcome, ReviewKind
from audits.models import Expert, PanelDraw, Review, ReviewExpert
from audits.selectors.scoring import computed_outcome
from audits.services.fees import fees_earn
from audits.services.moves import round_move
from audits.services.rectifications import rectification_begin, term_problems
from audits.services.review_moves import review_move_checked, review_step
from config.common.errors import Problem, Refused
from config.common.versions import guarded_update
from config.common.wording import date_words, number_words

_DETAILS: dict[str, Any] = {
    "level_before": "",
    "level_after": "",
    "opinion": "",
    "vetoes": "",
    "rectify_due_on": None,
}
_STEPS = {
    Outcome.PASSED: "pass",
    Outcome.SUPPLEMENT: "supplement",
    Outcome.REDO: "redo",
    Outcome.RECTIFY: "rectify",
    Outcome.FAILED: "fail",
}


@transaction.atomic
def review_panel_set(
    *,
    review: Review,
    version: int,
    expert_ids: Iterable[int],
    by: User,
    at: datetime,
    lead_id: int | None = None,
    held_on: date | None = None,
) -> Review:
    """Name by hand the experts of a review held outside (the first leads unless `lead_id` says otherwise)."""
    rules.check_officer(review.round, by)
    _check_undecided(review)
    _check_by_hand(review)
    guarded_update(review, version=version, held_on=held_on)
    names = _panel_replace(review, list(expert_ids), lead_id)
    activity_record(
        by=by,
        at=at,
        verb="review_panel_set",
        thing=review,
        region=review.round.enterprise.region,
        new={"experts": names, "held_on": held_on},
    )
    return review


@transaction.atomic
def review_record(
    *,
    review: Review,
    version: int,
    by: User,
    at: datetime,
    held_on: date,
    score: Decimal,
    outcome: str = "",
    expert_ids: Iterable[int] = (),
    **details: Any,
) -> Review:
    """Record by hand what a review held outside came to. Without an outcome the decision is open.

    `details`: level_before, level_after, opinion, vetoes, rectify_due_on, and decided_on (default: the
    day it was held). With an outcome the round moves on: passed to implementation or to its close,
    else to what must be done again.
    """
    rules.check_panel(review, by, decides=bool(outcome))
    _check_undecided(review)
    _check_by_hand(review)
    values = _result(held_on, score, outcome, details)
    _check_result(review, values, timezone.localtime(at).date())
    move = "record_result" if outcome else "record_score"
    facts = values | {"recorded_by": by, "recorded_at": at, "by_hand": True}
    review_step(review=review, move=move, version=version, by=by, at=at, told=values, changes=facts)
    if chosen := list(expert_ids):
        _panel_replace(review, chosen, None)
    _move_on(review, by, at)
    return review


@transaction.atomic
def review_decide(
    *,
    review: Review,
    version: int,
    outcome: str,
    decided_on: date,
    by: User,
    at: datetime,
    rectify_due_on: date | None = None,
) -> Review:
    """The bureau's conclusion on what the panel merged; whether it passes is what the sheet's thresholds say.

    Of the outcomes that do not pass the bureau chooses. The experts' fees fall due to the bureau that decides.
    """
    review_move_checked(review=review, move="decide", by=by, at=at)
    kept = {name: getattr(review, name) for name in ("level_after", "opinion", "vetoes", "held_on")}
    due_on = rectify_due_on if outcome == Outcome.RECTIFY else None
    values = {"outcome": outcome, "decided_on": decided_on, "rectify_due_on": due_on}
    problems = _outcome_problems(review, values | kept)
    problems += _date_problems(review, values | kept, timezone.localtime(at).date())
    problems += _threshold_problems(review, outcome)
    if problems:
        raise Refused(_("结论有 %(n)d 处需要更正。") % {"n": len(problems)}, problems)
    facts = values | {"recorded_by": by, "recorded_at": at}
    review_step(review=review, move="decide", version=version, by=by, at=at, told=values, changes=facts)
    fees_earn(review=review, by=by, at=at)
    _move_on(review, by, at)
    return review


def _threshold_problems(review: Review, outcome: str) -> list[Problem]:
    computed = computed_outcome(review)
    if (computed == Outcome.PASSED) == (outcome == Outcome.PASSED):
        return []
    words = {"outcome": Outcome(computed).label if computed else "", "score": number_words(review.score)}
    return [Problem("outcome", _("按评分表，%(score)s 分和否决事项的结论是“%(outcome)s”。") % words)]


def _result(held_on: date, score: Decimal, outcome: str, details: dict[str, Any]) -> dict[str, Any]:
    """The columns of a result; what was not said is empty."""
    if unknown := set(details) - {*_DETAILS, "decided_on"}:
        raise TypeError(f"review_record: {', '.join(sorted(unknown))}")
    values = _DETAILS | {name: details[name] for name in _DETAILS if name in details}
    if outcome != Outcome.RECTIFY:
        values["rectify_due_on"] = None
    values["decided_on"] = (details.get("decided_on") or held_on) if outcome else None
    return values | {"held_on": held_on, "score": score, "outcome": outcome}


def _move_on(review: Review, by: User, at: datetime) -> None:
    round_, kind = review.round, review.kind
    held_on = review.held_on or review.applied_on
    if round_.state == f"{kind.upper()}_APPLIED":
        round_move(round_=round_, move=f"{kind}_score", by=by, at=at, on=held_on)
    if not review.outcome:
        return
    levels = {name: getattr(review, name) for name in ("level_before", "level_after")}
    known = {name: level for name, level in levels.items() if level}
    if known and review.outcome == Outcome.PASSED:
        guarded_update(round_, **known)
    round_move(
        round_=round_,
        move=f"{kind}_{_STEPS[Outcome(review.outcome)]}",
        by=by,
        at=at,
        on=review.decided_on or held_on,
        reason=_why(review),
    )
    if review.outcome == Outcome.RECTIFY:
        rectification_begin(review=review, by=by, at=at)


def _why(review: Review) -> str:
    """What the enterprise is told with the conclusion: by when it mends, and the opinion."""
    if review.rectify_due_on is None:
        return review.opinion[:500]
    facts = {"day": date_words(review.rectify_due_on), "opinion": review.opinion}
    return (_("请于%(day)s前整改并再次申请。%(opinion)s") % facts)[:500]


def _panel_replace(review: Review, expert_ids: list[int], lead_id: int | None) -> list[str]:
    experts = list(Expert.objects.filter(pk__in=expert_ids))
    if len(experts) != len(set(expert_ids)):
        raise Refused(_("所选专家不在专家库中，请重新选择。"))
    if lead_id is not None and lead_id not in expert_ids:
        raise Refused(_("组长应是专家组成员。"))
    for expert in experts:
        rules.check_independent(expert, review.round)
    lead = lead_id or (expert_ids[0] if expert_ids else None)
    ReviewExpert.objects.filter(review=review).delete()
    ReviewExpert.objects.bulk_create(
        [ReviewExpert(review=review, expert=one, is_lead=one.pk == lead) for one in experts]
    )
    return [expert.name for expert in experts]


def _check_undecided(review: Review) -> None:
    if review.outcome:
        raise Refused(
            _("这次评审已有结论“%(outcome)s”，不能再改。") % {"outcome": review.get_outcome_display()}
        )


def _check_by_hand(review: Review) -> None:
    """What a drawn panel judges is not entered by hand beside it."""
    if PanelDraw.objects.filter(review=review).exists():
        raise Refused(_("这次评审已抽取专家组，由专家评分、组长汇总，不能手工登记。"))


def _check_result(review: Review, values: dict[str, Any], today: date) -> None:
    """All contradictions at once, so that the form shows each beside the others."""
    problems = [*_date_problems(review, values, today), *_outcome_problems(review, values)]
    if not 0 <= values["score"] <= 100:
        problems.append(Problem("score", _("得分应在 0 到 100 之间。")))
    if problems:
        raise Refused(_("评审结果有 %(n)d 处需要更正。") % {"n": len(problems)}, problems)


def _date_problems(review: Review, values: dict[str, Any], today: date) -> list[Problem]:
    found = []
    if values["held_on"] < review.applied_on:
        found.append(Problem("held_on", _("评审日期不能早于申请日期 %(on)s。") % {"on": review.applied_on}))
    if values["held_on"] > today:
        found.append(Problem("held_on", _("评审日期不能晚于今天。")))
    decided = values["decided_on"]
    if decided and not values["held_on"] <= decided <= today:
        found.append(Problem("decided_on", _("作出结论的日期应在评审日期与今天之间。")))
    due = values["rectify_due_on"]
    if due and decided and due <= decided:
        found.append(Problem("rectify_due_on", _("整改期限应晚于作出结论的日期。")))
    return found


def _outcome_problems(review: Review, values: dict[str, Any]) -> list[Problem]:
    outcome = values["outcome"]
    found: list[Problem] = []
    if not outcome:
        return found
    if outcome not in OUTCOMES[ReviewKind(review.kind)]:
        found.append(Problem("outcome", _("这个结论不属于%(kind)s。") % {"kind": review.get_kind_display()}))
    if outcome == Outcome.PASSED and values["vetoes"].strip():
        found.append(Problem("outcome", _("有否决事项，结论不能是“通过”。")))
    if outcome == Outcome.PASSED and values["level_after"] == CleanerLevel.BELOW:
        found.append(Problem("level_after", _("审核后未达Ⅲ级是否决事项，结论不能是“通过”。")))
    if outcome != Outcome.PASSED and not values["opinion"].strip():
        found.append(Problem("opinion", _("不通过的结论要写明意见，企业据此补正。")))
    if outcome == Outcome.RECTIFY and not values["rectify_due_on"]:
        found.append(Problem("rectify_due_on", _("限期整改要写明整改期限。")))
    elif outcome == Outcome.RECTIFY:
        found += term_problems(values["decided_on"], values["rectify_due_on"])
    return found
