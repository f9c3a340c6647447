"""统一社会信用代码 (GB 32100-2015): tidy it, check it, make one."""

import re
import unicodedata

from django.utils.translation import gettext as _

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
_VALUE = {letter: value for value, letter in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))
_NOT_CODE = re.compile(r"[\s\-\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")


def normalise(text: str) -> str:
    """The code as it is compared: half-width, upper case, without spaces or hyphens.

    Letters are never guessed (O stays O), so that `check` can say what is wrong.
    """
    return _NOT_CODE.sub("", unicodedata.normalize("NFKC", text)).upper()


def check(code: str) -> str | None:
    """What is wrong with a normalised code: `length`, `alphabet`, `check_digit`, or None.

    Any first letter of the alphabet is allowed (N2…, A…, Y… exist), which common libraries refuse.
    """
    if len(code) != LENGTH:
        return "length"
    if any(letter not in _VALUE for letter in code):
        return "alphabet"
    return None if make(code[:-1]) == code else "check_digit"


def make(first17: str) -> str:
    """The full code for 17 characters, check digit computed (mod 31, weights 3^i)."""
    total = sum(_VALUE[letter] * weight for letter, weight in zip(first17, _WEIGHTS, strict=True))
    return first17 + ALPHABET[-total % 31]


def sentence(problem: str, code: str) -> str:
    """A problem code of `check` as a sentence for people."""
    if problem == "length":
        return _("统一社会信用代码应为 18 位，“%(code)s”是 %(count)d 位。") % {
            "code": code,
            "count": len(code),
        }
    if problem == "alphabet":
        wrong = "、".join(dict.fromkeys(letter for letter in code if letter not in _VALUE))
        return _("统一社会信用代码“%(code)s”含有不会出现的字符：%(wrong)s。") % {
            "code": code,
            "wrong": wrong,
        }
    return _("统一社会信用代码“%(code)s”的校验位不符，请与营业执照逐位核对。") % {"code": code}
