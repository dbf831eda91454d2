"""The RDF documents in a request to the graph store: its body, or the files of a form."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from flask import Request
from werkzeug.datastructures import FileStorage
from werkzeug.formparser import FormDataParser

from adgo.server.protocol import request_content
from adgo.server.protocol.problem import Problem
from adgo.turtle import formats

#: A form with more parts is refused.
_PARTS = 1000


@dataclass(frozen=True)
class Upload:
    """One document: the short name of its format, and its bytes."""

    format: str
    content: bytes


def read(request: Request, limit: int) -> list[Upload]:
    """Return the documents of a request, at least one; the body may have `limit` bytes.

    Raises:
        Problem: as `request_content.read` does; 400 if a form holds no files or is malformed; 411 if the
            server could not see that the body is incomplete; 415 for another format.
    """
    request_content.require_complete(request)
    content = request_content.read(request, limit)
    if request.mimetype != "multipart/form-data":
        return [Upload(format_of(request.content_type or ""), content)]
    return [Upload(format_of(each.content_type or ""), each.read()) for each in _files(request, content)]


def _files(request: Request, content: bytes) -> list[FileStorage]:
    """Return the files of a form, several of one name too; Problem 400 if it has no files, or other fields."""
    parser = FormDataParser(
        # In memory, as the form is: werkzeug's temporary files would stay open.
        stream_factory=lambda *_, **__: BytesIO(),
        silent=False,
        max_form_memory_size=len(content),
        max_form_parts=_PARTS,
    )
    try:
        _, fields, files = parser.parse(
            BytesIO(content), request.mimetype, len(content), dict(request.mimetype_params)
        )
    except ValueError as error:
        raise Problem(
            400, f"The form cannot be read: {error}. Send multipart/form-data (RFC 7578)."
        ) from error
    if fields:
        name = next(iter(fields))  # None if its header cannot be read
        which = f"The field {name[:40]!r}" if name else "A field without a name"
        raise Problem(400, f"{which} of the form is not a file: send each document with a file name.")
    found: list[FileStorage] = [file for _, group in files.lists() for file in group]
    if not found:
        raise Problem(400, "The form has no files: send each document as a file.")
    return found


def format_of(content_type: str) -> str:
    """Return the short name of the format of a Content-Type; Problem 415 if it is not one of RDF's, in UTF-8.

    TriG and N-Quads are formats of datasets: the writer refuses documents that name graphs.
    """
    found = formats.by_media_type(content_type)
    if found is None:
        media_type = formats.bare(content_type)[:100]
        expected = ", ".join(each.media_type for each in formats.FORMATS)
        raise Problem(415, f"Unsupported media type {media_type!r}: send RDF as one of {expected}.")
    request_content.require_utf8(content_type)
    return found.name
