"""`/`: the home page."""

from __future__ import annotations

from flask import Blueprint, Response

from adgo.corpus import articles, importance, standings, undertakings
from adgo.corpus.corpus import Corpus
from adgo.corpus.disagreements.table import table
from adgo.queries import Question
from adgo.server import page_queries, site_corpus
from adgo.server.pages import differences
from adgo.server.pages.rendering import render_page
from adgo.server.pages.tables import table_response
from adgo.server.site import Site, site

blueprint = Blueprint("home", __name__)
#: Stored questions that show what the graph can do.
OFFERED = ("partnerships", "regimes-and-requirements", "planned-and-achieved")
#: How many firms, places and people the page names.
STARTS = 8


@blueprint.get("/")
def home() -> Response:
    """Return the home page, or its disagreements as CSV or XLSX."""
    here = site()
    return table_response.respond(
        lambda: [table(site_corpus.read_corpus(here), differences.examples(here))], lambda: _page(here)
    )


def _page(here: Site) -> Response:
    offered = [here.questions[name] for name in OFFERED if name in here.questions]
    corpus = site_corpus.read_whole(here)
    if corpus is None:
        return _large_home(here, offered)
    return render_page(
        "home.html",
        c=corpus,
        figures=figures(corpus, len(differences.read_cards(here))),
        examples=differences.examples(here),
        questions=offered,
        firms=importance.firms(corpus)[:STARTS],
        places=importance.places(corpus)[:STARTS],
        people=importance.people(corpus)[:STARTS],
        articles=articles.every(corpus),
        period=articles.period(corpus),
    )


def _large_home(here: Site, offered: list[Question]) -> Response:
    """Return the home page of data that are too large for figures and examples of differences."""
    row = page_queries.rows(here, "claim-count")[0]
    numbers = {name: int(row[name]["value"]) for name in ("claims", "sources")}
    return render_page("large_home.html", questions=offered, **numbers)


def figures(corpus: Corpus, differing: int) -> list[tuple[str, int, str, str]]:
    """Return what is in the graph, in numbers: a label, the number, the page that lists exactly that many, and a note.

    The note says how many are only planned or unconfirmed; it is "" if none are.
    """
    projects = undertakings.every(corpus)
    planned = sum(each.line == standings.PLANNED_LINE for each in projects)
    note = f"{planned} planned or unconfirmed" if planned else ""
    return [
        ("firms", len(corpus.of_class("Firm")), "/search?kind=Firm", ""),
        ("projects", len(projects), "/projects", note),
        ("claims", len(corpus.claims), "/about#articles", ""),
        ("articles", len(corpus.of_class("Source")), "/about#articles", ""),
        ("topics of difference", differing, "/differences", ""),
    ]
