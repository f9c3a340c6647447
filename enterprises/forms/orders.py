"""Input of orders, corrections and fines."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from config.common.forms import offer
from config.common.quantities import check_exact
from config.common.wording import date_words
from enterprises.models import Duty, Listing, PenaltyArticle


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class OrderForm(forms.Form):
    """An order to publish or to correct; the article decides which."""

    article = forms.ModelChoiceField(label=_("违法行为与依据"), queryset=PenaltyArticle.objects.none())
    listing = forms.ModelChoiceField(
        label=_("所涉名单"), queryset=Listing.objects.none(), required=False, empty_label=_("不涉及名单")
    )
    duty = forms.ModelChoiceField(
        label=_("所涉逾期义务"),
        queryset=Duty.objects.none(),
        required=False,
        empty_label=_("不涉及逾期义务"),
    )
    occasion = forms.CharField(
        label=_("起因"),
        max_length=200,
        required=False,
        help_text=_("例如：2026年10月12日现场核查发现的问题。"),
        widget=forms.TextInput(attrs={"data-wide": ""}),
    )
    document_no = forms.CharField(label=_("文号"), max_length=60, help_text=_("例如：晋环责改〔2026〕5号"))
    issued_on = forms.DateField(label=_("下达日期"), widget=_day())
    due_on = forms.DateField(label=_("改正期限"), widget=_day())
    text = forms.CharField(
        label=_("责令内容"), max_length=500, widget=forms.Textarea(attrs={"rows": 4, "data-wide": ""})
    )

    def __init__(
        self,
        *args: Any,
        articles: QuerySet[PenaltyArticle],
        listings: QuerySet[Listing],
        duties: QuerySet[Duty],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "article", articles)
        self.fields["article"].widget.attrs["data-wide"] = ""
        offer(self, "listing", listings, words=_list_title)
        offer(self, "duty", duties, words=_duty_words)


class OrderDraftForm(OrderForm):
    """The same while it is written: everything may be missing."""

    draft = forms.IntegerField(min_value=1, required=False)
    draft_version = forms.IntegerField(min_value=1, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False


def _list_title(listing: Listing) -> str:
    return listing.mandatory_list.title


def _duty_words(duty: Duty) -> str:
    facts = {
        "what": duty.get_code_display(),
        "due": date_words(duty.due_on),
        "list": duty.listing.mandatory_list,
    }
    return _("%(what)s（%(due)s到期，%(list)s）") % facts


class OrderMeetForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    met_on = forms.DateField(label=_("改正日期"), widget=_day())


class PenaltyForm(forms.Form):
    document_no = forms.CharField(label=_("处罚决定文号"), max_length=60)
    decided_on = forms.DateField(label=_("决定日期"), widget=_day())
    amount_yuan = forms.DecimalField(
        label=_("罚款金额"),
        min_value=0,
        decimal_places=2,
        validators=[check_exact],
        widget=forms.TextInput(attrs={"inputmode": "decimal", "data-unit": _("元")}),
    )

    def __init__(self, *args: Any, range_help: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount_yuan"].help_text = range_help
