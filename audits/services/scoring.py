"""Scoring: each alone, closed by the bureau, merged by the lead, decided by the bureau by the sheet's thresholds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from audits import rules
from audits.calculations.scores import score_problems, total
from audits.enums import ReviewState, SeatState
from audits.models import ItemScore, Review, ReviewExpert, SeatVeto
from audits.selectors.panels import own_seat, seats_taken, working_days_after
from audits.selectors.scoring import item_facts, merged
from audits.selectors.sheets import sheet_of, vetoes_of
from audits.services.moves import round_move
from audits.services.review_moves import review_move_checked, review_step
from audits.services.review_notices import closed_tell, handed_in_tell, merged_tell
from config.common.errors import NotAllowed, Problem, Refused
from config.common.wording import date_words
from operations.services.attachments import attachment_store

PROOF_KINDS = ("pdf", "docx", "xlsx", "jpeg", "png")


@dataclass(frozen=True)
class SheetEntry:
    """What an expert writes on the own sheet: points by item, vetoes found, words."""

    scores: Mapping[int, Decimal | None]
    veto_ids: frozenset[int]
    remarks: str = ""


@transaction.atomic
def seat_score(
    *, seat: ReviewExpert, entry: SheetEntry, hand_in: bool, by: User, at: datetime
) -> ReviewExpert:
    """Keep one's own sheet, or hand it in. Handed in it can be changed until scoring is closed, and only by oneself."""
    if seat.expert.user_id != by.pk:
        raise NotAllowed(_("评分表由专家本人填写。"))
    _check_scoring(seat)
    sheet = sheet_of(seat.review)
    items = item_facts(sheet)
    known = {item.pk: entry.scores.get(item.pk) for item in items}
    if problems := score_problems(items, known, whole=hand_in):
        sentence = _("评分表有 %(n)d 处需要更正。") % {"n": len(problems)}
        raise Refused(sentence, problems)
    seat.scores.all().delete()
    seat.vetoes.all().delete()
    ItemScore.objects.bulk_create(
        [ItemScore(seat=seat, item_id=pk, score=score) for pk, score in known.items() if score is not None]
    )
    vetoes = [row for row in (vetoes_of(sheet) if sheet else []) if row.pk in entry.veto_ids]
    SeatVeto.objects.bulk_create([SeatVeto(seat=seat, veto=veto) for veto in vetoes])
    seat.remarks = entry.remarks.strip()
    seat.submitted_at, seat.total = (at, total(known)) if hand_in else (None, None)
    seat.save()
    verb = "seat_hand_in" if hand_in else "seat_score"
    _tell(seat.review, verb, by, at, {"expert": seat.expert.name})
    if hand_in and all(one.submitted_at for one in seats_taken(seat.review)):
        handed_in_tell(review=seat.review, at=at)
    return seat


def closed_words(seat: ReviewExpert) -> str:
    """Why a sheet cannot be written now; empty when it can."""
    return rules.refusal(_check_scoring, seat)


def _check_scoring(seat: ReviewExpert) -> None:
    if seat.review.state != ReviewState.SCORING:
        state = ReviewState(seat.review.state).label
        raise Refused(
            _("这次评审现处于“%(state)s”，不能评分；材料送达后、截止前可以评分。") % {"state": state}
        )
    if seat.state != SeatState.ACCEPTED:
        raise Refused(_("应邀后才能评分。"))


