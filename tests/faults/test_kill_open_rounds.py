"""F1: opening the rounds of a published list, killed at every checkpoint and inside a batch: one each, whole."""

from itertools import islice

import pytest

from tests.faults.harness import kill_at_each_checkpoint, migrated_place

pytestmark = pytest.mark.fault

LISTED = 600
BATCHES = 2
PUBLISH = """
from datetime import date
from accounts.models import Region
from enterprises.models import Enterprise, Listing
from enterprises.services.lists import list_create, list_publish
from operations.models import Job
from tests.factories.accounts import make_user, now, place
county, officer = place("140105"), make_user("province")
draft = list_create(region=place("140000"), year=2026, by=officer, at=now())
sites = Enterprise.objects.bulk_create(
    Enterprise(
        name=f"第{n}厂", name_key=f"第{n}厂", uscc=f"91140105MA{n:08d}",
        pinyin="d", initials="d", region=county, created_at=now(),
    )
    for n in range(argument)
)
Listing.objects.bulk_create(
    Listing(mandatory_list=draft, enterprise=site, number=n, name=site.name, region=county, toxic=True)
    for n, site in enumerate(sites, start=1)
)
published = list_publish(
    mandatory_list=draft, document_no="晋环发〔2026〕31号", authority="山西省生态环境厅",
    published_on=date(2026, 3, 18), version=draft.version, by=officer, at=now(),
)
print(json.dumps(Job.objects.get(dedupe_key=f"open_rounds:{published.pk}").pk))
"""
AUDIT = """
from django.db import connection
from django.db.models import Count
from accounts.models import Activity
from accounts.services.activity import activities_seal, activities_verify
from audits.models import AuditPlan, Round, RoundStage
from enterprises.models import Listing
from tests.factories.accounts import now
activities_seal(at=now())
with connection.cursor() as cursor:
    cursor.execute("PRAGMA integrity_check")
    sound = cursor.fetchall() == [("ok",)]
    cursor.execute("PRAGMA foreign_key_check")
    sound = sound and not cursor.fetchall()
stages = Round.objects.annotate(n=Count("stages")).values_list("n", flat=True)
facts = {
    "rounds": Round.objects.count(),
    "listings_without": Listing.objects.filter(round__isnull=True).count(),
    "numbers": sorted(set(Round.objects.values_list("number", flat=True))),
    "stages": sorted(set(stages)),
    "plans": AuditPlan.objects.count(),
    "deeds": Activity.objects.filter(verb="round_open").count(),
    "chain": activities_verify().broken is None,
    "sound": sound,
}
"""
RIGHT = {
    "rounds": LISTED,
    "listings_without": 0,
    "numbers": [1],
    "stages": [7],
    "plans": LISTED,
    "deeds": LISTED,
    "chain": True,
    "sound": True,
}


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    place = migrated_place(tmp_path_factory.mktemp("rounds") / "var")
    return place, place.python(PUBLISH, LISTED)


def test_every_listing_has_one_whole_round_wherever_the_work_was_cut_off(published, tmp_path):
    place, job_id = published
    turns = 0
    for number, _copy, answer in kill_at_each_checkpoint(place, job_id, tmp_path, audit=AUDIT):
        assert (answer["state"], answer["facts"]) == ("done", RIGHT), number
        turns = number
    assert turns > BATCHES


def test_a_batch_cut_off_inside_leaves_none_of_its_rounds(published, tmp_path):
    place, job_id = published
    turns = kill_at_each_checkpoint(place, job_id, tmp_path, inside="+3", audit=AUDIT)
    for number, _copy, answer in islice(turns, BATCHES):
        assert (answer["state"], answer["facts"]) == ("done", RIGHT), number
