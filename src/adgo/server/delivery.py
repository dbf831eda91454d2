"""How an answer travels: entity tags and 304, content codings, CORS, and the headers that every response carries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import Response, request

from adgo.server.endpoint import Reply
from adgo.server.engine.answer import Answer
from adgo.server.engine.failure import Failure
from adgo.server.protocol import content_coding
from adgo.server.protocol.content_coding import Coding

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
#: What every response carries.
COMMON = SECURITY | CORS
PREFLIGHT = {
    "Access-Control-Allow-Headers": "Accept, Content-Type, Authorization, If-Match, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


@dataclass
class Parcel:
    """A whole answer as it goes to one client: its headers, its bytes, and what to call when they are sent."""

    headers: dict[str, str]
    body: Iterable[bytes]
    close: Callable[[], None] | None = None


def parcel(reply: Reply, accept_encoding: str | None) -> Parcel:
    """Return the parcel of a reply, packed where the client wants it and there is room to pack it."""
    coding = _coding(reply, accept_encoding)
    packed = _packed(reply.answer, coding) if reply.answer and coding else None
    if reply.answer and not packed:
        coding = None
    headers = {"Content-Type": reply.content_type}
    if coding:
        headers["Content-Encoding"] = coding.name
    headers |= labels(_tag(reply, coding))
    if reply.entry is not None:
        content = reply.entry.encoded(coding) if coding else reply.entry.content
        headers["Content-Length"] = str(len(content))
        return Parcel(headers, [content])
    answer = packed or reply.answer
    assert answer is not None
    headers["Content-Length"] = str(answer.size)
    return Parcel(headers, answer.blocks(), answer.close)


def deliver(reply: Reply) -> Response:
    """Return the response for a whole answer to the current request: 304 where the client has it already."""
    accepted = request.headers.get("Accept-Encoding")
    tag = _tag(reply, _coding(reply, accepted))
    if tag and _has(tag):
        if reply.answer:
            reply.answer.close()
        return _unchanged(tag)
    sent = parcel(reply, accepted)
    response = Response(sent.body, headers=sent.headers)
    if sent.close:
        response.call_on_close(sent.close)
    return response


def known(*tags: str) -> Response | None:
    """Return a 304 where the client already holds the answer of one of these tags, plain or in the coding it would get.

    A copy in another coding may be a cache's, for clients that read it. `If-None-Match: *` asks whether there is an
    answer at all, which only running the query tells.
    """
    if not request.if_none_match or request.if_none_match.star_tag:
        return None
    coding = content_coding.choose(request.headers.get("Accept-Encoding"))
    for tag in tags:
        for form in (tag, f"{tag}-{coding.name}") if coding else (tag,):
            if _has(form):
                return _unchanged(form)
    return None


def labels(tag: str | None) -> dict[str, str]:
    """Return the headers that say how long an answer holds, and what it depends on."""
    kept = {"ETag": f'"{tag}"', "Cache-Control": "no-cache"} if tag else {"Cache-Control": "no-store"}
    return kept | {"Vary": "Accept, Accept-Encoding"}


def finish(response: Response) -> Response:
    """Add to a response what every response carries."""
    for name, value in COMMON.items():
        response.headers.setdefault(name, value)
    return response


def preflight(response: Response) -> Response:
    """Return what OPTIONS answers: the methods of the address, allowed for pages of any origin too."""
    if request.method != "OPTIONS" or response.status_code != 200:
        return response
    methods = ", ".join(sorted(response.allow))
    return Response(
        status=204, headers=PREFLIGHT | {"Allow": methods, "Access-Control-Allow-Methods": methods}
    )


def _coding(reply: Reply, accept_encoding: str | None) -> Coding | None:
    if reply.entry is not None and len(reply.entry.content) < SMALL:
        return None
    return content_coding.choose(accept_encoding)


def _tag(reply: Reply, coding: Coding | None) -> str | None:
    return f"{reply.tag}-{coding.name}" if reply.tag and coding else reply.tag


def _unchanged(tag: str) -> Response:
    return Response(status=304, headers=labels(tag))


def _has(tag: str) -> bool:
    # 304 answers GET and HEAD alone (RFC 9110, section 13.1.2).
    return request.method in ("GET", "HEAD") and request.if_none_match.contains_weak(tag)


def _packed(answer: Answer, coding: Coding) -> Answer | None:
    """Return an answer packed, in place of the plain one; None where there is no room for both."""
    packed = Answer()
    try:
        for block in coding.stream(answer.blocks()):
            packed.add(block)
    except Failure:
        packed.close()
        return None
    answer.close()
    return packed
