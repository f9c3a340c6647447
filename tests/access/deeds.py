"""Every deed that people can post, with what a person of the role would send, and what must stand before it."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from accounts.services.own_emails import email_token
from accounts.services.password_resets import reset_token
from audits.enums import RoundState, Stage
from audits.models import Expert, Review, ReviewMaterial, Round, RoundFile
from audits.services.reviews import review_panel_set
from audits.services.stages import file_add
from config.common.access import Role
from enterprises.enums import ListState, RecommendationState
from enterprises.models import (
    DisclosureField,
    Duty,
    Enterprise,
    ListAmendment,
    RosterImport,
)
from enterprises.rules.clock import ExtensionTerms
from enterprises.services.pauses import adjustment_approve, extension_request
from measures.models import PastImport
from operations.models import Job, JobState
from operations.services.attachments import attachment_keep
from operations.services.bulk import bulk_confirm
from tests.access.agreements import AGREED, delivered
from tests.access.browser import Fields
from tests.access.deed import Deed, Given, Sent, fresh_round, just, own, personal
from tests.access.deeds_visits import VISIT_DEEDS
from tests.access.orders import KEPT, answered_order, honoured, ordered, overdue_order, without_draft
from tests.access.plant_deeds import PLANT_DEEDS
from tests.access.world import Thing, World
from tests.factories.accounts import PASSWORD, now, place
from tests.factories.audits import fill_application, today
from tests.factories.enterprises import make_enterprise, make_representative
from tests.factories.people import make_invitation
from tests.factories.recommendations import make_recommendation
from tests.factories.reviews import make_review


def _pdf(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7 text", "application/pdf")


# ---- what must stand before ------------------------------------------------------------------


def _a_free_plant(world: World) -> Thing:
    """One of HERE's without a round."""
    plant = make_enterprise("晋阳湖老厂", world.here.region)
    make_representative(plant, world.here.people[Role.ENTERPRISE])
    return (plant.pk,)


def round_in(state: str, *more: str) -> Given:
    return lambda world: (fresh_round(world, state).pk, *more)


def _open_review(world: World) -> Thing:
    """A review that waits for its result; HERE's expert sits on the panel and does not lead it."""
    round_ = fresh_round(world, RoundState.EVALUATION_APPLIED)
    review = Review.objects.get(round=round_)
    review.round = round_
    lead = Expert.objects.get(pk=world.there.things["expert"][0])
    seats = [lead.pk, world.here.things["expert"][0]]
    officer = world.here.people[Role.CITY]
    review_panel_set(review=review, version=review.version, expert_ids=seats, by=officer, at=now())
    return (review.pk,)


def _review_in(state: str) -> Given:
    """Another review at HERE; HERE's expert leads it once its panel is drawn."""

    def given(world: World) -> Thing:
        expert = Expert.objects.get(pk=world.here.things["expert"][0])
        round_ = fresh_round(world, RoundState.EVALUATION_APPLIED)
        return (make_review(state, round_=round_, lead=expert).pk,)

    return given


def _papers(world: World, page: Fields) -> Fields:
    return {"lead": world.here.things["expert"][0], "held_on": str(today() + timedelta(days=30))}


def _loose_material(world: World) -> Thing:
    """A file of an application that is not made yet."""
    round_ = fresh_round(world, RoundState.REPORTED)
    fill_application(round_, "evaluation", world.here.people[Role.ENTERPRISE])
    return (ReviewMaterial.objects.filter(round=round_).latest("pk").pk,)


def _ready_to_apply(world: World) -> Thing:
    round_ = fresh_round(world, RoundState.REPORTED)
    fill_application(round_, "evaluation", world.here.people[Role.ENTERPRISE])
    return (round_.pk, "evaluation")


def _failed_job(world: World) -> Thing:
    job = world.personal[Role.COUNTY, "job"]
    Job.objects.filter(pk=job[0]).update(state=JobState.FAILED)
    return job


def _shown_invitation(world: World) -> Thing:
    """HERE's plant is invited to another one, and has shown the secret."""
    client, issued = world.clients[Role.ENTERPRISE], make_invitation()
    client.post(reverse("enterprises:invitation_open"), {"code": issued.secret.code})
    return ()


