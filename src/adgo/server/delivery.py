"""How an answer travels: entity tags and 304, content codings, CORS, and the headers that every response carries."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, request

from adgo.server import encoding
from adgo.server.answer import Answer
from adgo.server.encoding import Coding
from adgo.server.endpoint import Reply

#: Below this many bytes compression gains nothing.
SMALL = 1000

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
    """Return the response for a whole answer: 304 where the client has it, packed where the client wants it."""
    coding = encoding.choose(request.accept_encodings)
    if reply.entry is not None and len(reply.entry.content) < SMALL:
        coding = None
    tag = reply.tag and (f"{reply.tag}-{coding.name}" if coding else reply.tag)
    if tag and _has(tag):
        if reply.answer:
            reply.answer.close()
        return _unchanged(tag)
    if reply.entry is not None:
        content = reply.entry.encoded(coding) if coding else reply.entry.content
        response = Response(content, content_type=reply.content_type)
    else:
        assert reply.answer is not None
        response = _from_file(reply.answer, reply.content_type, coding)
    if coding:
        response.headers["Content-Encoding"] = coding.name
    return _labelled(response, tag)


def known(tag: str) -> Response | None:
    """Return a 304 where the client already holds the answer of this tag, packed or not."""
    if not request.if_none_match:
        return None
    for form in (tag, *(f"{tag}-{coding.name}" for coding in encoding.CODINGS)):
        if _has(form):
            return _unchanged(form)
    return None


def _unchanged(tag: str) -> Response:
    return _labelled(Response(status=304), tag)


def _labelled(response: Response, tag: str | None) -> Response:
    if tag:
        response.headers["ETag"] = f'"{tag}"'
    response.headers["Cache-Control"] = "no-cache" if tag else "no-store"
    response.vary.update(["Accept", "Accept-Encoding"])
    return response


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


def _from_file(answer: Answer, content_type: str, coding: Coding | None) -> Response:
    if coding:
        packed = Answer()
        for block in coding.stream(answer.blocks()):
            packed.add(block)
        answer.close()
        answer = packed
    response = Response(_drain(answer), content_type=content_type)
    response.headers["Content-Length"] = str(answer.size)
    response.call_on_close(answer.close)
    return response


def _drain(answer: Answer) -> Iterator[bytes]:
    yield from answer.blocks()
