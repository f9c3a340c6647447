"""Minutes, opinion form and result letter of a review, in the layout of GB/T 9704. Always Chinese."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from audits.enums import Outcome, ReviewKind, ReviewState
from audits.facts import WorksFacts
from audits.models import PanelDraw, Review, ReviewExpert
from audits.selectors.scoring import Merged
from config.common.access import OFFICERS, Role
from config.common.pdf import font_css, html_to_pdf
from config.common.wording import date_words, number_words

_CSS = settings.BASE_DIR / "templates/documents/gongwen.css"
LABELS = {"minutes": "评审会议纪要", "opinion": "评审意见表", "letter": "结果通知"}
_NEXT = {
    Outcome.PASSED: "请按审核报告和评审意见继续做好清洁生产工作。",
    Outcome.SUPPLEMENT: "请按评审意见补充材料后再次申请，由我局复核。",
    Outcome.REDO: "请按评审意见重新开展审核，完成后再次申请。",
    Outcome.FAILED: "请按评审意见重新实施方案，完成后再次申请。",
}


@dataclass(frozen=True)
class ReviewPaper:
    """What a paper says; `rows` are term and words, `experts` name, unit, title and part, `scores` item and points."""

    kind: str
    title: str
    authority: str
    name: str
    enterprise: str = ""
    document_no: str = ""
    paragraphs: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    experts: tuple[tuple[str, str, str, str], ...] = ()
    scores: tuple[tuple[str, str, str], ...] = ()
    signed_on: str = ""


@dataclass(frozen=True)
class PaperSources:
    """The rows that papers are made of."""

    review: Review
    seats: list[ReviewExpert]
    draw: PanelDraw | None
    result: Merged | None
    works: WorksFacts | None = None


def papers_for(role: str, review: Review) -> list[str]:
    """Which papers a person of that role may have now: the panel's after the merge, the letter with the decision."""
    decided = review.state == ReviewState.DECIDED
    found = []
    if (
        role in OFFICERS | {Role.EXPERT}
        and not review.by_hand
        and (decided or review.state == ReviewState.MERGED)
    ):
        found.append("minutes")
    if decided or found:
        found.append("opinion")
    if decided:
        found.append("letter")
    return found


def paper_of(kind: str, sources: PaperSources) -> ReviewPaper:
    makers: dict[str, Callable[[PaperSources], ReviewPaper]] = {
        "minutes": _minutes,
        "opinion": _opinion,
        "letter": _letter,
    }
    with translation.override("zh-hans"):
        return makers[kind](sources)


def _minutes(sources: PaperSources) -> ReviewPaper:
    review, draw = sources.review, sources.draw
    facts = [
        f"{date_words(review.held_on)}，{_authority(review)}组织召开{_what(review)}评审会。"
        f"专家组由 {len(sources.seats)} 位专家组成，名单附后。"
    ]
    if draw is not None:
        facts.append(
            f"专家组由平台从 {len(draw.pool)} 位可以参加的专家中随机抽取（随机种子 {draw.seed}）。"
            f"{_aside(draw)}材料于{date_words(review.papers_on)}送达专家。"
        )
    absent = [f"{seat.expert.name}未提交评分表（{seat.excused}）" for seat in sources.seats if seat.excused]
    if absent:
        facts.append("；".join(absent) + "。")
    facts.append(f"专家各自评分后汇总，得分 {number_words(review.score)} 分。{_vetoes(review)}")
    facts.append(f"专家组意见：{review.opinion.strip()}")
    scores: tuple[tuple[str, str, str], ...] = ()
    if sources.result is not None:
        found = sources.result
        scores = tuple(
            (item.title, number_words(item.maximum), number_words(found.means.get(item.pk)))
            for item in found.items
        )
    return ReviewPaper(
        kind="minutes",
        title=f"{_what(review)}评审会议纪要",
        authority=_authority(review),
        name=_name(review, "minutes"),
        paragraphs=tuple(facts),
        experts=_experts(sources.seats),
        scores=scores,
        signed_on=date_words(review.held_on),
    )


def _aside(draw: PanelDraw) -> str:
    return f"另有 {len(draw.excluded)} 位专家应当回避或不能参加。" if draw.excluded else ""


