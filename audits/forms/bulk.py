"""Who deals with a round, or with many of them."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.common.forms import VersionedForm, offer


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


class HandOnForm(VersionedForm):
    """Who deals with one round; nobody is a choice, too."""

    officer = _OfficerField(
        label=_("经办人"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("暂不指定"),
        widget=forms.Select(attrs={"data-search": ""}),
        help_text=_("辖区包含该企业的在用主管部门账号；新经办人和原经办人都会收到通知。"),
    )

    def __init__(self, *args: Any, officers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "officer", officers)


def assign_values(cleaned: dict[str, Any], by: User, at: datetime) -> dict[str, Any]:
    return {"officer": cleaned["officer"].pk, "name": cleaned["officer"].name}
