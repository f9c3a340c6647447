"""Projects for tests, walked through the real services."""

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import User
from config.common.access import Role
from enterprises.models import Enterprise
from measures.models import Measure, Project
from measures.services.projects import ProjectStep, ProjectTerms, project_create, project_move, project_update
from tests.factories.accounts import make_user, now
from tests.factories.audits import today


def project_terms(enterprise: Enterprise | None = None, **changes: Any) -> ProjectTerms:
    facts = {
        "kind": "demonstration",
        "title": "焦化酚氰废水深度处理示范",
        "undertaker": enterprise.name if enterprise else "太原理工大学",
        "begins_on": date(2026, 1, 1),
        "ends_on": date(2027, 6, 30),
        "investment_wan": Decimal(320),
        "public_wan": Decimal(80),
        "funder": "煤炭可持续发展基金",
        "enterprise": enterprise,
    }
    return ProjectTerms(**facts | changes)


def make_project(
    enterprise: Enterprise | None = None, *measures: Measure, by: User | None = None, **changes: Any
) -> Project:
    """A project of that enterprise that carries these measures, kept by the officer's bureau (default 太原市)."""
    officer = by or make_user(Role.CITY)
    terms = project_terms(enterprise, **changes)
    row = project_create(terms=terms, by=officer, at=now())
    if measures:
        project_update(project=row, terms=terms, measures=measures, version=row.version, by=officer, at=now())
    return row


def move(project: Project, name: str, by: User, document_no: str = "晋环科〔2026〕7号") -> Project:
    step = ProjectStep(document_no, today(), "出水回用，节水三成。")
    return project_move(project=project, name=name, step=step, version=project.version, by=by, at=now())
