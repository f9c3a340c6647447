"""Who may ask for which report, and what a statement of results must say."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Region, User
from config.common.errors import NotAllowed, Problem, Refused
from reports.enums import StatementPurpose, StatementState
from reports.models import ResultStatement

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


@dataclass(frozen=True)
class StatementTerms:
    """What a statement is wanted for, by whom, and the number of the file it goes to."""

    purpose: str
    addressee: str
    file_no: str = ""


def check_statement_terms(terms: StatementTerms) -> None:
    """A statement names its purpose and who asked."""
    checks = [
        ("purpose", terms.purpose in StatementPurpose.values, _("请选择用途。")),
        ("addressee", bool(terms.addressee.strip()), _("请填写收件单位。")),
        ("addressee", len(terms.addressee.strip()) <= 80, _("收件单位不超过 80 字。")),
        ("file_no", len(terms.file_no.strip()) <= 60, _("许可证号或项目编号不超过 60 字。")),
    ]
    problems = [Problem(code, words) for code, right, words in checks if not right]
    if problems:
        raise Refused(_("没有出具，请按提示改正。"), problems)


def check_statement_withdrawal(statement: ResultStatement, reason: str, by: User) -> None:
    """Once, with a reason, by the authority that issued it or one above."""
    if not by.is_builtin and (by.region is None or not by.region.covers(statement.region)):
        facts = {"authority": statement.region.bureau_name}
        raise NotAllowed(_("这份说明由%(authority)s出具，只能由它或它的上级撤回。") % facts)
    if statement.state == StatementState.WITHDRAWN:
        raise Refused(_("这份说明已撤回，不能再次撤回。"))
    if not reason.strip():
        sentence = _("请写明撤回理由。")
        raise Refused(_("没有撤回，请按提示改正。"), [Problem("reason", sentence)])
    if len(reason.strip()) > 300:
        raise Refused(_("没有撤回，请按提示改正。"), [Problem("reason", _("撤回理由不超过 300 字。"))])