def _bulk_done(world: World) -> Thing:
    """A round given to another officer by a deed over many rows, which is over."""
    from operations.enums import BulkState
    from operations.models import BulkRow, BulkRun

    county, (round_id,) = world.here.people[Role.COUNTY], world.here.things["round"]
    run = BulkRun.objects.create(
        owner=county, page="audits:round_list", action="rounds_assign", title="指派", created_at=now()
    )
    facts = {"thing_id": round_id, "name": "晋阳湖", "result": {"old": None, "new": county.pk}}
    BulkRow.objects.create(run=run, number=1, state=BulkState.DONE, done_at=now(), **facts)
    bulk_confirm(run=run, params={"officer": county.pk}, by=county, at=now())
    Job.objects.filter(pk=run.job_id).update(state=JobState.DONE)
    return (run.pk,)


def _list_without_draft(world: World) -> Thing:
    """A published list that nobody is amending."""
    ListAmendment.objects.filter(state=ListState.DRAFT).delete()
    return world.here.things["list"]


def _amendment_without_papers(world: World) -> Thing:
    """An amendment whose papers were never asked for."""
    issued = world.here.things["amendment"]
    Job.objects.filter(dedupe_key=f"amendment:{issued[0]}").delete()
    return issued


def _list_without_papers(world: World) -> Thing:
    """A list published before papers were made of lists."""
    published = world.here.things["list"]
    Job.objects.filter(dedupe_key=f"publication:{published[0]}").delete()
    return published


def _file_of_this_stage(world: World) -> Thing:
    round_ = Round.objects.get(pk=world.here.things["round"][0])
    facts = {"proves": "凭证", "upload": _pdf("凭证.pdf"), "by": world.here.people[Role.ENTERPRISE]}
    file_add(round_=round_, stage=Stage.IMPLEMENTATION, at=now(), **facts)
    return (RoundFile.objects.filter(round=round_, stage=Stage.IMPLEMENTATION).get().pk,)


# ---- what is sent ----------------------------------------------------------------------------


def _new_password(world: World, _page: Fields) -> Fields:
    """HERE's county officer has a confirmed address, and its letter's link."""
    person = world.here.people[Role.COUNTY]
    User.objects.filter(pk=person.pk).update(email="wu@example.org", email_confirmed_at=now())
    secret = reset_token(User.objects.get(pk=person.pk))
    return {"token": secret, "password": "Fenhe-2026-shui", "again": "Fenhe-2026-shui"}


def _pending_email(world: World, _page: Fields) -> Fields:
    person = world.here.people[Role.COUNTY]
    User.objects.filter(pk=person.pk).update(pending_email="wu@example.org")
    return {"token": email_token(User.objects.get(pk=person.pk))}


def _disclosure(_world: World, _page: Fields) -> Fields:
    owed = {f"owed_{row.order}": "见附件" for row in DisclosureField.objects.all()}
    return {"place": "《山西日报》", "url": "https://example.cn/gs"} | owed


def _unlisted(world: World, _page: Fields) -> Fields:
    return {"enterprise": _other_plant(world).pk, "categories": ["TOXIC"]}


def _listed_plant(**more: Any) -> Sent:
    return lambda world, _page: {"enterprise": world.here.things["enterprise"][0]} | more


def _passed_elsewhere(world: World, _page: Fields) -> Fields:
    """A recommendation for the year of the province's draft, of a plant that is not on it."""
    row = make_recommendation(
        RecommendationState.PASSED, enterprise=_other_plant(world), people=world.here.people
    )
    return {"chosen": [row.pk], "move": "take"}


def _recommended(world: World, _page: Fields) -> Fields:
    return {"enterprise": _other_plant(world).pk, "year": 2027, "categories": ["TOXIC"], "reason": "使用苯"}


def _submitted(world: World, _page: Fields) -> Fields:
    row = make_recommendation(
        RecommendationState.SUBMITTED, enterprise=_other_plant(world), people=world.here.people
    )
    return {"chosen": [row.pk], "move": "pass", "reason": ""}


def _other_plant(world: World) -> Enterprise:
    plants = Enterprise.objects.filter(region=world.here.region)
    judged = Review.objects.get(pk=world.here.things["drawn"][0]).round.enterprise_id
    return plants.exclude(pk__in=[world.here.things["enterprise"][0], judged]).get()


