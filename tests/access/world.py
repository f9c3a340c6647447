"""One small world twice over and more: the same things at five places, and the people around each.

HERE is a county, SIBLING a county of the same city, PARENT the city itself, THERE a county of another
city, ABROAD a county of another province. Whatever hangs on a place carries that place's mark in its
text: a page that shows another place's mark has leaked.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import ApiToken, Region, User
from accounts.services.regions import regions_load
from accounts.services.sign_ins import sign_in_begin
from accounts.services.users import token_create
from audits.enums import RoundState, SheetState, Stage
from audits.models import (
    Agency,
    Expert,
    Review,
    ReviewExpert,
    ReviewFee,
    ReviewMaterial,
    Round,
    RoundFile,
    ScoreSheet,
)
from audits.services.agencies import auditor_add
from audits.services.reviews import review_panel_set
from audits.services.stages import file_add
from audits.services.ties import tie_add
from config.common.access import ADMINISTRATORS, Permission, Role, allowed
from config.common.versions import guarded_update
from enterprises.enums import DocumentKind, RecommendationState, RosterState
from enterprises.models import DuplicatePair, Enterprise, ListDocument, Listing, MandatoryList, PenaltyArticle
from enterprises.rules.clock import ExtensionTerms, PauseTerms
from enterprises.rules.orders import OrderTerms
from enterprises.rules.watch import WatchTerms
from enterprises.services.disclosures import disclosure_submit
from enterprises.services.list_papers import Made, list_paper_keep
from enterprises.services.merges import enterprise_merge
from enterprises.services.order_drafts import DraftTerms, order_draft_begin
from enterprises.services.orders import order_issue
from enterprises.services.pauses import extension_request, pause_request
from enterprises.services.rosters import roster_upload
from enterprises.services.watch import watch_add
from measures.models import Measure, PostPlan, Technology
from measures.services.findings import finding_answer
from measures.services.past_imports import past_upload
from operations.enums import MailState
from operations.models import BulkRun, Export, Job, Mail, Notice, SavedView
from operations.services.attachments import attachment_keep, attachment_store, content_keep
from operations.services.feeds import feed_create
from operations.services.jobs import job_enqueue
from operations.services.mails import unsubscribe_token
from tests.factories.accounts import client_of, make_user, now, place, system
from tests.factories.agreements import make_agreement, make_delivery
from tests.factories.amendments import amend_remove, make_amendment, make_issued
from tests.factories.audits import make_agency, make_expert, make_round, today, walk_to
from tests.factories.enterprises import make_enterprise, make_representative
from tests.factories.honours import make_honour
from tests.factories.lists import make_entry, make_heading, make_list
from tests.factories.measures import (
    make_assignment,
    make_measure,
    make_post_assessment,
    make_proof,
    make_verification,
    make_works,
    photo,
)
from tests.factories.orders import order_things
from tests.factories.past import make_past_round
from tests.factories.people import make_invitation
from tests.factories.projects import make_project
from tests.factories.recommendations import OVER, make_recommendation
from tests.factories.reports import make_credit_sending, make_report, make_statement
from tests.factories.reviews import make_review
from tests.factories.visits import finding, make_visit, named, picture

HERE, SIBLING, PARENT, THERE, ABROAD = "here", "sibling", "parent", "there", "abroad"
CODES = {HERE: "140105", SIBLING: "140106", PARENT: "140100", THERE: "140226", ABROAD: "990102"}
MARKS = {HERE: "晋阳湖", SIBLING: "双塔寺", PARENT: "龙城大街", THERE: "云岗窑", ABROAD: "燕赵台"}
INITIALS = {THERE: "ygy", ABROAD: "yzt"}
PEOPLE = tuple(role for role in Role if role != Role.BUILTIN)
_CITY = {HERE, SIBLING, PARENT}
TERRITORY = {Role.PROVINCE: _CITY | {THERE}, Role.CITY: _CITY, Role.DEPARTMENT: _CITY}
PERSONAL = (
    *("export", "view", "view_link", "roster", "past", "heading"),
    *("job", "token", "sign_in", "notice", "mail", "unsubscribe", "feed"),
)
ANOTHER_PROVINCE = [
    {"code": "990000", "name": "外省", "parent": "", "level": "province"},
    {"code": "990100", "name": "外市", "parent": "990000", "level": "city"},
    {"code": "990102", "name": "外县", "parent": "990100", "level": "county"},
]
PHONE = "13812345678"
PERSONAL += ("bulk",)  # officers alone have one

Thing = tuple[Any, ...]


@dataclass
class Place:
    """One place: its people by role, and its things by kind as the arguments of an address."""

    name: str
    region: Region
    people: dict[str, User] = field(default_factory=dict)
    things: dict[str, Thing] = field(default_factory=dict)
    draft: str = ""

    @property
    def mark(self) -> str:
        return MARKS[self.name]


@dataclass
class World:
    places: dict[str, Place]
    clients: dict[str, Client]
    personal: dict[tuple[str, str], Thing]

    @property
    def here(self) -> Place:
        return self.places[HERE]

    @property
    def there(self) -> Place:
        return self.places[THERE]

    def own(self, role: str, kind: str) -> list[Thing]:
        """The things of a kind that are the person's: in the territory, of the organisation, of the own work."""
        if kind == "none":
            return [()]
        if kind in PERSONAL:
            return [self.personal[role, kind]] if (role, kind) in self.personal else []
        mine = TERRITORY.get(Role(role), {HERE})
        return self._of(kind, [name for name in self.places if name in mine])

    def foreign(self, role: str, kind: str) -> list[Thing]:
        """Things of the same kind that are somebody else's: sibling, parent and other territory."""
        if kind == "none":
            return []
        if kind in PERSONAL:
            return [self.personal["stranger", kind]]
        mine = TERRITORY.get(Role(role), {HERE})
        return self._of(kind, [name for name in self.places if name not in mine])

    def hidden_from(self, role: str) -> list[str]:
        """What no answer may say to the person: others' marks, drafts, unmasked telephones."""
        mine = set() if role in ADMINISTRATORS else TERRITORY.get(Role(role), {HERE})
        words = [one.mark for one in self.places.values() if one.name not in mine]
        own_drafts = {self.here.draft} if role == Role.PROVINCE else set()
        return [*words, *sorted({one.draft for one in self.places.values()} - own_drafts), PHONE]

    def any_of(self, kind: str) -> Thing:
        """One thing of a kind, for somebody who has no role at all."""
        if kind == "none":
            return ()
        return self.personal["stranger", kind] if kind in PERSONAL else self.here.things[kind]

    def _of(self, kind: str, names: Iterable[str]) -> list[Thing]:
        return [self.places[name].things[kind] for name in names if kind in self.places[name].things]


