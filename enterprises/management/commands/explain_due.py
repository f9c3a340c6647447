"""Why the duties of an entry are due on their days."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from config.common.commands import PlatformCommand
from config.common.errors import Refused
from config.common.wording import date_words
from enterprises.enums import DutyCode
from enterprises.presenters.clock import explained
from enterprises.selectors.clock import listing_by_id, working_calendar


class Command(PlatformCommand):
    help = "Explain each due date of an entry of a list: its term, its article, each step of the count."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("listing", type=int)

    def perform(self, *, listing: int, **_options: Any) -> dict[str, Any]:
        row = listing_by_id(listing)
        if row is None:
            raise Refused(_("没有编号为 %(id)d 的名单条目。") % {"id": listing})
        return explained(row, working_calendar())

    def say(self, answer: dict[str, Any]) -> None:
        if not answer["duties"]:
            self.stdout.write(_("这一条目还没有开始计算的法定期限。"))
        for duty in answer["duties"]:
            facts = {
                "duty": DutyCode(duty["code"]).label,
                "day": date_words(date.fromisoformat(duty["due_on"])),
            }
            mark = _("（暂定）") if duty["provisional"] else ""
            self.stdout.write(_("%(duty)s：%(day)s") % facts + mark)
            self.stdout.write("  " + _("依据：%(article)s") % {"article": duty["article"]})
            for step in duty["steps"]:
                self.stdout.write(f"  · {step['text']}")
