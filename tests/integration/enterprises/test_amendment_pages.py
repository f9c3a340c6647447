"""The pages on which the province amends a published list, and on which everybody reads what was amended."""

from datetime import date

import pytest
from django.utils import timezone

from config.common.access import Role
from enterprises.enums import ListingState, ListState
from enterprises.models import AmendmentItem, ListAmendment, Listing
from tests.factories.accounts import client_of, make_user
from tests.factories.amendments import amend_remove, issue, make_amendment, make_issued
from tests.factories.enterprises import make_enterprise
from tests.factories.lists import make_entry, make_list, publish
from tests.integration.enterprises.pages import url_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    return client_of(make_user(Role.PROVINCE))


@pytest.fixture
def published():
    draft = make_list()
    entries = [make_entry(draft, make_enterprise()) for _ in range(3)]
    draft.refresh_from_db()
    return publish(draft, date(2026, 3, 31)), entries


def draft_of(mandatory_list):
    return ListAmendment.objects.get(mandatory_list=mandatory_list, state=ListState.DRAFT)


def text(response):
    return response.content.decode()


def test_a_list_is_amended_from_its_page_to_the_issued_document(province, published):
    mandatory_list, (gone, wrong, _stays) = published
    newcomer = make_enterprise()
    page = province.get(url_of("mandatory_list_detail", mandatory_list.pk))
    assert url_of("amendment_create", mandatory_list.pk) in text(page)
    province.post(url_of("amendment_create", mandatory_list.pk), {"reason": "核查后调整"})
    draft = draft_of(mandatory_list)
    added = {"enterprise": newcomer.pk, "categories": ["TOXIC"], "reason": "使用苯", "version": 1}
    assert province.post(url_of("amendment_add", draft.pk), added).status_code == 302
    removed = {"enterprise": gone.enterprise_id, "why": "已关停", "version": 2}
    assert province.post(url_of("amendment_remove", draft.pk), removed).status_code == 302
    form = text(province.get(url_of("amendment_correct", draft.pk), {"enterprise": wrong.enterprise_id}))
    assert wrong.name in form
    right = {"name": "应有的名称", "uscc": wrong.enterprise.uscc, "categories": ["TOXIC"], "why": "公布有误"}
    corrected = right | {"enterprise": wrong.enterprise_id, "version": 3}
    assert province.post(url_of("amendment_correct", draft.pk), corrected).status_code == 302
    assert AmendmentItem.objects.get(kind="correct").values == {"name": "应有的名称"}
    page = text(province.get(url_of("amendment_detail", draft.pk)))
    for words in (
        newcomer.name,
        gone.name,
        f"{wrong.name} → <b>应有的名称</b>",
        "没有填写有毒有害物质的依据",
    ):
        assert words in page
    paper = {
        "document_no": "晋环函〔2026〕45号",
        "authority": "省厅",
        "amended_on": "2026-06-15",
        "version": 4,
    }
    issued = province.post(url_of("amendment_issue", draft.pk), paper, follow=True)
    assert "修订已发布" in text(issued)
    assert "2026年6月15日" in text(issued)
    page = text(province.get(url_of("mandatory_list_detail", mandatory_list.pk)))
    assert "第 1 次修订（晋环函〔2026〕45号）" in page
    assert "增列 1 家，移出 1 家，更正 1 家" in page


def test_issuing_says_every_problem_with_its_link_and_a_second_time_why_not(province, published):
    mandatory_list, entries = published
    draft = make_amendment(mandatory_list)
    paper = {
        "document_no": "晋环函〔2026〕45号",
        "authority": "省厅",
        "amended_on": "2026-01-01",
        "version": 1,
    }
    refused = province.post(url_of("amendment_issue", draft.pk), paper)
    assert refused.status_code == 422
    assert "修订日期早于名单公布" in text(refused)
    assert "修订里还没有任何内容" in text(refused)
    assert url_of("amendment_edit", draft.pk) in text(refused)
    amend_remove(draft, entries[0].enterprise)
    stale = province.post(url_of("amendment_issue", draft.pk), paper | {"amended_on": "2026-06-15"})
    assert stale.status_code == 412
    issue(draft)
    again = province.post(url_of("amendment_issue", draft.pk), paper | {"version": 3})
    assert again.status_code == 422
    assert "已经发布，不能再修改或重复发布" in text(again)


