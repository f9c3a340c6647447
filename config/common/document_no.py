"""Document numbers of the government: 晋环发〔2010〕231号 (GB/T 9704-2012 7.2.5)."""

import re
import unicodedata

_OPEN = re.compile(r"[\[({〔【〖［（｛]")
_CLOSE = re.compile(r"[\])}〕】〗］）｝]")
_USUAL = re.compile(r"[\u4e00-\u9fff]{1,20}〔(19|20)\d{2}〕(第)?[1-9]\d{0,4}号")
_NOTICE = re.compile(r"([\u4e00-\u9fff]{0,20})(19|20)\d{2}年第?[1-9]\d{0,4}号")


def document_no_tidy(text: str) -> str:
    """The number as it should be written: half-width digits, no spaces, 〔〕 around the year."""
    half = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return _CLOSE.sub("〕", _OPEN.sub("〔", half))


def is_document_no(text: str) -> bool:
    """Whether a tidy number has one of the two usual forms: …〔2026〕12号, …公告2026年第12号."""
    return bool(_USUAL.fullmatch(text) or _NOTICE.fullmatch(text))
