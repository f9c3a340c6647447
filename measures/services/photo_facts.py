"""What a camera wrote into a photograph, read before the picture is made anew without it."""

import hashlib
import io
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from PIL import Image, UnidentifiedImageError
from PIL.ExifTags import GPS, IFD, Base

from measures.facts import PhotoFacts

_STAMP = "%Y:%m:%d %H:%M:%S"


def photo_facts(upload: UploadedFile) -> PhotoFacts:
    """Hash, time and place of the original; the upload is left at its beginning.

    A camera without an offset writes its local time, which is taken as the platform's.
    """
    content = upload.read()
    upload.seek(0)
    digest = hashlib.sha256(content).hexdigest()
    try:
        with Image.open(io.BytesIO(content)) as picture:
            exif = picture.getexif()
            return PhotoFacts(
                digest,
                _taken_at(exif.get_ifd(IFD.Exif)),
                _degrees(exif.get_ifd(IFD.GPSInfo), GPS.GPSLatitude, GPS.GPSLatitudeRef, "S"),
                _degrees(exif.get_ifd(IFD.GPSInfo), GPS.GPSLongitude, GPS.GPSLongitudeRef, "W"),
            )
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return PhotoFacts(digest)  # whether it is a photograph at all is said when it is stored


def _taken_at(exif: dict[int, Any]) -> datetime | None:
    stamp, offset = str(exif.get(Base.DateTimeOriginal, "")).strip("\0 "), exif.get(Base.OffsetTimeOriginal)
    try:
        if offset:
            return datetime.strptime(f"{stamp} {str(offset).strip()}", f"{_STAMP} %z")
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=timezone.get_current_timezone())
    except ValueError:
        return None


def _degrees(gps: dict[int, Any], tag: int, reference: int, negative: str) -> Decimal | None:
    parts = gps.get(tag)
    try:
        degrees, minutes, seconds = (Decimal(str(float(part))) for part in parts or ())
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not value.is_finite() or abs(value) > 180:
        return None
    return round(-value if gps.get(reference) == negative else value, 6)
