"""`/about`: what this is, how many errors second readings found, how to cite it, and what the pages are made of."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from flask import Blueprint, Response
from pyoxigraph import RdfFormat, Store

from adgo import __version__
from adgo.corpus import articles, changes
from adgo.corpus.corpus import Corpus
from adgo.corpus.tables import sources
from adgo.corpus.texts.places import passages
from adgo.evidence.reviews.review_statistics import RULE, Figures, measure
from adgo.server import page_queries, site_corpus
from adgo.server.pages import assets
from adgo.server.pages.citing import data_source
from adgo.server.pages.rendering import render_page
from adgo.server.pages.tables import table_response
from adgo.server.published_folder import PublishedFolder
from adgo.server.site import Site, site

blueprint = Blueprint("about", __name__)
#: Packages whose versions the page names, if they are installed.
PACKAGES = ("flask", "pyoxigraph", "granian", "waitress")


@blueprint.get("/about", strict_slashes=False)
def page() -> Response:
    """Return the page, or its table of the articles as CSV or XLSX."""
    here = site()
    return table_response.respond(
        lambda: [sources.table(site_corpus.read_corpus(here))],
        lambda: _page(here, site_corpus.read_whole(here)),
    )


def _page(here: Site, whole: Corpus | None) -> Response:
    """Return the page, without articles and changes if the data are too large to be read as a whole."""
    corpus = Corpus(here.edition.digest) if whole is None else whole
    listed = articles.every(corpus)
    return render_page(
        "about.html",
        c=corpus,
        is_large=whole is None,
        articles=listed,
        counts=counts(corpus),
        period=articles.period(corpus),
        undated=sum(not (each.range and each.range.words) for each in listed),
        families=articles.families(corpus),
        changes=changes.every(corpus),
        contact=here.contact,
        figures=figures(here) if whole else None,
        source=data_source.of_site(here),
        rule=RULE,
        version=__version__,
        digest=here.edition.digest,
        **made_of(here.published),
    )


def made_of(published: PublishedFolder | None) -> dict[str, Any]:
    """Return what the pages are made of: assets from npm, packages, and what is missing.

    Args:
        published: the folder that the pages are written to, which has an editor of its own; None on a server.
    """
    return {
        "assets": assets.record(),
        "has_editor": published.has_editor if published else assets.has(*assets.EDITOR),
        "has_outlines": assets.has(assets.OUTLINES),
        "remedy": assets.REMEDY,
        "packages": packages(),
    }


def counts(corpus: Corpus) -> dict[str, tuple[int, int]]:
    """Return how many passages and claims each article has."""
    return {
        source: (len(passages(corpus, source)), sum(each.source == source for each in corpus.claims))
        for source in corpus.of_class("Source")
    }


def packages() -> list[tuple[str, str]]:
    """Return the name and version of each main package that is installed."""
    return [(name, version(name)) for name in PACKAGES if _is_installed(name)]


def _is_installed(name: str) -> bool:
    try:
        return bool(version(name))
    except PackageNotFoundError:
        return False


def figures(here: Site) -> Figures | None:
    """Return the error rate that second readings of the claims give; None if there are none."""
    return here.kept("figures", lambda: _figures(here))


def _figures(here: Site) -> Figures | None:
    store = Store()
    query = (page_queries.FOLDER / "reviews.rq").read_text(encoding="utf-8")
    store.load(page_queries.constructed(here, query), RdfFormat.N_TRIPLES)
    return measure(store)
