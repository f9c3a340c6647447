"""Addresses of reports."""

from django.urls import path

from reports.views import (
    annual_reports,
    credit,
    home,
    public_agreements,
    public_data,
    public_site,
    public_statements,
    public_technologies,
    statements,
)

app_name = "reports"
urlpatterns = [
    path("", home.home, name="home"),
    path("public/", public_site.public_home, name="public_home"),
    path("public/lists/", public_site.public_lists, name="public_lists"),
    path("public/lists/<int:pk>/", public_site.public_list, name="public_list"),
    path("public/search/", public_site.public_search, name="public_search"),
    path("public/enterprises/<int:pk>/", public_site.public_enterprise, name="public_enterprise"),
    path("public/disclosures/", public_site.public_disclosures, name="public_disclosures"),
    path("public/results/", public_site.public_results, name="public_results"),
    path("public/honours/", public_technologies.public_honours, name="public_honours"),
    path("public/technologies/", public_technologies.public_technologies, name="public_technologies"),
    path("public/agreements/", public_agreements.public_agreements, name="public_agreements"),
    path("public/statistics/", public_site.public_statistics, name="public_statistics"),
    path("public/statements/", public_statements.public_statements, name="public_statements"),
    path("public/language/<str:code>/", public_site.public_language, name="public_language"),
    path("public/data/", public_data.public_data, name="public_data"),
    path("public/data/lists/<int:pk>.csv", public_data.public_list_csv, name="public_list_csv"),
    path("public/data/disclosures.csv", public_data.public_disclosures_csv, name="public_disclosures_csv"),
    path("public/data/results.csv", public_data.public_results_csv, name="public_results_csv"),
    path("public/papers/<int:pk>/", public_data.public_paper, name="public_paper"),
    path("robots.txt", public_data.robots, name="robots"),
    path("sitemap.xml", public_data.sitemap, name="sitemap"),
    path("public/sitemaps/<int:part>.xml", public_data.sitemap_part, name="sitemap_part"),
    path("reports/", annual_reports.annual_report_list, name="annual_report_list"),
    path("reports/new/", annual_reports.annual_report_create, name="annual_report_create"),
    path("statements/", statements.statement_list, name="statement_list"),
    path("statements/<int:pk>/", statements.statement_detail, name="statement_detail"),
    path("statements/<int:pk>/paper/", statements.statement_paper, name="statement_paper"),
    path("statements/<int:pk>/withdraw/", statements.statement_withdraw, name="statement_withdraw"),
    path("enterprises/<int:pk>/statements/", statements.enterprise_statements, name="enterprise_statements"),
    path("enterprises/<int:pk>/statements/new/", statements.statement_create, name="statement_create"),
    path("credit/", credit.credit_sending_list, name="credit_sending_list"),
    path("credit/new/", credit.credit_sending_create, name="credit_sending_create"),
    path("credit/<int:pk>/", credit.credit_sending_detail, name="credit_sending_detail"),
    path("credit/<int:pk>/<slug:kind>/", credit.credit_sending_file, name="credit_sending_file"),
    path("reports/<int:pk>/", annual_reports.annual_report_detail, name="annual_report_detail"),
    path(
        "reports/<int:pk>/<slug:kind>/", annual_reports.annual_report_download, name="annual_report_download"
    ),
]
