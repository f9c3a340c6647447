"""Input of accounts."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Department, Level, Region
from config.common.access import Role
from config.common.forms import VersionedForm, offer


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("用户名"),
        max_length=60,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("密码"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class PasswordForm(forms.Form):
    old = forms.CharField(
        label=_("现用密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("新密码"),
        strip=False,
        help_text=_("至少 10 位，不要用姓名、单位名或常见密码。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输入一次"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        if not self.user.check_password(old):
            raise forms.ValidationError(_("现用密码不对。"))
        return old

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("new") != values.get("again"):
            self.add_error("again", _("两次输入的新密码不一致。"))
        return values


class PlaceField(forms.ModelChoiceField):
    """A place with its city before it, for 城区 is in two; its rows come with `city`.

    A province says that it is one: 上海市 is also the name of its city.
    """

    def label_from_instance(self, place: Region) -> str:
        if place.level == Level.PROVINCE:
            return gettext("%(place)s（全省）") % {"place": place.name}
        return place.full_name


class UserForm(forms.Form):
    """A new account; the view hands over the places and departments to choose from."""

    username = forms.CharField(label=_("用户名"), max_length=60)
    name = forms.CharField(label=_("姓名"), max_length=60)
    role = forms.ChoiceField(label=_("角色"), choices=[(r.value, r.label) for r in Role if r != Role.BUILTIN])
    region = PlaceField(label=_("所属区域"), queryset=Region.objects.none(), required=False)
    department = forms.ModelChoiceField(
        label=_("所属部门"), queryset=Department.objects.none(), required=False
    )
    email = forms.EmailField(label=_("电子邮箱"), required=False)
    phone = forms.CharField(label=_("手机"), max_length=20, required=False)

    def __init__(self, *args: Any, regions: Any, departments: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "region", regions)
        self.fields["region"].widget.attrs["data-search"] = ""
        offer(self, "department", departments)


class TokenForm(forms.Form):
    name = forms.CharField(label=_("用途"), max_length=60, help_text=_("例如：与市局数据平台对接"))


class AccountStateForm(VersionedForm):
    """Open (1) or closed (0)."""

    active = forms.TypedChoiceField(choices=[("0", "0"), ("1", "1")], coerce=lambda text: text == "1")


class ForgottenForm(forms.Form):
    typed = forms.CharField(
        label=_("用户名或电子邮箱"),
        max_length=254,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "username"}),
    )


class LinkForm(forms.Form):
    """The secret of a letter's link; the page's script fills it in and sends it."""

    token = forms.CharField(
        label=_("链接中的代码"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "data-from-hash": ""}),
    )


class NewPasswordForm(forms.Form):
    """The new password, with the secret that allows it."""

    token = forms.CharField(max_length=300, widget=forms.HiddenInput)
    password = forms.CharField(
        label=_("新密码"),
        strip=False,
        help_text=_("至少 10 位，不要用姓名、单位名或常见密码。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": True}),
    )
    again = forms.CharField(
        label=_("再输入一次"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("password") != values.get("again"):
            self.add_error("again", _("两次输入的新密码不一致。"))
        return values


class EmailForm(forms.Form):
    """A new address, or the present one to be confirmed; with the password, for it opens the account."""

    email = forms.EmailField(label=_("电子邮箱"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    old = forms.CharField(
        label=_("现用密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        if not self.user.check_password(old):
            raise forms.ValidationError(_("现用密码不对。"))
        return old
