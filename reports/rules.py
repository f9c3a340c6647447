"""Who may ask for which report."""

from django.utils.translation import gettext as _

from accounts.models import Region, User
from config.common.errors import Refused

FIRST_YEAR = 2003  # the year the law came into force: no list is older


def check_report_region(user: User, region: Region) -> None:
    """Officers report on their own territory and on places inside it; commands on any."""
    if user.is_builtin:
        return
    if user.region is None or not user.region.covers(region):
        raise Refused(_("%(name)s不在您的管辖范围内，不能编制它的报告。") % {"name": region.name})


def check_report_years(since: int, year: int, this_year: int) -> None:
    """The years are in order, not before the law and not in the future."""
    if not FIRST_YEAR <= year <= this_year:
        raise Refused(
            _("年度应在 %(first)s 至 %(last)s 之间，您填写的是 %(year)s。")
            % {"first": FIRST_YEAR, "last": this_year, "year": year}
        )
    if not FIRST_YEAR <= since <= year:
        raise Refused(
            _("起始年度应在 %(first)s 至 %(year)s 之间，您填写的是 %(since)s。")
            % {"first": FIRST_YEAR, "year": year, "since": since}
        )
