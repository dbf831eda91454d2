"""Links of pages behind a proxy: they begin with the path of the public URL."""

from __future__ import annotations

import re

from flask import Response

from adgo.server.site import site

#: An attribute whose address begins at the root. Text cannot match, as its quotes are escaped.
_ADDRESS = re.compile(r'(?<=\s)((?:href|src|action)=")(?=/(?!/))')


def lead(response: Response) -> Response:
    """Return the response; if it is a page, with the path of the public URL before its addresses."""
    root = site().root
    if root and response.mimetype == "text/html":
        response.set_data(_ADDRESS.sub(lambda found: found[1] + root, response.get_data(as_text=True)))
    return response
