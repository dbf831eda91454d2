"""`/network`: parties, undertakings and places, as picture and table."""

from __future__ import annotations

from flask import Blueprint, Response, request

from adgo.corpus import facets, regulation
from adgo.corpus.regulation import Rule
from adgo.corpus.selection import Selection
from adgo.server import site_corpus
from adgo.server.pages.drawing.network import draw_network
from adgo.server.pages.overviews import overview
from adgo.server.pages.rendering import render_page
from adgo.server.pages.tables import table_response
from adgo.server.site import site

blueprint = Blueprint("network", __name__)


@blueprint.get("/network")
def page() -> Response:
    """Return the network of the undertakings that are selected, as a page with picture and table, CSV or XLSX."""
    corpus = site_corpus.read_corpus(site())
    chosen = overview.requested(corpus)
    shown, around = chosen.undertakings(), overview.of_projects(chosen)
    return table_response.respond(
        lambda: overview.project_tables(around, shown),
        lambda: render_page(
            "network.html",
            c=corpus,
            o=around,
            undertakings=shown,
            rules=rules(chosen),
            picture=draw_network(corpus, shown, unfold=_unfolding()) if shown else None,
        ),
    )


def _unfolding() -> str:
    """Return the address of this page with a box for each group without a name; "" if it is this one.

    A published folder has no page with the groups and a filter, so that a page with a filter has the boxes.
    """
    is_whole = request.args.get("groups") == "all" or (site().published and request.args)
    return "" if is_whole else table_response.address(groups="all")


def rules(chosen: Selection) -> list[Rule]:
    """Return the rules and barriers in the chosen places; none if no place is chosen."""
    corpus = chosen.corpus
    found = {rule.iri: rule for place in chosen.of(facets.PLACE) for rule in regulation.of(corpus, place)}
    return [rule for rule in found.values() if chosen.selects(rule.iri)]
