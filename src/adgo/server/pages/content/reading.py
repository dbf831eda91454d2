"""The graph read for the pages, by two queries, and read anew when the data change."""

from __future__ import annotations

import re
import threading

from adgo.graph.namespaces import ADGO, GRAPH, PREFIXES
from adgo.server import page_queries
from adgo.server.page_queries import Row
from adgo.server.pages.content.corpus import Claim, Corpus, Records, Term
from adgo.server.site import Site

#: Graphs that tell without asserting, by the last segment of their names.
UNASSERTED = ("plans", "judgements", "outside")

_lock = threading.Lock()


def read(site: Site) -> Corpus:
    """Return the corpus of the data as they are now, from memory where they have not changed."""
    digest = site.edition.digest
    with _lock:
        kept: Corpus | None = site.readings.get("corpus")
        if kept is None or kept.digest != digest:
            kept = site.readings["corpus"] = _read(site, digest)
        return kept


def _read(site: Site, digest: str) -> Corpus:
    told = page_queries.rows(site, "claims")
    if not told:  # data of another kind, perhaps large: their pages ask for what they need
        return Corpus(digest)
    corpus = Corpus(digest, apart={name: {} for name in UNASSERTED})
    for row in page_queries.rows(site, "records"):
        graph = row.get("graph", {}).get("value", "").removeprefix(GRAPH)
        records = corpus.apart[graph] if graph else corpus.records
        _add(records, row)
    claims: Records = {}
    for row in told:
        _add(claims, row)
    made = (_claim(corpus, iri, parts) for iri, parts in claims.items())
    corpus.claims = sorted((each for each in made if each), key=lambda each: _order(each.iri))
    return corpus


def _add(records: Records, row: Row) -> None:
    value = row["value"]
    note = value.get("xml:lang") or value.get("datatype") or ""
    term = Term("literal" if value["type"] == "typed-literal" else value["type"], str(value["value"]), note)
    records.setdefault(row["it"]["value"], {}).setdefault(row["property"]["value"], []).append(term)


def _claim(corpus: Corpus, iri: str, parts: dict[str, list[Term]]) -> Claim | None:
    """Return the claim, or None where its atom is not whole."""
    if not all(ADGO + name in parts for name in ("subject", "predicate", "object")):
        return None

    def parts_of(name: str) -> tuple[str, ...]:
        return tuple(each.value for each in parts.get(ADGO + name, []))

    def part(name: str) -> str:
        return next(iter(parts_of(name)), "")

    return Claim(
        iri,
        part("subject"),
        part("predicate"),
        parts[ADGO + "object"][0],
        passage=part("passage"),
        source=corpus.first(part("passage"), PREFIXES["oa"] + "hasSource"),
        statement=part("tells"),
        modality=part("modality"),
        status=part("status"),
        attribution=part("attribution"),
        speaker=part("speaker"),
        venue=part("venue"),
        credited=part("creditedTo"),
        stated=part("statedAt"),
        hedges=parts_of("hedge"),
        scopes=parts_of("scope"),
        emphases=parts_of("emphasis"),
        is_exemplary=part("exemplary") == "true",
    )


def _order(iri: str) -> list[tuple[int, str]]:
    """Sort names as people do, 000-9 before 000-10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", iri)]
