"""What free text must not carry into the open: telephones, mail addresses, identity numbers, known people's names."""

import re
from collections.abc import Iterable

HIDDEN = "＊＊＊"
_CONTACT = re.compile(
    r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"
    r"|(?<!\d)0\d{2,3}[-－— ]?\d{7,8}(?!\d)"
    r"|(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)


def without_people(text: str, names: Iterable[str] = ()) -> str:
    """`text` with everything hidden by which a person could be reached, and the `names` that are known."""
    for name in names:
        if len(name.strip()) > 1:
            text = text.replace(name.strip(), HIDDEN)
    return _CONTACT.sub(HIDDEN, text)
