"""Background work: Celery only carries hints, the Job row is the truth."""

import environ

env = environ.Env()

CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = env.int("WORKER_CONCURRENCY", default=1)
CELERY_WORKER_MAX_MEMORY_PER_CHILD = env.int("WORKER_MAX_KILOBYTES", default=800_000)
CELERY_TASK_TIME_LIMIT = env.int("TASK_TIME_LIMIT_SECONDS", default=4 * 3600)
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=60)
JOB_HEARTBEAT_SECONDS = env.float("JOB_HEARTBEAT_SECONDS", default=15)
JOB_SWEEP_SECONDS = env.int("JOB_SWEEP_SECONDS", default=60)
JOB_MAX_ATTEMPTS = 3
JOB_REDISPATCH_SECONDS = env.int("JOB_REDISPATCH_SECONDS", default=90)
JOB_SWEEP_DISPATCH_CAP = 50

# Lists as files: up to so many rows at once, more as a job; kept for so many days.
EXPORT_DIRECT_ROWS = env.int("EXPORT_DIRECT_ROWS", default=2_000)
EXPORT_DAYS = env.int("EXPORT_DAYS", default=7)

CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "operations.tasks.sweep", "schedule": JOB_SWEEP_SECONDS},
}