def build() -> World:
    """Everything, once; takes a few seconds."""
    regions_load(rows=ANOTHER_PROVINCE)
    places = {name: Place(name, place(code)) for name, code in CODES.items()}
    shared: dict[str, Any] = {}
    for one in places.values():
        _people(one, shared)
        _things(one)
    _drafts(places)
    admins = {role: make_user(role) for role in sorted(ADMINISTRATORS)}
    viewers = places[HERE].people | admins
    personal = _personal(viewers, places[THERE].people[Role.CITY])
    return World(places, _clients(viewers), personal)


def _clients(viewers: dict[str, User]) -> dict[str, Client]:
    """A warm browser for each role, and one for anybody; a fault is an answer (500) here, not an exception.

    Each was last seen an hour from now: what a visit writes is undone, so that after a minute every visit
    would write again when the person was seen.
    """
    clients = {role: client_of(user) for role, user in viewers.items()} | {"anonymous": Client()}
    for client in clients.values():
        client.raise_request_exception = False
        client.get(reverse("healthz"))
    for role in viewers:
        session = clients[role].session
        session["seen"] += 3600
        session.save()
    return clients


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """Whatever is done in here is undone: in the database, and in the browser's own memory."""
    before, cookies = transaction.savepoint(), deepcopy(client.cookies)
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)
        client.cookies = cookies


