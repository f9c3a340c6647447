"""A full disk, said as what it is, wherever it shows: at a file, in SQLite, in PostgreSQL."""

import errno

from django.db import DatabaseError
from django.utils.translation import gettext as _

_ERRNOS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_SQLITE = "database or disk is full"
_POSTGRESQL = "53100"


def is_disk_full(error: BaseException | None) -> bool:
    """Whether the error, or what caused it, is that there is no room."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _ERRNOS:
            return True
        if isinstance(error, DatabaseError) and _SQLITE in str(error):
            return True
        if getattr(error, "pgcode", None) == _POSTGRESQL:
            return True
        error = error.__cause__ or error.__context__
    return False


def disk_full_sentence() -> str:
    return _("平台的存储空间已满，这一步没有保存，此前已保存的内容不受影响。请通知系统管理员腾出空间后再试。")