def _roster_version(**more: Any) -> Sent:
    def sent(world: World, _page: Fields) -> Fields:
        return {"version": RosterImport.objects.get(pk=world.personal[Role.CITY, "roster"][0]).version} | more

    return sent


def _past_version(world: World, _page: Fields) -> Fields:
    return {"version": PastImport.objects.get(pk=world.personal[Role.CITY, "past"][0]).version}


def _region(**more: Any) -> Sent:
    return lambda world, _page: {"region": world.here.region.pk} | more


def _items(_world: World, page: Fields) -> Fields:
    rows = {name: "delivering" for name in page if name.endswith("-running")}
    rows |= dict.fromkeys(_siblings(page, "measure", "running"), "delivering")
    read = {name: "1" for name in page if name.endswith("-read_wan")}
    return rows | read | {"conclusion": "效益仍在"}


def _siblings(page: Fields, known: str, wanted: str) -> list[str]:
    return [name.removesuffix(known) + wanted for name in page if name.endswith(f"-{known}")]


def _measure(round_: bool) -> Sent:
    values = {"title": "跑冒滴漏治理", "kind": "management", "investment_planned_wan": "3"}
    values |= {"benefit_expected_wan": "1"}

    def sent(world: World, _page: Fields) -> Fields:
        facts = {"round": world.here.things["round"][0], "proposed_on": str(today())}
        return values | (facts if round_ else {"on": today()})

    return sent


def _verification(*, api: bool) -> Sent:
    values = {"visited_on": str(today()), "verdict": "stands", "found": "在运行", "benefit_read_wan": "70"}

    def sent(world: World, _page: Fields) -> Fields:
        if not api:
            return values | {"reading_water": "29000"}
        visit, measure = world.here.things["visit+measure"]
        readings = [{"indicator": "water", "value": "29000"}]
        return values | {"assignment": visit, "measure": measure, "readings": readings}

    return sent


def _change(**more: Any) -> Sent:
    """A dated change of HERE's plant, as its form would send it."""

    def sent(world: World, _page: Fields) -> Fields:
        plant = Enterprise.objects.get(pk=world.here.things["enterprise"][0])
        return {"on": today(), "reason": "登记机关核准", "document_no": "", "version": plant.version} | more

    return sent


def _last_duty(world: World) -> Duty:
    """The duty of HERE's entry with the most time left; no pause of it waits."""
    duties = Duty.objects.filter(listing=world.here.things["listing"][0], met_on__isnull=True)
    return duties.select_related("listing__enterprise__region", "regime").order_by("due_on").last()


def _adjustment(**days: int) -> Sent:
    """A request with its paper; its days are counted from today, an extension's from the day that is due."""

    def sent(world: World, _page: Fields) -> Fields:
        duty = _last_duty(world)
        base = duty.due_on if "until_on" in days else today() + timedelta(days=30)
        dates = {name: base + timedelta(days=n) for name, n in days.items()}
        duty.adjustments.all().delete()
        return dates | {"duty": duty.pk, "reason": "停产检修", "document": _pdf("停产.pdf")}

    return sent


def _place(code: str) -> int:
    return place(code).pk


def _unplaced(world: World) -> Thing:
    return (make_enterprise("晋阳湖未定厂", place("140100"), region_as_published="南城区").pk,)


def _double(world: World, _page: Fields) -> Fields:
    plant = Enterprise.objects.get(pk=world.here.things["enterprise"][0])
    double = make_enterprise("晋阳湖焦化分厂", world.here.region)
    versions = {"version": plant.version, "other_version": double.version}
    return {"other": double.pk, "reason": "重复登记"} | versions


_WATCH = {"audit_by": today() + timedelta(days=90), "reason": "重点行业"}


def _watched(world: World, _page: Fields) -> Fields:
    return {"enterprise": make_enterprise("晋阳湖小厂", world.here.region).pk} | _WATCH


def _granted_extension(world: World) -> Thing:
    duty, county, city = _last_duty(world), world.here.people[Role.COUNTY], world.here.people[Role.CITY]
    duty.adjustments.all().delete()
    paper = attachment_keep(content=b"%PDF-1.7", name="批复.pdf", kind="pdf", by=county, at=now())
    terms = ExtensionTerms("设备到货推迟", paper, duty.due_on + timedelta(days=60))
    asked = extension_request(duty=duty, terms=terms, by=county, at=now())
    return (adjustment_approve(adjustment=asked, version=1, by=city, at=now()).pk,)


