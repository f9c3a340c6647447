"""What an answer says, whatever it is made of: a page, JSON, or a workbook."""

import io
import json
import zipfile

from django.http import HttpResponseBase


def text_of(response: HttpResponseBase) -> str:
    """All the text that reaches the person, as plain characters."""
    content = b"".join(response) if response.streaming else response.content
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "".join(book.read(name).decode(errors="replace") for name in book.namelist())
    text = content.decode(errors="replace")
    if "json" in response.headers.get("Content-Type", ""):
        return json.dumps(json.loads(text), ensure_ascii=False)
    return text
