"""The two secrets of an invitation, a long one for its link and a short one to type, and their hashes.

Both are derived from the invitation's nonce and the platform's key, so that a letter printed again is the same
letter; what is stored opens nothing without the key (decision 8).
"""

import base64
import hashlib
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: without I, L, O and U
_TYPED_FOR = str.maketrans({"I": "1", "L": "1", "O": "0"})
_CODE_LENGTH = 16
_SALT = "enterprises.invitation"


@dataclass(frozen=True)
class InvitationSecret:
    """`token` has 256 bits and stands in the link, `code` has 80 and is typed."""

    token: str
    code: str

    @property
    def printed_code(self) -> str:
        """ABCD-EFGH-JKMN-PQRS"""
        return "-".join(self.code[start : start + 4] for start in range(0, _CODE_LENGTH, 4))


def secret_of(nonce: str) -> InvitationSecret:
    """The same nonce gives the same secrets as long as the platform keeps its key."""
    token = base64.urlsafe_b64encode(_derived("token", nonce)).decode().rstrip("=")
    bits = int.from_bytes(_derived("code", nonce), "big")
    code = "".join(_ALPHABET[bits >> (5 * place) & 31] for place in range(_CODE_LENGTH))
    return InvitationSecret(token, code)


def _derived(purpose: str, nonce: str) -> bytes:
    return salted_hmac(f"{_SALT}.{purpose}", nonce, algorithm="sha256").digest()


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def typed_digest(text: str) -> str:
    """The hash to look for, whatever was typed or came with a link: spaces, hyphens and look-alikes do not matter."""
    plain = "".join(text.split())
    code = plain.replace("-", "").upper().translate(_TYPED_FOR)
    return digest_of(code if len(code) == _CODE_LENGTH else plain)
