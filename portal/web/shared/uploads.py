"""How much may be sent at once: a file that is too large for its field is cut short, and the other fields arrive."""

from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import IO, TypeVar

from flask import Flask, current_app, request
from flask import Request as FlaskRequest
from flask_login import current_user

from portal.core.rate_limits import UPLOADS
from portal.web.shared import rate_limits

View = TypeVar("View", bound=Callable[..., object])
MAX_REQUEST_BYTES = 256_000_000
"""The largest request to a view that takes files, from a person who is signed in; unwanted files are dropped."""
MEMORY_BYTES = 500_000
_LARGEST = "portal_largest_upload"


class TruncatedFile(SpooledTemporaryFile[bytes]):
    """A file that keeps one byte more than the limit, which tells its field that the file was too large."""

    def __init__(self, largest: int) -> None:
        super().__init__(max_size=MEMORY_BYTES, mode="rb+")
        self._most = largest + 1

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Accept all of it, and keep what there is room for; return the length of all of it."""
        room = self._most - self.tell()
        if room > 0:
            super().write(data[:room])
        return len(data)


class UploadRequest(FlaskRequest):
    """A request that cuts files short at the limit of its view."""

    largest_file = MEMORY_BYTES

    def _get_file_stream(self, *_sizes: object, **_told: object) -> IO[bytes]:
        return TruncatedFile(self.largest_file)


def accepts_files(size: int) -> Callable[[View], View]:
    """Declare that the view takes files of up to `size` bytes, at a limited rate per person.

    Larger ones fail validation.
    """

    def declare(view: View) -> View:
        counted = rate_limits.limited_per_person(UPLOADS, unless=rate_limits.has_no_file)(view)
        setattr(counted, _LARGEST, size)
        return counted

    return declare


def install(app: Flask) -> None:
    """Have the viewer and the view's limit known before the body is read; close every file afterward."""
    app.request_class = UploadRequest
    app.before_request(_set_limits)
    app.teardown_request(lambda _error: request.close())


def _set_limits() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    size = getattr(view, _LARGEST, None)
    if size is not None and isinstance(request, UploadRequest) and current_user.is_authenticated:
        request.max_content_length, request.largest_file = MAX_REQUEST_BYTES, size
