"""How a posted file is received: in memory only, and not an octet more than can be taken.

SECURITY: Django's own handlers put a large upload into a temporary file. That would be a photograph in the clear
on the disk, which no deletion surely removes.
"""

from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from yinuo.media.intake import picture, sound

MAX_FILE_BYTES = max(picture.MAX_BYTES, sound.MAX_BYTES)
# A form may carry several pictures (licence, portrait, personal photograph).
MAX_FORM_BYTES = 3 * MAX_FILE_BYTES


class MemoryOnlyUploadHandler(FileUploadHandler):
    """Name it in ``FILE_UPLOAD_HANDLERS``, alone.

    Of a file that is too big the rest is read and dropped; it arrives with its true ``size`` and is refused by that,
    so that the person gets a sentence instead of a broken connection.
    """

    _kept_before = 0
    _content: BytesIO

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]
        self._content = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        kept = self._content.tell()
        room = min(MAX_FILE_BYTES + 1 - kept, MAX_FORM_BYTES - self._kept_before - kept)
        if room > 0:
            self._content.write(raw_data[:room])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self._kept_before += self._content.tell()
        self._content.seek(0)
        return InMemoryUploadedFile(
            file=self._content,
            field_name=self.field_name,
            name=self.file_name or "",
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
