"""Reads of annual reports, and of what they are made from."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Department, Region, User
from audits.models import Round
from enterprises.enums import ListState
from enterprises.models import Enterprise, EnterprisePlacement, Listing
from reports.models import AnnualReport
from reports.selectors.territory import region_ids


def reports_for(user: User) -> QuerySet[AnnualReport]:
    """Reports on the reader's territory, newest first."""
    return (
        AnnualReport.objects.visible_to(user)
        .defer("snapshot")
        .select_related("region", "job", "created_by", "json_file", "pdf_file", "xlsx_file")
    )


def report_for(user: User, pk: int) -> QuerySet[AnnualReport]:
    """One report with its snapshot, as a queryset for get_object_or_404."""
    related = ("region", "job__created_by", "created_by", "json_file", "pdf_file", "xlsx_file")
    return AnnualReport.objects.visible_to(user).filter(pk=pk).select_related(*related)


def report_of_job(pk: int) -> AnnualReport:
    return AnnualReport.objects.select_related("region").get(pk=pk)


def regions_for(user: User) -> QuerySet[Region]:
    """The places a person may report on: the own territory as it is today."""
    return Region.objects.filter(pk__in=user.territory_ids()).current().select_related("city")


def region_coded(code: str) -> Region | None:
    return Region.objects.filter(code=code).first()


def listed_years(region: Region) -> set[int]:
    """Years that have a published list in the region."""
    listed = Listing.objects.filter(
        region_id__in=region_ids(region), mandatory_list__state=ListState.PUBLISHED
    )
    return set(listed.order_by().values_list("mandatory_list__year", flat=True).distinct())


def has_anything(region: Region, year: int) -> bool:
    """Whether the region has a listing or a round by the end of the year."""
    ids, last = region_ids(region), date(year, 12, 31)
    listed = Listing.objects.filter(region_id__in=ids, mandatory_list__published_on__lte=last)
    rounds = Round.objects.filter(enterprise__placements__region_id__in=ids, opened_on__lte=last)
    return listed.exists() or rounds.exists()


def authority_of(region: Region) -> str:
    """Who signs the region's report: its environment department."""
    own = Department.objects.filter(region=region, kind=Department.Kind.ENVIRONMENT).first()
    return own.name if own else region.bureau_name


def misplaced_enterprises(region: Region) -> list[str]:
    """Names of enterprises whose placements leave a gap or overlap, so that an event would count never or twice.

    Placements must form one chain: one begins at no date, and each ends where exactly one other begins.
    """
    mine = EnterprisePlacement.objects.filter(enterprise=OuterRef("pk"))
    sister = EnterprisePlacement.objects.filter(enterprise=OuterRef("enterprise"))
    twins = sister.filter(pk__gt=OuterRef("pk"))
    broken = (
        ~Exists(mine.filter(from_on__isnull=True))
        | Exists(mine.filter(~Exists(sister.filter(from_on=OuterRef("to_on"))), to_on__isnull=False))
        | Exists(mine.filter(~Exists(sister.filter(to_on=OuterRef("from_on"))), from_on__isnull=False))
        | Exists(mine.filter(Exists(twins.filter(from_on__isnull=True)), from_on__isnull=True))
        | Exists(mine.filter(Exists(twins.filter(from_on=OuterRef("from_on")))))
    )
    found = Enterprise.objects.filter(broken, region_id__in=region_ids(region))
    return list(found.order_by("pk").values_list("name", flat=True)[:5])
