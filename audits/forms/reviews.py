"""Evaluation and acceptance: the panel, the result."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from audits.calculations.outcomes import OUTCOMES
from audits.enums import CleanerLevel, Outcome, ReviewKind
from audits.forms.fields import AmountField, DayField, text_area
from audits.models import Expert
from config.common.forms import VersionedForm, offer, offer_choices

_LEVELS = [("", "——"), *((value, label) for value, label in CleanerLevel.choices if value)]


class ApplyForm(forms.Form):
    on = DayField(label=_("申请日期"))


class PanelForm(VersionedForm):
    experts = forms.ModelMultipleChoiceField(
        label=_("专家组"),
        queryset=Expert.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("所在单位是本轮企业或咨询机构的专家应当回避，不在此列。"),
    )
    lead = forms.ModelChoiceField(label=_("组长"), queryset=Expert.objects.none(), required=False)
    held_on = DayField(label=_("评审日期"), required=False)

    def __init__(self, *args: Any, experts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("experts", "lead"):
            offer(self, name, experts, words=_expert_words)


def _expert_words(expert: Expert) -> str:
    return "·".join(word for word in (expert.name, expert.title, expert.employer) if word)


class ReviewForm(VersionedForm):
    """The result of a review; the outcomes are those of its kind, empty leaves the decision open."""

    held_on = DayField(label=_("评审日期"))
    score = AmountField(label=_("得分"), unit=gettext_noop("分"), min_value=0, max_value=100)
    level_before = forms.ChoiceField(label=_("审核前水平"), choices=_LEVELS, required=False)
    level_after = forms.ChoiceField(label=_("审核后水平"), choices=_LEVELS, required=False)
    vetoes = forms.CharField(
        label=_("否决事项"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"data-wide": ""}),
        help_text=_("弄虚作假、超标超总量、淘汰工艺、未达Ⅲ级、未办结的违法行为等；没有则不填。"),
    )
    outcome = forms.ChoiceField(label=_("结论"), required=False)
    decided_on = DayField(label=_("作出结论的日期"), required=False)
    rectify_due_on = DayField(label=_("整改期限"), required=False)
    opinion = forms.CharField(label=_("评审意见"), max_length=20_000, required=False, widget=text_area(8))

    def __init__(self, *args: Any, kind: str, may_decide: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(outcome.value, Outcome(outcome).label) for outcome in OUTCOMES[ReviewKind(kind)]]
        offer_choices(self, "outcome", [("", _("只登记评分，结论待定")), *choices])
        if kind == ReviewKind.EVALUATION:
            del self.fields["rectify_due_on"]
        if not may_decide:
            for name in ("outcome", "decided_on", "rectify_due_on"):
                self.fields.pop(name, None)
