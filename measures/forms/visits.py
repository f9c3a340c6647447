"""Input on site: who is sent, what was found."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.common.forms import offer
from measures.enums import Verdict
from measures.forms.fields import amount_field, day_field, text_area
from measures.models import Effect


class AssignmentForm(forms.Form):
    """Who is sent, and when."""

    verifier = forms.ModelChoiceField(
        label=_("核查员"),
        queryset=User.objects.none(),
        help_text=_("不得为该企业或其咨询机构的人员。"),
        widget=forms.Select(attrs={"data-search": ""}),
    )
    visit_on = day_field(_("核查日期"))
    note = forms.CharField(label=_("核查要求"), required=False, max_length=300, widget=text_area())

    def __init__(self, *args: Any, verifiers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "verifier", verifiers)


class PhotosInput(forms.FileInput):
    """A camera gives one picture for each input, so there are several under one name, and one for the album."""

    allow_multiple_selected = True
    use_fieldset = True
    template_name = "measures/widgets/photos.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class PhotosField(forms.FileField):
    """Several photographs in one field; their content is checked when they are stored."""

    widget = PhotosInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        single = super().clean
        if not data:
            return []
        return [single(upload, initial) for upload in (data if isinstance(data, list) else [data])]


class VerificationForm(forms.Form):
    """What was found of one measure; one reading for each effect that is claimed."""

    visited_on = day_field(_("核查日期"))
    verdict = forms.ChoiceField(label=_("结论"), choices=Verdict.choices, widget=forms.RadioSelect)
    found = forms.CharField(
        label=_("现场情况"),
        max_length=500,
        widget=text_area(placeholder=_("设备是否在运行、与申报是否一致")),  # type: ignore[arg-type]
    )
    benefit_read_wan = amount_field(_("核实经济效益"), "万元/a")
    photos = PhotosField(
        label=_("照片"),
        required=False,
        widget=PhotosInput(attrs={"accept": "image/jpeg,image/png"}),
        help_text=_("JPEG 或 PNG，每张不超过 20 MB。"),
    )

    def __init__(self, *args: Any, effects: Sequence[Effect], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [effect.indicator.code for effect in effects]
        for effect in effects:
            field = amount_field(effect.indicator.words, effect.indicator.unit_words, min_value=Decimal(0))
            claim = effect.achieved if effect.achieved is not None else effect.expected
            field.help_text = _("申报 %(claim)s") % {"claim": claim}
            self.fields[f"reading_{effect.indicator.code}"] = field
        self.order_fields(
            [
                "visited_on",
                "verdict",
                "found",
                *(f"reading_{code}" for code in self.codes),
                "benefit_read_wan",
                "photos",
            ]
        )

    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        values = self.cleaned_data
        names = ("visited_on", "verdict", "found", "benefit_read_wan", "photos")
        readings = [
            {"indicator": code, "value": values[f"reading_{code}"]}
            for code in self.codes
            if values.get(f"reading_{code}") is not None
        ]
        return {name: values[name] for name in names} | {"readings": readings}
