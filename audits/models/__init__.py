"""The rooms of audits: people, the round, the work in it, its reviews."""

from audits.models.panel import (
    ExpertTie,
    FeeQuerySet,
    FeeRate,
    ItemScore,
    MaterialQuerySet,
    PanelDraw,
    ReviewFee,
    ReviewMaterial,
    SeatVeto,
)
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
    "ExpertTie",
    "FeeQuerySet",
    "FeeRate",
    "ItemScore",
    "MaterialQuerySet",
    "PanelDraw",
    "Review",
    "ReviewExpert",
    "ReviewFee",
    "ReviewMaterial",
    "ReviewQuerySet",
    "Round",
    "RoundFile",
    "RoundMove",
    "RoundQuerySet",
    "RoundStage",
    "ScoreSheet",
    "ScoreSheetQuerySet",
    "SeatVeto",
    "SheetItem",
    "SheetThreshold",
    "SheetVeto",
    "Target",
    "TeamMember",
]
