"""Work out every cash sheet anew, after a new version of the calculation or of a benchmark."""

from typing import Any

from django.utils import timezone

from accounts.services.users import actor_named
from config.common.commands import PlatformCommand
from measures.services.parameters import recompute_ask
from operations.runner import run_inline


class Command(PlatformCommand):
    help = "Work out the cash sheets of all measures anew with the calculation and benchmarks in force."

    def perform(self, **options: Any) -> dict[str, Any]:
        by, at = actor_named(options["by"]), timezone.now()
        row = recompute_ask(by=by, at=at, dispatch=False)
        job = run_inline(task=row.task, title=row.title, by=by, at=at, dedupe_key=row.dedupe_key, **row.args)
        return {"seen": job.result["seen"], "changed": job.result["changed"]}
