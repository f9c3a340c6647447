"""Facts of the call for the trail, and the limits of a session."""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.addresses import client_address
from accounts.selectors.sign_ins import sign_in_numbered
from accounts.services.sign_ins import sign_in_seen
from accounts.sessions import ended_words, sign_in_of
from config.common.context import CallFacts, call_facts

Next = Callable[[HttpRequest], HttpResponse]


class RequestContextMiddleware:
    """Gives each request an id and remembers where it came from, for the trail and the logs."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = str(uuid.uuid4())
        token = call_facts.set(CallFacts(request_id, client_address(request), request.path))
        try:
            response = self.get_response(request)
        finally:
            call_facts.reset(token)
        response["X-Request-ID"] = request_id
        return response


class SessionLimitsMiddleware:
    """Ends a session idle for 30 minutes, 12 hours old, or ended from elsewhere; sends who has a one-time password
    to change it.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            refused = self._session_ended(request) or self._password_first(request)
            if refused:
                return refused
        return self.get_response(request)

    def _session_ended(self, request: HttpRequest) -> HttpResponse | None:
        now = timezone.now()
        started = request.session.setdefault("started", now.timestamp())
        seen = request.session.get("seen", now.timestamp())
        idle = now.timestamp() - seen > settings.SESSION_IDLE_MINUTES * 60
        old = now.timestamp() - started > settings.SESSION_ABSOLUTE_HOURS * 3600
        if idle or old:
            words = _("为保证安全，长时间未操作已自动退出。请重新登录，未提交的草稿仍在本机。")
            return self._sent_away(request, words)
        number = sign_in_of(request)
        known = sign_in_numbered(request.user, number) if number else None  # type: ignore[arg-type]  # signed in
        if number and (known is None or known.ended_at is not None):
            return self._sent_away(request, ended_words(known))
        if now.timestamp() - seen > 60 or "seen" not in request.session:
            request.session["seen"] = now.timestamp()
            if known:
                sign_in_seen(sign_in=known, at=now)
        return None

    def _sent_away(self, request: HttpRequest, words: str) -> HttpResponse | None:
        """Told on the page that follows; what was posted is not done."""
        logout(request)
        messages.info(request, words)
        return redirect(settings.LOGIN_URL) if request.method != "GET" else None

    def _password_first(self, request: HttpRequest) -> HttpResponse | None:
        allowed = ("/accounts/password/", "/accounts/sign-out/", "/i18n/", "/static/")
        if not request.user.is_authenticated or not request.user.must_change_password:
            return None
        return None if request.path.startswith(allowed) else redirect("accounts:password_change")
