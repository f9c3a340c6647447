"""Links as pictures that a telephone reads."""

from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str) -> SafeString:
    """The QR code of a text as an SVG element, as large as its place; black on white, with its quiet zone."""
    import segno  # noqa: PLC0415 -- only those who print invitations need it

    picture = segno.make(text, error="m", micro=False).svg_inline(omitsize=True, light="#fff")
    return mark_safe(picture)  # noqa: S308 -- squares drawn by the library, no text of anybody's
