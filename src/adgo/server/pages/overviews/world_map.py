"""`/map`: where things happen and where rules apply, as picture and table."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response

from adgo.corpus.selection import Selection
from adgo.corpus.undertakings import Undertaking
from adgo.server import site_corpus
from adgo.server.pages import assets
from adgo.server.pages.drawing.map_picture import draw_map
from adgo.server.pages.drawing.world_map import Spot, spots
from adgo.server.pages.overviews import overview
from adgo.server.pages.rendering import render_page
from adgo.server.pages.tables import places, table_response
from adgo.server.site import site

blueprint = Blueprint("worldmap", __name__)


@dataclass(frozen=True)
class Placed:
    """What the map shows: places with what is in them, and the undertakings of which no source states a place."""

    spots: list[Spot]
    elsewhere: list[Undertaking]


@blueprint.get("/map")
def page() -> Response:
    """Return the map of what is selected, as a page with picture and table, CSV or XLSX."""
    corpus = site_corpus.read_corpus(site())
    chosen = overview.requested(corpus)
    found, around = shown(chosen), overview.of_projects(chosen)
    return table_response.respond(
        lambda: [places.table(corpus, found.spots, found.elsewhere, around.titled("Map"))],
        lambda: render_page(
            "map.html",
            c=corpus,
            o=around,
            spots=found.spots,
            elsewhere=found.elsewhere,
            drawn=draw_map(corpus, found.spots),
            remedy=assets.REMEDY,
            has_outlines=assets.has(assets.OUTLINES),
        ),
    )


def shown(chosen: Selection) -> Placed:
    """Return the places with what is selected, and the selected undertakings that are at none of them."""
    found = spots(chosen.corpus, chosen)
    placed = {each.iri for spot in found for each in spot.undertakings}
    return Placed(found, [each for each in chosen.undertakings() if each.iri not in placed])
