"""What every letter has: absolute links, and its number."""

import hashlib
from urllib.parse import urlsplit

from django.conf import settings


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def message_id(key: str) -> str:
    """The same for every try, so that a mail system shows a letter once that reached it twice."""
    number = hashlib.sha256(key.encode()).hexdigest()[:40]
    return f"<{number}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"
