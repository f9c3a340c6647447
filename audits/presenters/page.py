"""The round's page: everything it shows, in words."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from audits.enums import CleanerLevel, RoundKind, RoundState, Stage
from audits.lifecycle import ASIDE, OVER, PLANT, gate_of
from audits.models import Review, Round, Target
from audits.presenters.actions import actions
from audits.presenters.gantt import gantt
from audits.presenters.reviews import outcome_light
from audits.presenters.rounds import (
    category_words,
    duty_rows,
    file_rows,
    rectify_row,
    round_words,
    state_light,
    story,
)
from audits.presenters.spine import stepper
from audits.selectors.rounds import RoundSheet
from audits.selectors.todo import next_step, officer_step
from config.common.access import Permission, allowed
from config.common.errors import Problem
from config.common.wording import number_words

_OFFICERS_TURN = ("_SUBMITTED", "_APPLIED", "_SCORED")


def page_of(
    user: User, round_: Round, sheet: RoundSheet, problems: list[Problem], today: date
) -> dict[str, Any]:
    """The context of audits/round_detail.html."""
    part = gate_of(round_.state)
    dates = duty_rows(sheet.duties, round_, today)
    if round_.listing_id is None and sheet.rectify_due_on:
        dates.append(rectify_row(sheet.rectify_due_on, today))
    return {
        "round": round_,
        "heading": round_.enterprise.name,
        "words": round_words(round_),
        "tags": tag_words(round_),
        "about": about_words(round_),
        "state": state_light(round_.state),
        "steps": stepper(round_, sheet, today),
        "gantt": gantt(round_, sheet, today),
        "actions": actions(user, round_, sheet, problems, today),
        "gate": _gate(part, problems, user) if part else None,
        "next": _next(user, round_),
        "dates": dates,
        "facts": [*dates, *_people(user, round_)],
        "events": story(sheet.moves),
        "files": file_rows(sheet.files),
        "reviews": [_review(review) for review in sheet.reviews],
        "targets": [_target(target) for target in sheet.targets],
        "plan": _plan(round_, sheet),
        "shows_verifications": allowed(user, Permission.VERIFICATIONS_READ),
        "shows_reviews": allowed(user, Permission.REVIEWS_READ),
        "today": today,
    }


def tag_words(round_: Round) -> list[str]:
    words = category_words(round_.listing)
    industry = round_.enterprise.industry
    return [*words, f"{industry.code} {industry.name}"] if industry else words


def about_words(round_: Round) -> str:
    words = [round_.enterprise.uscc, round_.enterprise.region.full_name]
    if round_.listing is not None:
        facts = {"no": round_.listing.mandatory_list.document_no, "n": round_.listing.number}
        words.append(_("%(no)s第 %(n)d 号") % facts)
    elif round_.kind == RoundKind.VOLUNTARY:
        words.append(_("自愿开展"))
    return " · ".join(word for word in words if word)


def _gate(part: Stage, problems: list[Problem], user: User) -> dict[str, Any]:
    """The panel “本阶段还差 N 项”; the links mend, so only who may write gets them as such."""
    return {
        "title": _("“%(part)s”还差 %(n)d 项") % {"part": part.label, "n": len(problems)},
        "done": _("“%(part)s”的检查都已满足") % {"part": part.label},
        "problems": problems,
        "aside": _("补齐后才能进入下一步"),
        "action": _("去填写") if user.role in PLANT else _("查看"),
    }


def _next(user: User, round_: Round) -> dict[str, str]:
    """Whose turn it is, and the one next thing."""
    state = RoundState(round_.state)
    if state in OVER:
        return {"who": "", "text": str(state.label), "href": ""}
    if state in ASIDE:
        return {"who": _("主管部门"), "text": _("恢复后从原阶段继续"), "href": ""}
    if state.endswith(_OFFICERS_TURN):
        return {"who": _("主管部门"), "text": officer_step(round_), "href": ""}
    words, href = next_step(round_)
    return {"who": _("企业"), "text": words, "href": href if user.role in PLANT else ""}


def _people(user: User, round_: Round) -> list[dict[str, Any]]:
    agency = round_.agency
    opens = allowed(user, Permission.AGENCIES_READ)
    rows: list[dict[str, Any]] = [
        {
            "term": _("咨询机构"),
            "value": agency.name if agency else _("企业自行开展"),
            "href": reverse("audits:agency_detail", args=[agency.pk]) if agency and opens else "",
        },
        {"term": _("企业负责人"), "value": round_.responsible},
        {"term": _("水平等级"), "value": level_words(round_)},
    ]
    assigns = allowed(user, Permission.ROUNDS_DECIDE)
    if round_.officer or assigns:
        rows.append(
            {
                "term": _("主管经办"),
                "value": round_.officer.name if round_.officer else _("指派经办人"),
                "href": reverse("audits:round_officer", args=[round_.pk]) if assigns else "",
            }
        )
    return rows


def level_words(round_: Round) -> str:
    known = dict(CleanerLevel.choices)
    before, after = (
        str(known[level]) if level else "" for level in (round_.level_before, round_.level_after)
    )
    return f"{before} → {after}" if after else before


def _review(review: Review) -> dict[str, Any]:
    return {
        "href": reverse("audits:review_detail", args=[review.pk]),
        "kind": _("%(kind)s（第 %(n)d 次）") % {"kind": review.get_kind_display(), "n": review.attempt},
        "held_on": review.held_on,
        "score": number_words(review.score),
        "outcome": outcome_light(review),
    }


def _target(target: Target) -> dict[str, Any]:
    return {
        "indicator": target.indicator,
        "unit": target.unit,
        "present": number_words(target.present),
        "near": number_words(target.near),
        "far": number_words(target.far),
        "reached": number_words(target.reached),
    }


def _plan(round_: Round, sheet: RoundSheet) -> list[dict[str, Any]]:
    leader = next((member.name for member in sheet.team if member.is_leader), "")
    plan = round_.plan
    return [
        {"term": _("审核重点"), "value": plan.focus},
        {
            "term": _("审核小组"),
            "value": _("%(n)d 人，组长 %(name)s") % {"n": len(sheet.team), "name": leader or "—"}
            if sheet.team
            else "",
        },
        {"term": _("计划报送"), "value": plan.submitted_on},
        {"term": _("计划通过"), "value": plan.approved_on},
    ]
