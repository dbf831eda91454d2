"""`/completion.json`: what the query editor offers, taken from this graph alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify

from adgo.corpus.corpus import TYPE, Corpus
from adgo.graph.namespaces import ADGO, ID, PREFIXES, short
from adgo.server import site_corpus
from adgo.server.site import site

blueprint = Blueprint("completion", __name__)
#: The properties that the editor offers for a claim.
CLAIM_PARTS = (
    "tells", "passage", "modality", "status", "attribution", "subject", "predicate", "object", "speaker", "venue",
    "creditedTo", "statedAt", "hedge", "scope", "exemplary", "emphasis",
)  # fmt: skip


@blueprint.get("/completion.json")
def page() -> Response:
    """Return what `offers` does, and whether a query must declare prefixes (`is_strict`)."""
    here = site()
    corpus = site_corpus.read_corpus(here)
    found = here.kept("completion", lambda: offers(corpus))
    response = jsonify(is_strict=here.settings.strict_prefixes, **found)
    response.headers["Cache-Control"] = "no-cache"
    return response


def offers(corpus: Corpus) -> dict[str, Any]:
    """Return what the editor offers, with names as prefixed names.

    The shape is {"prefixes", "classes": [[name, label, count]], "properties": [[name, label, {class: count}, kinds of
    the things that are its values]], "things": [[name, label, kinds]]}.
    """
    members, used = _counts(corpus)
    things = {
        it: [corpus.label(kind) for kind in corpus.classes(it)] for it in corpus.records if it.startswith(ID)
    }
    values = _values(corpus, things)
    return {
        "prefixes": dict(PREFIXES),
        "classes": [[short(it), corpus.label(it), n] for it, n in members.most_common() if it],
        "properties": [
            [
                short(it),
                corpus.label(it),
                {short(kind): n for kind, n in kinds.items() if kind},
                sorted(values[it]),
            ]
            for it, kinds in sorted(used.items(), key=lambda pair: -pair[1].total())
        ],
        "things": sorted(
            ([short(it), corpus.label(it), kinds] for it, kinds in things.items()),
            key=lambda row: str(row[1]).casefold(),
        ),
    }


def _values(corpus: Corpus, things: Mapping[str, list[str]]) -> dict[str, set[str]]:
    """Return for each property the kinds of those things that are its values."""
    found: dict[str, set[str]] = defaultdict(set)
    for record in corpus.records.values():
        for name, terms in record.items():
            for term in terms:
                found[name].update(things.get(term.value, ()))
    for claim in corpus.claims:
        found[ADGO + "subject"].update(things.get(claim.subject, ()))
        found[ADGO + "object"].update(things.get(claim.object.value, ()))
    return found


def _counts(corpus: Corpus) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """Return how many members each class has, and for each property how many of each class have it."""
    members: Counter[str] = Counter()
    used: dict[str, Counter[str]] = defaultdict(Counter)
    for record in corpus.records.values():
        kinds = [term.value for term in record.get(TYPE, [])] or [""]
        members.update(kinds)
        for name in record:
            used[name].update(kinds)
    claim = ADGO + "Claim"
    members[claim] = len(corpus.claims)
    for part in CLAIM_PARTS:
        used[ADGO + part][claim] = len(corpus.claims)
    return members, used
