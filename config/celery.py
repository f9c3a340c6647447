"""The Celery app. The database row of a job is the truth; messages are only hints (docs/architecture.md)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")

app = Celery("cleaner_production")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
