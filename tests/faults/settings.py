"""The embedded default with traps: in jobs (harness.py, kill.py) and in requests (web.py, trap.py)."""

from config.settings.embedded import *
from config.settings.embedded import env

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="memory://")
JOB_CHECKPOINT = ["tests.faults.kill.small_batches", "tests.faults.kill.maybe_kill"]
# "3" kills at the third checkpoint, "3+20" at the twentieth write after it (inside a transaction); "" never.
KILL_AT = env.str("KILL_AT", default="")
# How many rounds a batch opens, so that few entries make many batches; 0 as in production.
ROUNDS_A_BATCH = env.int("ROUNDS_A_BATCH", default=0)
# The checkpoint at which the process is stopped until somebody sends it SIGCONT; 0 never.
STOP_AT = env.int("STOP_AT", default=0)
MIDDLEWARE = ["tests.faults.trap.TrapMiddleware", *MIDDLEWARE]
# The journal of the library that Debian ships, so that what is cut off is the same file everywhere.
DATABASES["default"]["OPTIONS"]["init_command"] = DATABASES["default"]["OPTIONS"]["init_command"].replace(
    "journal_mode=WAL", "journal_mode=DELETE"
)