# ---- people ----------------------------------------------------------------------------------


def _people(one: Place, shared: dict[str, Any]) -> None:
    """Officers of the place and of what lies above it; one account for each city and province."""
    region, people = one.region, one.people
    city = region if region.city is None or region.city_id == region.pk else region.city
    for role, seat in ((Role.PROVINCE, region.province), (Role.CITY, city), (Role.DEPARTMENT, city)):
        people[role] = shared.setdefault(f"{role} {seat.code}", None) or make_user(role, seat)
        shared[f"{role} {seat.code}"] = people[role]
    people[Role.COUNTY] = make_user(Role.COUNTY, region)
    people[Role.ENTERPRISE] = make_user(Role.ENTERPRISE, name=f"{one.mark}厂长", phone=PHONE)
    people[Role.AGENCY] = make_user(Role.AGENCY)
    people[Role.EXPERT] = make_user(Role.EXPERT)
    people[Role.VERIFIER] = make_user(Role.VERIFIER)
    one.things["user"] = (people[Role.ENTERPRISE].pk,)


def _personal(viewers: dict[str, User], stranger: User) -> dict[tuple[str, str], Thing]:
    """A job and a key of everybody's own; a roster of who may import one."""
    made: dict[tuple[str, str], Thing] = {}
    for role, user in [*viewers.items(), ("stranger", stranger)]:
        made[role, "job"] = (_job(role, user).pk,)
        token_create(user=user, name=f"{role}的报表程序", by=user, at=now())
        made[role, "token"] = (ApiToken.objects.get(user=user).pk,)
        made |= {(role, kind): thing for kind, thing in _told(user).items()}
        if user.role in {Role.PROVINCE, Role.CITY}:
            made[role, "roster"] = (_roster(user).pk,)
            made[role, "past"] = (_past(user).pk,)
            made[role, "heading"] = (make_heading(user).pk,)
    return made


def _told(user: User) -> dict[str, Thing]:
    """A notice, a letter that failed, the link that ends letters; and a calendar, where the role has one."""
    key = f"access:{user.pk}"
    mail = Mail.objects.create(
        recipient=user, on=today(), key=key, state=MailState.FAILED, reason="连不上", created_at=now()
    )
    facts = {"rule": "round_move", "case_kind": "audits.round", "case_id": 1, "text": f"告知{user.name}"}
    notice = Notice.objects.create(recipient=user, key=key, created_at=now(), **facts)
    things: dict[str, Thing] = {"mail": (mail.pk,), "notice": (notice.pk,)}
    things["unsubscribe"] = (unsubscribe_token(user),)
    things["sign_in"] = (sign_in_begin(user=user, agent="Firefox/140", by=user, at=now()).pk,)
    reader = user if allowed(user, Permission.CALENDAR_READ) else make_user(Role.AGENCY)
    export = {
        "page": "enterprises:enterprise_list",
        "title": "企业名录",
        "kind": "csv",
    }
    view = SavedView.objects.create(
        owner=user, page=export["page"], name="在产", query="status=active", token=key, created_at=now()
    )
    things |= {"view": (view.pk,), "view_link": (view.token,)}
    if user.is_officer:
        facts = {"page": "audits:round_list", "action": "rounds_remind", "title": "提醒企业"}
        things["bulk"] = (BulkRun.objects.create(owner=user, created_at=now(), **facts).pk,)
    things["export"] = (Export.objects.create(owner=user, created_at=now(), **export).pk,)
    return things | {"feed": (feed_create(by=reader, at=now()),)}


def _job(role: str, user: User) -> Job:
    return job_enqueue(
        task="enterprises.tasks.find_duplicates",
        title=f"{role}的任务",
        by=user,
        at=now(),
        dedupe_key=f"access:{role}",
    )


