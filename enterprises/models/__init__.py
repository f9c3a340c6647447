"""Rows of the registry, one module for each noun."""

from enterprises.models.agreement import (
    AgreementDelivery,
    AgreementTarget,
    DeliveredValue,
    VoluntaryAgreement,
)
from enterprises.models.amendment import AmendmentItem, ListAmendment, ListDocument
from enterprises.models.clock import DutyAdjustment, DutyChange
from enterprises.models.disclosure import Disclosure, DisclosureVersion
from enterprises.models.enforcement import (
    CorrectionOrder,
    OrderAnswer,
    OrderDraft,
    OrderProof,
    Penalty,
    PenaltyArticle,
)
from enterprises.models.enterprise import (
    Enterprise,
    EnterpriseName,
    EnterprisePlacement,
    KeyArea,
    Park,
    Permit,
    Representative,
)
from enterprises.models.history import DuplicatePair, EnterpriseChange, EnterpriseCode, EnterpriseMerge
from enterprises.models.industry import Industry
from enterprises.models.invitation import Invitation
from enterprises.models.law import CalendarDay, CalendarYear, CycleIndustry, DisclosureField, LegalRegime
from enterprises.models.listing import Duty, Listing, MandatoryList
from enterprises.models.recommendation import ListRecommendation
from enterprises.models.roster import RosterImport, RosterRow
from enterprises.models.sheet import HeadingMapping, SheetImport, SheetRow
from enterprises.models.watch import WatchEntry

__all__ = [
    "AgreementDelivery",
    "AgreementTarget",
    "AmendmentItem",
    "CalendarDay",
    "CalendarYear",
    "CorrectionOrder",
    "CycleIndustry",
    "DeliveredValue",
    "Disclosure",
    "DisclosureField",
    "DisclosureVersion",
    "DuplicatePair",
    "Duty",
    "DutyAdjustment",
    "DutyChange",
    "Enterprise",
    "EnterpriseChange",
    "EnterpriseCode",
    "EnterpriseMerge",
    "EnterpriseName",
    "EnterprisePlacement",
    "HeadingMapping",
    "Industry",
    "Invitation",
    "KeyArea",
    "LegalRegime",
    "ListAmendment",
    "ListDocument",
    "ListRecommendation",
    "Listing",
    "MandatoryList",
    "OrderAnswer",
    "OrderDraft",
    "OrderProof",
    "Park",
    "Penalty",
    "PenaltyArticle",
    "Permit",
    "Representative",
    "RosterImport",
    "RosterRow",
    "SheetImport",
    "SheetRow",
    "VoluntaryAgreement",
    "WatchEntry",
]
