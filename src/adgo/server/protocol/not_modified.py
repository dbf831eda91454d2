"""304 Not Modified: whether the client has the answer already (RFC 9110, section 13.1.2)."""

from __future__ import annotations

from flask import Response, request

from adgo.server.protocol import content_coding


def caching_headers(tag: str | None) -> dict[str, str]:
    """Return the headers that say whether an answer may be kept, and which request headers it depends on."""
    kept = {"ETag": f'"{tag}"', "Cache-Control": "no-cache"} if tag else {"Cache-Control": "no-store"}
    return kept | {"Vary": "Accept, Accept-Encoding"}


def response(tag: str) -> Response | None:
    """Return a 304 if the client has the answer with this tag."""
    # Only GET and HEAD are answered with 304.
    if request.method not in ("GET", "HEAD") or not request.if_none_match.contains_weak(tag):
        return None
    return Response(status=304, headers=caching_headers(tag))


def response_for_any(*tags: str) -> Response | None:
    """Return a 304 if the client has an answer with one of these tags, plain or in the coding that it would get.

    A copy in another coding may belong to a cache, which keeps it for clients that can read it. `If-None-Match: *` asks
    whether there is an answer at all, which we only know after running the query.
    """
    # If-Match comes first (RFC 9110, section 13.2.2), and `delivery` looks at it.
    if not request.if_none_match or request.if_none_match.star_tag or "If-Match" in request.headers:
        return None
    coding = content_coding.choose(request.headers.get("Accept-Encoding"))
    for tag in tags:
        for form in (tag, f"{tag}-{coding.name}") if coding else (tag,):
            if (found := response(form)) is not None:
                return found
    return None
