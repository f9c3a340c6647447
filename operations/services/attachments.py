"""Checked files: kind by content, size, random place, SHA-256; images are made anew."""

import hashlib
import io
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from accounts.models import User
from config.common.atomic import atomic_write
from config.common.errors import Refused
from config.common.wording import listed
from operations.models import Attachment

MAX_BYTES = 20 * 1024 * 1024
_MAX_PIXELS = 60_000_000
_OFFICE = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx"}
KINDS = ("pdf", "jpeg", "png", "xlsx", "docx", "csv")


def attachment_store(*, upload: UploadedFile, kinds: tuple[str, ...], by: User, at: datetime) -> Attachment:
    """Check an uploaded file and keep it; refused unless its content is one of `kinds`."""
    return attachment_write(attachment=attachment_checked(upload=upload, kinds=kinds, by=by, at=at))


def attachment_checked(*, upload: UploadedFile, kinds: tuple[str, ...], by: User, at: datetime) -> Attachment:
    """Check an uploaded file and keep its bytes, outside of any transaction.

    Its row is not written yet: the deed that needs it does so (`attachment_write`), so that a refused one
    leaves no row behind.
    """
    if upload.size is None or upload.size > MAX_BYTES:
        raise Refused(_("文件超过 20 MB，请压缩或拆分后再上传。"))
    content = upload.read()
    name = clean_name(upload.name or "")
    kind = kind_of(content, name)
    if kind not in kinds:
        wanted = listed(kinds)
        raise Refused(
            _("“%(name)s”的内容不是 %(wanted)s 文件，没有保存。") % {"name": name, "wanted": wanted}
        )
    if kind in {"jpeg", "png"}:
        content, kind = _image_made_anew(content), "jpeg"
    return _row_of(content, name, kind, by, at)


def attachment_write(*, attachment: Attachment) -> Attachment:
    """Write the row of a checked file, if it is not there yet."""
    if attachment.pk is None:
        with transaction.atomic():
            attachment.save()
    return attachment


def attachment_keep(*, content: bytes, name: str, kind: str, by: User, at: datetime) -> Attachment:
    """Keep bytes the platform made or has checked: temp name, fsync, rename, size checked; then the row."""
    return attachment_write(attachment=_row_of(content, name, kind, by, at))


def _row_of(content: bytes, name: str, kind: str, by: User, at: datetime) -> Attachment:
    digest = content_keep(content=content)
    return Attachment(
        name=clean_name(name), kind=kind, size=len(content), sha256=digest, stored_by=by, stored_at=at
    )


def content_keep(*, content: bytes) -> str:
    """Store bytes under their SHA-256; a job does so first and writes the row in its last transaction."""
    digest = hashlib.sha256(content).hexdigest()
    path = stored_path(digest)
    if not path.exists():
        _write_durably(path, content)
    return digest


def attachment_read(attachment: Attachment) -> bytes:
    """The file's bytes, checked against its SHA-256."""
    content = stored_path(attachment.sha256).read_bytes()
    if hashlib.sha256(content).hexdigest() != attachment.sha256:
        raise Refused(_("文件“%(name)s”与登记的校验值不符，请联系系统管理员。") % {"name": attachment.name})
    return content


def attachment_path(attachment: Attachment) -> Path:
    return stored_path(attachment.sha256)


def stored_path(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest


def _write_durably(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_write(path) as part:
        part.write_bytes(content)
        if part.stat().st_size != len(content):
            raise OSError(f"{path} was not written whole")


def clean_name(name: str) -> str:
    """The original name without folders, control characters and direction marks; never used as a path."""
    base = PurePath(name.replace("\\", "/")).name
    kept = "".join(c for c in base if unicodedata.category(c)[0] != "C").strip(". ")
    return kept[-200:] or "file"


def kind_of(content: bytes, name: str) -> str:
    """The kind by content; a name only tells text from text. Empty when it is none of ours."""
    signatures = [(b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png")]
    for start, kind in signatures:
        if content.startswith(start):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return next(_office_kinds(content), "")
    return "csv" if name.lower().endswith(".csv") and b"\0" not in content else ""


def _office_kinds(content: bytes) -> Iterator[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
    except zipfile.BadZipFile:
        return
    yield from (kind for part, kind in _OFFICE.items() if part in names)


def _image_made_anew(content: bytes) -> bytes:
    """The picture alone, turned upright, without anything hidden in the file."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > _MAX_PIXELS:
                raise Refused(_("照片尺寸过大，请缩小后再上传。"))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise Refused(_("这个文件不是能打开的照片，没有保存。")) from error
    target = io.BytesIO()
    upright.save(target, "JPEG", quality=88)
    return target.getvalue()
