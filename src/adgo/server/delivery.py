"""How an answer is sent: entity tags and 304, content codings, CORS, and the headers of every response."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import Response, request

from adgo.server.endpoint import Reply
from adgo.server.engine.answer import Answer
from adgo.server.engine.failure import Failure
from adgo.server.protocol import content_coding
from adgo.server.protocol.content_coding import Coding

#: Compressing fewer bytes than this saves nothing.
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
#: The headers of every response.
COMMON = SECURITY | CORS
PREFLIGHT = {
    "Access-Control-Allow-Headers": "Accept, Content-Type, Authorization, If-Match, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


@dataclass
class EncodedReply:
    """A whole answer in the content coding of one client: headers, body, and what to call when the body is sent."""

    headers: dict[str, str]
    body: Iterable[bytes]
    close: Callable[[], None] | None = None


def encode(reply: Reply, accept_encoding: str | None) -> EncodedReply:
    """Return a reply as it is sent, compressed if the client wants that and there is room for the compressed copy."""
    coding = _coding(reply, accept_encoding)
    compressed = _compressed(reply.answer, coding) if reply.answer and coding else None
    if reply.answer and not compressed:
        coding = None
    headers = {"Content-Type": reply.content_type}
    if coding:
        headers["Content-Encoding"] = coding.name
    headers |= caching_headers(_tag(reply, coding))
    if reply.entry is not None:
        content = reply.entry.encoded(coding) if coding else reply.entry.content
        headers["Content-Length"] = str(len(content))
        return EncodedReply(headers, [content])
    answer = compressed or reply.answer
    assert answer is not None
    headers["Content-Length"] = str(answer.size)
    return EncodedReply(headers, answer.blocks(), answer.close)


def deliver(reply: Reply) -> Response:
    """Return the response with a whole answer to the current request, or a 304 if the client has the answer."""
    accepted = request.headers.get("Accept-Encoding")
    tag = _tag(reply, _coding(reply, accepted))
    if tag and _has(tag):
        if reply.answer:
            reply.answer.close()
        return _unchanged(tag)
    sent = encode(reply, accepted)
    response = Response(sent.body, headers=sent.headers)
    if sent.close:
        response.call_on_close(sent.close)
    return response


def not_modified(*tags: str) -> Response | None:
    """Return a 304 if the client has an answer with one of these tags, plain or in the coding that it would get.

    A copy in another coding may belong to a cache, which keeps it for clients that can read it. `If-None-Match: *` asks
    whether there is an answer at all, which we only know after running the query.
    """
    if not request.if_none_match or request.if_none_match.star_tag:
        return None
    coding = content_coding.choose(request.headers.get("Accept-Encoding"))
    for tag in tags:
        for form in (tag, f"{tag}-{coding.name}") if coding else (tag,):
            if _has(form):
                return _unchanged(form)
    return None


def caching_headers(tag: str | None) -> dict[str, str]:
    """Return the headers that say whether an answer may be kept, and which request headers it depends on."""
    kept = {"ETag": f'"{tag}"', "Cache-Control": "no-cache"} if tag else {"Cache-Control": "no-store"}
    return kept | {"Vary": "Accept, Accept-Encoding"}


def add_common_headers(response: Response) -> Response:
    """Add to a response the headers of every response, and return it."""
    for name, value in COMMON.items():
        response.headers.setdefault(name, value)
    return response


def answer_preflight(response: Response) -> Response:
    """Return the answer to OPTIONS: the methods of the URL, which pages of any origin may use; else the response."""
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
    return Response(status=304, headers=caching_headers(tag))


def _has(tag: str) -> bool:
    # Only GET and HEAD are answered with 304 (RFC 9110, section 13.1.2).
    return request.method in ("GET", "HEAD") and request.if_none_match.contains_weak(tag)


def _compressed(answer: Answer, coding: Coding) -> Answer | None:
    """Return a compressed copy of an answer, which is closed; None if there is no room for both."""
    compressed = Answer()
    try:
        for block in coding.stream(answer.blocks()):
            compressed.add(block)
    except Failure:
        compressed.close()
        return None
    answer.close()
    return compressed
