"""Addresses of the whole platform; each app keeps its own."""

from django.conf import settings
from django.urls import include, path
from django.views.i18n import set_language

from config.common.access import public
from config.common.api.schema import DocsView, SchemaView
from config.common.gallery import gallery
from measures.views import field
from operations.views import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("sw.js", field.service_worker, name="service_worker"),
    path(
        "i18n/language/",
        public(because="the language is chosen before signing in")(set_language),
        name="set_language",
    ),
    path("api/v1/", include("config.api_urls")),
    path("api/schema/", SchemaView.as_view(), name="schema"),
    path("api/docs/", DocsView.as_view(url_name="schema"), name="api_docs"),
    path("accounts/", include("accounts.urls")),
    path("operations/", include("operations.urls")),
    path("enterprises/", include("enterprises.urls")),
    path("audits/", include("audits.urls")),
    path("measures/", include("measures.urls")),
    path("", include("reports.urls")),
]
handler404 = "config.common.errors_views.not_found"
handler500 = "config.common.errors_views.failure"
if settings.DEBUG:
    shown = public(because="made-up data for page writers, and only while debugging")(gallery)
    urlpatterns.insert(0, path("gallery/", shown, name="gallery"))
