"""Every string that stands for an import resolves; every URL declares its right; names agree."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string

from config.common.access import GRANTS, Permission, Public, Role
from config.common.menu import MENU
from tests.architecture.sources import APPS, ROOT, python_sources, template_files

HOOKS = [
    name
    for name in dir(settings)
    if name.isupper() and name in (ROOT / "config/settings/hooks.py").read_text()
]
# rows everybody may read, or that are only ever reached through a row that has visible_to
EXEMPT = {
    "accounts": {
        "Region", "RegionChange", "Department", "ApiToken", "ActivitySeal", "Attempt", "ResetRequest",
    },
    "operations": {"Attachment", "CalendarFeed", "DefaultView", "MutedKind", "NoticeRun", "Pulse"},
    "enterprises": {
        "AmendmentItem", "CalendarDay", "CalendarYear", "CycleIndustry", "DisclosureField", "DisclosureVersion",
        "Duty", "DutyChange", "AgreementTarget", "DeliveredValue",
        "EnterpriseChange", "EnterpriseCode", "EnterpriseName", "EnterprisePlacement",
        "Industry", "KeyArea", "LegalRegime", "PenaltyArticle", "Park", "Permit", "Representative", "RosterRow",
        "OrderProof",
    },
    "audits": {
        "Agency", "AuditPlan", "Auditor", "Expert", "ReviewExpert", "RoundFile", "RoundMove", "RoundStage",
        "ExpertTie", "FeeRate", "ItemScore", "PanelDraw", "SeatVeto",
        "SheetItem", "SheetThreshold", "SheetVeto", "Target", "TeamMember",
    },
    "measures": {
        "HonourCriteria", "HonourRoll", "PostSample", "PostStratum",
        "BenefitIndicator", "CoalFactor", "MeasureMove", "PostAssessmentItem", "Reading", "Technology",
        "VerificationPhoto", "PastRow", "PastMeasures", "PastEffect", "FindingMove", "FindingProof",
        "Conclusion", "FeasibilitySheet", "MeasureParameter", "WorkStep", "FundingDraw",
        "ScreeningFactor", "ScreeningScheme", "ScreeningScore", "ScreeningWeight",
    },
    "reports": {"CreditRow"},
}  # fmt: skip


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            space = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from patterns(entry, space)
        else:
            yield f"{prefix}{entry.name}", entry


PAGES = [(name, entry) for name, entry in patterns() if name.split(":")[0] in APPS and "api" not in name]


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_resolves(hook: str) -> None:
    for path in getattr(settings, hook):
        assert callable(import_string(path))


def test_every_task_that_is_enqueued_exists() -> None:
    wanted = set()
    for source in python_sources():
        wanted |= set(re.findall(rf'"((?:{"|".join(APPS)})\.tasks\.\w+)"', source.text))
    assert wanted
    for path in wanted:
        assert callable(import_string(path))


def test_every_url_declares_its_right() -> None:
    """Default closed: a page names a Permission or says why it is public; API views carry `access`."""
    undeclared = []
    for name, entry in patterns():
        view = entry.callback
        owner = getattr(view, "cls", None) or getattr(view, "view_class", None)
        declared = getattr(view, "access", None) or getattr(owner, "access", None)
        if not isinstance(declared, (Permission, Public, dict)):
            undeclared.append(name)
    assert undeclared == []


@pytest.mark.parametrize(("name", "entry"), PAGES, ids=[name for name, _entry in PAGES])
def test_the_url_name_is_the_views_name(name: str, entry: URLPattern) -> None:
    assert entry.callback.__name__ == name.rsplit(":", maxsplit=1)[-1]


def test_every_permission_is_granted_to_somebody_and_no_role_is_empty() -> None:
    assert set(GRANTS) == set(Permission)
    assert all(GRANTS.values())
    people = set(Role) - {Role.BUILTIN}
    assert set().union(*GRANTS.values()) == people


def test_every_menu_entry_opens_a_page() -> None:
    names = {name for name, _entry in patterns()}
    assert {item.url_name for group in MENU for item in group.items} - names == set()


@pytest.mark.parametrize("app", APPS)
def test_every_model_says_who_may_see_it(app: str) -> None:
    models = apps.get_app_config(app).get_models()
    closed = {m.__name__ for m in models if not hasattr(m._default_manager.all(), "visible_to")}
    assert closed == EXEMPT[app]


@pytest.mark.parametrize("path", [pytest.param(p, id=str(p.relative_to(ROOT))) for p in template_files()])
def test_every_template_parses(path) -> None:
    get_template(str(path.relative_to(ROOT / "templates")))


def test_every_template_a_view_names_exists() -> None:
    for source in python_sources(*APPS):
        for node in ast.walk(source.tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and re.fullmatch(r"[\w/]+\.html", node.value)
            ):
                get_template(node.value)
