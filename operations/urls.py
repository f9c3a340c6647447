"""Addresses of operations."""

from django.urls import path

from operations.views import jobs, mails, notices

app_name = "operations"
urlpatterns = [
    path("jobs/", jobs.job_list, name="job_list"),
    path("jobs/<int:pk>/", jobs.job_detail, name="job_detail"),
    path("jobs/<int:pk>/cancel/", jobs.job_cancel, name="job_cancel"),
    path("jobs/<int:pk>/retry/", jobs.job_retry, name="job_retry"),
    path("notices/", notices.notice_list, name="notice_list"),
    path("notices/read/", notices.notice_read_all, name="notice_read_all"),
    path("notices/settings/", notices.notice_settings, name="notice_settings"),
    path("notices/<int:pk>/read/", notices.notice_read, name="notice_read"),
    path("unsubscribe/<str:token>/", notices.unsubscribe, name="unsubscribe"),
    path("mails/", mails.mail_list, name="mail_list"),
    path("mails/<int:pk>/retry/", mails.mail_retry, name="mail_retry"),
]
