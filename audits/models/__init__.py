"""The rooms of audits: people, the round, the work in it, its reviews."""

from audits.models.people import Agency, Auditor, Expert
from audits.models.review import Review, ReviewExpert, ReviewQuerySet
from audits.models.round import Round, RoundFile, RoundMove, RoundQuerySet
from audits.models.sheet import ScoreSheet, ScoreSheetQuerySet, SheetItem, SheetThreshold, SheetVeto
from audits.models.work import AuditPlan, RoundStage, Target, TeamMember

__all__ = [
    "Agency",
    "AuditPlan",
    "Auditor",
    "Expert",
    "Review",
    "ReviewExpert",
    "ReviewQuerySet",
    "Round",
    "RoundFile",
    "RoundMove",
    "RoundQuerySet",
    "RoundStage",
    "ScoreSheet",
    "ScoreSheetQuerySet",
    "SheetItem",
    "SheetThreshold",
    "SheetVeto",
    "Target",
    "TeamMember",
]
