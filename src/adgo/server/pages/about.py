"""`/about`: what this is, how many errors second readings found, how to cite it, what the pages are made of."""

from __future__ import annotations

from importlib.metadata import version

from flask import Blueprint, Response, make_response, render_template
from pyoxigraph import RdfFormat, Store

from adgo import __version__
from adgo.evidence.figures import RULE, Figures, measure
from adgo.server import page_queries
from adgo.server.pages import assets
from adgo.server.pages.content import reading
from adgo.server.site import Site, site

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
            figures=figures(here),
            rule=RULE,
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


def figures(here: Site) -> Figures | None:
    """Return what second readings come to in the data as they are now, from memory if these have not changed."""
    digest = here.edition.digest
    kept: tuple[str, Figures | None] | None = here.readings.get("figures")
    if kept is None or kept[0] != digest:
        store = Store()
        query = (page_queries.FOLDER / "reviews.rq").read_text(encoding="utf-8")
        store.load(page_queries.constructed(here, query), RdfFormat.N_TRIPLES)
        kept = here.readings["figures"] = (digest, measure(store))
    return kept[1]
