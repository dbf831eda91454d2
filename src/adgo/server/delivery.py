"""How an answer travels: entity tags and 304, gzip, CORS, and the headers that every response carries."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

from flask import Response, request

from adgo.server.answer import Answer
from adgo.server.endpoint import Reply

#: Below this many bytes compression gains nothing.
SMALL = 1000
_LEVEL = 4

SECURITY = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Location, Retry-After",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, Authorization, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def deliver(reply: Reply) -> Response:
    """Return the response for a whole answer: 304 where the client has it, compressed where the client wants it."""
    gzipped = _wants_gzip()
    tag = reply.tag and (f"{reply.tag}-gzip" if gzipped else reply.tag)
    if tag and _has(tag):
        response = Response(status=304)
        if reply.answer:
            reply.answer.close()
    elif reply.entry is not None:
        content = reply.entry.content
        gzipped = gzipped and len(content) >= SMALL
        if gzipped:
            content = reply.entry.compressed(_LEVEL)
        response = Response(content, content_type=reply.content_type)
    else:
        assert reply.answer is not None
        response = _from_file(reply.answer, reply.content_type, gzipped)
    if gzipped and response.status_code == 200:
        response.headers["Content-Encoding"] = "gzip"
    if tag:
        response.headers["ETag"] = f'"{tag}"'
    response.headers["Cache-Control"] = "no-cache" if tag else "no-store"
    response.vary.update(["Accept", "Accept-Encoding"])
    return response


def known(tag: str) -> Response | None:
    """Return a 304 where the client already holds the answer of this tag, compressed or not."""
    for form in (tag, f"{tag}-gzip"):
        if _has(form):
            response = Response(status=304, headers={"ETag": f'"{form}"', "Cache-Control": "no-cache"})
            response.vary.update(["Accept", "Accept-Encoding"])
            return response
    return None


def finish(response: Response) -> Response:
    """Add to a response what every response carries."""
    for name, value in (SECURITY | CORS).items():
        response.headers.setdefault(name, value)
    return response


def preflight(methods: str) -> Response:
    """Return the answer to OPTIONS: which methods are allowed, for pages of any origin."""
    return Response(
        status=204, headers=PREFLIGHT | {"Allow": methods, "Access-Control-Allow-Methods": methods}
    )


def _has(tag: str) -> bool:
    return bool(request.if_none_match) and request.if_none_match.contains_weak(tag)


def _wants_gzip() -> bool:
    return request.accept_encodings["gzip"] > 0


def _from_file(answer: Answer, content_type: str, gzipped: bool) -> Response:
    if gzipped:
        packed = _compressed(answer)
        answer.close()
        answer = packed
    response = Response(_drain(answer), content_type=content_type)
    response.headers["Content-Length"] = str(answer.size)
    response.call_on_close(answer.close)
    return response


def _compressed(answer: Answer) -> Answer:
    packed = Answer()
    with gzip.GzipFile(fileobj=_Adder(packed), mode="wb", compresslevel=1, mtime=0) as stream:
        for block in answer.blocks():
            stream.write(block)
    return packed


class _Adder:
    """The little of a file that gzip writes to."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def write(self, content: bytes) -> int:
        self._answer.add(bytes(content))
        return len(content)

    def flush(self) -> None: ...


def _drain(answer: Answer) -> Iterator[bytes]:
    yield from answer.blocks()