def _asked_extension(world: World) -> Thing:
    """What the plant itself has asked for, and nobody has decided."""
    duty, plant = _last_duty(world), world.here.people[Role.ENTERPRISE]
    duty.adjustments.all().delete()
    paper = attachment_keep(content=b"%PDF-1.7", name="说明.pdf", kind="pdf", by=plant, at=now())
    terms = ExtensionTerms("设备到货推迟", paper, duty.due_on + timedelta(days=60))
    return (extension_request(duty=duty, terms=terms, by=plant, at=now()).pk,)


_DAYS = SimpleUploadedFile("2026.csv", b"2026-01-01,rest,new\n", "text/csv")
_SCORE = {"held_on": str(today()), "score": "91", "opinion": "材料齐全"}
_PROVINCE, _CITY, _COUNTY, _PLANT = Role.PROVINCE, Role.CITY, Role.COUNTY, Role.ENTERPRISE
_LIST = {"document_no": "晋环发〔2026〕99号", "authority": "山西省生态环境厅", "published_on": str(today())}
_NEW_PASSWORD = {"old": PASSWORD, "new": "Fenhe-2026-shui", "again": "Fenhe-2026-shui"}
_PAST = SimpleUploadedFile("往年.csv", "年度,企业名称\n2015,某厂\n".encode(), "text/csv")
_ROSTER = SimpleUploadedFile("名单.csv", "企业名称\n某厂\n".encode(), "text/csv")
_TECHNOLOGY = {"name": "上升管余热回收", "field": "工业", "industry": "焦化", "target": "能源"}
_TECHNOLOGY |= {"maturity": "推广", "source": "工信部公告2020年第1号", "mark": "L"}

