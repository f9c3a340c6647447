"""Addresses of reports."""

from django.urls import path

from reports.views import annual_reports, home

app_name = "reports"
urlpatterns = [
    path("", home.home, name="home"),
    path("reports/", annual_reports.annual_report_list, name="annual_report_list"),
    path("reports/new/", annual_reports.annual_report_create, name="annual_report_create"),
    path("reports/<int:pk>/", annual_reports.annual_report_detail, name="annual_report_detail"),
    path(
        "reports/<int:pk>/<slug:kind>/", annual_reports.annual_report_download, name="annual_report_download"
    ),
]
