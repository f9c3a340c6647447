"""Addresses of audits."""

from django.urls import path

from audits.views import agencies, reviews, rounds, sheets, voluntary, work

app_name = "audits"
urlpatterns = [
    path("rounds/", rounds.round_list, name="round_list"),
    path("rounds/<int:pk>/", rounds.round_detail, name="round_detail"),
    path("rounds/<int:pk>/officer/", rounds.round_officer, name="round_officer"),
    path("rounds/<int:pk>/story/", rounds.round_story, name="round_story"),
    path("rounds/<int:pk>/moves/<slug:move>/", rounds.round_move, name="round_move"),
    path("rounds/<int:pk>/plan/", work.plan_edit, name="plan_edit"),
    path("rounds/<int:pk>/stages/<slug:stage>/", work.stage_edit, name="stage_edit"),
    path("rounds/<int:pk>/stages/<slug:stage>/files/new/", work.stage_file_add, name="stage_file_add"),
    path("rounds/<int:pk>/report/", work.report_submit, name="report_submit"),
    path("rounds/<int:pk>/reviews/<slug:kind>/", reviews.review_apply, name="review_apply"),
    path("files/<int:pk>/", rounds.round_file, name="round_file"),
    path("files/<int:pk>/remove/", rounds.round_file_remove, name="round_file_remove"),
    path("enterprises/<int:pk>/rounds/", rounds.enterprise_rounds, name="enterprise_rounds"),
    path("enterprises/<int:pk>/rounds/new/", voluntary.voluntary_create, name="voluntary_create"),
    path("reviews/", reviews.review_list, name="review_list"),
    path("reviews/<int:pk>/", reviews.review_detail, name="review_detail"),
    path("reviews/<int:pk>/panel/", reviews.review_panel, name="review_panel"),
    path("reviews/<int:pk>/record/", reviews.review_record, name="review_record"),
    path("sheets/", sheets.sheet_list, name="sheet_list"),
    path("sheets/<int:pk>/", sheets.sheet_detail, name="sheet_detail"),
    path("sheets/<int:pk>/copy/", sheets.sheet_copy, name="sheet_copy"),
    path("sheets/<int:pk>/edit/", sheets.sheet_edit, name="sheet_edit"),
    path("sheets/<int:pk>/publish/", sheets.sheet_publish, name="sheet_publish"),
    path("agencies/", agencies.agency_list, name="agency_list"),
    path("agencies/new/", agencies.agency_create, name="agency_create"),
    path("agencies/<int:pk>/", agencies.agency_detail, name="agency_detail"),
    path("agencies/<int:pk>/edit/", agencies.agency_edit, name="agency_edit"),
    path("agencies/<int:pk>/auditors/new/", agencies.auditor_create, name="auditor_create"),
    path("experts/", agencies.expert_list, name="expert_list"),
    path("experts/new/", agencies.expert_create, name="expert_create"),
]
