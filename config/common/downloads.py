"""Files as answers: always as an attachment under the original name, never rendered by the browser."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def attachment_answer(
    content: bytes, name: str, *, content_type: str = "application/octet-stream"
) -> HttpResponse:
    """A private download; the browser may neither guess its kind nor keep it."""
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name)
            or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store, private",
        },
    )
