"""The page on which an officer says once what the unknown headings of a workbook mean."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from config.common.forms import VersionedForm
from config.common.spreadsheet.cells import column_letters
from config.common.spreadsheet.columns import ColumnSpec
from config.common.spreadsheet.headings import Headings, guesses, unknown_once


class HeadingsForm(VersionedForm):
    """One choice for each unknown heading: what was said before is preselected, else what is likely."""

    def __init__(
        self,
        *args: Any,
        headings: Headings,
        specs: Sequence[ColumnSpec],
        said: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.unknown = unknown_once(headings)
        likely = guesses(headings, specs)
        self.likely = {key for key in likely if key not in said}
        for number, (key, one) in enumerate(self.unknown.items()):
            free = [(spec.key, _shown(spec)) for spec in specs if spec.key not in one["taken"]]
            self.fields[f"heading_{number}"] = forms.ChoiceField(
                label=one["heading"],
                required=False,
                choices=[("", _("不读取这一列")), *free],
                initial=said.get(key) or likely.get(key, ""),
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def rows(self) -> list[dict[str, Any]]:
        """Each heading with where it stands, what is below it, and its choice."""
        return [
            {
                "column": column_letters(one["column"]),
                "sheet": one["sheet"],
                "heading": one["heading"],
                "samples": one["samples"],
                "likely": key in self.likely,
                "field": self[f"heading_{number}"],
            }
            for number, (key, one) in enumerate(self.unknown.items())
        ]

    def chosen(self) -> dict[str, str]:
        """Heading key → field, of the headings that are to be read."""
        pairs = ((key, self.cleaned_data[f"heading_{n}"]) for n, key in enumerate(self.unknown))
        return {key: field for key, field in pairs if field}


def _shown(spec: ColumnSpec) -> str:
    return _("%(heading)s（必填）") % {"heading": spec.heading} if spec.required else str(spec.heading)
