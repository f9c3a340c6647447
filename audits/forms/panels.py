"""From the application to the decision: one form for each step of a review."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from audits.calculations.outcomes import OUTCOMES
from audits.calculations.scores import ItemFacts
from audits.enums import REQUIRED, CleanerLevel, DrawScope, Outcome, Requirement, ReviewKind, TieKind
from audits.forms.fields import AmountField, DayField, text_area
from audits.models import ReviewExpert, SheetVeto
from audits.services.panels import LEAST, MOST
from config.common.forms import VersionedForm, offer_choices

_LEVELS = [("", "——"), *((value, label) for value, label in CleanerLevel.choices if value)]


class MaterialForm(forms.Form):
    requirement = forms.ChoiceField(label=_("证明"))
    file = forms.FileField(label=_("文件"))

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(one.value, Requirement(one).label) for one in REQUIRED[ReviewKind(kind)]]
        offer_choices(self, "requirement", rows)


class ReturnForm(VersionedForm):
    reason = forms.CharField(
        label=_("退回原因"), max_length=500, widget=text_area(), help_text=_("企业会看到这段话，据此补齐。")
    )


class DrawForm(VersionedForm):
    size = forms.IntegerField(label=_("专家人数"), min_value=LEAST, max_value=MOST, initial=5)
    scope = forms.ChoiceField(
        label=_("抽取范围"),
        choices=DrawScope.choices,
        help_text=_("本行业专家不足时，可以扩大到全部专家。"),
    )


class AnswerForm(forms.Form):
    accepts = forms.ChoiceField(
        label=_("答复"), choices=[("1", _("应邀参加")), ("0", _("谢绝"))], widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("谢绝的原因"), max_length=300, required=False)


class ConflictForm(forms.Form):
    kind = forms.ChoiceField(label=_("关系"), choices=TieKind.choices)
    organisation = forms.CharField(label=_("单位名称"), max_length=120)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class TieRemovalForm(forms.Form):
    reason = forms.CharField(label=_("撤销的原因"), max_length=300, widget=text_area())


class SendForm(VersionedForm):
    held_on = DayField(label=_("评审会日期"), help_text=_("材料应在会前至少 3 个工作日送达。"))
    lead = forms.ChoiceField(label=_("组长"))

    def __init__(self, *args: Any, seats: list[ReviewExpert], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "lead", [(seat.expert_id, str(seat.expert)) for seat in seats])


class CloseForm(VersionedForm):
    """One reason for each sheet that is missing."""

    def __init__(self, *args: Any, missing: list[ReviewExpert], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for seat in missing:
            label = _("%(name)s未提交的原因") % {"name": seat.expert.name}
            self.fields[f"seat_{seat.pk}"] = forms.CharField(label=label, max_length=300, required=False)

    def excuses(self) -> dict[int, str]:
        given = {name: value for name, value in self.cleaned_data.items() if name.startswith("seat_")}
        return {int(name.removeprefix("seat_")): value for name, value in given.items()}


class ScoreForm(forms.Form):
    """An expert's own sheet: points for each item, the vetoes found, words."""

    def __init__(self, *args: Any, items: list[ItemFacts], vetoes: list[SheetVeto], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in items:
            self.fields[f"item_{item.pk}"] = AmountField(
                label=item.title, unit=gettext_noop("分"), min_value=0, max_value=item.maximum, required=False
            )
        for veto in vetoes:
            self.fields[f"veto_{veto.pk}"] = forms.BooleanField(label=veto.text, required=False)
        self.fields["remarks"] = forms.CharField(
            label=_("专家意见"), max_length=5_000, required=False, widget=text_area(5)
        )

    def scores(self) -> dict[int, Any]:
        return {int(name[5:]): value for name, value in self.cleaned_data.items() if name.startswith("item_")}

    def veto_ids(self) -> frozenset[int]:
        found = [name for name, value in self.cleaned_data.items() if name.startswith("veto_") and value]
        return frozenset(int(name[5:]) for name in found)


class MergeForm(VersionedForm):
    text = forms.CharField(label=_("专家组意见"), max_length=20_000, widget=text_area(8))
    vetoes = forms.MultipleChoiceField(
        label=_("成立的否决事项"), required=False, widget=forms.CheckboxSelectMultiple
    )
    level_before = forms.ChoiceField(label=_("审核前水平"), choices=_LEVELS, required=False)
    level_after = forms.ChoiceField(label=_("审核后水平"), choices=_LEVELS, required=False)
    proof = forms.FileField(
        label=_("水平评定依据"), required=False, help_text=_("评定的水平与企业填报的不一致时必须上传。")
    )

    def __init__(self, *args: Any, vetoes: list[tuple[SheetVeto, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [
            (veto.pk, _("%(text)s（%(n)d 位专家提出）") % {"text": veto.text, "n": n}) for veto, n in vetoes
        ]
        offer_choices(self, "vetoes", rows)


class DecideForm(VersionedForm):
    outcome = forms.ChoiceField(label=_("结论"))
    decided_on = DayField(label=_("作出结论的日期"))
    rectify_due_on = DayField(
        label=_("整改期限"), required=False, help_text=_("结论为限期整改时填写；逾期自动提醒并逐级督办。")
    )

    def __init__(self, *args: Any, kind: str, computed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        passes = computed == Outcome.PASSED
        fitting = [one for one in OUTCOMES[ReviewKind(kind)] if (one == Outcome.PASSED) == passes]
        offer_choices(self, "outcome", [(one.value, Outcome(one).label) for one in fitting])
        if passes or kind == ReviewKind.EVALUATION:
            del self.fields["rectify_due_on"]
