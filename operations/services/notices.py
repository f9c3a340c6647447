"""Reminders: written in sets by the table of rules, once for each (rule, case, recipient, due date)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.activity import activity_record
from config.common.access import Role
from config.common.errors import Refused
from config.common.plug import hooks
from config.common.wording import date_words
from operations.enums import Desk
from operations.facts import NoticeCase, Telling
from operations.models import MutedKind, Notice, NoticeRun
from operations.rules import OPTIONAL_KINDS, NoticeRule, notice_key, rules_by_due_date
from operations.selectors import muted_kinds, officers_by_place

BATCH = 1_000
Officers = dict[tuple[str, int], tuple[int, ...]]


def notices_write(
    *, days: Sequence[date], at: datetime, fence: Callable[[], None], checkpoint: Callable[[str], None]
) -> None:
    """Write the reminders whose day is among `days`, a thousand duties at a time; those that exist stay as they are."""
    rules = rules_by_due_date(days)
    officers = officers_by_place()
    looked_at = 0
    for source in hooks("NOTICE_CASES"):
        for cases in source(rules, BATCH):
            rows = [row for case in cases for row in _notices(case, rules[case.due_on], officers, at)]
            with transaction.atomic():
                fence()
                Notice.objects.bulk_create(rows, ignore_conflicts=True)
            looked_at += len(cases)
            checkpoint(_("已查看 %(n)d 项法定义务") % {"n": looked_at})


def run_note(*, on: date, at: datetime) -> None:
    """The day's reminders are out; the next run begins on the day after."""
    NoticeRun.objects.get_or_create(on=on, defaults={"ran_at": at})


def _notices(
    case: NoticeCase, rules: Iterable[NoticeRule], officers: Officers, at: datetime
) -> Iterator[Notice]:
    """Nobody is told twice of the same day of a duty, though two rules name them."""
    told: set[tuple[int, int]] = set()
    for rule in rules:
        words = rule.words % {"where": case.where, "what": case.what, "due": date_words(case.due_on)}
        for desk in rule.tells:
            for person in recipients(case, desk, officers):
                if (rule.days, person) not in told:
                    told.add((rule.days, person))
                    yield _notice(case, rule, person, words, at)


def _notice(case: NoticeCase, rule: NoticeRule, person: int, words: str, at: datetime) -> Notice:
    return Notice(
        rule=rule.code,
        case_kind=case.kind,
        case_id=case.id,
        recipient_id=person,
        due_on=case.due_on,
        key=notice_key(rule.code, case.kind, case.id, person, case.due_on),
        text=words[:500],
        href=case.href if person in case.plant else case.desk_href,
        created_at=at,
    )


def recipients(case: NoticeCase, desk: Desk, officers: Officers) -> tuple[int, ...]:
    """The people of a desk. Where a county has nobody its city answers, as it does for the county's work."""
    county, city, province = case.places
    if desk == Desk.PLANT:
        return case.plant
    if desk == Desk.AGENCY:
        return case.agents
    if desk == Desk.PROVINCE:
        return officers.get((Role.PROVINCE, province or 0), ())
    of_city = officers.get((Role.CITY, city or 0), ())
    if desk == Desk.CITY:
        return of_city
    return officers.get((Role.COUNTY, county or 0), ()) or of_city


def people_tell(*, telling: Telling, people: Iterable[int], at: datetime) -> None:
    """A notice to each of these people (ids); who has been told under the same mark is not told again."""
    rows = [
        Notice(
            rule=telling.rule,
            case_kind=telling.case_kind,
            case_id=telling.case_id,
            recipient_id=person,
            key=f"{telling.rule}:{telling.case_kind}:{telling.case_id}:{telling.mark}:{person}",
            text=telling.text[:500],
            href=telling.href,
            created_at=at,
        )
        for person in dict.fromkeys(people)
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def notice_read(*, notice: Notice, by: User, at: datetime) -> None:
    """The person has read it; the first time stands."""
    Notice.objects.filter(pk=notice.pk, recipient=by, read_at__isnull=True).update(read_at=at)


def notices_read_all(*, upto: int, by: User, at: datetime) -> int:
    """Everything up to the newest that was on the page; what came since is still unread."""
    return Notice.objects.filter(recipient=by, read_at__isnull=True, pk__lte=upto).update(read_at=at)


@transaction.atomic
def kinds_mute(*, kinds: Iterable[str], by: User, at: datetime) -> None:
    """From now on no letters of these kinds, and of all others again; legal duties cannot be muted."""
    wanted = set(kinds)
    if not wanted <= set(OPTIONAL_KINDS):
        raise Refused(_("法定期限提醒不能退订；其他通知可以。"))
    before = muted_kinds(by)
    if wanted == before:
        return
    MutedKind.objects.filter(user=by).exclude(kind__in=wanted).delete()
    MutedKind.objects.bulk_create(
        [MutedKind(user=by, kind=kind) for kind in sorted(wanted - before)], ignore_conflicts=True
    )
    activity_record(
        by=by,
        at=at,
        verb="notices_mute",
        thing=by,
        region=by.region,
        old={"muted": sorted(before)},
        new={"muted": sorted(wanted)},
    )
