"""Input of recommendations, of the facts behind an entry, and of moves on many."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from config.common.forms import VersionedForm, offer
from enterprises.enums import FactKind
from enterprises.facts import ListingBasis, ListingFact
from enterprises.forms.lists import CategoriesField, ListingForm
from enterprises.models import Enterprise

_BLANK_ROWS = 3


class FactForm(forms.Form):
    """One fact; a row without a name is none."""

    kind = forms.ChoiceField(label=_("依据类别"), choices=FactKind.choices, required=False)
    name = forms.CharField(label=_("污染物、物质或产品"), max_length=60, required=False)
    measured = forms.CharField(label=_("实测或使用量"), max_length=20, required=False)
    limit = forms.CharField(label=_("限值"), max_length=20, required=False)
    unit = forms.CharField(label=_("单位"), max_length=20, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label


FactFormSet = formset_factory(FactForm, extra=_BLANK_ROWS, max_num=12, validate_max=True)


def fact_formset(data: Any, facts: Sequence[dict[str, str]] = ()) -> BaseFormSet:
    """A row for each fact there is, and a few empty ones; what was posted without any facts has none."""
    if data is not None and "facts-TOTAL_FORMS" not in data:
        data = {"facts-TOTAL_FORMS": "0", "facts-INITIAL_FORMS": "0"}
    return FactFormSet(data, initial=list(facts), prefix="facts")


def facts_given(formset: BaseFormSet) -> tuple[ListingFact, ...]:
    """The rows somebody filled."""
    rows = [form.cleaned_data for form in formset.forms if form.is_valid() and form.cleaned_data.get("name")]
    return tuple(
        ListingFact(
            kind=row["kind"] or FactKind.POLLUTANT,
            name=row["name"],
            limit=row["limit"],
            measured=row["measured"],
            unit=row["unit"],
        )
        for row in rows
    )


def basis_given(form: forms.Form, facts: BaseFormSet) -> ListingBasis:
    """Categories and reason of a form with the facts beside it."""
    values = form.cleaned_data
    return ListingBasis(tuple(values["categories"]), values["reason"], facts_given(facts))


class RecommendationForm(ListingForm):
    """Recommending an enterprise of the own territory."""

    year = forms.IntegerField(label=_("名单年度"), min_value=2003, max_value=2100)
    field_order = ["enterprise", "year", "categories", "reason"]

    def __init__(self, *args: Any, enterprises: QuerySet[Enterprise], **kwargs: Any) -> None:
        super().__init__(*args, enterprises=enterprises, **kwargs)
        self.fields["reason"].required = True


class RecommendationEditForm(VersionedForm):
    categories = CategoriesField()
    reason = forms.CharField(label=_("入列原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class RecommendationMoveForm(VersionedForm):
    """One move of one recommendation."""

    move = forms.CharField(max_length=20)
    reason = forms.CharField(label=_("原因"), max_length=300, required=False)


class ChosenForm(forms.Form):
    """Rows ticked on a page; the view hands over those the person may choose from."""

    chosen = forms.ModelMultipleChoiceField(queryset=Enterprise.objects.none(), required=False)
    move = forms.CharField(max_length=20, required=False)
    reason = forms.CharField(label=_("原因"), max_length=300, required=False)

    def __init__(self, *args: Any, rows: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "chosen", rows)
