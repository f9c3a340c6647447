"""Input of measures; forms check and never save. One module for each noun."""

from measures.forms.feasibility import SUBSIDY_TOO_LARGE, FeasibilityForm
from measures.forms.measures import (
    MeasureCreateForm,
    MeasureEditForm,
    MoveForm,
    effect_formset,
    effects_given,
    measure_initial,
)
from measures.forms.past import PastUploadForm
from measures.forms.post_assessments import PostAssessmentForm, PostAssessmentPlanForm, post_item_formset
from measures.forms.visits import AssignmentForm, VerificationForm

__all__ = [
    "SUBSIDY_TOO_LARGE",
    "AssignmentForm",
    "FeasibilityForm",
    "MeasureCreateForm",
    "MeasureEditForm",
    "MoveForm",
    "PastUploadForm",
    "PostAssessmentForm",
    "PostAssessmentPlanForm",
    "VerificationForm",
    "effect_formset",
    "effects_given",
    "measure_initial",
    "post_item_formset",
]
