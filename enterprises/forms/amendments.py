"""Input of amendments of a published list: the paper itself, and what it adds, removes and corrects."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from config.common.forms import VersionedForm, offer
from enterprises.forms.lists import CategoriesField, DayField, ListingForm
from enterprises.models import Enterprise, ListAmendment

_NUMBER_HINT = _("例如：晋环函〔2026〕45号。")
_WHY: dict[str, Any] = {"widget": forms.Textarea(attrs={"rows": 2}), "max_length": 300}


class AmendmentForm(forms.Form):
    """Beginning an amendment; `earlier` are the issued ones of the same list that it may put right."""

    reason = forms.CharField(
        label=_("修订原因"), help_text=_("例如：经核查，个别企业已关停，另有企业应当列入。"), **_WHY
    )
    amends = forms.ModelChoiceField(
        label=_("更正哪一次修订"),
        queryset=ListAmendment.objects.none(),
        required=False,
        empty_label=_("不是更正以前的修订"),
    )

    def __init__(self, *args: Any, earlier: QuerySet[ListAmendment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "amends", earlier, words=_named)
        if not earlier:
            del self.fields["amends"]


def _named(row: ListAmendment) -> str:
    return str(
        _("第 %(number)d 次修订（%(document_no)s）") % {"number": row.number, "document_no": row.document_no}
    )


class AmendmentEditForm(VersionedForm, AmendmentForm):
    document_no = forms.CharField(label=_("文号"), max_length=60, required=False, help_text=_NUMBER_HINT)
    authority = forms.CharField(label=_("发布机关"), max_length=80, required=False)
    amended_on = DayField(label=_("修订日期"), required=False)
    field_order = ["version", "reason", "document_no", "authority", "amended_on", "amends"]


class AmendmentIssueForm(VersionedForm):
    document_no = forms.CharField(label=_("文号"), max_length=60, help_text=_NUMBER_HINT)
    authority = forms.CharField(label=_("发布机关"), max_length=80)
    amended_on = DayField(
        label=_("修订日期"),
        help_text=_("增列企业的法定期限从这一天的次日起算；不能早于名单公布或上一次修订，也不能晚于今天。"),
    )


class EntryAddForm(VersionedForm, ListingForm):
    field_order = ["version", "enterprise", "categories", "reason"]

    def __init__(self, *args: Any, enterprises: QuerySet[Enterprise], **kwargs: Any) -> None:
        super().__init__(*args, enterprises=enterprises, **kwargs)
        self.fields["reason"].required = True
        self.fields["enterprise"].error_messages["invalid_choice"] = _(
            "这家企业已在这份名单上，或不在本省，不能增列；公布的名称、代码或类别有误的，请用“更正”。"
        )


class EntryChooseForm(ListingForm):
    """Which entry of the list; those that are not on it cannot be chosen."""

    def __init__(self, *args: Any, enterprises: QuerySet[Enterprise], **kwargs: Any) -> None:
        super().__init__(*args, enterprises=enterprises, **kwargs)
        del self.fields["categories"], self.fields["reason"]
        field = self.fields["enterprise"]
        self["enterprise"].help_text = _("按名称、代码或拼音首字母在名单中查找。")  # bound already
        field.error_messages["invalid_choice"] = _(
            "这家企业不在这份名单上，或已经移出，不能移出或更正；要列入名单，请用“增列企业”。"
        )


class EntryRemoveForm(VersionedForm, EntryChooseForm):
    why = forms.CharField(label=_("移出原因"), help_text=_("企业和公众会看到这段话。"), **_WHY)
    field_order = ["version", "enterprise", "why"]


class EntryCorrectForm(VersionedForm):
    """All that the list published of an entry; what is left as it was is not corrected."""

    name = forms.CharField(label=_("公布名称"), max_length=120)
    uscc = forms.CharField(label=_("公布代码"), max_length=40, required=False)
    categories = CategoriesField()
    reason = forms.CharField(label=_("入列原因"), required=False, **_WHY)
    why = forms.CharField(label=_("更正原因"), help_text=_("例如：公布时名称有误。"), **_WHY)