def _roster(user: User) -> Any:
    """A roster that has been read: it waits for its person's word, and its bad rows can be fetched."""
    upload = SimpleUploadedFile(f"{user.username}.csv", "企业名称\n某厂\n".encode(), "text/csv")
    roster = roster_upload(
        upload=upload, region=user.region.province, year=2027, by=user, at=now(), dispatch=False
    )
    marked = attachment_keep(content=b"marked copy", name="错行.xlsx", kind="xlsx", by=user, at=now())
    counts = dict.fromkeys(("read", "new", "changed", "same", "bad", "warned"), 1)
    guarded_update(roster, state=RosterState.PREVIEWED, counts=counts, marked_copy=marked)
    return roster


def _past(user: User) -> Any:
    """A sheet of the past that has been read, as `_roster`."""
    upload = SimpleUploadedFile(f"{user.username}往年.csv", "年度,企业名称\n2015,某厂\n".encode(), "text/csv")
    past = past_upload(upload=upload, region=user.region.province, by=user, at=now(), dispatch=False)
    marked = attachment_keep(content=b"marked copy", name="错行.xlsx", kind="xlsx", by=user, at=now())
    counts = dict.fromkeys(("read", "new", "changed", "same", "bad", "warned"), 1)
    guarded_update(past, state=RosterState.PREVIEWED, counts=counts | {"bad": 0}, marked_copy=marked)
    return past


# ---- things ----------------------------------------------------------------------------------


def _things(one: Place) -> None:
    agency = make_agency(f"{one.name}清洁生产咨询公司")
    auditor_add(
        agency=agency,
        name=one.people[Role.AGENCY].name,
        user=one.people[Role.AGENCY],
        by=system(),
        at=now(),
    )
    expert = make_expert(user=one.people[Role.EXPERT])
    plant = make_enterprise(f"{one.mark}焦化有限公司", one.region)
    make_representative(plant, one.people[Role.ENTERPRISE])
    round_ = make_round(RoundState.PREPARATION_IN_PROGRESS, enterprise=plant, agency=agency)
    listing = round_.listing
    _reviewed(round_, expert, one)
    one.things |= {
        "region": (one.region.pk,),
        "industry": (plant.industry_id,),
        "agency": (agency.pk,),
        "expert": (expert.pk,),
        "tie": (expert.pk, _tie(expert)),
        "enterprise": (plant.pk,),
        "representative": (plant.representatives.get().pk,),
        "invitation": (make_invitation(plant, invitee=f"{one.mark}环保科长").invitation.pk,),
        "listing": (listing.pk,),
        "list": (listing.mandatory_list_id,),
    }
    one.things |= _sheets() | _drawn(one, agency, expert)
    one.things["past_round"] = (make_past_round(plant, agency=agency).pk,)
    _registry_things(one, plant, listing)
    _clock_things(one, listing)
    _measure_things(one, round_)
    _closed_things(one, agency)
    report = make_report(one.region, one.people[Role.CITY], authority=f"{one.mark}生态环境局")
    one.things |= {"report": (report.pk,), "report+kind": (report.pk, "pdf")}
    project = make_project(plant, by=one.people[Role.COUNTY])
    one.things |= {"project": (project.pk,), "project+end": (project.pk, "end")}
    one.things |= {"honour": (make_honour(plant, round_).pk,), "honour_kind": ("advanced",)}
    one.things["technology"] = (Technology.objects.get(name="干熄焦").pk,)
    one.things["statement"] = (make_statement(plant, one.people[Role.CITY]).pk,)
    sending = make_credit_sending(one.region, one.people[Role.CITY])
    one.things |= {"credit_sending": (sending.pk,), "credit_file": (sending.pk, "csv")}


def _tie(expert: Expert) -> int:
    told = {"kind": "former", "organisation": f"{expert.name}曾任职的厂"}
    return tie_add(expert=expert, by=system(), at=now(), **told).pk


