"""The Celery app. The database row of a job is the truth; messages are only hints (docs/architecture.md)."""

import os
from typing import Any

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")

# Measured with Redis: seven seconds for an answer when it is down, no answer at all when it is frozen.
_PROMPT = {"max_retries": 0, "socket_connect_timeout": 2, "socket_timeout": 3}


class App(Celery):
    """Whoever asks for work does not wait for a broker that is down or silent: the sweep hints again.

    Only writing is prompt. A worker that gave up on an acknowledgement would be deaf from then on.
    """

    def connection_for_write(self, url: str | None = None, **options: Any) -> Any:
        options["transport_options"] = _PROMPT | (options.get("transport_options") or {})
        return super().connection_for_write(url, **options)


app = App("cleaner_production")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
