"""The panel: drawn at random from those who may judge, asked, replaced from the same order, given its papers."""

import secrets
from dataclasses import asdict
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from audits.calculations.draw import ALGORITHM, Exclusion, draw_order, exclusion, next_drawn, organisation_key
from audits.enums import SEATED, DrawScope, ReviewState, SeatState, TieKind
from audits.models import PanelDraw, Review, ReviewExpert
from audits.selectors.panels import (
    PAPERS_DAYS,
    draw_of,
    earliest_meeting,
    parties_of,
    pool_of,
    seats_of,
    seats_taken,
    working_days_after,
)
from audits.services.review_moves import review_step
from audits.services.review_notices import answered_tell, invited_tell, papers_tell
from audits.services.ties import tie_add
from config.common.errors import NotAllowed, Problem, Refused
from config.common.wording import date_words

LEAST, MOST = 3, 11
_SEEDS = 2**53


@transaction.atomic
def panel_draw(
    *,
    review: Review,
    version: int,
    size: int,
    scope: str,
    by: User,
    at: datetime,
    seed: int | None = None,
) -> PanelDraw:
    """Draw a panel and ask its experts; seed, algorithm, pool and order are kept, so that anybody can repeat it.

    A second draw is possible only when the order of the first is used up; whoever was asked is not drawn again.
    """
    _check_may_draw(review, size)
    eligible, excluded = _judged(review, scope)
    wanted = size - len(seats_taken(review))
    if len(eligible) < wanted:
        raise Refused(_too_few(len(eligible), len(excluded), wanted, scope))
    seed = secrets.randbelow(_SEEDS) if seed is None else seed
    draw = PanelDraw.objects.create(
        review=review,
        seed=seed,
        algorithm=ALGORITHM,
        size=size,
        scope=scope,
        industry=review.round.enterprise.industry,
        pool=eligible,
        order=draw_order(seed, eligible),
        excluded=[asdict(one) for one in excluded],
        by=by,
        at=at,
    )
    told = {"size": size, "scope": scope, "seed": seed, "pool": len(eligible), "excluded": len(excluded)}
    review_step(review=review, move="draw", version=version, by=by, at=at, told=told)
    _seat_next(review, draw, wanted, at)
    return draw


def _judged(review: Review, scope: str) -> tuple[list[int], list[Exclusion]]:
    """Of those not asked yet: who may be drawn, and who stands aside."""
    asked = {seat.expert_id for seat in seats_of(review)}
    parties = parties_of(review)
    pool = [expert for expert in pool_of(review, scope) if expert.pk not in asked]
    excluded = [found for expert in pool if (found := exclusion(expert, parties))]
    gone = {one.pk for one in excluded}
    return [expert.pk for expert in pool if expert.pk not in gone], excluded


def _check_may_draw(review: Review, size: int) -> None:
    if not LEAST <= size <= MOST:
        facts = {"least": LEAST, "most": MOST}
        problem = Problem("size", _("专家组应为 %(least)d 到 %(most)d 人。") % facts)
        raise Refused(problem.sentence, [problem])
    draw = draw_of(review)
    if draw is None or review.state != ReviewState.PANEL:
        return
    waiting = next_drawn(draw.order, [seat.expert_id for seat in seats_of(review)], 1)
    if waiting or len(seats_taken(review)) >= draw.size:
        raise Refused(_("专家组已经抽取；谢绝或回避的，由抽取次序中的下一位递补，不能重新抽取。"))


def _too_few(eligible: int, excluded: int, wanted: int, scope: str) -> str:
    facts = {"n": eligible, "out": excluded, "size": wanted}
    if scope == DrawScope.INDUSTRY:
        return (
            _(
                "熟悉本行业、可以参加的专家只有 %(n)d 位（另有 %(out)d 位应当回避或没有账号），不足 %(size)d 位。"
                "请扩大到全部专家，或者请省级主管部门补充专家库。"
            )
            % facts
        )
    return (
        _(
            "可以参加的专家只有 %(n)d 位（另有 %(out)d 位应当回避或没有账号），不足 %(size)d 位。"
            "请减少人数，或者请省级主管部门补充专家库。"
        )
        % facts
    )


def _seat_next(review: Review, draw: PanelDraw, number: int, at: datetime) -> None:
    """Ask the next ones of the order, to answer within some working days."""
    chosen = next_drawn(draw.order, [seat.expert_id for seat in seats_of(review)], number)
    if not chosen:
        return
    answer_due_on = working_days_after(timezone.localtime(at).date(), settings.REVIEW_ANSWER_DAYS)
    ReviewExpert.objects.bulk_create(
        [
            ReviewExpert(
                review=review,
                expert_id=pk,
                state=SeatState.INVITED,
                position=draw.order.index(pk) + 1,
                answer_due_on=answer_due_on,
            )
            for pk in chosen
        ]
    )
    invited_tell(review=review, expert_ids=chosen, answer_due_on=answer_due_on, at=at)


