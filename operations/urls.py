"""Addresses of operations."""

from django.urls import path

from operations.views import bulk, exports, jobs, mails, notices, saved_views

app_name = "operations"
urlpatterns = [
    path("jobs/", jobs.job_list, name="job_list"),
    path("jobs/<int:pk>/", jobs.job_detail, name="job_detail"),
    path("jobs/<int:pk>/cancel/", jobs.job_cancel, name="job_cancel"),
    path("jobs/<int:pk>/retry/", jobs.job_retry, name="job_retry"),
    path("exports/", exports.export_list, name="export_list"),
    path("exports/new/", exports.export_create, name="export_create"),
    path("exports/<int:pk>/file/", exports.export_download, name="export_download"),
    path("exports/<int:pk>/again/", exports.export_again, name="export_again"),
    path("views/", saved_views.view_list, name="view_list"),
    path("views/new/", saved_views.view_create, name="view_create"),
    path("views/<int:pk>/", saved_views.view_edit, name="view_edit"),
    path("views/<int:pk>/replace/", saved_views.view_replace, name="view_replace"),
    path("views/<int:pk>/delete/", saved_views.view_delete, name="view_delete"),
    path("views/<int:pk>/default/", saved_views.view_default, name="view_default"),
    path("views/open/<str:token>/", saved_views.view_open, name="view_open"),
    path("bulk/new/", bulk.bulk_create, name="bulk_create"),
    path("bulk/<int:pk>/", bulk.bulk_detail, name="bulk_detail"),
    path("bulk/<int:pk>/undo/", bulk.bulk_undo, name="bulk_undo"),
    path("bulk/rows/", bulk.bulk_row_list, name="bulk_row_list"),
    path("notices/", notices.notice_list, name="notice_list"),
    path("notices/read/", notices.notice_read_all, name="notice_read_all"),
    path("notices/settings/", notices.notice_settings, name="notice_settings"),
    path("notices/<int:pk>/read/", notices.notice_read, name="notice_read"),
    path("unsubscribe/<str:token>/", notices.unsubscribe, name="unsubscribe"),
    path("mails/", mails.mail_list, name="mail_list"),
    path("mails/<int:pk>/retry/", mails.mail_retry, name="mail_retry"),
]
