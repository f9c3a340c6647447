"""Is an application whole? Each requirement of its kind is proved by a file, or by what the platform itself knows."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _

from audits.enums import REQUIRED, Requirement, ReviewKind
from config.common.errors import Problem


def every_requirement_is_proved(round_id: int, kind: str, proved: Collection[str]) -> list[Problem]:
    """What the application still lacks, each with where it is added."""
    link = reverse("audits:review_apply", args=[round_id, kind])
    return [
        Problem(requirement.value, _("缺少“%(what)s”") % {"what": Requirement(requirement).label}, link)
        for requirement in REQUIRED[ReviewKind(kind)]
        if requirement.value not in proved
    ]
