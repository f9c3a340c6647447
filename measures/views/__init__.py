"""Pages of measures: parse, one call, answer."""

from measures.views.feasibility import (
    conclusion_edit,
    measure_feasibility,
    parameter_create,
    parameter_list,
)
from measures.views.field import field_data, field_page, field_photo, field_visit, service_worker
from measures.views.findings import (
    finding_answer,
    finding_decide,
    finding_detail,
    finding_list,
    finding_order,
    finding_proof,
)
from measures.views.honours import honour_detail, honour_list, honour_ranking, honour_withdraw
from measures.views.measures import (
    measure_create,
    measure_detail,
    measure_edit,
    measure_list,
    measure_move,
    round_measures,
)
from measures.views.past_imports import (
    past_import_columns,
    past_import_confirm,
    past_import_create,
    past_import_detail,
    past_import_give_up,
    past_import_list,
    past_import_marked,
    past_import_progress,
    past_import_recheck,
    past_template,
    round_past,
)
from measures.views.post_assessments import (
    post_assessment_candidate_list,
    post_assessment_create,
    post_assessment_edit,
    post_assessment_list,
)
from measures.views.post_plans import (
    agency_persistence,
    expert_persistence,
    post_plan_create,
    post_plan_detail,
    post_plan_list,
)
from measures.views.proofs import measure_proof_create, measure_proof_file, measure_proof_remove
from measures.views.rollup import effect_summary
from measures.views.screening import round_screening, round_screening_edit, screening_scheme_create
from measures.views.story import measure_story
from measures.views.technologies import (
    measure_technology,
    technology_create,
    technology_detail,
    technology_edit,
    technology_list,
    technology_retire,
)
from measures.views.tools import feasibility_tool
from measures.views.visits import (
    assignment_create,
    assignment_list,
    round_verifications,
    verification_create,
    verification_detail,
    verification_photo,
    visit_detail,
)
from measures.views.works import funding_draw, measure_works, measure_works_edit

__all__ = [
    "agency_persistence",
    "assignment_create",
    "assignment_list",
    "conclusion_edit",
    "effect_summary",
    "expert_persistence",
    "feasibility_tool",
    "field_data",
    "field_page",
    "field_photo",
    "field_visit",
    "finding_answer",
    "finding_decide",
    "finding_detail",
    "finding_list",
    "finding_order",
    "finding_proof",
    "funding_draw",
    "honour_detail",
    "honour_list",
    "honour_ranking",
    "honour_withdraw",
    "measure_create",
    "measure_detail",
    "measure_edit",
    "measure_feasibility",
    "measure_list",
    "measure_move",
    "measure_proof_create",
    "measure_proof_file",
    "measure_proof_remove",
    "measure_story",
    "measure_technology",
    "measure_works",
    "measure_works_edit",
    "parameter_create",
    "parameter_list",
    "past_import_columns",
    "past_import_confirm",
    "past_import_create",
    "past_import_detail",
    "past_import_give_up",
    "past_import_list",
    "past_import_marked",
    "past_import_progress",
    "past_import_recheck",
    "past_template",
    "post_assessment_candidate_list",
    "post_assessment_create",
    "post_assessment_edit",
    "post_assessment_list",
    "post_plan_create",
    "post_plan_detail",
    "post_plan_list",
    "round_measures",
    "round_past",
    "round_screening",
    "round_screening_edit",
    "round_verifications",
    "screening_scheme_create",
    "service_worker",
    "technology_create",
    "technology_detail",
    "technology_edit",
    "technology_list",
    "technology_retire",
    "verification_create",
    "verification_detail",
    "verification_photo",
    "visit_detail",
]
