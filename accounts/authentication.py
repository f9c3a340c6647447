"""API keys: `Authorization: Token <key>`; only the SHA-256 of a key is stored."""

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import ApiToken, User
from accounts.services.users import token_digest


class TokenAuthentication(BaseAuthentication):
    """Authenticates a program by its key; the person behind it decides what it may see."""

    keyword = "Token"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"token":
            return None
        if len(words) != 2:
            raise AuthenticationFailed(_("Authorization 头应为“Token 密钥”。"))
        digest = token_digest(words[1].decode("latin-1"))
        token = ApiToken.objects.select_related("user__region").filter(digest=digest, revoked_at=None).first()
        if token is None or not token.user.is_active:
            raise AuthenticationFailed(_("密钥无效或已被撤销。"))
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return self.keyword
