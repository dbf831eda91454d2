"""`/`: the home page."""

from __future__ import annotations

from flask import Blueprint, Response

from adgo.corpus.corpus import Corpus
from adgo.server import site_corpus
from adgo.server.pages import differences
from adgo.server.pages.rendering import render_page
from adgo.server.site import site

blueprint = Blueprint("home", __name__)
#: Stored questions that show what the graph can do.
OFFERED = ("partnerships", "regimes-and-requirements", "planned-and-achieved")
#: How many firms, places and people the page names.
STARTS = 8


@blueprint.get("/")
def home() -> Response:
    """Return the home page."""
    here = site()
    corpus = site_corpus.read_corpus(here)
    return render_page(
        "home.html",
        c=corpus,
        figures=figures(corpus, len(differences.read_cards(here))),
        examples=differences.examples(here),
        questions=[here.questions[name] for name in OFFERED if name in here.questions],
        firms=most_claimed(corpus, "Firm"),
        places=most_claimed(corpus, "Place"),
        people=most_claimed(corpus, "Person"),
    )


def figures(corpus: Corpus, differing: int) -> list[tuple[str, int, str]]:
    """Return what is in the graph, in numbers: a label, the number, and the page that lists them."""
    return [
        ("firms", len(corpus.of_class("Firm")), "/search?kind=Firm"),
        ("undertakings", len(corpus.of_class("Undertaking")), "/search?kind=Undertaking"),
        ("claims", len(corpus.claims), "/queries/modalities"),
        ("sources", len(corpus.of_class("Source")), "/search?kind=Source"),
        ("differences", differing, "/differences"),
    ]


def most_claimed(corpus: Corpus, name: str) -> list[str]:
    """Return the members of a class with the most claims, the one with most first."""
    return sorted(corpus.of_class(name), key=lambda it: (-corpus.claim_count(it), it))[:STARTS]
