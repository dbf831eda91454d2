"""A template rendered as a page of this site."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, render_template

#: Characters that may stand in RDF and in requests, but not in HTML: controls and noncharacters.
_CONTROLS = (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0))
_NONCHARACTERS = (
    *range(0xFDD0, 0xFDF0),
    *(plane << 16 | end for plane in range(17) for end in (0xFFFE, 0xFFFF)),
)
_FORBIDDEN = frozenset(map(chr, (*_CONTROLS, *_NONCHARACTERS)))
_REPLACED = dict.fromkeys(map(ord, _FORBIDDEN), "\ufffd")


def render_page(template: str, status: int = 200, **context: Any) -> Response:
    """Return a page that browsers must revalidate before they show it again.

    Args:
        template: the file's name in `templates/`.
        status: the HTTP status.
        **context: what the template uses.
    """
    response = make_response(render_html(template, **context), status)
    response.headers["Cache-Control"] = "no-cache"
    return response


def render_html(template: str, **context: Any) -> str:
    """Return the HTML of a template; each character that HTML forbids is replaced by U+FFFD."""
    return without_forbidden(render_template(template, **context))


def without_forbidden(text: str) -> str:
    """Return a text in which each character that HTML forbids is replaced by U+FFFD."""
    # Most texts have none, and the test takes a tenth of the time of a replacement.
    return text if _FORBIDDEN.isdisjoint(text) else text.translate(_REPLACED)
