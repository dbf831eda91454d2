"""`/about`: what this is, whose it is, how to cite it, and what the pages are made of."""

from __future__ import annotations

from importlib.metadata import version

from flask import Blueprint, Response, make_response, render_template

from adgo import __version__
from adgo.server.pages import assets, reading
from adgo.server.site import site

blueprint = Blueprint("about", __name__)
PACKAGES = ("flask", "pyoxigraph", "granian")


@blueprint.get("/about", strict_slashes=False)
def page() -> Response:
    """Return the page."""
    here = site()
    response = make_response(
        render_template(
            "about.html",
            c=reading.read(here),
            version=__version__,
            digest=here.edition.digest,
            assets=assets.record(),
            has_editor=assets.has(*assets.EDITOR),
            has_outlines=assets.has(assets.OUTLINES),
            remedy=assets.REMEDY,
            packages=[(name, version(name)) for name in PACKAGES],
        )
    )
    response.headers["Cache-Control"] = "no-cache"
    return response
