"""When two registrations may become one, and when that may be undone."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from config.common.errors import Problem, Refused
from enterprises.models import Enterprise, EnterpriseMerge

# The survivor's columns that may be taken from the merged one; the place is never: its events count there.
TAKEABLE = (
    "name",
    "uscc",
    "old_code",
    "industry",
    "address",
    "legal_representative",
    "scale",
    "park",
    "founded_on",
)


def check_merge(survivor: Enterprise, merged: Enterprise, problems: Sequence[Problem], reason: str) -> None:
    """Refuse a merge that would mix two cases; each problem says the way out."""
    found = list(problems)
    if survivor.pk == merged.pk:
        found.append(Problem("other", _("请选另一家企业。")))
    if not reason.strip():
        found.append(Problem("reason", _("请写明合并理由。")))
    if found:
        raise Refused(
            _("“%(one)s”与“%(other)s”不能合并。") % {"one": survivor.name, "other": merged.name}, found
        )


def check_undo(merge: EnterpriseMerge, survivor: Enterprise, merged: Enterprise) -> None:
    """Only the last of several merges can be undone, and only once."""
    if merge.undone_on is not None:
        raise Refused(_("这次合并已经撤销，不能重复撤销。"))
    if survivor.merged_into_id is not None or merged.merged_into_id != survivor.pk:
        facts = {"name": survivor.name}
        raise Refused(_("“%(name)s”后来又并入了另一家，请先撤销后一次合并。") % facts)