def _reviewed(round_: Round, expert: Any, one: Place) -> None:
    """The round up to its evaluation, with the place's expert on the panel; then on to the works."""
    upload = SimpleUploadedFile(f"{one.mark}动员会.pdf", b"%PDF-1.7 minutes", "application/pdf")
    plant = one.people[Role.ENTERPRISE]
    file_add(
        round_=round_, stage=Stage.PREPARATION, proves=f"{one.mark}动员", upload=upload, by=plant, at=now()
    )
    walk_to(round_, RoundState.EVALUATION_APPLIED)
    review = Review.objects.get(round=round_)
    review.round = round_
    review_panel_set(
        review=review,
        version=review.version,
        expert_ids=[expert.pk],
        held_on=today(),
        by=one.people[Role.CITY],
        at=now(),
    )
    walk_to(round_, RoundState.IMPLEMENTATION_IN_PROGRESS)
    round_.refresh_from_db()
    file = RoundFile.objects.filter(round=round_, stage=Stage.PREPARATION).get()
    one.things |= {
        "round": (round_.pk,),
        "round+stage": (round_.pk, "implementation"),
        "round+move": (round_.pk, "implementation_submit"),
        "round+decision": (round_.pk, "implementation_approve"),
        "round+kind": (round_.pk, "acceptance"),
        "review": (review.pk,),
        "review+letter": (review.pk, "letter"),
        "round_file": (file.pk,),
    }


def _drawn(one: Place, agency: Agency, expert: Expert) -> dict[str, Thing]:
    """A review whose panel scores, the place's expert among it."""
    plant = make_enterprise(f"{one.mark}耐火材料厂", one.region)
    make_representative(plant, one.people[Role.ENTERPRISE])
    round_ = make_round(RoundState.EVALUATION_APPLIED, enterprise=plant, agency=agency, voluntary=True)
    review = make_review("SCORING", round_=round_, lead=expert)
    material = ReviewMaterial.objects.filter(review=review)[0]
    seat = ReviewExpert.objects.get(review=review, expert=expert)
    fee = ReviewFee.objects.create(seat=seat, payer=one.region, amount_yuan=800, earned_on=today())
    return {"drawn": (review.pk,), "review_material": (material.pk,), "fee": (fee.pk,)}


def _sheets() -> dict[str, Thing]:
    """Score sheets are one for the whole province."""
    published = ScoreSheet.objects.filter(state=SheetState.PUBLISHED).order_by("pk")[0]
    draft = ScoreSheet.objects.get(state=SheetState.DRAFT)
    return {"sheet": (published.pk,), "sheet_draft": (draft.pk,)}


def _registry_things(one: Place, plant: Enterprise, listing: Listing) -> None:
    by = one.people[Role.ENTERPRISE]
    proof = SimpleUploadedFile(f"{one.mark}公示.pdf", b"%PDF-1.7 proof", "application/pdf")
    file = attachment_store(upload=proof, kinds=("pdf",), by=by, at=now())
    disclosure = disclosure_submit(
        listing=listing,
        disclosed_on=today(),
        place=f"{one.mark}日报",
        proofs={"proof": file, "photo": file},
        by=by,
        at=now(),
    )
    terms = OrderTerms(
        article=PenaltyArticle.objects.get(code="P39a"),
        document_no=f"{one.mark}责改〔2026〕1号",
        issued_on=today() - timedelta(days=20),
        due_on=today() + timedelta(days=20),
        text=f"{one.mark}限期实施清洁生产审核",
    )
    order = order_issue(enterprise=plant, terms=terms, by=system(), at=now())
    one.things |= order_things(plant, one.mark, by)
    written = DraftTerms(text=f"{one.mark}限期实施")
    draft = order_draft_begin(enterprise=plant, terms=written, by=system(), at=now())
    one.things |= {"disclosure": (disclosure.pk,), "order": (order.pk,), "order_draft": (draft.pk,)}
    _history_things(one, plant)


def _history_things(one: Place, plant: Enterprise) -> None:
    """A second registration made part of the plant, and a day by which to audit."""
    double = make_enterprise(f"{one.mark}焦化厂", one.region)
    versions = (plant.version, double.version)
    merge = enterprise_merge(
        survivor=plant, merged=double, take=[], reason="重复登记", versions=versions, by=system(), at=now()
    )
    terms = WatchTerms(today() + timedelta(days=200), None, f"{one.mark}重点行业")
    entry = watch_add(enterprise=plant, terms=terms, by=system(), at=now())
    one.things |= {"merge": (merge.pk,), "watch": (entry.pk,)}
    _recommendations(one, plant)


