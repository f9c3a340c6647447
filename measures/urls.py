"""Addresses of measures, visits, post-assessments and technologies."""

from django.urls import path

from measures import views

app_name = "measures"
urlpatterns = [
    path("measures/", views.measure_list, name="measure_list"),
    path("measures/<int:pk>/", views.measure_detail, name="measure_detail"),
    path("measures/<int:pk>/edit/", views.measure_edit, name="measure_edit"),
    path("measures/<int:pk>/move/", views.measure_move, name="measure_move"),
    path("measures/<int:pk>/feasibility/", views.measure_feasibility, name="measure_feasibility"),
    path("measures/<int:pk>/feasibility/<str:aspect>/", views.conclusion_edit, name="conclusion_edit"),
    path("parameters/", views.parameter_list, name="parameter_list"),
    path("parameters/new/", views.parameter_create, name="parameter_create"),
    path("rounds/<int:round_id>/", views.round_measures, name="round_measures"),
    path("rounds/<int:round_id>/new/", views.measure_create, name="measure_create"),
    path("rounds/<int:round_id>/visits/", views.round_verifications, name="round_verifications"),
    path("rounds/<int:round_id>/visits/new/", views.assignment_create, name="assignment_create"),
    path("visits/", views.assignment_list, name="assignment_list"),
    path("visits/<int:pk>/", views.visit_detail, name="visit_detail"),
    path("visits/<int:pk>/measures/<int:measure_id>/", views.verification_create, name="verification_create"),
    path("field/", views.field_page, name="field_page"),
    path("field/data/", views.field_data, name="field_data"),
    path("field/visits/<int:pk>/<uuid:key>/", views.field_visit, name="field_visit"),
    path("field/photos/<uuid:key>/", views.field_photo, name="field_photo"),
    path("findings/", views.finding_list, name="finding_list"),
    path("findings/<int:pk>/", views.finding_detail, name="finding_detail"),
    path("findings/<int:pk>/answer/", views.finding_answer, name="finding_answer"),
    path("findings/<int:pk>/decide/", views.finding_decide, name="finding_decide"),
    path("findings/<int:pk>/order/", views.finding_order, name="finding_order"),
    path("finding-proofs/<int:pk>/", views.finding_proof, name="finding_proof"),
    path("verifications/<int:pk>/", views.verification_detail, name="verification_detail"),
    path("photos/<int:pk>/", views.verification_photo, name="verification_photo"),
    path("post-assessments/", views.post_assessment_list, name="post_assessment_list"),
    path(
        "post-assessments/waiting/",
        views.post_assessment_candidate_list,
        name="post_assessment_candidate_list",
    ),
    path(
        "rounds/<int:round_id>/post-assessment/", views.post_assessment_create, name="post_assessment_create"
    ),
    path("post-assessments/<int:pk>/", views.post_assessment_edit, name="post_assessment_edit"),
    path("tools/feasibility/", views.feasibility_tool, name="feasibility_tool"),
    path("rounds/<int:round_id>/past/", views.round_past, name="round_past"),
    path("past/", views.past_import_list, name="past_import_list"),
    path("past/new/", views.past_import_create, name="past_import_create"),
    path("past/template/", views.past_template, name="past_template"),
    path("past/<int:pk>/", views.past_import_detail, name="past_import_detail"),
    path("past/<int:pk>/progress/", views.past_import_progress, name="past_import_progress"),
    path("past/<int:pk>/confirm/", views.past_import_confirm, name="past_import_confirm"),
    path("past/<int:pk>/give-up/", views.past_import_give_up, name="past_import_give_up"),
    path("past/<int:pk>/recheck/", views.past_import_recheck, name="past_import_recheck"),
    path("past/<int:pk>/columns/", views.past_import_columns, name="past_import_columns"),
    path("past/<int:pk>/marked/", views.past_import_marked, name="past_import_marked"),
    path("technologies/", views.technology_list, name="technology_list"),
    path("technologies/new/", views.technology_create, name="technology_create"),
    path("technologies/<int:pk>/", views.technology_detail, name="technology_detail"),
    path("technologies/<int:pk>/edit/", views.technology_edit, name="technology_edit"),
    path("technologies/<int:pk>/retire/", views.technology_retire, name="technology_retire"),
    path("measures/<int:pk>/technology/", views.measure_technology, name="measure_technology"),
]
