"""How a paper cites what a term rests on: the title in book marks, then number or article."""

import re

# What a document's number stands for; the rows of LegalRegime name these by their number alone.
_TITLES = {
    "环发〔2005〕151号": "关于印发重点企业清洁生产审核程序的规定的通知",
    "环发〔2008〕60号": "关于进一步加强重点企业清洁生产审核工作的通知",
    "环发〔2010〕54号": "关于深入推进重点企业清洁生产的通知",
}
_LOCAL = "本省、本市主管部门的有关规定"
_PARTS = re.compile(r"(?P<title>[^\s(（]+)\s*(?P<article>第[^\s(（]+)?\s*(?:[(（](?P<note>[^)）]+)[)）])?")


def basis_cited(basis: str) -> str:
    """《清洁生产审核办法》第十二条, or 《…的通知》（环发〔2005〕151号）; local custom is cited as the place's own rule.

    Raises ValueError for a basis of another shape.
    """
    parts = _PARTS.fullmatch(basis.strip())
    if parts is None:
        raise ValueError(f"a basis of unknown shape: {basis}")
    title = parts["title"]
    if title.startswith("地方"):
        return _LOCAL
    if title in _TITLES:
        return f"《{_TITLES[title]}》（{title}）"
    note = f"（{parts['note']}）" if parts["note"] else ""
    return f"《{title}》{parts['article'] or ''}{note}"
