"""The embedded default with a trap: the n-th checkpoint of a job kills its process (see harness.py)."""

from config.settings.embedded import *
from config.settings.embedded import env

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_BROKER_URL = "memory://"
JOB_CHECKPOINT = ["tests.faults.kill.maybe_kill"]
# "3" kills at the third checkpoint, "3+20" at the twentieth write after it (inside a transaction); "" never.
KILL_AT = env.str("KILL_AT", default="")
