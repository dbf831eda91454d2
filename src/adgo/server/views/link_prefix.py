"""The root of the site as clients see it: behind a proxy it may be a path, and every link of a page begins there."""

from __future__ import annotations

import re

from flask import Response

from adgo.server.site import site

#: The address of an attribute that begins at the root; text holds no such thing, as its quotes are escaped.
_ADDRESS = re.compile(r'(?<=\s)((?:href|src|action)=")(?=/(?!/))')


def lead(response: Response) -> Response:
    """Return the response, the addresses of a page with the path of the public address before them."""
    root = site().root
    if root and response.mimetype == "text/html":
        response.set_data(_ADDRESS.sub(lambda found: found[1] + root, response.get_data(as_text=True)))
    return response