def _opinion(sources: PaperSources) -> ReviewPaper:
    review, round_ = sources.review, sources.review.round
    conclusion = (
        f"{review.get_outcome_display()}（{date_words(review.decided_on)}）" if review.outcome else "—"
    )
    if review.rectify_due_on:
        conclusion += f"，整改期限为{date_words(review.rectify_due_on)}"
    rows = (
        ("企业名称", round_.enterprise.name),
        ("咨询机构", round_.agency.name if round_.agency else "企业自行开展"),
        ("申请日期", date_words(review.applied_on)),
        ("评审日期", date_words(review.held_on) if review.held_on else "—"),
        ("第几次申请", f"第 {review.attempt} 次"),
        ("审核前水平", review.get_level_before_display() or "—"),
        ("审核后水平", review.get_level_after_display() or "—"),
        *_works(sources.works, review.kind),
        ("得分", f"{number_words(review.score)} 分"),
        ("否决事项", review.vetoes or "无"),
        ("专家组意见", review.opinion.strip() or "—"),
        ("组织单位结论", conclusion),
    )
    return ReviewPaper(
        kind="opinion",
        title=f"清洁生产审核{review.get_kind_display()}意见表",
        authority=_authority(review),
        name=_name(review, "opinion"),
        rows=rows,
        experts=_experts(sources.seats),
        signed_on=date_words(review.decided_on) if review.decided_on else "",
    )


def _works(works: WorksFacts | None, kind: str) -> tuple[tuple[str, str], ...]:
    """Measures, money, results, what is still wrong on site; before the works are built what is expected of them."""
    if works is None:
        return ()
    built = kind == ReviewKind.ACCEPTANCE
    counts = f"提出 {works.proposed} 项，其中中/高费 {works.proposed_costly} 项；"
    counts += f"已实施 {works.standing} 项，其中中/高费 {works.standing_costly} 项"
    money = f"计划 {number_words(works.planned_wan)} 万元"
    if built:
        money += f"，实际 {number_words(works.spent_wan)} 万元"
    results = [
        f"{name} {number_words(reached if built else hoped)} {unit}"
        for name, unit, hoped, reached in works.effects
        if (reached if built else hoped)
    ]
    if built and works.benefit_wan:
        results.append(f"经济效益 {number_words(works.benefit_wan)} 万元/a")
    return (
        ("清洁生产方案", counts),
        ("投资", money),
        ("取得的效果" if built else "预期效果", "；".join(results) or "—"),
        ("现场核查发现、尚未销号的问题", "；".join(works.findings) or "无"),
    )


def _letter(sources: PaperSources) -> ReviewPaper:
    review = sources.review
    kind, decided_on = review.get_kind_display(), review.decided_on or review.applied_on
    paragraphs = [
        f"你单位{date_words(review.applied_on)}提出的清洁生产审核{kind}申请（第 {review.attempt} 次），"
        f"经{date_words(review.held_on)}专家评审，得分 {number_words(review.score)} 分。{_vetoes(review)}"
        f"结论为：{review.get_outcome_display()}。",
        f"评审意见：{review.opinion.strip()}" if review.opinion.strip() else "",
        _follows(review),
        f"{kind}不向企业收取任何费用。",
    ]
    return ReviewPaper(
        kind="letter",
        title=f"关于清洁生产审核{kind}结果的通知",
        authority=_authority(review),
        name=_name(review, "letter"),
        enterprise=review.round.enterprise.name,
        document_no=_blank_number(decided_on),
        paragraphs=tuple(one for one in paragraphs if one),
        signed_on=date_words(decided_on),
    )


def _follows(review: Review) -> str:
    if review.rectify_due_on:
        return f"请于{date_words(review.rectify_due_on)}前按评审意见完成整改，并再次申请。"
    return _NEXT.get(Outcome(review.outcome), "")


def _blank_number(on: date) -> str:
    """The bureau's registry numbers its letters by hand."""
    return f"    环函〔{on.year}〕    号"


def _vetoes(review: Review) -> str:
    return f"否决事项：{review.vetoes}。" if review.vetoes else "没有否决事项。"


def _what(review: Review) -> str:
    return f"{review.round.enterprise.name}清洁生产审核{review.get_kind_display()}"


def _name(review: Review, kind: str) -> str:
    return (
        f"{review.round.enterprise.name}{review.get_kind_display()}{LABELS[kind]}（第{review.attempt}次）.pdf"
    )


def _authority(review: Review) -> str:
    """Who decided; before that the bureau of the enterprise's own place."""
    by = review.recorded_by
    return ((by.region if by else None) or review.round.enterprise.region).bureau_name


def _experts(seats: list[ReviewExpert]) -> tuple[tuple[str, str, str, str], ...]:
    return tuple(
        (one.expert.name, one.expert.employer, one.expert.title or "—", "组长" if one.is_lead else "成员")
        for one in seats
    )


def paper_pdf(paper: ReviewPaper) -> bytes:
    """The paper typeset."""
    css = "\n".join([font_css(), _CSS.read_text("utf-8")])
    with translation.override("zh-hans"):
        html = render_to_string("audits/documents/review_paper.html", {"css": css, "paper": paper})
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "paper.pdf"
        html_to_pdf(html, target)
        return target.read_bytes()
