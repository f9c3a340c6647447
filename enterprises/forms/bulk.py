"""What many disclosures share when they are returned at once."""

from django import forms
from django.utils.translation import gettext_lazy as _

from config.common.bulk_forms import ReasonForm

_FIELDS = [("disclosed_on", _("公示日期")), ("place", _("公示载体")), ("url", _("公示网址"))]


class DisclosureReturnForm(ReasonForm):
    field = forms.ChoiceField(label=_("问题所在"), choices=_FIELDS)
    field_order = ["field", "reason"]
