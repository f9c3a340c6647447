"""An order that is being written is kept until it is issued or thrown away, and only officers know of it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Activity
from config.common.access import Role
from enterprises.models import CorrectionOrder, Enterprise, Listing, OrderDraft
from enterprises.selectors.orders import article_coded
from enterprises.selectors.todo_registry import todo_items
from tests.factories.accounts import client_of, make_user
from tests.factories.enterprises import make_enterprise, make_representative
from tests.factories.lists import make_listing

pytestmark = pytest.mark.django_db
TEXT = "现责令你单位限期实施清洁生产审核"


def keep(client, enterprise: Enterprise, **sent):
    address = reverse("enterprises:order_draft_keep", args=[enterprise.pk])
    return client.post(address, {"text": TEXT} | sent)


def overdue() -> Listing:
    """Published 2026-03-20, so that it had to disclose by 2026-04-20."""
    return make_listing(make_enterprise("晋源焦化", "140105"), ("OVER_LIMIT",))


def test_what_was_written_is_there_when_one_comes_back_and_waits_among_the_todos() -> None:
    enterprise, officer = make_enterprise(), make_user(Role.COUNTY)
    client = client_of(officer)
    kept = keep(client, enterprise, document_no="晋环责改〔2026〕")
    assert "草稿已保存" in kept.content.decode()
    page = client.get(reverse("enterprises:order_create", args=[enterprise.pk])).content.decode()
    assert TEXT in page
    assert "晋环责改〔2026〕" in page
    [item] = [item for item in todo_items(officer, date(2026, 4, 1)) if item.kind == "order_draft"]
    assert item.text == f"责令草稿未发出：{enterprise.name}"
    assert TEXT in client.get(item.href).content.decode()
    assert enterprise.name in client.get(reverse("enterprises:order_list")).content.decode()


def test_a_draft_to_publish_opens_with_what_was_mended_and_is_gone_once_issued() -> None:
    listing = overdue()
    client = client_of(make_user(Role.COUNTY))
    address = reverse("enterprises:order_draft", args=[listing.pk])
    initial = client.get(address).context["form"].initial
    keep(client, listing.enterprise, listing=listing.pk, text="改过的事实", article=initial["article"].pk)
    page = client.get(address)
    assert page.context["form"].initial["text"] == "改过的事实"
    today = timezone.localdate()
    sent = {
        "article": initial["article"].pk,
        "listing": listing.pk,
        "document_no": "晋环责改〔2026〕77号",
        "issued_on": today,
        "due_on": today + timedelta(days=15),
        "text": "改过的事实",
    }
    issued = client.post(reverse("enterprises:order_create", args=[listing.enterprise_id]), sent)
    assert issued.status_code == 302
    assert CorrectionOrder.objects.get().text == "改过的事实"
    assert not OrderDraft.objects.exists()


def test_a_refused_order_leaves_the_draft_where_it_is() -> None:
    enterprise = make_enterprise()
    client = client_of(make_user(Role.COUNTY))
    keep(client, enterprise)
    sent = {"article": article_coded("P39a").pk, "text": TEXT, "document_no": ""}
    assert client.post(reverse("enterprises:order_create", args=[enterprise.pk]), sent).status_code == 422
    assert OrderDraft.objects.count() == 1


def test_thrown_away_it_is_gone_and_the_trail_tells_so() -> None:
    enterprise = make_enterprise()
    client = client_of(make_user(Role.COUNTY))
    keep(client, enterprise)
    keep(client, enterprise, draft=OrderDraft.objects.get().pk, draft_version=1, text="第二稿")
    draft = OrderDraft.objects.get()
    done = client.post(reverse("enterprises:order_draft_discard", args=[draft.pk]), follow=True)
    assert "草稿已放弃，没有下达任何文书" in done.content.decode()
    assert not OrderDraft.objects.exists()
    verbs = Activity.objects.filter(verb__startswith="order").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["order_draft_begin", "order_draft_discard"]


def test_two_who_write_at_once_do_not_overwrite_each_other() -> None:
    enterprise = make_enterprise()
    one, other = client_of(make_user(Role.COUNTY)), client_of(make_user(Role.COUNTY))
    keep(one, enterprise, text="甲")
    draft = OrderDraft.objects.get()
    begun = keep(other, enterprise, text="乙")
    assert begun.status_code == 422
    assert "已由其他人员下达、放弃或另行起草" in begun.content.decode()
    keep(one, enterprise, draft=draft.pk, draft_version=1, text="甲二")
    assert keep(other, enterprise, draft=draft.pk, draft_version=1, text="乙").status_code == 412
    draft.refresh_from_db()
    assert draft.text == "甲二"
    one.post(reverse("enterprises:order_draft_discard", args=[draft.pk]))
    assert keep(one, enterprise, draft=draft.pk, draft_version=2).status_code == 422


def test_the_entry_it_is_about_may_be_chosen_later() -> None:
    listing = overdue()
    client = client_of(make_user(Role.COUNTY))
    keep(client, listing.enterprise)
    draft = OrderDraft.objects.get()
    keep(client, listing.enterprise, draft=draft.pk, draft_version=1, listing=listing.pk)
    draft.refresh_from_db()
    assert draft.listing == listing


def test_what_cannot_be_read_is_not_kept() -> None:
    enterprise = make_enterprise()
    refused = keep(client_of(make_user(Role.COUNTY)), enterprise, due_on="某日")
    assert refused.status_code == 422
    assert "草稿没有保存" in refused.content.decode()
    assert not OrderDraft.objects.exists()


def test_the_enterprise_and_other_counties_know_nothing_of_it() -> None:
    enterprise, plant = make_enterprise(), make_user(Role.ENTERPRISE)
    make_representative(enterprise, plant)
    keep(client_of(make_user(Role.COUNTY)), enterprise)
    assert enterprise.name not in client_of(plant).get(reverse("enterprises:order_list")).content.decode()
    other = client_of(make_user(Role.COUNTY, "140106"))
    discard = reverse("enterprises:order_draft_discard", args=[OrderDraft.objects.get().pk])
    assert other.post(discard).status_code == 404
    assert OrderDraft.objects.count() == 1
