"""The graph as pages know it: read by two queries, and again when the data change."""

from __future__ import annotations

import re
from typing import Any

from adgo.graph.namespaces import ADGO, GRAPH, PREFIXES
from adgo.server import page_queries
from adgo.server.page_queries import Row
from adgo.server.pages.content.corpus import Claim, Corpus, Records, Term
from adgo.server.site import Site

#: Graphs whose content is not asserted, by the last segment of their names.
UNASSERTED = ("plans", "judgements", "outside")
#: Parts of a claim with one value, and those with several, with the local names of their properties.
SINGLE = {
    "subject": "subject", "predicate": "predicate", "passage": "passage", "statement": "tells", "modality": "modality",
    "status": "status", "attribution": "attribution", "speaker": "speaker", "venue": "venue", "credited": "creditedTo",
    "stated": "statedAt",
}  # fmt: skip
SEVERAL = {"hedges": "hedge", "scopes": "scope", "emphases": "emphasis"}
#: A number in a name that is compared as a number; a longer one is compared as text.
_NUMBER = re.compile(r"([0-9]{1,18})")


def read_corpus(site: Site) -> Corpus:
    """Return the corpus of the data as they are now, from memory if they have not changed."""
    return site.kept("corpus", lambda: _read(site))


def _read(site: Site) -> Corpus:
    claim_rows = page_queries.rows(site, "claims")
    digest = site.edition.digest
    if not claim_rows:  # Data of another kind, perhaps large: their pages ask for what they need.
        return Corpus(digest)
    corpus = Corpus(digest, apart={name: {} for name in UNASSERTED})
    for row in page_queries.rows(site, "records"):
        graph = row.get("graph", {}).get("value", "").removeprefix(GRAPH)
        _add(corpus.apart[graph] if graph else corpus.records, row)
    claims: Records = {}
    for row in claim_rows:
        _add(claims, row)
    made = (_claim(corpus, iri, parts) for iri, parts in claims.items())
    corpus.claims = sorted((each for each in made if each), key=lambda each: _order(each.iri))
    return corpus


def _add(records: Records, row: Row) -> None:
    records.setdefault(row["it"]["value"], {}).setdefault(row["property"]["value"], []).append(
        Term.of(row["value"])
    )


def _claim(corpus: Corpus, iri: str, parts: dict[str, list[Term]]) -> Claim | None:
    """Return the claim; None if it lacks its subject, predicate or object."""
    if not all(ADGO + name in parts for name in ("subject", "predicate", "object")):
        return None

    def values(name: str) -> tuple[str, ...]:
        return tuple(each.value for each in parts.get(ADGO + name, []))

    def first(name: str) -> str:
        return next(iter(values(name)), "")

    single: dict[str, Any] = {part: first(name) for part, name in SINGLE.items()}
    several: dict[str, Any] = {part: values(name) for part, name in SEVERAL.items()}
    return Claim(
        iri,
        object=parts[ADGO + "object"][0],
        source=corpus.first(first("passage"), PREFIXES["oa"] + "hasSource"),
        is_exemplary=first("exemplary") == "true",
        **single,
        **several,
    )


def _order(iri: str) -> list[tuple[int, str]]:
    """Return a sort key by which 000-9 comes before 000-10."""
    parts = enumerate(_NUMBER.split(iri))
    return [(int(part), "") if place % 2 else (0, part) for place, part in parts]
