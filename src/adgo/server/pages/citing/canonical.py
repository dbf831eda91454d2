"""The one address by which a page is linked and cited, which may differ from the one in the browser."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl, quote, urlencode

from flask import request

from adgo.server.protocol.problem import Problem
from adgo.server.site import site

#: Arguments that choose a format or a view of the same content.
UNIMPORTANT = ("format", "embed")
#: The most characters of a summary that search engines and previews show.
LONGEST = 200
_TAG = re.compile(r"<[^>]*>")


def of_request() -> str:
    """Return the URL of the current page, without empty arguments and those that only choose a format.

    Raises:
        Problem: 400 if the Host header is not a host name or address.
    """
    query = request.query_string.decode("utf-8", "replace")
    pairs = [(name, value) for name, value in parse_qsl(query) if name not in UNIMPORTANT]
    address = site().url(quote(request.path))
    return f"{address}?{urlencode(pairs)}" if pairs else address


def of_page(iri: str | None) -> str:
    """Return the canonical address of the current page: the IRI of its thing if it is about one, else its URL.

    "" if the request does not name a host by which this server can be reached.
    """
    if iri:
        return iri
    if (folder := site().published) and not folder.public_url:
        return ""
    try:
        return of_request()
    except Problem:
        return ""


def short_summary(markup: str) -> str:
    """Return the text of a piece of HTML for previews: without tags, in one line, at most LONGEST characters."""
    text = " ".join(html.unescape(_TAG.sub("", str(markup))).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
