"""The secrets of an invitation: long enough, repeatable from the nonce, forgiving to who types them."""

import re

import pytest

from enterprises.calculations.invitation_codes import digest_of, secret_of, typed_digest


def test_the_same_nonce_gives_the_same_secrets_and_another_nonce_others() -> None:
    assert secret_of("n1") == secret_of("n1")
    assert secret_of("n1").token != secret_of("n2").token
    assert secret_of("n1").code != secret_of("n2").code


def test_another_key_gives_other_secrets(settings) -> None:
    before = secret_of("n1")
    settings.SECRET_KEY = "another"
    assert secret_of("n1") != before


def test_the_link_has_256_bits_and_the_code_80_without_letters_that_look_alike() -> None:
    secret = secret_of("n1")
    assert re.fullmatch(r"[\w-]{43}", secret.token)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{16}", secret.code)
    assert re.fullmatch(r"(\w{4}-){3}\w{4}", secret.printed_code)


def test_nothing_that_is_stored_gives_the_code_away() -> None:
    secret = secret_of("n1")
    assert secret.code not in digest_of(secret.code)
    assert digest_of(secret.code) != digest_of(secret.token)


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1}", "{2}", "{0}\n"])
def test_a_code_is_known_however_it_is_typed(typed: str) -> None:
    secret = secret_of("n1")
    text = typed.format(secret.printed_code, secret.code.lower(), secret.printed_code.replace("-", " "))
    assert typed_digest(text) == digest_of(secret.code)


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    assert typed_digest("OIL0-0000-0000-0000") == typed_digest("0110-0000-0000-0000")


def test_a_link_is_taken_to_the_letter() -> None:
    token = secret_of("n1").token
    assert typed_digest(token) == digest_of(token)
    assert typed_digest(token.swapcase()) != digest_of(token)
