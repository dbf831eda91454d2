"""One claim as an agent reads it: what it says, how certain it is, and where in which article it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from adgo.corpus import editorial, english, standings
from adgo.corpus.corpus import Claim, Corpus
from adgo.graph.namespaces import PREFIXES, short

OA = PREFIXES["oa"]
#: A name with a prefix that SPARQL reads without escapes.
_PLAIN = re.compile(r"[a-z]+:[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_-])?")


def name(iri: str) -> str:
    """Return an IRI as SPARQL reads it: with a prefix if it has one, else in angle brackets."""
    made = short(iri)
    return made if _PLAIN.fullmatch(made) else f"<{iri}>"


def standing(corpus: Corpus, claim: Claim) -> str:
    """Return the words for how certain a claim is; if the ontology's table has no line for it, its modality."""
    found = standings.of_row(corpus, claim)
    if not found and not claim.is_asserted:
        return "hedged" if claim.hedges else corpus.label(claim.modality)
    return standings.label(corpus, found)


def record(corpus: Corpus, claim: Claim) -> dict[str, Any]:
    """Return a claim with its standing, its source, and its passage; parts that the data leave out are missing."""
    said = corpus.label(claim.statement) if claim.statement else ""
    found = {
        "claim": name(claim.iri),
        "says": said or english.proposition(corpus, claim),
        "subject": name(claim.subject),
        "predicate": name(claim.predicate),
        "object": name(claim.object.value) if claim.object.is_iri else claim.object.value,
        "standing": standing(corpus, claim),
        "modality": _label(corpus, claim.modality),
        "hedges": list(claim.hedges),
        "status": _label(corpus, claim.status),
        "attribution": _label(corpus, claim.attribution),
        "speaker": _label(corpus, claim.speaker),
        "disputed_by_editors": bool(editorial.disputing(corpus, [claim])),
        **_passage(corpus, claim),
    }
    return {key: value for key, value in found.items() if value not in ("", [], False)}


def sorted_words(words: Iterable[str]) -> list[str]:
    """Return words, each once, sorted."""
    return sorted({each for each in words if each})


def _label(corpus: Corpus, iri: str) -> str:
    return corpus.label(iri) if iri else ""


def _passage(corpus: Corpus, claim: Claim) -> dict[str, Any]:
    """Return where a claim is: its source, its passage with every span, in code points, its digest and paraphrase."""
    it = claim.passage
    if not it:
        return {}
    return {
        "source": name(claim.source) if claim.source else "",
        "article": _label(corpus, claim.source),
        "passage": name(it),
        "spans": _spans(corpus, it),
        "sha256": corpus.first(it, "sha256"),
        "paraphrase": corpus.first(it, PREFIXES["dcterms"] + "description"),
    }


def _spans(corpus: Corpus, passage: str) -> list[list[int]]:
    found = []
    for selector in corpus.values(passage, OA + "hasSelector"):
        start, end = (corpus.count(selector.value, OA + part) for part in ("start", "end"))
        if start is not None and end is not None:
            found.append([start, end])
    return sorted(found)