@transaction.atomic
def scoring_close(
    *, review: Review, version: int, excuses: Mapping[int, str], by: User, at: datetime
) -> Review:
    """Close scoring when every sheet is in, or a missing one is excused with its reason; then all are opened."""
    review_move_checked(review=review, move="close", by=by, at=at)
    today = timezone.localtime(at).date()
    if review.held_on and review.held_on > today:
        raise Refused(_("评审会定于 %(day)s，会后才能截止评分。") % {"day": date_words(review.held_on)})
    missing = [seat for seat in seats_taken(review) if seat.submitted_at is None]
    problems = [
        Problem(f"seat_{seat.pk}", _late_words(seat))
        for seat in missing
        if not excuses.get(seat.pk, "").strip()
    ]
    if problems:
        raise Refused(_("还有 %(n)d 份评分表没有提交，不能截止。") % {"n": len(problems)}, problems)
    if len(missing) == len(seats_taken(review)):
        raise Refused(_("没有一份评分表，不能截止。"))
    _check_lead(review, missing)
    for seat in missing:
        seat.excused = excuses[seat.pk].strip()[:300]
        seat.save()
    told = {"excused": [seat.expert.name for seat in missing]}
    changes = {"step_due_on": working_days_after(today, settings.REVIEW_MERGE_DAYS)}
    review_step(review=review, move="close", version=version, by=by, at=at, told=told, changes=changes)
    closed_tell(review=review, at=at)
    on = max(today, review.held_on or today)
    round_move(round_=review.round, move=f"{review.kind}_score", by=by, at=at, on=on)
    return review


def _late_words(seat: ReviewExpert) -> str:
    return _("%(name)s还没有提交评分表；确实不能提交的，请写明原因。") % {"name": seat.expert.name}


def _check_lead(review: Review, missing: list[ReviewExpert]) -> None:
    lead = next((seat for seat in seats_taken(review) if seat.is_lead), None)
    if lead is None or lead in missing:
        raise Refused(_("组长还没有提交评分表，不能截止：汇总由组长办理。"))


@dataclass(frozen=True)
class Opinion:
    """What the lead makes of the sheets: words, the vetoes that stand, the levels with what proves them."""

    text: str
    veto_ids: frozenset[int]
    level_before: str = ""
    level_after: str = ""


def review_merge(
    *,
    review: Review,
    version: int,
    opinion: Opinion,
    by: User,
    at: datetime,
    proof: UploadedFile | None = None,
) -> Review:
    """The lead writes the panel's opinion; the score is the sum of the items' means."""
    review_move_checked(review=review, move="merge", by=by, at=at)
    seat = own_seat(by, review)
    if seat is None or not seat.is_lead:
        raise NotAllowed(_("意见由专家组组长汇总。"))
    _check_opinion(review, opinion, proof)
    kept = attachment_store(upload=proof, kinds=PROOF_KINDS, by=by, at=at) if proof else review.level_proof
    with transaction.atomic():
        result = merged(review)
        score = result.total if result else None
        sheet = sheet_of(review)
        texts = [row.text for row in (vetoes_of(sheet) if sheet else []) if row.pk in opinion.veto_ids]
        changes: dict[str, Any] = {
            "score": score,
            "opinion": opinion.text.strip(),
            "vetoes": "；".join(texts)[:300],
            "level_before": opinion.level_before,
            "level_after": opinion.level_after,
            "step_due_on": working_days_after(timezone.localtime(at).date(), settings.REVIEW_DECIDE_DAYS),
        }
        review_step(
            review=review,
            move="merge",
            version=version,
            by=by,
            at=at,
            told={"score": score},
            changes=changes | {"level_proof": kept},
        )
        merged_tell(review=review, at=at)
    return review


def _check_opinion(review: Review, opinion: Opinion, proof: UploadedFile | None) -> None:
    found = []
    if not opinion.text.strip():
        found.append(Problem("text", _("请填写专家组意见。")))
    changed = (opinion.level_before, opinion.level_after) != (
        review.round.level_before,
        review.round.level_after,
    )
    if changed and not proof and not review.level_proof:
        sentence = _("水平等级与企业填报的不一致，请上传评定依据。")
        found.append(Problem("proof", sentence))
    if found:
        raise Refused(_("汇总意见有 %(n)d 处需要补正。") % {"n": len(found)}, found)


def _tell(review: Review, verb: str, by: User, at: datetime, new: dict[str, object]) -> None:
    activity_record(by=by, at=at, verb=verb, thing=review, region=review.round.enterprise.region, new=new)