def _recommendations(one: Place, plant: Enterprise) -> None:
    """One that the province may see, and one that its county still writes."""
    basis = replace(OVER, reason=f"{one.mark}排口超标")
    passed = make_recommendation(RecommendationState.PASSED, enterprise=plant, basis=basis, people=one.people)
    draft = make_recommendation(enterprise=plant, year=2028, basis=basis, people=one.people)
    one.things |= {"recommendation": (passed.pk,), "draft_recommendation": (draft.pk,)}
    listing = plant.listings.select_related("mandatory_list__region").earliest("pk")
    one.things["paper"] = (_paper(one, listing.mandatory_list, DocumentKind.LETTERS).pk,)
    one.things["notice_paper"] = (_paper(one, listing.mandatory_list, DocumentKind.NOTICE).pk,)
    one.things |= {"language": ("en",), "part": (0,)}
    _amendments(one, listing)


def _amendments(one: Place, listing: Listing) -> None:
    """One that was issued, and a draft that would take the plant off its list."""
    by, plant = one.people[Role.PROVINCE], listing.enterprise
    words: dict[str, object] = {"reason": f"{one.mark}使用苯"}
    issued = make_issued(listing.mandatory_list, today(), correct={plant: words}, by=by)
    draft = make_amendment(listing.mandatory_list, by)
    amend_remove(draft, plant, f"{one.mark}已关停")
    one.things |= {
        "amendment": (issued.pk,),
        "correction": (issued.items.get().pk,),
        "amendment_draft": (draft.pk,),
        "amendment_item": (draft.items.get().pk,),
    }


def _paper(one: Place, mandatory_list: MandatoryList, kind: DocumentKind) -> ListDocument:
    """A paper as the job leaves it: a letter for the officers of its place, a notice for everybody."""
    content = f"%PDF-1.7 {one.mark}".encode()
    name, size, digest = f"{one.mark}{kind.label}.pdf", len(content), content_keep(content=content)
    made = Made(kind, one.region, 1, 1, 1, name, size, digest)
    return list_paper_keep(mandatory_list=mandatory_list, made=made, by=system(), at=now())


def _clock_things(one: Place, listing: Listing) -> None:
    """A pause that waits, asked for by the platform with a paper of the place, and an extension the plant asks for."""
    duty = listing.duties.filter(met_on__isnull=True).order_by("-due_on").first()
    paper = attachment_keep(
        content=b"%PDF-1.7", name=f"{one.mark}停产.pdf", kind="pdf", by=system(), at=now()
    )
    first = today() + timedelta(days=1)
    terms = PauseTerms(f"{one.mark}停产检修", paper, first, first + timedelta(days=9))
    asked = pause_request(duty=duty, terms=terms, by=system(), at=now())
    plant = one.people[Role.ENTERPRISE]
    later = ExtensionTerms(f"{one.mark}设备迟到", paper, duty.due_on + timedelta(days=20))
    own = extension_request(duty=duty, terms=later, by=plant, at=now())
    one.things |= {"adjustment": (asked.pk,), "asked": (own.pk,), "calendar": (2026,)}


def _measure_things(one: Place, round_: Round) -> None:
    title = {"title": f"{one.mark}余热回收"}
    seen, waiting = (make_measure(round_, "implemented", **title) for _n in range(2))
    proposed = make_measure(round_, **title)
    verifier = one.people[Role.VERIFIER]
    assignment = make_assignment(round_, verifier, note=f"{one.mark}请看水表")
    photos = [photo(f"{one.mark}现场.jpg")]
    verification = make_verification(
        seen, assignment=assignment, found=f"{one.mark}设备在运行", photos=photos
    )
    one.things |= {
        "measure": (proposed.pk,),
        "funding": (make_works(proposed, name=f"{one.mark}土建").pk,),
        "measure_proof": (make_proof(proposed, f"{one.mark}水表.jpg").pk,),
        "measure+aspect": (proposed.pk, "technical"),
        "visit": (assignment.pk,),
        "visit+measure": (assignment.pk, waiting.pk),
        "verification": (verification.pk,),
        "photo": (verification.photos.get().pk,),
        "visit+key": (assignment.pk, uuid4()),
    }
    _visit_things(one, round_, seen)


