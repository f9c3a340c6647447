"""The suite: SQLite unless TEST_DATABASE_URL names a PostgreSQL; everything it writes lies in a folder of its own."""

import os
import tempfile

_place = os.environ.get("VAR_DIR") or tempfile.mkdtemp(prefix="suite-var-")
_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
# Workers of one run do not share files: one's sweep would take away what another is writing.
os.environ["VAR_DIR"] = _place if _place.endswith(f"/{_worker}") else f"{_place}/{_worker}"
os.makedirs(os.environ["VAR_DIR"], exist_ok=True)

from config.settings.base import *
from config.settings.base import VAR_DIR, env
from config.settings.sqlite import sqlite_database

DEBUG = False
SECRET_KEY = "suite-only-not-a-secret"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

DATABASES = {"default": sqlite_database(VAR_DIR / "db.sqlite3")}
if env.str("TEST_DATABASE_URL", default=""):
    # a copy of what the suite migrated once, if it did
    _template = {"TEST": {"TEMPLATE": os.environ.get("MIGRATED_POSTGRES")}}
    DATABASES = {"default": env.db("TEST_DATABASE_URL") | _template}

# Each test finds what it wrote: tests that are about keeping pages name a cache of their own.
_none = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
CACHES = {"default": _none, "rates": _none}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_BROKER_URL = env.str("TEST_REDIS_URL", default="memory://")
