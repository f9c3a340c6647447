"""The suite: SQLite unless TEST_DATABASE_URL names a PostgreSQL; everything it writes lies in a folder of its own."""

import os
import tempfile

os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="suite-var-"))

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
    DATABASES = {"default": env.db("TEST_DATABASE_URL")}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_BROKER_URL = env.str("TEST_REDIS_URL", default="memory://")
