"""Publishing a list: the deed itself, then the one job that opens its rounds and makes its notice and letters."""

from django.urls import reverse
from django.utils import timezone

from accounts.models import Region, User
from audits.models import Round
from bench.parts import peak_mb, timed
from config.common.access import Role
from enterprises.enums import DocumentKind
from enterprises.models import Enterprise, ListDocument, Listing, MandatoryList
from enterprises.services.lists import list_create, list_publish
from operations.models import Job
from operations.runner import run_job


def main(rows: str) -> dict[str, float]:
    """A draft of `rows` enterprises that were on no list yet, published and carried out."""
    by = User.objects.filter(role=Role.PROVINCE).order_by("pk")[0]
    draft = _draft(int(rows), by)
    reverse("enterprises:mandatory_list_list")  # a web process has read the table of addresses before
    at = timezone.now()
    paper = {"document_no": f"晋环发〔{draft.year}〕{rows}号", "authority": "山西省生态环境厅"}
    day = {"published_on": timezone.localtime(at).date()}
    publish = timed(
        lambda: list_publish(mandatory_list=draft, version=draft.version, by=by, at=at, **paper, **day)
    )
    job = Job.objects.get(dedupe_key=f"publication:{draft.pk}")
    carried = timed(lambda: run_job(job.pk))
    job.refresh_from_db()
    letters = ListDocument.objects.filter(mandatory_list=draft, kind=DocumentKind.LETTERS)
    done = Round.objects.filter(listing__mandatory_list=draft).count(), sum(one.rows for one in letters)
    if job.state != "done" or done != (int(rows), int(rows)):
        raise SystemExit(f"{job.state}: {done} {job.reason}")
    return {"publish": publish, "job": carried, "peak_mb": peak_mb()}


def _draft(rows: int, by: User) -> MandatoryList:
    province, at = Region.objects.get(code="140000"), timezone.now()
    draft = list_create(region=province, year=at.year, batch=rows, by=by, at=at)
    sites = Enterprise.objects.filter(listings__isnull=True).select_related("region").order_by("pk")[:rows]
    entries = [
        Listing(
            mandatory_list=draft,
            enterprise=site,
            number=number,
            name=site.name,
            region=site.region,
            reason="使用有毒有害原料进行生产",
            toxic=True,
        )
        for number, site in enumerate(sites, start=1)
    ]
    Listing.objects.bulk_create(entries, batch_size=1_000)
    return draft
