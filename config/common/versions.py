"""Two people at one row: every editable row has a version, a save names the one it read."""

from typing import Any

from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _

from config.common.errors import Stale


class Versioned(models.Model):
    """Abstract: a row that people edit. `version` grows by one with every save."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


def guarded_update(row: Any, *, version: int | None = None, **changes: Any) -> None:
    """Save `changes` if the row still has `version` (default: the one in memory); else raise Stale.

    A conditional UPDATE, so that it holds on both databases; the row in memory is brought up to date.
    """
    expected = row.version if version is None else version
    manager = row.__class__._base_manager  # request.user is a lazy wrapper: its class is not its type
    if not manager.filter(pk=row.pk, version=expected).update(version=F("version") + 1, **changes):
        now = manager.get(pk=row.pk)
        raise Stale(
            _("您打开此页后，别人已保存了新的内容。您填写的内容没有丢失：请对照下面两份内容，合并后再保存。"),
            theirs={name: str(getattr(now, name)) for name in changes},
            yours={name: str(value) for name, value in changes.items()},
        )
    for name, value in changes.items():
        setattr(row, name, value)
    row.version = expected + 1
