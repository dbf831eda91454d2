"""The page that lists what the data say of a thing: of any data, and of claims that are too many for other pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Response

from adgo.corpus.corpus import Claim
from adgo.corpus.reading import Row
from adgo.graph.namespaces import ADGO, PREFIXES
from adgo.server import page_queries, site_corpus
from adgo.server.pages import passage_text
from adgo.server.pages.rendering import render_page
from adgo.server.site import Site

#: How many statements about a thing its page shows at most, and how many claims that name it.
MOST, CLAIMS = 2000, 300
LABELS = (PREFIXES["skos"] + "prefLabel", PREFIXES["rdfs"] + "label", PREFIXES["dcterms"] + "title")


def statements_page(
    here: Site, iri: str, kind: str, links: list[tuple[str, str]], *, is_large: bool = False
) -> Response:
    """Return the page about an IRI, with the statements that begin or end with it.

    Args:
        here: the site that serves the request.
        iri: the IRI.
        kind: the first segment of its path, such as "claim".
        links: the name and URL of each format in which it is described.
        is_large: whether the data have claims and are too large for other pages. Then the claims that name the thing
            are listed with their standings.
    """
    rows = page_queries.first_rows(here, "about", MOST + 1, it=iri)
    near = _near(here, iri) if is_large else {}
    listed = {claim.iri for claim in near.get("claims", [])}
    found = [row for row in rows[:MOST] if row["value"]["value"] not in listed]
    outward = [row for row in found if row["direction"]["value"] == "out"]
    inward = [row for row in found if row["direction"]["value"] == "in"]
    labels = [row["value"]["value"] for row in outward if row["predicate"]["value"] in LABELS]
    return render_page(
        "thing.html",
        iri=iri,
        label=labels[0] if labels else None,
        outward=grouped(outward),
        inward=grouped(inward),
        spans=passage_text.occurrences(here, iri) if kind == "passage" else None,
        links=links,
        is_cut=len(rows) > MOST,
        most=MOST,
        is_large=is_large,
        **near,
    )


def grouped(found: list[Row]) -> dict[str, list[Row]]:
    """Return the rows by predicate, in their order."""
    groups: dict[str, list[Row]] = {}
    for row in found:
        groups.setdefault(row["predicate"]["value"], []).append(row)
    return groups


def _near(here: Site, iri: str) -> dict[str, Any]:
    """Return the first claims that name a thing, the corpus for their labels and standings, and a query for all."""
    corpus = site_corpus.read_near(here, [iri], CLAIMS + 1)
    shown: list[Claim] = corpus.claims[:CLAIMS]
    query = f"SELECT DISTINCT ?claim {{ ?claim ?part <{iri}> ; a <{ADGO}Claim> }}"
    return {
        "c": corpus,
        "claims": shown,
        "has_more_claims": len(corpus.claims) > CLAIMS,
        "all_claims": f"{here.root}/query?{urlencode({'query': query})}",
    }
