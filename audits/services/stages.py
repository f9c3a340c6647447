"""The result of a stage, who answers for it, and the files that prove it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from audits import rules
from audits.enums import RoundState, Stage
from audits.lifecycle import stage_is_open
from audits.models import Round, RoundFile, RoundStage, Target
from config.common.errors import Refused
from config.common.versions import guarded_update
from operations.services.attachments import attachment_store

FILE_KINDS = ("pdf", "jpeg", "png", "xlsx", "docx")
REPORT_KINDS = ("pdf", "docx")
STAGE_FIELDS = ("planned_on", "responsible", "result", "facts")
LEVEL_FIELDS = {Stage.PRE_ASSESSMENT: "level_before", Stage.IMPLEMENTATION: "level_after"}


@transaction.atomic
def stage_save(
    *,
    stage: RoundStage,
    version: int,
    by: User,
    at: datetime,
    reached: Mapping[int, Decimal | None] | None = None,
    **changes: Any,
) -> RoundStage:
    """Save what came of a stage; it may be unfinished until it is handed in.

    `changes`: planned_on, responsible, result, facts; level_before in PRE_ASSESSMENT, level_after in
    IMPLEMENTATION. `reached` maps the id of a target to what was reached (IMPLEMENTATION).
    """
    round_ = stage.round
    rules.check_plant(round_, by)
    check_stage_open(round_, stage.stage)
    level = LEVEL_FIELDS.get(Stage(stage.stage))
    if level in changes:
        guarded_update(round_, **{level: changes.pop(level)})
    if unknown := set(changes) - set(STAGE_FIELDS):
        raise TypeError(f"stage_save: {', '.join(sorted(unknown))}")
    old = {name: getattr(stage, name) for name in changes}
    guarded_update(stage, version=version, **changes)
    for target_id, value in (reached or {}).items():
        Target.objects.filter(plan__round=round_, pk=target_id).update(reached=value)
    activity_record(
        by=by, at=at, verb="stage_save", thing=stage, region=round_.enterprise.region, old=old, new=changes
    )
    return stage


def check_stage_open(round_: Round, stage: str) -> None:
    """A stage is written while it is worked on or still to come, not while or after it is judged."""
    if stage_is_open(round_.state, stage):
        return
    facts = {"stage": Stage(stage).label, "state": RoundState(round_.state).label}
    raise Refused(_("本轮现处于“%(state)s”，“%(stage)s”的内容不能修改。") % facts)


def file_add(
    *, round_: Round, stage: str, proves: str, upload: UploadedFile, by: User, at: datetime
) -> RoundFile:
    """Keep a file with the stage it belongs to and what it proves."""
    rules.check_plant(round_, by)
    check_stage_open(round_, stage)
    if not proves.strip():
        raise Refused(_("请写明这份文件证明什么。"))
    return _file_keep(round_, stage, proves, upload, by, at)


def report_add(*, round_: Round, upload: UploadedFile, by: User, at: datetime) -> RoundFile:
    """The audit report (stages 1 to 5) that is about to be handed in."""
    rules.check_plant(round_, by)
    check_report_due(round_)
    return _file_keep(round_, Stage.REPORTED, _("清洁生产审核报告"), upload, by, at)


def check_report_due(round_: Round) -> None:
    """The report is handed in once stage 5 is approved, and once."""
    if round_.state != RoundState.FEASIBILITY_APPROVED:
        raise Refused(
            _("“方案确定”阶段通过后报送审核报告；本轮现处于“%(state)s”。")
            % {"state": RoundState(round_.state).label}
        )


def _file_keep(
    round_: Round, stage: str, proves: str, upload: UploadedFile, by: User, at: datetime
) -> RoundFile:
    kinds = REPORT_KINDS if stage == Stage.REPORTED else FILE_KINDS
    kept = attachment_store(upload=upload, kinds=kinds, by=by, at=at)
    with transaction.atomic():
        file = RoundFile.objects.create(round=round_, stage=stage, proves=proves[:120], attachment=kept)
        activity_record(
            by=by,
            at=at,
            verb="round_file_add",
            thing=file,
            region=round_.enterprise.region,
            new={"name": kept.name, "sha256": kept.sha256},
        )
    return file


@transaction.atomic
def file_remove(*, file: RoundFile, by: User, at: datetime) -> None:
    """Take a file off its stage while the stage may still be written; the trail keeps its hash."""
    rules.check_plant(file.round, by)
    check_stage_open(file.round, file.stage)
    activity_record(
        by=by,
        at=at,
        verb="round_file_remove",
        thing=file,
        region=file.round.enterprise.region,
        old={"name": file.attachment.name, "sha256": file.attachment.sha256},
    )
    file.delete()
