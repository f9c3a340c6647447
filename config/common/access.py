"""Who may do what: roles, permissions, and the one table that joins them. Where is each model's `visible_to`."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is; exactly one for each account."""

    PROVINCE = "province", _("省级主管部门")
    CITY = "city", _("市级主管部门")
    COUNTY = "county", _("县级主管部门")
    ENTERPRISE = "enterprise", _("企业")
    AGENCY = "agency", _("咨询机构审核人员")
    EXPERT = "expert", _("评估验收专家")
    VERIFIER = "verifier", _("现场核查员")
    DEPARTMENT = "department", _("其他部门")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    LOG_ADMIN = "log_admin", _("审计管理员")
    BUILTIN = "builtin", _("平台自身")


class Permission(StrEnum):
    """A right; each URL, API action and menu entry names one."""

    ENTERPRISES_READ = "enterprises.read"
    WATCH_READ = "watch.read"
    ENTERPRISES_WRITE = "enterprises.write"
    PEOPLE_READ = "people.read"
    PEOPLE_WRITE = "people.write"
    ROSTERS_IMPORT = "rosters.import"
    LISTS_READ = "lists.read"
    LISTS_DRAFT = "lists.draft"
    LISTS_PUBLISH = "lists.publish"
    LETTERS_READ = "letters.read"
    RECOMMENDATIONS_READ = "recommendations.read"
    RECOMMENDATIONS_WRITE = "recommendations.write"
    RECOMMENDATIONS_REVIEW = "recommendations.review"
    DISCLOSURES_READ = "disclosures.read"
    DISCLOSURES_WRITE = "disclosures.write"
    DISCLOSURES_CHECK = "disclosures.check"
    ORDERS_READ = "orders.read"
    ORDERS_WRITE = "orders.write"
    ORDERS_ANSWER = "orders.answer"
    CREDIT_SEND = "credit.send"
    STATEMENTS_READ = "statements.read"
    STATEMENTS_WRITE = "statements.write"
    AGREEMENTS_READ = "agreements.read"
    AGREEMENTS_WRITE = "agreements.write"
    AGREEMENTS_DELIVER = "agreements.deliver"
    AGREEMENTS_CHECK = "agreements.check"
    ROUNDS_READ = "rounds.read"
    ROUNDS_WORK = "rounds.work"
    ROUNDS_DECIDE = "rounds.decide"
    ROUNDS_VOLUNTEER = "rounds.volunteer"
    REVIEWS_READ = "reviews.read"
    REVIEWS_RECORD = "reviews.record"
    FEES_READ = "fees.read"
    SHEETS_WRITE = "sheets.write"
    REVIEWS_SCORE = "reviews.score"
    TIES_WRITE = "ties.write"
    MEASURES_READ = "measures.read"
    MEASURES_WRITE = "measures.write"
    MEASURE_PARAMETERS_WRITE = "measure_parameters.write"
    VERIFICATIONS_READ = "verifications.read"
    VERIFIERS_ASSIGN = "verifiers.assign"
    VERIFICATIONS_RECORD = "verifications.record"
    POST_ASSESSMENTS_READ = "post_assessments.read"
    POST_ASSESSMENTS_WRITE = "post_assessments.write"
    AGENCIES_READ = "agencies.read"
    AGENCIES_WRITE = "agencies.write"
    TECHNOLOGIES_READ = "technologies.read"
    TECHNOLOGIES_WRITE = "technologies.write"
    PROJECTS_READ = "projects.read"
    PROJECTS_WRITE = "projects.write"
    HONOURS_READ = "honours.read"
    HONOURS_WRITE = "honours.write"
    REPORTS_READ = "reports.read"
    REPORTS_MAKE = "reports.make"
    LAW_READ = "law.read"
    CALENDAR_WRITE = "calendar.write"
    DUTIES_ADJUST = "duties.adjust"
    DUTIES_ASK = "duties.ask"
    JOBS_READ = "jobs.read"
    ACTIVITY_READ = "activity.read"
    USERS_READ = "users.read"
    USERS_WRITE = "users.write"
    NOTICES_READ = "notices.read"
    CALENDAR_READ = "calendar.read"
    MAILS_READ = "mails.read"
    HOME = "home"


OFFICERS = frozenset({Role.PROVINCE, Role.CITY, Role.COUNTY})
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.LOG_ADMIN})
_PLANT = frozenset({Role.ENTERPRISE, Role.AGENCY})
_FIELD = frozenset({Role.EXPERT, Role.VERIFIER})
_BUSINESS = OFFICERS | _PLANT | _FIELD
_PEOPLE = _BUSINESS | ADMINISTRATORS | {Role.DEPARTMENT}

