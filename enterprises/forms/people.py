"""Input about who acts for an enterprise."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.common.forms import offer_choices


class RepresentativeForm(forms.Form):
    username = forms.CharField(
        label=_("企业账号的用户名"), max_length=60, help_text=_("此人已有企业账号时，直接与本企业关联。")
    )


class EndForm(forms.Form):
    """Why a person does not act for the enterprise any more."""

    why = forms.CharField(label=_("原因"), max_length=200, help_text=_("例如：调离岗位、离职、信函误投。"))


class InvitationForm(forms.Form):
    """Whom to invite, and whose place the person takes; the view hands over who acts now."""

    invitee = forms.CharField(
        label=_("邀请谁"),
        max_length=60,
        required=False,
        help_text=_("写姓名，便于日后辨认；可以不填。"),
    )
    predecessor = forms.TypedChoiceField(
        label=_("加入后"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("接替时，交出人的委托在对方接受后自动结束。"),
    )

    def __init__(self, *args: Any, acting: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acting = {row.pk: row for row in acting}
        choices = [(row.pk, gettext("接替%(name)s") % {"name": row.user.name}) for row in acting]
        offer_choices(self, "predecessor", [("", gettext("与现任经办人共同办理")), *choices])

    def clean_predecessor(self) -> Any:
        return self.acting.get(self.cleaned_data["predecessor"])


class CodeForm(forms.Form):
    """The code of an invitation as it is printed, or the secret that its link carries."""

    code = forms.CharField(
        label=_("邀请码"),
        max_length=100,
        help_text=_("信函上的 16 位字母和数字，横线和大小写不限。"),
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "off", "spellcheck": "false", "data-from-hash": ""}
        ),
    )


class RegistrationForm(forms.Form):
    """A new account of an invited person."""

    name = forms.CharField(
        label=_("本人姓名"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("手机"),
        max_length=20,
        required=False,
        help_text=_("仅供主管部门联系，平台上隐去中间四位。"),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=_("电子邮箱"),
        required=False,
        help_text=_("收期限提醒；确认之后，忘记密码时可自己找回。"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    username = forms.CharField(
        label=_("用户名"),
        max_length=40,
        help_text=_("登录用，4 至 40 个字母、数字。"),
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("密码"),
        strip=False,
        help_text=_("至少 10 位，不要用姓名、单位名或常见密码。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输入一次"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    own = forms.BooleanField(label=_("我受该企业委托办理，账号只由我本人使用，离岗时办理交接。"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("password") != values.get("again"):
            self.add_error("again", _("两次输入的密码不一致。"))
        return values
