"""What many rounds share when something is done to all of them."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.common.forms import offer


class _OfficerField(forms.ModelChoiceField):
    def label_from_instance(self, person: User) -> str:
        return f"{person.name}（{person.region.name if person.region else ''}）"


class AssignForm(forms.Form):
    officer = _OfficerField(
        label=_("经办人"), queryset=User.objects.none(), widget=forms.Select(attrs={"data-search": ""})
    )

    def __init__(self, *args: Any, officers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "officer", officers)


def assign_values(cleaned: dict[str, Any], by: User, at: datetime) -> dict[str, Any]:
    return {"officer": cleaned["officer"].pk, "name": cleaned["officer"].name}
