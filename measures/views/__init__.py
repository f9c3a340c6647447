"""Pages of measures: parse, one call, answer."""

from measures.views.field import field_data, field_page, field_photo, field_visit, service_worker
from measures.views.measures import (
    measure_create,
    measure_detail,
    measure_edit,
    measure_list,
    measure_move,
    round_measures,
    technology_list,
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

__all__ = [
    "assignment_create",
    "assignment_list",
    "feasibility_tool",
    "field_data",
    "field_page",
    "field_photo",
    "field_visit",
    "measure_create",
    "measure_detail",
    "measure_edit",
    "measure_list",
    "measure_move",
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
    "round_measures",
    "round_past",
    "round_verifications",
    "service_worker",
    "technology_list",
    "verification_create",
    "verification_detail",
    "verification_photo",
    "visit_detail",
]
