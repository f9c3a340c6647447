"""Uploads on their way in: large ones lie in a file without a name, so that a killed process leaves nothing."""

import tempfile
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class NamelessFileUploadHandler(FileUploadHandler):
    """Django's own for large files keeps them under a name in the temporary folder, where a kill -9 forgets them."""

    file: UploadedFile

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        with ExitStack() as until_kept:
            file = until_kept.enter_context(tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR))
            self.file = UploadedFile(
                file, self.file_name, self.content_type, 0, self.charset, self.content_type_extra
            )
            until_kept.pop_all()  # from here the upload closes it

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        self.file.seek(0)
        self.file.size = file_size
        return self.file

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()
