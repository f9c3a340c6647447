"""What binds a verifier to a round: in person (same account, same phone or mailbox) or by organisation."""

from django.db.models import Q, QuerySet

from accounts.models import User
from audits.models import Auditor, Expert, Round
from enterprises.models import Representative
from measures.facts import Ties


def ties_of(verifier: User, round_: Round) -> Ties:
    """Everything that makes this person partial in this round; former ties count as well."""
    representatives = _representatives(round_)
    auditors = (
        Auditor.objects.filter(agency_id=round_.agency_id) if round_.agency_id else Auditor.objects.none()
    )
    return Ties(
        represents_enterprise=representatives.filter(user=verifier).exists(),
        works_for_agency=auditors.filter(user=verifier).exists(),
        shares_contact=_same_contact(verifier, representatives, auditors),
        employed_there=_employed_there(verifier, round_),
    )


def _representatives(round_: Round) -> QuerySet[Representative]:
    """People of the enterprise: of this site and of every other site under the same code."""
    same = Q(enterprise_id=round_.enterprise_id)
    if round_.enterprise.uscc:
        same |= Q(enterprise__uscc=round_.enterprise.uscc)
    return Representative.objects.filter(same)


def _same_contact(
    verifier: User, representatives: QuerySet[Representative], auditors: QuerySet[Auditor]
) -> bool:
    same = Q(pk=None)
    if verifier.phone:
        same |= Q(phone=verifier.phone)
    if verifier.email:
        same |= Q(email__iexact=verifier.email)
    theirs = Q(pk__in=representatives.values("user_id")) | Q(pk__in=auditors.values("user_id"))
    return User.objects.filter(theirs, same).exclude(pk=verifier.pk).exists()


def _employed_there(verifier: User, round_: Round) -> bool:
    """By the pool of experts, in which a verifier may stand with an employer."""
    names = {round_.enterprise.name, *round_.enterprise.former_names.values_list("name", flat=True)}
    if round_.agency:
        names.add(round_.agency.name)
    return Expert.objects.filter(user=verifier, employer__in=names).exists()
