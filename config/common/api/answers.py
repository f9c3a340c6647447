"""Refusals as API answers, and the version a write must name."""

import logging
from typing import Any

from django.http import Http404
from rest_framework import status
from rest_framework.exceptions import APIException, NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler

from config.common.disk import disk_full_sentence, is_disk_full
from config.common.errors import NotAllowed, Refused, Stale

log = logging.getLogger(__name__)


class VersionMissing(APIException):
    """A write without If-Match: the caller must name the version it read."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "version_missing"


def version_of(request: Request) -> int:
    """The version the caller read, from `If-Match: "7"`; 428 when missing or not a number."""
    text = request.headers.get("If-Match", "").removeprefix("W/").strip('" ')
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise VersionMissing("请在 If-Match 头中写明读到的版本号（version 字段）。")
    return int(text)


_STATUS = {NotAllowed: 403, Stale: 412}


def answer_exception(error: Exception, context: dict[str, Any]) -> Response | None:
    """Refused → 409 with its sentence and problems; role → 403; stale → 412 with both texts.

    What is not there is said in the reader's language, not with Django's name of the model.
    """
    if isinstance(error, Http404):
        error = NotFound()
    if not isinstance(error, Refused):
        if is_disk_full(error):
            log.error("no room on the disk", exc_info=error)
            return Response({"detail": disk_full_sentence()}, status.HTTP_507_INSUFFICIENT_STORAGE)
        return exception_handler(error, context)
    body: dict[str, Any] = {
        "detail": error.sentence,
        "problems": [{"code": p.code, "sentence": p.sentence, "link": p.link} for p in error.problems],
    }
    if isinstance(error, Stale):
        body |= {"theirs": error.theirs, "yours": error.yours}
    return Response(body, status=_STATUS.get(type(error), 409))
