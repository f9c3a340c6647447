"""Input of measures; forms check and never save. One module for each noun."""

from measures.forms.feasibility import (
    SUBSIDY_TOO_LARGE,
    ConclusionForm,
    EconomicForm,
    FeasibilityForm,
    ParameterForm,
    conclusion_initial,
    sheet_initial,
)
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
    "ConclusionForm",
    "EconomicForm",
    "FeasibilityForm",
    "MeasureCreateForm",
    "MeasureEditForm",
    "MoveForm",
    "ParameterForm",
    "PastUploadForm",
    "PostAssessmentForm",
    "PostAssessmentPlanForm",
    "VerificationForm",
    "conclusion_initial",
    "effect_formset",
    "effects_given",
    "measure_initial",
    "post_item_formset",
    "sheet_initial",
]