def _visit_things(one: Place, round_: Round, seen: Measure) -> None:
    """A second visit by the same person, sent from a phone; its photograph is still to come."""
    order = make_assignment(round_, one.people[Role.VERIFIER], today() + timedelta(days=1), f"{one.mark}复核")
    photos, words = [named(picture())], f"{one.mark}水表未检定"
    findings = [finding(text=words, measure=seen.pk)]
    seen.refresh_from_db()
    visit = make_visit(seen, order, photos=photos, findings=findings, place=f"{one.mark}厂区")
    found = visit.findings.get()
    proof = [photo(f"{one.mark}整改.jpg")]
    plant = one.people[Role.ENTERPRISE]
    finding_answer(finding=found, version=1, answer=f"{one.mark}已检定", proofs=proof, by=plant, at=now())
    one.things |= {
        "named_photo": (visit.photos.get().key,),
        "finding": (found.pk,),
        "proof": (found.proofs.get().pk,),
    }


def _closed_things(one: Place, agency: Agency) -> None:
    """A second plant whose round is over, with a post-assessment planned."""
    plant = make_enterprise(f"{one.mark}水泥有限公司", one.region)
    make_representative(plant, one.people[Role.ENTERPRISE])
    round_ = make_round(RoundState.PREPARATION_IN_PROGRESS, enterprise=plant, agency=agency)
    make_assignment(round_, one.people[Role.VERIFIER])
    works = walk_to(round_, RoundState.IMPLEMENTATION_IN_PROGRESS)
    make_measure(works, "implemented", title=f"{one.mark}窑尾余热")
    closed = walk_to(works, RoundState.CLOSED)
    post = make_post_assessment(closed)
    one.things["post_assessment"] = (post.pk,)
    drawn = {"by_strata": "city", "planned_on": today(), "seed": one.mark, "created_at": now()}
    plan = PostPlan.objects.create(region=one.region, year=2020, created_by=post.created_by, **drawn)
    one.things["post_plan"] = (plan.pk,)
    first = Enterprise.objects.get(pk=one.things["enterprise"][0])
    pair = DuplicatePair.objects.create(
        first=first, second=plant, likeness=80, same_name=True, found_at=now()
    )
    one.things["pair"] = (pair.pk,)
    _agreement_things(one, plant)


def _agreement_things(one: Place, plant: Enterprise) -> None:
    """A voluntary agreement with a report that waits, and a draft."""
    words = {"pledge": f"{one.mark}进一步削减"}
    number = f"{one.mark}协〔2026〕1号"
    signed = make_agreement(enterprise=plant, document_no=number, **words)
    draft = make_agreement("draft", enterprise=plant, **words)
    by = one.people[Role.ENTERPRISE]
    report = make_delivery(signed, "130", "45", checked=False, by=by, name=f"{one.mark}监测.pdf")
    one.things |= {
        "agreement": (signed.pk,),
        "agreement_draft": (draft.pk,),
        "delivery": (report.pk,),
    }


def _drafts(places: dict[str, Place]) -> None:
    """Each province keeps a draft with an entry of every place of its own."""
    drafts: dict[str, MandatoryList] = {}
    for one in places.values():
        province = one.region.province
        if province.code not in drafts:
            drafts[province.code] = make_list(2027, province)
        draft = drafts[province.code]
        draft.refresh_from_db()
        entry = make_entry(draft, Enterprise.objects.get(pk=one.things["enterprise"][0]))
        one.things |= {"draft": (draft.pk,), "draft_listing": (entry.pk,)}
        one.draft = draft.title
