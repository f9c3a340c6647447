"""Pages of accounts: signing in and out, one's own profile, people, the trail."""

from django.contrib import messages
from django.contrib.auth import authenticate, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.forms import AccountStateForm, PasswordForm, SignInForm, TokenForm, UserForm
from accounts.lockout import address_is_locked, locked_out
from accounts.selectors import people
from accounts.services import users
from accounts.services.sign_ins import sign_in_leave
from accounts.sessions import person_sign_in, sign_in_of
from accounts.tables import ACTIVITIES, USERS
from config.common.access import Permission, allowed, needs, public
from config.common.context import call_facts
from config.common.errors import NotAllowed, Refused
from config.common.forms import add_refusal
from config.common.http import list_answer, safe_next
from config.common.tables import table_page


@public(because="signing in comes before being known")
def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST or None)
    if request.method == "POST":
        if address_is_locked(call_facts.get().address, timezone.now()):
            return locked_out(request)
        if form.is_valid():
            user = authenticate(request, **form.cleaned_data)
            if user is not None:
                person_sign_in(request, user)
                return redirect(safe_next(request, "reports:home"))
            form.add_error(None, _("用户名或密码不对。请核对后再试；连续多次失败将暂时锁定。"))
    next_url = request.GET.get("next", "")
    status = 422 if form.errors else 200
    return TemplateResponse(request, "accounts/sign_in.html", {"form": form, "next": next_url}, status=status)


@public(because="leaving must always be possible")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        sign_in_leave(user=request.user, pk=sign_in_of(request), at=timezone.now())
    logout(request)
    return redirect("accounts:sign_in")


@needs(Permission.HOME)
def password_change(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            users.password_change(
                user=request.user,
                password=form.cleaned_data["new"],
                keeps=sign_in_of(request),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as error:
            add_refusal(form, error)
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, _("密码已修改，您在别处的登录已全部结束。"))
            return redirect("reports:home")
    status = 422 if form.errors else 200
    return TemplateResponse(request, "accounts/password_change.html", {"form": form}, status=status)


@needs(Permission.HOME)
def profile(request: HttpRequest) -> HttpResponse:
    form = TokenForm(request.POST or None)
    key = ""
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        key = users.token_create(user=request.user, name=name, by=request.user, at=timezone.now())
    context = {"form": form, "key": key, "tokens": list(people.tokens_of(request.user))}
    return TemplateResponse(request, "accounts/profile.html", context)


@needs(Permission.HOME)
@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(people.tokens_of(request.user), pk=pk)
    users.token_revoke(token=token, by=request.user, at=timezone.now())
    messages.success(request, _("密钥已撤销。"))
    return redirect("accounts:profile")


@needs(Permission.USERS_READ)
def user_list(request: HttpRequest) -> HttpResponse:
    context = {"list": table_page(request, USERS), "may_write": allowed(request.user, Permission.USERS_WRITE)}
    return list_answer(request, "accounts/user_list.html", context)


@needs(Permission.USERS_WRITE)
def user_create(request: HttpRequest) -> HttpResponse:
    form = UserForm(
        request.POST or None,
        regions=people.regions_for(request.user),
        departments=people.departments_for(request.user),
    )
    context = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            made, password = users.user_create(**form.cleaned_data, by=request.user, at=timezone.now())
            return TemplateResponse(
                request, "accounts/user_created.html", {"made": made, "password": password}
            )
        except Refused as error:
            add_refusal(form, error)
    status = 422 if form.errors else 200
    return TemplateResponse(request, "accounts/user_create.html", context, status=status)


@needs(Permission.USERS_READ)
def user_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """An account for whoever keeps watch over accounts; changed only by who may write them."""
    person = get_object_or_404(people.users_for(request.user), pk=pk)
    password = ""
    if request.method == "POST" and not allowed(request.user, Permission.USERS_WRITE):
        raise NotAllowed(_("账号由系统管理员开立和停用。"))
    if request.method == "POST" and "reset" in request.POST:
        password = users.password_reset(user=person, by=request.user, at=timezone.now())
    elif request.method == "POST":
        form = AccountStateForm(request.POST)
        if not form.is_valid():
            raise Refused(_("提交的内容不完整，没有改动。请重新打开这个页面再办理。"))
        users.user_set_active(user=person, **form.cleaned_data, by=request.user, at=timezone.now())
        return redirect("accounts:user_detail", pk=pk)
    return TemplateResponse(request, "accounts/user_detail.html", {"person": person, "password": password})


@needs(Permission.ACTIVITY_READ)
def activity_list(request: HttpRequest) -> HttpResponse:
    return list_answer(request, "accounts/activity_list.html", {"list": table_page(request, ACTIVITIES)})
