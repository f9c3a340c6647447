"""Addresses of the API, version 1."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from accounts.api import RegionViewSet
from audits.api import RoundViewSet
from enterprises.api import (
    AmendmentViewSet,
    EnterpriseViewSet,
    IndustryViewSet,
    ListingViewSet,
    MandatoryListViewSet,
)
from measures.api import FeasibilityView, MeasureViewSet, VerificationViewSet
from reports.api import AnnualReportViewSet

router = SimpleRouter()
router.register("regions", RegionViewSet, basename="api-regions")
router.register("industries", IndustryViewSet, basename="api-industries")
router.register("enterprises", EnterpriseViewSet, basename="api-enterprises")
router.register("lists", MandatoryListViewSet, basename="api-lists")
router.register("amendments", AmendmentViewSet, basename="api-amendments")
router.register("listings", ListingViewSet, basename="api-listings")
router.register("rounds", RoundViewSet, basename="api-rounds")
router.register("measures", MeasureViewSet, basename="api-measures")
router.register("verifications", VerificationViewSet, basename="api-verifications")
router.register("reports", AnnualReportViewSet, basename="api-reports")

urlpatterns = [
    path("tools/feasibility/", FeasibilityView.as_view(), name="api-feasibility"),
    *router.urls,
]
