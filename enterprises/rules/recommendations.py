"""Who may recommend an enterprise, and move a recommendation along."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from config.common.errors import NotAllowed, Problem, Refused
from config.common.lifecycles import Move
from config.common.wording import listed
from enterprises.calculations.listing_facts import fact_problem, kinds_missing
from enterprises.enums import Category, FactKind, RecommendationState
from enterprises.facts import ListingBasis
from enterprises.lifecycle import BELOW, EDITABLE, RECOMMENDATION
from enterprises.models import Enterprise, ListRecommendation


def check_may_recommend(by: User, enterprise: Enterprise) -> None:
    """Counties and cities, for what lies in their territory."""
    if by.role not in BELOW:
        raise NotAllowed(_("名单推荐由县级和市级主管部门提出。"))
    if by.region is None or not by.region.covers(enterprise.region):
        raise NotAllowed(_("“%(name)s”不在您的辖区。") % {"name": enterprise.name})


def check_editable(recommendation: ListRecommendation) -> None:
    if recommendation.state not in EDITABLE:
        state = RecommendationState(recommendation.state).label
        raise Refused(_("这条推荐已是“%(state)s”，不能再修改。") % {"state": state})


def check_move(recommendation: ListRecommendation, step: Move, by: User, reason: str) -> None:
    """The table says whose move it is, from which states, and whether it needs a reason."""
    if by.role not in step.roles:
        names = listed(str(role.label) for role in sorted(step.roles))
        raise NotAllowed(_("“%(move)s”由%(roles)s办理。") % {"move": step.label, "roles": names})
    if recommendation.state not in step.from_states:
        state = RECOMMENDATION.label(recommendation.state)
        facts = {"name": recommendation.enterprise.name, "state": state, "move": step.label}
        raise Refused(_("“%(name)s”的推荐现处于“%(state)s”，不能“%(move)s”。") % facts)
    if step.needs_reason and not reason.strip():
        raise Refused(
            _("“%(move)s”要写明原因。") % {"move": step.label},
            [Problem("reason", _("请填写原因，推荐单位会看到这段话。"))],
        )


def check_basis(basis: ListingBasis) -> None:
    """A recommendation goes up with its categories, its reason, and the facts each category asks for."""
    problems = basis_problems(basis)
    if not basis.reason.strip():
        problems.append(Problem("reason", _("请填写入列原因。")))
    for kind in kinds_missing(basis.categories, basis.facts):
        sentence = _("按所选类别，还要填写%(kind)s的依据。") % {"kind": FactKind(kind).label}
        problems.append(Problem("facts", sentence))
    if problems:
        raise Refused(_("推荐还不完整，不能提交。"), problems)


def basis_problems(basis: ListingBasis) -> list[Problem]:
    """Facts that prove nothing, and categories nobody chose."""
    problems = [Problem("facts", sentence) for fact in basis.facts if (sentence := fact_problem(fact))]
    if not set(basis.categories) or set(basis.categories) - set(Category.values):
        problems.append(Problem("categories", _("请至少选择一个类别：双超、双有或高耗能。")))
    return problems


def is_refused(check: Callable[..., None], *args: Any) -> bool:
    """Whether a check would refuse."""
    try:
        check(*args)
    except Refused:
        return True
    return False
