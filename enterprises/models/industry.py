"""Industries of GB/T 4754 with their edition."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Industry(models.Model):
    """An industry (section, division, group or class) of one edition of GB/T 4754.

    `plan_industry` is the key industry of the province's plan (煤炭, 焦化, 冶金, 电力, 化工, 建材 …) it belongs to.
    """

    code = models.CharField(_("代码"), max_length=4)
    edition = models.CharField(max_length=4, default="2017")
    name = models.CharField(_("名称"), max_length=80)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    level = models.CharField(max_length=10)
    plan_industry = models.CharField(_("规划重点行业"), max_length=20, blank=True)
    mark = models.CharField(max_length=1, blank=True)

    class Meta:
        ordering = ["edition", "code"]
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="industry_once")]
        indexes = [models.Index(fields=["plan_industry"], name="industry_plan")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