DEEDS = [
    Deed("accounts:password_change", _COUNTY, own("none"), just(**_NEW_PASSWORD)),
    Deed("accounts:password_forgotten", _COUNTY, own("none"), just(typed="wu@example.org")),
    Deed("accounts:password_reset", _COUNTY, own("none"), _new_password),
    Deed("accounts:email_change", _COUNTY, own("none"), just(email="wu@example.org", old=PASSWORD)),
    Deed("accounts:email_resend", _COUNTY, own("none"), _pending_email),
    Deed("accounts:email_confirm", _COUNTY, own("none"), _pending_email),
    Deed("accounts:profile", _COUNTY, own("none"), just(name="对接")),
    Deed("accounts:sign_in_end", _COUNTY, personal(_COUNTY, "sign_in"), just()),
    Deed("accounts:sign_in_end_others", _COUNTY, own("none"), just()),
    Deed("accounts:token_revoke", _COUNTY, personal(_COUNTY, "token"), just()),
    Deed("accounts:user_create", Role.SYSTEM_ADMIN, own("none"), _region(username="new-1", name="新人", role=_COUNTY)),
    Deed("accounts:user_detail", Role.SYSTEM_ADMIN, own("user"), just()),
    Deed("operations:job_cancel", _COUNTY, personal(_COUNTY, "job"), just()),
    Deed("operations:job_retry", _COUNTY, _failed_job, just()),
    Deed("operations:export_create", _COUNTY, own("none"),
         just(page="enterprises:enterprise_list", query="", kind="csv")),
    Deed("operations:export_again", _COUNTY, personal(_COUNTY, "export"), just()),
    Deed("operations:view_create", _COUNTY, own("none"),
         just(page="enterprises:enterprise_list", name="逾期的", query="status=active", sharing="private")),
    Deed("operations:view_edit", _COUNTY, personal(_COUNTY, "view"), just(name="新名")),
    Deed("operations:view_replace", _COUNTY, personal(_COUNTY, "view"), just(query="status=closed")),
    Deed("operations:view_default", _COUNTY, personal(_COUNTY, "view"), just(on="1")),
    Deed("operations:view_delete", _COUNTY, personal(_COUNTY, "view"), just()),
    Deed("operations:bulk_create", _COUNTY, own("none"),
         just(page="audits:round_list", action="rounds_remind", all="1", query="")),
    Deed("operations:bulk_detail", _COUNTY, personal(_COUNTY, "bulk"), just(note="请尽快")),
    Deed("operations:bulk_undo", _COUNTY, _bulk_done, just()),
    Deed("operations:notice_read", _COUNTY, personal(_COUNTY, "notice"), just()),
    Deed("operations:notice_read_all", _COUNTY, own("none"), just(upto=1_000_000)),
    Deed("operations:notice_settings", _COUNTY, own("none"), just(kinds=["job"])),
    Deed("operations:unsubscribe", _COUNTY, personal(_COUNTY, "unsubscribe"), just()),
    Deed("operations:mail_retry", Role.SYSTEM_ADMIN, personal(_COUNTY, "mail"), just()),
    Deed("enterprises:due_feed_create", _COUNTY, own("none"), just()),
    Deed("enterprises:due_feed_revoke", _COUNTY, own("none"), just()),
    Deed("enterprises:enterprise_create", _COUNTY, own("none"), _region(name="晋阳湖三厂", status="active")),
    Deed("enterprises:enterprise_edit", _COUNTY, own("enterprise"), just(address="湖滨路1号")),
    Deed("enterprises:enterprise_rename", _COUNTY, own("enterprise"), _change(name="晋阳湖新名焦化")),
    Deed("enterprises:enterprise_move", _CITY, own("enterprise"),
         lambda world, page: _change(region=_place("140106"))(world, page)),
    Deed("enterprises:enterprise_split", _COUNTY, own("enterprise"),
         lambda world, page: _change(name="晋阳湖二厂", region=world.here.region.pk, uscc="")(world, page)),
    Deed("enterprises:enterprise_place", _CITY, _unplaced,
         lambda world, _page: {"region": world.here.region.pk, "version": 1}),
    Deed("enterprises:enterprise_merge", _COUNTY, own("enterprise"), _double),
    Deed("enterprises:merge_undo", _COUNTY, own("merge"), just()),
    Deed("enterprises:duplicate_find", _COUNTY, own("none"), just()),
    Deed("enterprises:duplicate_dismiss", _COUNTY, own("pair"), just(reason="两个厂区")),
    Deed("enterprises:watch_create", _COUNTY, own("none"), _watched),
    Deed("enterprises:watch_edit", _COUNTY, own("watch"), just(**_WATCH, version=1)),
    Deed("enterprises:watch_end", _COUNTY, own("watch"), just(reason="已关停", version=1)),
    Deed("enterprises:park_list", _COUNTY, own("none"), _region(name="晋阳湖园区")),
    Deed("enterprises:representative_create", _COUNTY, own("enterprise"),
         lambda world, _page: {"username": world.there.people[_PLANT].username}),
    Deed("enterprises:representative_end", _COUNTY, own("representative"), just(why="调离")),
    Deed("enterprises:invitation_create", _PLANT, own("enterprise"), just(invitee="常远", predecessor="")),
    Deed("enterprises:invitation_reissue", _COUNTY, own("invitation"), just()),
    Deed("enterprises:invitation_revoke", _COUNTY, own("invitation"), just()),
    Deed("enterprises:invitation_open", _COUNTY, own("none"), just(code="ABCD-EFGH-JKMN-PQRS")),
    Deed("enterprises:invitation_accept", _PLANT, _shown_invitation, just()),
    Deed("enterprises:agreement_create", _PLANT, own("enterprise"), just(**AGREED)),
    Deed("enterprises:agreement_edit", _PLANT, own("agreement_draft"), just(**AGREED, version=1)),
    Deed("enterprises:agreement_move", _COUNTY, own("agreement"),
         just(version=2, move="end", document_no="并环函〔2026〕3号", on=today(), reason="停产")),
    Deed("enterprises:delivery_edit", _PLANT, own("delivery"), delivered),
    Deed("enterprises:delivery_check", _COUNTY, own("delivery"), just(version=2)),
    Deed("enterprises:order_create", _COUNTY, own("enterprise"), ordered),
    Deed("enterprises:order_draft_keep", _COUNTY, without_draft, just(**KEPT)),
    Deed("enterprises:order_draft_discard", _COUNTY, own("order_draft"), just()),
    Deed("enterprises:order_meet", _COUNTY, own("order"), just(version=1, met_on=today())),
    Deed("enterprises:order_answer", _PLANT, own("order"),
         lambda world, _page: {"text": "已启动审核", "proofs": _pdf("证明.pdf")}),
    Deed("enterprises:order_return", _COUNTY, answered_order, just(version=2, reason="材料不全")),
    Deed("enterprises:order_withdraw", _COUNTY, own("order"), just(document_no="撤1", reason="复议撤销")),
    Deed("enterprises:penalty_withdraw", _COUNTY, own("penalty"), just(document_no="撤2", reason="复议撤销")),
    Deed("enterprises:penalty_create", _COUNTY, overdue_order,
         just(document_no="晋环罚〔2026〕1号", amount_yuan="60000")),
    Deed("enterprises:disclosure_edit", _PLANT, own("listing"), _disclosure),
    Deed("enterprises:disclosure_check", _COUNTY, own("disclosure"), just(version=1)),
    Deed("enterprises:mandatory_list_create", _PROVINCE, own("none"), just(year=2028, batch=1)),
    Deed("enterprises:mandatory_list_edit", _PROVINCE, own("draft"), just(title="改过的草稿")),
    Deed("enterprises:mandatory_list_publish", _PROVINCE, own("draft"), just(**_LIST)),
    Deed("enterprises:listing_add", _PROVINCE, own("draft"), _unlisted),
    Deed("enterprises:listing_edit", _PROVINCE, own("draft_listing"), just(reason="改过")),
    Deed("enterprises:listing_remove", _PROVINCE, own("draft_listing"), just()),
    Deed("enterprises:list_papers_make", _PROVINCE, _list_without_papers, just()),
    Deed("enterprises:amendment_create", _PROVINCE, _list_without_draft, just(reason="核查后调整")),
    Deed("enterprises:amendment_edit", _PROVINCE, own("amendment_draft"), just(reason="改过")),
    Deed("enterprises:amendment_withdraw", _PROVINCE, own("amendment_draft"), just(version=2)),
    Deed("enterprises:amendment_add", _PROVINCE, own("amendment_draft"),
         lambda world, page: _unlisted(world, page) | {"reason": "使用苯"}),
    Deed("enterprises:amendment_remove", _PROVINCE, own("amendment_draft"), _listed_plant(why="已关停")),
    Deed("enterprises:amendment_correct", _PROVINCE, own("amendment_draft"),
         _listed_plant(version=2, name="更正后的名称", uscc="", categories=["TOXIC"], reason="使用苯", why="公布有误")),
    Deed("enterprises:amendment_item_drop", _PROVINCE, own("amendment_item"), just(version=2)),
    Deed("enterprises:amendment_issue", _PROVINCE, own("amendment_draft"),
         just(document_no="晋环函〔2026〕99号", authority="山西省生态环境厅", amended_on=today())),
    Deed("enterprises:amendment_papers_make", _PROVINCE, _amendment_without_papers, just()),
    Deed("enterprises:list_compile", _PROVINCE, own("draft"), _passed_elsewhere),
    Deed("enterprises:recommendation_create", _COUNTY, own("none"), _recommended),
    Deed("enterprises:recommendation_review", _CITY, own("none"), _submitted),
    Deed("enterprises:recommendation_edit", _COUNTY, own("draft_recommendation"), just(reason="改过")),
    Deed("enterprises:recommendation_move", _PROVINCE, own("recommendation"),
         just(version=3, move="leave_out", reason="不在范围")),
    Deed("enterprises:pause_create", _COUNTY, own("listing"), _adjustment(from_on=1, to_on=5)),
    Deed("enterprises:extension_create", _COUNTY, own("listing"), _adjustment(until_on=60)),
    Deed("enterprises:adjustment_decide", _CITY, own("adjustment"), just(version=1, decision="approve", note="同意")),
    Deed("enterprises:adjustment_withdraw", _PLANT, _asked_extension, just()),
    Deed("enterprises:adjustment_end", _CITY, _granted_extension, just(version=2, note="批准有误")),
    Deed("enterprises:calendar_create", _PROVINCE, own("calendar"), just(source="通知", state="published", file=_DAYS)),
    Deed("enterprises:roster_import_create", _CITY, own("none"), just(year=2027, file=_ROSTER)),
    Deed("enterprises:roster_import_confirm", _CITY, personal(_CITY, "roster"), _roster_version(accept_partial="on")),
    Deed("enterprises:roster_import_give_up", _CITY, personal(_CITY, "roster"), _roster_version()),
    Deed("enterprises:roster_import_recheck", _CITY, personal(_CITY, "roster"), _roster_version()),
    Deed("enterprises:roster_import_columns", _CITY, personal(_CITY, "roster"), _roster_version()),
    Deed("enterprises:heading_forget", _CITY, personal(_CITY, "heading"), just()),
    Deed("measures:past_import_create", _CITY, own("none"), just(file=_PAST)),
    Deed("measures:past_import_confirm", _CITY, personal(_CITY, "past"), _past_version),
    Deed("measures:past_import_give_up", _CITY, personal(_CITY, "past"), _past_version),
    Deed("measures:past_import_recheck", _CITY, personal(_CITY, "past"), _past_version),
    Deed("audits:round_officer", _COUNTY, own("round"),
         lambda world, _page: {"version": Round.objects.get(pk=world.here.things["round"][0]).version,
                               "officer": world.here.people[_COUNTY].pk}),
    Deed("measures:past_import_columns", _CITY, personal(_CITY, "past"), _past_version),
    Deed("audits:round_move", _COUNTY, lambda world: (*world.here.things["round"], "suspend"), just(reason="停产")),
    Deed("audits:plan_edit", _PLANT, round_in(RoundState.PLANNED), just(responsible="孙环保", focus="炼焦车间")),
    Deed("audits:stage_edit", _PLANT, own("round+stage"), just(result="已完成", responsible="李四")),
    Deed("audits:stage_file_add", _PLANT, own("round+stage"), lambda _w, _p: {"proves": "凭证", "file": _pdf("a.pdf")}),
    Deed("audits:voluntary_create", _PLANT, _a_free_plant, just(opened_on=today().isoformat())),
    Deed("audits:report_submit", _PLANT, round_in(RoundState.FEASIBILITY_APPROVED),
         lambda _w, _p: {"report": _pdf("报告.pdf")}),
    Deed("audits:review_apply", _PLANT, _ready_to_apply, just()),
    Deed("audits:round_file_remove", _PLANT, _file_of_this_stage, just()),
    Deed("audits:review_panel", _COUNTY, _open_review,
         lambda w, _p: {"experts": [w.here.things["expert"][0]], "lead": ""}),
    Deed("audits:review_record", Role.EXPERT, _open_review, just(**_SCORE)),
    Deed("audits:material_add", _PLANT, round_in(RoundState.REPORTED, "evaluation"),
         lambda _w, _p: {"requirement": "supporting", "file": _pdf("支撑.pdf")}),
    Deed("audits:material_remove", _PLANT, _loose_material, just()),
    Deed("audits:review_accept", _COUNTY, _review_in("APPLIED"), just()),
    Deed("audits:review_return", _COUNTY, _review_in("APPLIED"), just(reason="材料不清")),
    Deed("audits:panel_draw", _COUNTY, _review_in("ACCEPTED"), just(size=3, scope="all")),
    Deed("audits:panel_send", _COUNTY, _review_in("ANSWERED"), _papers),
    Deed("audits:scoring_close", _COUNTY, _review_in("SCORED"), just()),
    Deed("audits:review_decide", _COUNTY, _review_in("MERGED"), just(outcome="passed")),
    Deed("audits:seat_answer", Role.EXPERT, _review_in("PANEL"), just(accepts="1")),
    Deed("audits:seat_conflict", Role.EXPERT, own("drawn"), just(kind="advised", organisation="某厂")),
    Deed("audits:seat_score", Role.EXPERT, own("drawn"), just(remarks="材料充分")),
    Deed("audits:review_merge", Role.EXPERT, _review_in("CLOSED"), just(text="同意")),
    Deed("audits:fee_pay", _COUNTY, own("fee"),
         just(paid_on=today().isoformat(), voucher="记-2026-118", paid_from="县生态环境局")),
    Deed("audits:fee_rates", _COUNTY, own("none"),
         just(effective_from=today().isoformat(), member_yuan="900", lead_yuan="1200", basis="本局办公会纪要")),
    Deed("audits:sheet_copy", _PROVINCE, own("sheet"), just()),
    Deed("audits:sheet_edit", _PROVINCE, own("sheet_draft"), just(note="改过的说明")),
    Deed("audits:sheet_publish", _PROVINCE, own("sheet_draft"), just()),
    Deed("audits:agency_create", _PROVINCE, own("none"), just(name="晋清咨询", staff=3)),
    Deed("audits:agency_edit", _PROVINCE, own("agency"), just(staff=9)),
    Deed("audits:auditor_create", _PROVINCE, own("agency"), just(name="张三")),
    Deed("audits:tie_create", _PROVINCE, own("expert"), just(kind="advised", organisation="某厂")),
    Deed("audits:tie_remove", _PROVINCE, own("tie"), just(reason="登记有误")),
    Deed("audits:expert_create", _PROVINCE, own("none"), just(name="李四", employer="山西大学")),
    Deed("measures:measure_create", _PLANT, own("round"), _measure(round_=False)),
    Deed("measures:measure_edit", _PLANT, own("measure"), just(title="改过的方案")),
    Deed("measures:measure_move", _PLANT, own("measure"), just(move="screen_out", reason="不可行")),
    *[Deed(url, _PLANT, own(thing), sent) for url, thing, sent in PLANT_DEEDS],
    Deed("measures:parameter_create", _PROVINCE, own("none"),
         just(code="payback_limit", cost_class="high", value="6", basis="晋环发〔2026〕9号")),
    Deed("measures:screening_scheme_create", _PROVINCE, own("none"),
         lambda _w, _p: {"basis": "晋环发〔2026〕30号", "valid_from": today() + timedelta(days=1)}),
    Deed("measures:assignment_create", _COUNTY, own("round"),
         lambda w, _p: {"verifier": w.here.people[Role.VERIFIER].pk, "visit_on": today() + timedelta(days=3)}),
    Deed("measures:verification_create", Role.VERIFIER, own("visit+measure"), _verification(api=False)),
    Deed("measures:post_assessment_create", _COUNTY, round_in(RoundState.CLOSED), just(planned_on=today())),
    Deed("measures:post_assessment_edit", _COUNTY, own("post_assessment"), _items),
    Deed("reports:annual_report_create", _COUNTY, own("none"), _region(year=2026)),
    Deed("api-measures-list", _PLANT, own("none"), _measure(round_=True)),
    Deed("api-measures-detail", _PLANT, own("measure"), just(title="改过的方案"), "PATCH"),
    Deed("api-measures-move", _PLANT, own("measure"), just(move="screen_out", on=str(today()), reason="不可行")),
    Deed("api-verifications-list", Role.VERIFIER, own("none"), _verification(api=True)),
    Deed("reports:statement_create", _COUNTY, own("enterprise"),
         just(purpose="eia", addressee="小店区行政审批局")),
    Deed("reports:statement_withdraw", _CITY, own("statement"), just(reason="数据有误，另行出具")),
    Deed("reports:credit_sending_create", _CITY, own("none"), just(kind="penalties")),
    Deed("measures:technology_create", _PROVINCE, own("none"), just(**_TECHNOLOGY)),
    Deed("measures:technology_edit", _PROVINCE, own("technology"), just(**_TECHNOLOGY)),
    Deed("measures:technology_retire", _PROVINCE, own("technology"), just(version=1, reason="已被替代")),
    Deed("measures:measure_technology", _PLANT, own("measure"),
         lambda world, _page: {"technology": world.here.things["technology"][0]}),
    *VISIT_DEEDS,
    Deed("measures:honour_ranking", _PROVINCE, own("honour_kind"), honoured),
    Deed("measures:project_create", _COUNTY, own("none"),
         just(title="焦化废水示范", undertaker="太原理工大学", kind="research", begins_on="2026-01-01",
              ends_on="2027-01-01", investment_wan="100")),
    Deed("measures:project_edit", _COUNTY, own("project"), just(title="改过的项目")),
    Deed("measures:project_move", _COUNTY, own("project+end"), just(words="企业停产")),
    Deed("measures:honour_withdraw", _PROVINCE, own("honour"), just(document_no="撤3", reason="受到处罚")),
]  # fmt: skip
