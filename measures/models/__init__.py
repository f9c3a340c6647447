"""Rows of measures, one module for each noun."""

from measures.models.feasibility import Conclusion, FeasibilitySheet
from measures.models.finding import Finding, FindingMove, FindingProof
from measures.models.honour import Honour, HonourCriteria, HonourRoll
from measures.models.measure import (
    BenefitIndicator,
    CoalFactor,
    Effect,
    Measure,
    MeasureMove,
    PostAssessment,
    PostAssessmentItem,
    Reading,
    Technology,
    Verification,
    VerificationPhoto,
    VerifierAssignment,
)
from measures.models.parameters import MeasureParameter
from measures.models.past import PastEffect, PastImport, PastMeasures, PastResult, PastRow
from measures.models.post_plan import PostPlan, PostSample, PostStratum
from measures.models.project import Project
from measures.models.proof import MeasureProof
from measures.models.screening import (
    Screening,
    ScreeningFactor,
    ScreeningScheme,
    ScreeningScore,
    ScreeningWeight,
)
from measures.models.visit import Visit
from measures.models.works import Funding, FundingDraw, WorkStep

__all__ = [
    "BenefitIndicator",
    "CoalFactor",
    "Conclusion",
    "Effect",
    "FeasibilitySheet",
    "Finding",
    "FindingMove",
    "FindingProof",
    "Funding",
    "FundingDraw",
    "Honour",
    "HonourCriteria",
    "HonourRoll",
    "Measure",
    "MeasureMove",
    "MeasureParameter",
    "MeasureProof",
    "PastEffect",
    "PastImport",
    "PastMeasures",
    "PastResult",
    "PastRow",
    "PostAssessment",
    "PostAssessmentItem",
    "PostPlan",
    "PostSample",
    "PostStratum",
    "Project",
    "Reading",
    "Screening",
    "ScreeningFactor",
    "ScreeningScheme",
    "ScreeningScore",
    "ScreeningWeight",
    "Technology",
    "Verification",
    "VerificationPhoto",
    "VerifierAssignment",
    "Visit",
    "WorkStep",
]
