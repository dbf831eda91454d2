"""How an answer is sent: entity tags, content codings, CORS, and the headers of every response."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import Response, request

from adgo.server.engine.answer import Answer
from adgo.server.engine.failure import Failure
from adgo.server.protocol import conditions, content_coding, data_version, digest_fields, not_modified
from adgo.server.protocol.content_coding import Coding
from adgo.server.protocol.problem import Problem
from adgo.server.reply import Reply
from adgo.server.site import Site

#: Compressing fewer bytes than this saves nothing.
SMALL = 1000

#: The digest of a whole representation in its content coding (RFC 9530). A HEAD has it too, unlike Content-Digest.
REPRESENTATION = "Repr-Digest"
SECURITY = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Adgo-Changed-Literals, Adgo-Data, Adgo-Rows, Adgo-Version, Content-Disposition, ETag, Link, Location, "
        "Repr-Digest, Retry-After, Unencoded-Digest"
    ),
}
#: The headers of every response.
COMMON = SECURITY | CORS
#: The headers that a page of another origin may send even if its preflight does not ask for them.
ALLOWED_HEADERS = ("Accept", "Content-Type", "Authorization", "If-Match", "If-None-Match", "Adgo-Data")
#: Longer lists of header names, and anything that is not such a list, are not repeated in a response.
LONGEST_ASKED = 1000
_HEADER_NAMES = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+(?:[ \t]*,[ \t]*[A-Za-z0-9!#$%&'*+.^_`|~-]+)*")


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
    headers |= not_modified.caching_headers(_tag(reply, coding))
    if reply.help:
        headers["Link"] = help_links(reply.help)
    if reply.file_name:
        headers["Content-Disposition"] = f'attachment; filename="{reply.file_name}"'
    if reply.data:
        headers[data_version.HEADER] = reply.data
    if reply.rows is not None:
        headers["Adgo-Rows"] = str(reply.rows)
    if reply.entry is not None:
        content = reply.entry.encoded(coding) if coding else reply.entry.content
        headers["Content-Length"] = str(len(content))
        headers |= _digests(reply.entry.sha256(coding), reply.entry.sha256())
        return EncodedReply(headers, [content])
    answer = compressed or reply.answer
    assert answer is not None
    headers["Content-Length"] = str(answer.size)
    headers |= _digests(answer.sha256, (reply.answer or answer).sha256)
    return EncodedReply(headers, answer.blocks(), answer.close)


def help_links(addresses: Iterable[str]) -> str:
    """Return the Link header that refers to help (RFC 8288)."""
    return ", ".join(f'<{address}>; rel="help"' for address in addresses)


def deliver(reply: Reply) -> Response:
    """Return the response with a whole answer to the current request, or a 304 if the client has the answer.

    Raises:
        Problem: 412 if the answer is not the one that If-Match names.
    """
    _check_match(reply)
    accepted = request.headers.get("Accept-Encoding")
    tag = _tag(reply, _coding(reply, accepted))
    if tag and (unchanged := not_modified.response(tag)) is not None:
        if reply.answer:
            reply.answer.close()
        if reply.data:
            unchanged.headers[data_version.HEADER] = reply.data
        return unchanged
    sent = encode(reply, accepted)
    response = Response(sent.body, headers=sent.headers)
    if sent.close:
        response.call_on_close(sent.close)
    return response


def _check_match(reply: Reply) -> None:
    codings = ("", *(f"-{each.name}" for each in content_coding.CODINGS))
    try:
        conditions.check_read(request, {f"{reply.tag}{coding}" for coding in codings} if reply.tag else set())
    except Problem:
        if reply.answer:
            reply.answer.close()
        raise


def add_common_headers(response: Response) -> Response:
    """Add to a response the headers of every response, and return it."""
    for name, value in COMMON.items():
        response.headers.setdefault(name, value)
    return response


def add_completeness(here: Site, response: Response) -> Response:
    """Add to a 200 the digests of its content and the version of the data, if it does not have them; return it.

    A 304 gets the version only: its client has the digests, and RFC 9110 wants no other metadata in it.
    """
    if response.status_code not in (200, 304):
        return response
    version = here.read_data()
    if data_version.is_stated(version):
        response.headers.setdefault(data_version.HEADER, version)
    elif (age := here.age()) is not None:
        response.headers.setdefault("Age", str(age))
    if response.status_code == 200 and REPRESENTATION not in response.headers:
        response.direct_passthrough = False
        digest = hashlib.sha256(response.get_data()).digest()
        response.headers.update(_digests(digest, digest))
    return response


def _digests(sent: bytes, unencoded: bytes) -> dict[str, str]:
    """Return the fields that state the SHA-256 digests of a representation, as it is sent and before its coding."""
    return {REPRESENTATION: digest_fields.stated(sent), "Unencoded-Digest": digest_fields.stated(unencoded)}


def answer_preflight(response: Response) -> Response:
    """Return the answer to OPTIONS: the methods of the URL, which pages of any origin may use; else the response."""
    if request.method != "OPTIONS" or response.status_code != 200:
        return response
    methods = ", ".join(sorted(response.allow))
    return Response(
        status=204,
        headers={
            "Allow": methods,
            "Access-Control-Allow-Methods": methods,
            "Access-Control-Allow-Headers": _allowed_headers(),
            "Access-Control-Max-Age": "86400",
            "Vary": "Access-Control-Request-Headers",
        },
    )


def _allowed_headers() -> str:
    """Return the usual headers and those that a preflight asks for: none has an effect, as changes need the token."""
    asked = request.headers.get("Access-Control-Request-Headers", "").strip()
    if len(asked) > LONGEST_ASKED or not _HEADER_NAMES.fullmatch(asked):
        return ", ".join(ALLOWED_HEADERS)
    usual = {name.lower() for name in ALLOWED_HEADERS}
    names = (name.strip() for name in asked.split(","))
    return ", ".join([*ALLOWED_HEADERS, *(name for name in names if name.lower() not in usual)])


def _coding(reply: Reply, accept_encoding: str | None) -> Coding | None:
    if reply.entry is not None and len(reply.entry.content) < SMALL:
        return None
    return content_coding.choose(accept_encoding)


def _tag(reply: Reply, coding: Coding | None) -> str | None:
    return f"{reply.tag}-{coding.name}" if reply.tag and coding else reply.tag


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
