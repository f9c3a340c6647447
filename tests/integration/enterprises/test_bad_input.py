"""What must not go through: each refused on its page in words that name the rule and the way out, nothing written."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from audits.services.rounds import round_open
from config.common.access import Role
from enterprises.enums import DutyCode
from enterprises.forms.disclosures import field_name
from enterprises.models import DisclosureField, Invitation
from tests.factories.accounts import PASSWORD, client_of, make_user, now, place, system
from tests.factories.amendments import amend_add, make_amendment
from tests.factories.enterprises import make_enterprise, make_representative
from tests.factories.lists import make_entry, make_list, make_listing, publish
from tests.factories.people import accept_as_new, make_invitation
from tests.integration.enterprises.pages import url_of
from tests.unwritten import nothing_written

pytestmark = pytest.mark.django_db
PAPER = {"document_no": "晋环发〔2026〕12号", "authority": "山西省生态环境厅", "published_on": "2026-03-31"}
CHANGE = {"on": "2019-12-31", "reason": "搬迁入园", "version": 1}


class Deed(NamedTuple):
    """What somebody sends, and what the refusal must say: the rule, and what to do instead."""

    client: Client
    address: str
    sent: dict[str, Any]
    said: tuple[str, ...]


def a_list_with_an_open_problem() -> Deed:
    draft = make_list()
    make_entry(draft, make_enterprise(uscc=""))
    draft.refresh_from_db()
    said = ("没有统一社会信用代码，公布时每家都要有", "请先在企业信息中补全")
    address = url_of("mandatory_list_publish", draft.pk)
    return Deed(client_of(make_user()), address, PAPER | {"version": draft.version}, said)


def a_second_publication() -> Deed:
    draft = make_list()
    make_entry(draft)
    draft.refresh_from_db()
    done = publish(draft)
    said = ("已经公布，不能再修改或重复公布", "请在名单页起草修订文件")
    address = url_of("mandatory_list_publish", done.pk)
    return Deed(client_of(make_user()), address, PAPER | {"version": done.version}, said)


def an_amendment_that_removes_what_is_not_listed() -> Deed:
    draft = make_amendment(make_listing().mandatory_list)
    sent = {"enterprise": make_enterprise().pk, "why": "已关停", "version": 1}
    said = ("不在这份名单上", "要列入名单，请用“增列企业”")
    return Deed(client_of(make_user()), url_of("amendment_remove", draft.pk), sent, said)


def an_amendment_that_corrects_what_is_not_listed() -> Deed:
    draft = make_amendment(make_listing().mandatory_list)
    sent = {"enterprise": make_enterprise().pk, "name": "新名", "why": "有误", "version": 1}
    said = ("不在这份名单上", "要列入名单，请用“增列企业”")
    return Deed(client_of(make_user()), url_of("amendment_correct", draft.pk), sent, said)


def an_amendment_that_adds_what_is_listed() -> Deed:
    listing = make_listing()
    draft = make_amendment(listing.mandatory_list)
    sent = {"enterprise": listing.enterprise_id, "categories": ["TOXIC"], "reason": "苯", "version": 1}
    said = ("已在这份名单上", "不能增列", "请用“更正”")
    return Deed(client_of(make_user()), url_of("amendment_add", draft.pk), sent, said)


def an_amendment_dated_before_the_list() -> Deed:
    draft = make_amendment(make_listing(published_on=date(2026, 3, 20)).mandatory_list)
    amend_add(draft, make_enterprise())
    paper = {"document_no": "晋环函〔2026〕45号", "authority": "省厅", "amended_on": "2026-03-01"}
    said = ("修订日期早于名单公布", "修订只能从那以后生效")
    address = url_of("amendment_issue", draft.pk)
    return Deed(client_of(make_user()), address, paper | {"version": draft.version}, said)


def a_move_before_the_enterprise_existed() -> Deed:
    made = make_enterprise(founded_on=date(2020, 1, 1))
    sent = CHANGE | {"region": place("140106").pk}
    said = ("自2020年1月1日才有，变更不能早于这一天", "成立日期有误的请先改正")
    return Deed(client_of(make_user(Role.CITY)), url_of("enterprise_move", made.pk), sent, said)


def a_rename_before_the_enterprise_existed() -> Deed:
    made = make_enterprise(founded_on=date(2020, 1, 1))
    said = ("自2020年1月1日才有，变更不能早于这一天", "成立日期有误的请先改正")
    return Deed(
        client_of(make_user(Role.CITY)), url_of("enterprise_rename", made.pk), CHANGE | {"name": "新名"}, said
    )


def a_split_before_the_enterprise_existed() -> Deed:
    made = make_enterprise(founded_on=date(2020, 1, 1))
    sent = CHANGE | {"name": "分厂", "region": place("140106").pk, "uscc": made.uscc}
    said = ("自2020年1月1日才有，变更不能早于这一天", "成立日期有误的请先改正")
    return Deed(client_of(make_user(Role.CITY)), url_of("enterprise_split", made.pk), sent, said)


def a_merge_of_two_with_open_rounds() -> Deed:
    one, two = make_enterprise(), make_enterprise()
    for enterprise in (one, two):
        round_open(enterprise=enterprise, listing=None, opened_on=date(2026, 1, 5), by=system(), at=now())
    sent = {"other": two.pk, "version": 1, "other_version": 1, "reason": "重复登记"}
    said = ("两家都有未结束的审核轮次", "请先办结其中一轮，或将它免予审核、转入下一批，再合并")
    return Deed(client_of(make_user(Role.COUNTY)), url_of("enterprise_merge", one.pk), sent, said)


def _running() -> tuple[Any, date]:
    today = timezone.localdate()
    listing = make_listing(published_on=today - timedelta(days=20))
    return listing.duties.get(code=DutyCode.FINISH), today + timedelta(days=1)


def a_pause_without_a_document() -> Deed:
    duty, first = _running()
    sent = {"duty": duty.pk, "from_on": first, "to_on": first + timedelta(days=4), "reason": "停产检修"}
    said = ("没有文件不能中止或延长法定期限", "请附上依据文件")
    return Deed(client_of(make_user(Role.COUNTY)), url_of("pause_create", duty.listing_id), sent, said)


def a_pause_outside_its_term_with_a_document() -> Deed:
    duty, first = _running()
    early = duty.base_on - timedelta(days=9)
    paper = SimpleUploadedFile("批复.pdf", b"%PDF-1.7 paper", "application/pdf")
    sent = {"duty": duty.pk, "from_on": early, "to_on": first, "reason": "停产检修", "document": paper}
    said = ("中止应始于期限之内",)
    return Deed(client_of(make_user(Role.COUNTY)), url_of("pause_create", duty.listing_id), sent, said)


def an_extension_without_a_document() -> Deed:
    duty, _first = _running()
    sent = {"duty": duty.pk, "until_on": duty.due_on + timedelta(days=9), "reason": "设备到货推迟"}
    said = ("没有文件不能中止或延长法定期限", "请附上依据文件")
    return Deed(client_of(make_user(Role.COUNTY)), url_of("extension_create", duty.listing_id), sent, said)


def _disclosure(**changes: Any) -> tuple[Client, str, dict[str, Any]]:
    listing = make_listing(categories=("OVER_LIMIT", "TOXIC"))
    owed = DisclosureField.objects.filter(category__in=("OVER_LIMIT", "TOXIC"))
    sent = {field_name(row): row.label for row in owed}
    sent |= {"disclosed_on": "2026-04-10", "place": "太原日报", "url": "https://example.cn/gs"}
    client = client_of(make_representative(listing.enterprise))
    return client, url_of("disclosure_edit", listing.pk), sent | changes


def a_disclosure_with_a_missing_field() -> Deed:
    said = ("双有企业应公示“法定代表人”（《清洁生产审核办法》第十一条）", "没有的写“无”")
    return Deed(*_disclosure(owed_16=" "), said)


def a_disclosure_without_proof() -> Deed:
    return Deed(*_disclosure(url=""), ("请提供公示证明：公示网址、证明文件或现场照片，至少一项",))


def a_disclosure_with_a_proof_but_of_tomorrow() -> Deed:
    """The file came in and was checked; that it proves nothing leaves no row of it."""
    paper = SimpleUploadedFile("截图.pdf", b"%PDF-1.7 proof", "application/pdf")
    tomorrow = timezone.localdate() + timedelta(days=1)
    return Deed(*_disclosure(proof=paper, disclosed_on=tomorrow), ("公示日期不能晚于今天",))


def a_calendar_file_with_a_day_twice() -> Deed:
    file = SimpleUploadedFile("2027.csv", b"2027-01-01,rest\n2027-01-01,rest\n", "text/csv")
    sent = {"version": 0, "source": "国办通知", "state": "published", "file": file}
    said = ("第 2 行：2027年1月1日在第 1 行已经出现过，同一天只能写一次", "请删去其中一行后重新上传")
    return Deed(client_of(make_user()), url_of("calendar_create", 2027), sent, said)


def an_expired_invitation() -> Deed:
    issued = make_invitation()
    Invitation.objects.update(expires_at=now() - timedelta(days=1))
    said = ("这份邀请已于", "过期", "请联系小店区生态环境分局")
    return Deed(Client(), url_of("invitation_open"), {"code": issued.secret.token}, said)


def a_reused_invitation() -> Deed:
    issued = make_invitation()
    accept_as_new(issued)
    said = ("已经使用过，不能再用", "如果是您本人用的，请直接登录", "小店区生态环境分局")
    return Deed(Client(), url_of("invitation_open"), {"code": issued.secret.printed_code}, said)


def an_invitation_used_while_its_page_stood_open() -> Deed:
    issued, client = make_invitation(), Client()
    client.post(url_of("invitation_open"), {"code": issued.secret.token})
    accept_as_new(issued)
    new = {"name": "常环保", "username": "second", "password": PASSWORD, "again": PASSWORD, "own": "on"}
    sent = new | {"phone": "13812345678"}
    return Deed(client, url_of("invitation_accept"), sent, ("已经使用过，不能再用", "请直接登录"))


CASES: list[Callable[[], Deed]] = [
    a_list_with_an_open_problem,
    a_second_publication,
    an_amendment_that_removes_what_is_not_listed,
    an_amendment_that_corrects_what_is_not_listed,
    an_amendment_that_adds_what_is_listed,
    an_amendment_dated_before_the_list,
    a_move_before_the_enterprise_existed,
    a_rename_before_the_enterprise_existed,
    a_split_before_the_enterprise_existed,
    a_merge_of_two_with_open_rounds,
    a_pause_without_a_document,
    a_pause_outside_its_term_with_a_document,
    an_extension_without_a_document,
    a_disclosure_with_a_missing_field,
    a_disclosure_without_proof,
    a_disclosure_with_a_proof_but_of_tomorrow,
    a_calendar_file_with_a_day_twice,
    an_expired_invitation,
    a_reused_invitation,
    an_invitation_used_while_its_page_stood_open,
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_it_is_refused_with_the_rule_and_the_way_out_and_nothing_is_written(case) -> None:
    deed = case()
    with nothing_written():
        answer = deed.client.post(deed.address, deed.sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    for words in deed.said:
        assert words in page, words
