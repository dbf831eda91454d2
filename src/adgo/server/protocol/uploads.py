"""The RDF documents of a request to the graph store: its body, or the files of a form."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from flask import Request
from werkzeug.datastructures import FileStorage
from werkzeug.formparser import FormDataParser

from adgo.server.protocol import sparql_request
from adgo.server.protocol.negotiation import GRAPHS
from adgo.server.protocol.problem import Problem

#: A form with more parts than this is no upload.
_PARTS = 1000


@dataclass(frozen=True)
class Document:
    """One document: the short name of its format, and its bytes."""

    format: str
    content: bytes


def read(request: Request, limit: int) -> list[Document]:
    """Return the documents of a request, at least one; Problem where any of them cannot be had."""
    content = sparql_request.body(request, limit)
    if request.mimetype != "multipart/form-data":
        return [Document(format_of(request.mimetype), content)]
    return [Document(format_of(each.mimetype), each.read()) for each in _files(request, content)]


def _files(request: Request, content: bytes) -> list[FileStorage]:
    """Return the files of a form, also those that share a name; Problem 400 where there are none, or other fields."""
    parser = FormDataParser(silent=False, max_form_memory_size=len(content), max_form_parts=_PARTS)
    try:
        _, fields, files = parser.parse(
            BytesIO(content), request.mimetype, len(content), dict(request.mimetype_params)
        )
    except ValueError as error:
        raise Problem(400, f"The form cannot be read: {error}.") from error
    if fields:
        name = next(iter(fields))[:40]
        raise Problem(400, f"The field {name!r} of the form is no file: send each document with a file name.")
    found: list[FileStorage] = [file for _, group in files.lists() for file in group]
    if not found:
        raise Problem(400, "The form holds no file: send each document as one.")
    return found


def format_of(media_type: str) -> str:
    """Return the short name of the format of a media type; Problem 415 for one that is not read."""
    for each in GRAPHS:
        if media_type in (each.media_type, *each.aliases):
            return each.name
    raise Problem(
        415, f"Send RDF as one of {', '.join(f.media_type for f in GRAPHS)}, and say so in Content-Type."
    )