@transaction.atomic
def seat_answer(
    *, seat: ReviewExpert, accepts: bool, by: User, at: datetime, reason: str = ""
) -> ReviewExpert:
    """The expert comes or declines with a reason; who declines is replaced by the next of the same order."""
    _check_own(seat, by)
    if seat.state != SeatState.INVITED:
        raise Refused(_("您已经答复过这次邀请。"))
    if not accepts and not reason.strip():
        problem = Problem("reason", _("请写明谢绝的原因，主管部门据此递补。"))
        raise Refused(_("谢绝邀请要写明原因。"), [problem])
    state = SeatState.ACCEPTED if accepts else SeatState.REFUSED
    _leave_or_stay(seat, state, "" if accepts else reason, at)
    _tell(seat, "seat_accept" if accepts else "seat_refuse", by, at, reason)
    if not accepts:
        _replace(seat.review, at)
    elif all(one.state == SeatState.ACCEPTED for one in seats_taken(seat.review)):
        answered_tell(review=seat.review, at=at)
    return seat


@transaction.atomic
def seat_conflict(
    *, seat: ReviewExpert, kind: str, organisation: str, by: User, at: datetime, note: str = ""
) -> ReviewExpert:
    """The expert remembers a tie: leaves the panel, the tie is kept for later draws, the next one is asked."""
    _check_own(seat, by)
    review = seat.review
    if seat.state not in SEATED or review.state not in {ReviewState.PANEL, ReviewState.SCORING}:
        raise Refused(_("评分截止后不能再回避；有利害关系的，请告知主管部门。"))
    _keep_tie(seat, kind, organisation, note, by=by, at=at)
    reason = f"{TieKind(kind).label}：{organisation.strip()}"
    _leave_or_stay(seat, SeatState.CONFLICTED, reason, at)
    seat.scores.all().delete()
    seat.vetoes.all().delete()
    _tell(seat, "seat_conflict", by, at, reason)
    _replace(review, at)
    return seat


def _keep_tie(seat: ReviewExpert, kind: str, organisation: str, note: str, *, by: User, at: datetime) -> None:
    """The tie as told; one that is known already needs no second row."""
    key = organisation_key(organisation)[:120]
    if not seat.expert.ties.filter(kind=kind, organisation_key=key).exists():
        tie_add(expert=seat.expert, kind=kind, organisation=organisation, note=note, by=by, at=at)


def _leave_or_stay(seat: ReviewExpert, state: str, reason: str, at: datetime) -> None:
    stays = state == SeatState.ACCEPTED
    seat.state, seat.reason, seat.answered_at = state, reason.strip()[:300], at
    if not stays:
        seat.is_lead, seat.submitted_at, seat.total, seat.remarks = False, None, None, ""
    seat.save()


def _replace(review: Review, at: datetime) -> None:
    """Ask the next of the order. Those who come late have their papers late: who is asked while scoring may decline."""
    draw = draw_of(review)
    if draw is not None:
        _seat_next(review, draw, draw.size - len(seats_taken(review)), at)


@transaction.atomic
def panel_send(
    *, review: Review, version: int, held_on: date, lead_id: int, by: User, at: datetime
) -> Review:
    """Send the papers and name lead and meeting day: at least three working days lie between."""
    sent_on = timezone.localtime(at).date()
    seats = seats_taken(review)
    problems = [*_seat_problems(review, seats, lead_id), *_day_problems(sent_on, held_on)]
    if problems:
        raise Refused(_("材料还不能送达：%(n)d 处需要处理。") % {"n": len(problems)}, problems)
    told = {"held_on": held_on, "lead": next(one.expert.name for one in seats if one.expert_id == lead_id)}
    changes = {"held_on": held_on, "papers_on": sent_on}
    review_step(review=review, move="send", version=version, by=by, at=at, told=told, changes=changes)
    ReviewExpert.objects.filter(review=review).update(is_lead=False)
    ReviewExpert.objects.filter(review=review, expert_id=lead_id, state=SeatState.ACCEPTED).update(
        is_lead=True
    )
    papers_tell(review=review, at=at)
    return review


def _seat_problems(review: Review, seats: list[ReviewExpert], lead_id: int) -> list[Problem]:
    found = []
    draw = draw_of(review)
    waiting = [seat.expert.name for seat in seats if seat.state == SeatState.INVITED]
    if waiting:
        found.append(Problem("seats", _("%(names)s还没有答复邀请。") % {"names": "、".join(waiting)}))
    if draw is not None and len(seats) < draw.size:
        facts = {"n": draw.size - len(seats)}
        found.append(Problem("seats", _("专家组还缺 %(n)d 位，请再次抽取。") % facts))
    if lead_id not in {seat.expert_id for seat in seats if seat.state == SeatState.ACCEPTED}:
        found.append(Problem("lead", _("组长应是已应邀的专家。")))
    return found


def _day_problems(sent_on: date, held_on: date) -> list[Problem]:
    earliest = earliest_meeting(sent_on)
    if held_on >= earliest:
        return []
    facts = {"n": PAPERS_DAYS, "day": date_words(earliest)}
    return [
        Problem("held_on", _("材料应在评审会前至少 %(n)d 个工作日送达；今天送达，最早 %(day)s开会。") % facts)
    ]


def _check_own(seat: ReviewExpert, by: User) -> None:
    if seat.expert.user_id != by.pk:
        raise NotAllowed(_("这是另一位专家的席位。"))


def _tell(seat: ReviewExpert, verb: str, by: User, at: datetime, reason: str) -> None:
    region = seat.review.round.enterprise.region
    new = {"expert": seat.expert.name}
    activity_record(by=by, at=at, verb=verb, thing=seat.review, region=region, new=new, note=reason.strip())
