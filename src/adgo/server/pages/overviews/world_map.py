"""`/map`: where things happen and where rules apply, as picture and table."""

from __future__ import annotations

from flask import Blueprint, Response, request

from adgo.server import site_corpus
from adgo.server.pages import assets
from adgo.server.pages.drawing.world_map import frame, spots
from adgo.server.pages.rendering import render_page
from adgo.server.site import site

blueprint = Blueprint("worldmap", __name__)


@blueprint.get("/map")
def page() -> Response:
    """Return the map and its table."""
    corpus = site_corpus.read_corpus(site())
    show = request.args.get("show", "")
    found = spots(corpus, show)
    ruled = {
        each.position.number for each in found if each.is_ruled and each.position and each.position.number
    }
    return render_page(
        "map.html",
        c=corpus,
        spots=found,
        ruled=ruled,
        remedy=assets.REMEDY,
        show=show,
        **frame(),
    )