GRANTS: dict[Permission, frozenset[Role]] = {
    Permission.HOME: _PEOPLE,
    Permission.WATCH_READ: OFFICERS | {Role.DEPARTMENT},
    Permission.ENTERPRISES_READ: _BUSINESS | {Role.DEPARTMENT},
    Permission.ENTERPRISES_WRITE: OFFICERS,
    Permission.PEOPLE_READ: OFFICERS | {Role.ENTERPRISE},
    Permission.PEOPLE_WRITE: OFFICERS | {Role.ENTERPRISE},
    Permission.ROSTERS_IMPORT: frozenset({Role.PROVINCE, Role.CITY}),
    Permission.LISTS_READ: _BUSINESS | {Role.DEPARTMENT},
    Permission.LISTS_DRAFT: frozenset({Role.PROVINCE}),
    Permission.LISTS_PUBLISH: frozenset({Role.PROVINCE}),
    Permission.LETTERS_READ: OFFICERS | {Role.ENTERPRISE},
    Permission.RECOMMENDATIONS_READ: OFFICERS,
    Permission.RECOMMENDATIONS_WRITE: frozenset({Role.CITY, Role.COUNTY}),
    Permission.RECOMMENDATIONS_REVIEW: frozenset({Role.CITY}),
    Permission.DISCLOSURES_READ: _BUSINESS | {Role.DEPARTMENT},
    Permission.DISCLOSURES_WRITE: frozenset({Role.ENTERPRISE}),
    Permission.DISCLOSURES_CHECK: OFFICERS,
    Permission.ORDERS_READ: OFFICERS | {Role.ENTERPRISE},
    Permission.ORDERS_WRITE: OFFICERS,
    Permission.ORDERS_ANSWER: frozenset({Role.ENTERPRISE}),
    Permission.CREDIT_SEND: frozenset({Role.PROVINCE, Role.CITY}),
    Permission.STATEMENTS_READ: OFFICERS | {Role.ENTERPRISE, Role.DEPARTMENT},
    Permission.STATEMENTS_WRITE: OFFICERS,
    Permission.AGREEMENTS_READ: OFFICERS | {Role.ENTERPRISE, Role.DEPARTMENT},
    Permission.AGREEMENTS_WRITE: OFFICERS | {Role.ENTERPRISE},
    Permission.AGREEMENTS_DELIVER: frozenset({Role.ENTERPRISE}),
    Permission.AGREEMENTS_CHECK: OFFICERS,
    Permission.ROUNDS_READ: _BUSINESS | {Role.DEPARTMENT},
    Permission.ROUNDS_WORK: _PLANT,
    Permission.ROUNDS_DECIDE: OFFICERS,
    Permission.ROUNDS_VOLUNTEER: OFFICERS | {Role.ENTERPRISE},
    Permission.REVIEWS_READ: OFFICERS | _PLANT | {Role.EXPERT},
    Permission.REVIEWS_RECORD: OFFICERS | {Role.EXPERT},
    Permission.REVIEWS_SCORE: frozenset({Role.EXPERT}),
    Permission.TIES_WRITE: frozenset({Role.PROVINCE, Role.EXPERT}),
    Permission.FEES_READ: OFFICERS | {Role.EXPERT},
    Permission.SHEETS_WRITE: frozenset({Role.PROVINCE}),
    Permission.MEASURES_READ: _BUSINESS | {Role.DEPARTMENT},
    Permission.MEASURES_WRITE: _PLANT,
    Permission.MEASURE_PARAMETERS_WRITE: frozenset({Role.PROVINCE}),
    Permission.VERIFICATIONS_READ: OFFICERS | _PLANT | {Role.VERIFIER},
    Permission.VERIFIERS_ASSIGN: OFFICERS,
    Permission.VERIFICATIONS_RECORD: frozenset({Role.VERIFIER}),
    Permission.POST_ASSESSMENTS_READ: OFFICERS | _PLANT | {Role.VERIFIER},
    Permission.POST_ASSESSMENTS_WRITE: OFFICERS,
    Permission.AGENCIES_READ: OFFICERS | {Role.AGENCY, Role.DEPARTMENT},
    Permission.AGENCIES_WRITE: frozenset({Role.PROVINCE}),
    Permission.TECHNOLOGIES_READ: _BUSINESS | {Role.DEPARTMENT},
    Permission.TECHNOLOGIES_WRITE: frozenset({Role.PROVINCE}),
    Permission.PROJECTS_READ: OFFICERS | _PLANT | {Role.DEPARTMENT},
    Permission.PROJECTS_WRITE: OFFICERS,
    Permission.HONOURS_READ: _BUSINESS | {Role.DEPARTMENT},
    Permission.HONOURS_WRITE: frozenset({Role.PROVINCE}),
    Permission.REPORTS_READ: OFFICERS | {Role.DEPARTMENT},
    Permission.REPORTS_MAKE: OFFICERS,
    Permission.LAW_READ: _BUSINESS | {Role.DEPARTMENT},
    Permission.CALENDAR_WRITE: frozenset({Role.PROVINCE}),
    Permission.DUTIES_ADJUST: OFFICERS,
    Permission.DUTIES_ASK: OFFICERS | {Role.ENTERPRISE},
    Permission.JOBS_READ: OFFICERS | ADMINISTRATORS,
    Permission.ACTIVITY_READ: OFFICERS | {Role.LOG_ADMIN},
    Permission.NOTICES_READ: _PEOPLE,
    Permission.CALENDAR_READ: OFFICERS | _PLANT,
    Permission.MAILS_READ: frozenset({Role.SYSTEM_ADMIN}),
    Permission.USERS_READ: frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}),
    Permission.USERS_WRITE: frozenset({Role.SYSTEM_ADMIN}),
}


@dataclass(frozen=True)
class Public:
    """Marks a URL that anybody may open, and why."""

    because: str


def allowed(user: Any, permission: Permission) -> bool:
    """Whether the person's role has the right; nothing is said about which rows."""
    return bool(user.is_authenticated and user.role in GRANTS[permission])


View = Callable[..., HttpResponse]


def needs(permission: Permission) -> Callable[[View], View]:
    """Only people whose role has `permission`: anonymous is sent to sign in, others get 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect(
                    f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}"
                )
            if not allowed(request.user, permission):
                raise PermissionDenied(_("您的角色没有这项权限；如确需办理，请联系系统管理员。"))
            return view(request, *args, **kwargs)

        guarded.access = permission  # type: ignore[attr-defined]  # read by the access-matrix test
        return guarded

    return decorate


def public(*, because: str) -> Callable[[View], View]:
    """Anybody may open this URL; the reason stands beside it."""

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs)

        opened.access = Public(because)  # type: ignore[attr-defined]  # read by the access-matrix test
        return opened

    return decorate
