"""The content of a request (RFC 9110, section 6.4): complete, decoded, and within a limit."""

from __future__ import annotations

from flask import Request
from werkzeug.http import parse_options_header

from adgo.server.protocol import content_decoding, digest_fields
from adgo.server.protocol.problem import Problem
from adgo.server.settings import KIB

#: Why a change in chunks is refused, and what helps in the clients that send chunks.
IN_CHUNKS = (
    "This server cannot see whether a body in chunks is complete, and it must not store a part. Send the body with a "
    "Content-Length: in curl --data-binary @FILE instead of -T, in Python's requests bytes instead of a generator, in "
    "fetch text instead of a stream, in sparql-http-client an update instead of store.put. Or send a Content-Digest "
    "(RFC 9530), or run the server with --server waitress."
)

#: The names of encodings whose bytes are those of UTF-8.
_UTF8 = ("utf-8", "utf8", "us-ascii", "ascii")


def read(request: Request, limit: int) -> bytes:
    """Return the content of a request, of at most `limit` bytes before and after decoding.

    Raises:
        Problem: 400 if the body is a part of it, is shorter than its Content-Length, has another digest than is
            stated, or is not in its content coding; 413 above the limit; 415 for an unknown coding; 501 for an unknown
            transfer coding.
    """
    # RFC 9110, section 14.5: a part must not be taken for the whole.
    if "Content-Range" in request.headers:
        raise Problem(400, "The body is a part (Content-Range): send the whole content, without that header.")
    content = _body(request, limit)
    digest_fields.check(request.headers, content)
    return content_decoding.decode(content, request.headers.get("Content-Encoding", ""), limit)


def is_announced(request: Request) -> bool:
    """Return whether a request says that it has a body, which may be empty if it comes in chunks."""
    return bool(request.content_length) or is_in_chunks(request)


def is_in_chunks(request: Request) -> bool:
    """Return whether a body comes in chunks, and the HTTP server does not report one that breaks off.

    granian does not. waitress does, and states the length of a complete body in chunks.
    """
    is_version_1 = str(request.environ.get("SERVER_PROTOCOL")).startswith("HTTP/1")
    return "Transfer-Encoding" in request.headers or (request.content_length is None and not is_version_1)


def require_utf8(content_type: str) -> None:
    """Raise Problem 415 if a Content-Type names another encoding than UTF-8, or than ASCII, which is a part of it."""
    if "charset" not in content_type.lower():
        return
    charset = parse_options_header(content_type)[1].get("charset", _UTF8[0])
    if charset.strip().lower() not in _UTF8:
        raise Problem(415, f"Unsupported charset {charset[:40]!r}: send the text in UTF-8.")


def require_complete(request: Request) -> None:
    """Raise Problem 411 if the server could not see that the body is incomplete."""
    if is_in_chunks(request) and not digest_fields.are_given(request.headers):
        raise Problem(411, IN_CHUNKS)


def _body(request: Request, limit: int) -> bytes:
    """Return the body as it was sent, of at most `limit` bytes."""
    coding = request.headers.get("Transfer-Encoding", "chunked").strip().lower()
    if coding != "chunked":
        raise Problem(
            501, f"Unsupported Transfer-Encoding {coding[:40]!r}: send the body with a Content-Length."
        )
    length = None if is_in_chunks(request) else request.content_length or 0
    if length is not None and length > limit:
        raise _too_long(limit)
    content = request.stream.read(limit + 1 if length is None else length + 1)
    if length is None and len(content) > limit:
        raise _too_long(limit)
    if length is not None and len(content) != length:
        raise Problem(
            400, f"Only {len(content)} of the {length} bytes of the body have arrived: send it again."
        )
    return content


def _too_long(limit: int) -> Problem:
    return Problem(413, f"The body is longer than {limit // KIB} KiB. Send it in pieces, or use `adgo load`.")
