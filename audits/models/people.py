"""Who works on rounds from outside: consulting bodies, their certified people, the pool of experts."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Region
from config.common.versions import Versioned
from enterprises.models import Industry


class Agency(Versioned):
    """A consulting body; what it earns in first tries is counted from its rounds."""

    name = models.CharField(_("机构名称"), max_length=120, unique=True)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True)
    staff = models.PositiveSmallIntegerField(_("专职人员"), default=0)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        verbose_name = _("咨询机构")

    def __str__(self) -> str:
        return self.name


class Auditor(models.Model):
    """A certified person of an agency, with an account when they work on the platform."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="auditors")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="auditor"
    )
    name = models.CharField(_("姓名"), max_length=60)
    certificate_no = models.CharField(_("证书编号"), max_length=60, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Expert(models.Model):
    """An evaluator from the pool. `employer` excludes from the rounds of that enterprise or agency."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="expert"
    )
    name = models.CharField(_("姓名"), max_length=60)
    employer = models.CharField(_("工作单位"), max_length=120)
    title = models.CharField(_("职称"), max_length=60, blank=True)
    industries = models.ManyToManyField(Industry, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
