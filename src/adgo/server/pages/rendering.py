"""A template rendered as a page of this site."""

from __future__ import annotations

import re
from typing import Any

from flask import Response, make_response, render_template

#: Characters that may stand in RDF and in requests, but not in HTML: controls and noncharacters.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr((plane << 16) + 0xFFFE) + chr((plane << 16) + 0xFFFF) for plane in range(1, 17))
    + "]"
)


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
    return _FORBIDDEN.sub("\ufffd", text)
