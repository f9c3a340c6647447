"""Recommendations on their way: written by counties, read by cities, taken into the draft by the province."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.errors import Problem, Refused
from config.common.lifecycles import Move
from config.common.versions import guarded_update
from enterprises.facts import ListingBasis, facts_of
from enterprises.lifecycle import RECOMMENDATION
from enterprises.models import Enterprise, ListRecommendation, MandatoryList
from enterprises.rules.recommendations import (
    basis_problems,
    check_basis,
    check_editable,
    check_may_recommend,
    check_move,
)
from enterprises.services.lists import category_flags, listing_add


def basis_of(row: Any) -> ListingBasis:
    """Why a recommended or listed enterprise is to be on the list."""
    return ListingBasis(tuple(row.categories), row.reason, facts_of(row.facts))


@transaction.atomic
def recommendation_create(
    *, enterprise: Enterprise, year: int, basis: ListingBasis, by: User, at: datetime
) -> ListRecommendation:
    """Begin to recommend an enterprise for the list of a year; refused when somebody has."""
    check_may_recommend(by, enterprise)
    _refuse_wrong(basis)
    try:
        with transaction.atomic():
            row = ListRecommendation.objects.create(
                enterprise=enterprise,
                region=enterprise.region,
                year=year,
                created_by=by,
                created_at=at,
                moved_by=by,
                moved_at=at,
                **_columns(basis),
            )
    except IntegrityError as error:
        facts = {"name": enterprise.name, "year": year}
        raise Refused(_("“%(name)s”已推荐列入 %(year)d 年度名单。") % facts) from error
    _record(row, "recommendation_create", by, at, new={"year": year, **_columns(basis)})
    return row


@transaction.atomic
def recommendation_edit(
    *, recommendation: ListRecommendation, version: int, basis: ListingBasis, by: User, at: datetime
) -> ListRecommendation:
    """Change what is said while it is being drafted or was returned."""
    check_may_recommend(by, recommendation.enterprise)
    check_editable(recommendation)
    _refuse_wrong(basis)
    columns = _columns(basis)
    old = {name: getattr(recommendation, name) for name in columns}
    guarded_update(recommendation, version=version, **columns)
    _record(recommendation, "recommendation_edit", by, at, old=old, new=columns)
    return recommendation


@transaction.atomic
def recommendation_move(
    *,
    recommendation: ListRecommendation,
    move: str,
    by: User,
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> ListRecommendation:
    """Bring a recommendation along one move of the table that needs nothing else; refused with a sentence."""
    step = RECOMMENDATION.move(move)
    if step is None or step.name == "take":
        raise Refused(_("没有“%(move)s”这个办理事项。") % {"move": move})
    check_move(recommendation, step, by, reason)
    if step.name == "submit":
        check_basis(basis_of(recommendation))
    if step.name == "put_back" and recommendation.listing_id:
        raise Refused(_("请在名单草稿里移出这家企业，推荐会自动放回待汇总。"))
    return _move(recommendation, step, by, at, reason=reason, version=version)


def recommendations_move(
    *,
    recommendations: Sequence[ListRecommendation],
    move: str,
    by: User,
    at: datetime,
    reason: str = "",
) -> int:
    """The same move on many: all of them, or none with a problem for each that stands against it."""
    problems: list[Problem] = []
    if not recommendations:
        raise Refused(_("请先勾选要办理的推荐。"))
    with transaction.atomic():
        for row in recommendations:
            try:
                with transaction.atomic():
                    recommendation_move(recommendation=row, move=move, by=by, at=at, reason=reason)
            except Refused as error:
                problems += error.problems or [Problem("move", error.sentence)]
        if problems:
            raise Refused(_("所选推荐都没有办理，请先处理下列问题。"), problems)
    return len(recommendations)


@transaction.atomic
def recommendations_take(
    *, mandatory_list: MandatoryList, recommendations: Sequence[ListRecommendation], by: User, at: datetime
) -> int:
    """Compile: put the chosen recommendations on the draft, each with its categories, reason and facts."""
    step = RECOMMENDATION.move("take")
    if not recommendations or step is None:
        raise Refused(_("请先勾选要办理的推荐。"))
    for row in recommendations:
        check_move(row, step, by, "")
        if row.year != mandatory_list.year:
            facts = {"name": row.enterprise.name, "year": row.year}
            raise Refused(_("“%(name)s”推荐的是 %(year)d 年度名单。") % facts)
        basis = basis_of(row)
        listing = listing_add(
            mandatory_list=mandatory_list,
            enterprise=row.enterprise,
            categories=basis.categories,
            reason=basis.reason,
            facts=basis.facts,
            by=by,
            at=at,
        )
        _move(row, step, by, at, listing=listing)
    return len(recommendations)


def _move(
    row: ListRecommendation,
    step: Move,
    by: User,
    at: datetime,
    *,
    reason: str = "",
    version: int | None = None,
    **changes: Any,
) -> ListRecommendation:
    before = row.state
    guarded_update(
        row,
        version=version,
        state=step.to_state,
        state_reason=reason.strip()[:300],
        moved_by=by,
        moved_at=at,
        **changes,
    )
    note = f"{step.story} {reason.strip()}".strip()
    _record(
        row, "recommendation_move", by, at, old={"state": before}, new={"state": step.to_state}, note=note
    )
    return row


def _columns(basis: ListingBasis) -> dict[str, Any]:
    facts = [fact.plain() for fact in basis.facts]
    return {"reason": basis.reason.strip(), "facts": facts, **category_flags(basis.categories)}


def _refuse_wrong(basis: ListingBasis) -> None:
    problems = basis_problems(basis)
    if problems:
        raise Refused(_("填写的内容有误，没有保存。"), problems)


def _record(row: ListRecommendation, verb: str, by: User, at: datetime, **told: Any) -> None:
    activity_record(by=by, at=at, verb=verb, thing=row, region=row.region, **told)