def test_what_is_not_on_the_list_cannot_be_chosen_for_removal_or_correction(province, published):
    mandatory_list, _entries = published
    draft, stranger = make_amendment(mandatory_list), make_enterprise()
    for page in ("amendment_remove", "amendment_correct"):
        assert "在名单中查找" in text(province.get(url_of(page, draft.pk)))
        sent = {"enterprise": stranger.pk, "why": "已关停", "version": 1}
        refused = province.post(url_of(page, draft.pk), sent)
        assert refused.status_code == 422
        assert "这家企业不在这份名单上" in text(refused)
    assert not AmendmentItem.objects.exists()


def test_a_draft_is_edited_emptied_and_withdrawn(province, published):
    mandatory_list, entries = published
    draft = make_amendment(mandatory_list)
    edited = {
        "reason": "年中核查",
        "document_no": "晋环函[2026]46号",
        "amended_on": "2026-06-15",
        "version": 1,
    }
    assert province.post(url_of("amendment_edit", draft.pk), edited).status_code == 302
    assert draft_of(mandatory_list).document_no == "晋环函〔2026〕46号"
    wrong = province.post(url_of("amendment_edit", draft.pk), edited | {"document_no": "七号", "version": 2})
    assert "不合规范" in text(wrong)
    draft.refresh_from_db()
    amend_remove(draft, entries[0].enterprise)
    item = AmendmentItem.objects.get()
    late = province.post(url_of("amendment_item_drop", item.pk), {"version": 1}, follow=True)
    assert "别人已保存了新的内容" in text(late)
    province.post(url_of("amendment_item_drop", item.pk), {"version": 3})
    assert not AmendmentItem.objects.exists()
    province.post(url_of("amendment_withdraw", draft.pk), {"version": 4})
    assert not ListAmendment.objects.exists()


def test_a_second_draft_is_refused_with_the_way_out(province, published):
    mandatory_list, _entries = published
    make_amendment(mandatory_list)
    page = text(province.get(url_of("mandatory_list_detail", mandatory_list.pk)))
    assert "继续起草修订" in page
    refused = province.post(url_of("amendment_create", mandatory_list.pk), {"reason": "再改"})
    assert refused.status_code == 422
    assert "请先发布或撤回它" in text(refused)


def test_a_later_amendment_names_the_one_it_puts_right(province, published):
    mandatory_list, entries = published
    first = make_issued(mandatory_list, remove=[entries[0].enterprise])
    sent = {"reason": "移出有误", "amends": first.pk}
    province.post(url_of("amendment_create", mandatory_list.pk), sent)
    page = text(province.get(url_of("amendment_detail", draft_of(mandatory_list).pk)))
    assert first.document_no in page


def test_others_read_what_was_issued_and_never_a_draft(published):
    mandatory_list, entries = published
    draft = make_amendment(mandatory_list)
    amend_remove(draft, entries[0].enterprise)
    city = client_of(make_user(Role.CITY, "140200"))
    assert city.get(url_of("amendment_detail", draft.pk)).status_code == 404
    assert "第 1 次修订" not in text(city.get(url_of("mandatory_list_detail", mandatory_list.pk)))
    issue(draft)
    page = city.get(url_of("amendment_detail", draft.pk))
    assert entries[0].name in text(page)
    assert url_of("enterprise_detail", entries[0].enterprise_id) not in text(page)
    assert "撤回草稿" not in text(page)


def test_the_page_costs_the_same_for_two_items_and_for_twelve(published, django_assert_num_queries):
    mandatory_list, entries = published
    client = client_of(make_user(Role.COUNTY))
    amendment = make_issued(mandatory_list, add=[make_enterprise() for _ in range(12)])
    few = make_issued(mandatory_list, remove=[entry.enterprise for entry in entries[:2]])
    client.get(url_of("amendment_detail", few.pk))
    for row in (amendment, few):
        with django_assert_num_queries(8):
            client.get(url_of("amendment_detail", row.pk))


def test_a_removed_entry_is_not_counted_any_more(province, published):
    mandatory_list, entries = published
    make_issued(mandatory_list, timezone.localdate(), remove=[entries[0].enterprise])
    page = text(province.get(url_of("mandatory_list_detail", mandatory_list.pk)))
    assert "共 <b>2</b> 家企业" in page
    assert Listing.objects.filter(state=ListingState.REMOVED).count() == 1
