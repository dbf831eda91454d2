"""`/search` and `/search.json`: things by their names (typing errors allowed), kinds and paraphrases."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, Response, jsonify, request
from rapidfuzz.distance import OSA

from adgo.corpus.corpus import Corpus
from adgo.graph.namespaces import ADGO, BASE, ID, PREFIXES
from adgo.server import site_corpus
from adgo.server.pages.filters import link
from adgo.server.pages.rendering import render_page
from adgo.server.site import Site, site

blueprint = Blueprint("search", __name__)
WORD = re.compile(r"\w+")
#: The least score of a hit, from 0 to 1.
ENOUGH = 0.62
#: The most hits, and the most letters of a query that are used.
MOST, LONGEST = 40, 200
#: A word of fewer letters than SHORT must match exactly; one of at least LONG may have two errors, any other one.
SHORT, LONG = 4, 8
#: Fields that hold names. Only in these are words found in spite of errors.
NAMES = ("name", "alias", "printed")
#: The weight of a hit in each field.
WEIGHTS = {"name": 1.0, "alias": 0.97, "printed": 0.96, "kind": 0.7, "paraphrase": 0.55}


#: Scores of the words like a wanted one: in names, and in any text.
Likeness = tuple[dict[str, float], dict[str, float]]


@dataclass(frozen=True)
class SearchEntry:
    """One text by which a thing is found: as it is, folded, and as folded words."""

    it: str
    field: str
    text: str
    folded: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Hit:
    """A thing found: its label, its kinds, the field and text that matched, and the score, from 0 to 1."""

    iri: str
    label: str
    kinds: tuple[str, ...]
    href: str
    field: str
    text: str
    score: float


@dataclass(frozen=True)
class _Index:
    entries: list[SearchEntry]
    words: frozenset[str]
    names: frozenset[str]


@blueprint.get("/search")
def page() -> Response:
    """Return the hits as a page."""
    here = site()
    corpus = site_corpus.read_corpus(here)
    asked = request.args.get("q", "").strip()[:LONGEST]
    kind = request.args.get("kind", "")
    hits = find(here, corpus, asked) if asked else []
    is_known = bool(kind) and corpus.knows(ADGO + kind)
    return render_page(
        "search.html",
        c=corpus,
        q=asked,
        hits=hits,
        kind=ADGO + kind if is_known else "",
        members=corpus.of_class(kind) if is_known else [],
        firms=[] if hits else corpus.of_class("Firm"),
    )


@blueprint.get("/search.json")
def search_json() -> Response:
    """Return the hits as JSON: {"query": …, "hits": [{"iri", "label", "kinds", "href", "field", "text", "score"}]}."""
    here = site()
    corpus = site_corpus.read_corpus(here)
    asked = request.args.get("q", "").strip()[:LONGEST]
    limit = request.args.get("limit", MOST, type=int)
    hits = find(here, corpus, asked)[: max(0, min(limit, MOST))]
    return jsonify(query=asked, hits=[{**vars(each), "href": here.root + each.href} for each in hits])


def find(here: Site, corpus: Corpus, asked: str) -> list[Hit]:
    """Return the things that match, the best first, each with the text that matches best.

    Args:
        here: the site that serves the request.
        corpus: the graph.
        asked: the words to search for.
    """
    wanted = tuple(WORD.findall(fold(asked)))
    if not wanted:
        return []
    best: dict[str, tuple[float, SearchEntry]] = {}
    index = here.kept("search", lambda: _index(corpus))
    alike = [_scores(index, word) for word in wanted]
    for entry in index.entries:
        score = _score(wanted, alike, entry)
        if score > best.get(entry.it, (0.0, entry))[0]:
            best[entry.it] = (score, entry)
    # Of hits with about the same score, the thing with more claims comes first.
    weight = {it: corpus.claim_count(it) for it in best}
    ranked = sorted(best.items(), key=lambda pair: (-round(pair[1][0] * 20), -weight[pair[0]], pair[0]))
    return [_hit(corpus, it, score, entry) for it, (score, entry) in ranked[:MOST]]


def _score(wanted: tuple[str, ...], alike: list[Likeness], entry: SearchEntry) -> float:
    """Return the score of an entry, weighted by its field; 0 if it does not match."""
    fit = match(wanted, [named if entry.field in NAMES else begun for named, begun in alike], entry)
    if fit < ENOUGH:
        return 0.0
    # The exact name of a kind finds its members first.
    return fit if fit == 1.0 else fit * WEIGHTS[entry.field]


def _scores(index: _Index, word: str) -> Likeness:
    """Return scores for words of names that are like a word, and scores for all words that begin with it."""
    begun = {other: score for other in index.words if (score := _beginning(word, other))}
    alike = {other: score for other in index.names if (score := near(word, other))}
    return alike | begun, begun


def match(wanted: tuple[str, ...], alike: list[dict[str, float]], entry: SearchEntry) -> float:
    """Return how well an entry matches: 1 for the same text, 0 if a word is missing.

    Args:
        wanted: the words to search for, folded.
        alike: for each of them, the words like it with their scores, from 0 to 1.
        entry: the entry.
    """
    asked = " ".join(wanted)
    if entry.folded == asked or asked.replace(" ", "") == entry.folded.replace(" ", ""):
        return 1.0
    found = [max((scores.get(other, 0.0) for other in entry.words), default=0.0) for scores in alike]
    if min(found) < ENOUGH:
        return 0.0
    # Of two texts that hold all the words, the shorter one is the better match.
    covered = len(asked) / max(len(asked), len(entry.folded))
    return sum(found) / len(found) * (0.9 + 0.09 * covered)


def fold(text: str) -> str:
    """Return a text in lower case, without accents and punctuation, its words separated by spaces."""
    plain = unicodedata.normalize("NFKD", text)
    kept = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return " ".join(WORD.findall(kept.replace("_", " ")))


def _beginning(word: str, other: str) -> float:
    """Return 1 for the same word, less for a word that begins with it, 0 for any other."""
    if word == other:
        return 1.0
    return 0.9 + 0.09 * len(word) / len(other) if other.startswith(word) else 0.0


def near(word: str, other: str) -> float:
    """Return a score for two words that differ by one letter, or by two if they are long; 0 for any others."""
    allowed = 1 if len(word) < LONG else 2
    if len(word) < SHORT or abs(len(word) - len(other)) > allowed or word[0] != other[0]:
        return 0.0
    # Letters inserted, deleted or changed, and neighbours swapped (optimal string alignment).
    errors = OSA.distance(word, other, score_cutoff=allowed)
    return 0.92 - 0.12 * errors if errors <= allowed else 0.0


def _index(corpus: Corpus) -> _Index:
    entries = list(_entries(corpus))
    words = frozenset(word for entry in entries for word in entry.words)
    names = frozenset(word for entry in entries if entry.field in NAMES for word in entry.words)
    return _Index(entries, words, names)


def _entries(corpus: Corpus) -> Iterable[SearchEntry]:
    skos, rdfs, dcterms = PREFIXES["skos"], PREFIXES["rdfs"], PREFIXES["dcterms"]
    fields = {
        skos + "prefLabel": "name", rdfs + "label": "name", skos + "altLabel": "alias",
        dcterms + "description": "paraphrase",
    }  # fmt: skip
    for it, record in corpus.records.items():
        if not it.startswith(BASE) or link(it) is None:
            continue
        for name, field in fields.items():
            yield from (_entry(it, field, term.value) for term in record.get(name, []))
        if it.startswith(ID):
            above = {ADGO + name for kind in corpus.classes(it) for name in corpus.lineage(kind)}
            yield from (
                _entry(it, "kind", corpus.label(kind)) for kind in sorted(above) if corpus.knows(kind)
            )
    for claim in corpus.claims:
        if claim.predicate == ADGO + "isNamed":
            yield _entry(claim.subject, "printed", claim.object.value)


def _entry(it: str, field: str, text: str) -> SearchEntry:
    folded = fold(text)
    return SearchEntry(it, field, text, folded, tuple(folded.split()))


def _hit(corpus: Corpus, it: str, score: float, entry: SearchEntry) -> Hit:
    kinds = tuple(corpus.label(kind) for kind in corpus.classes(it))
    return Hit(it, corpus.label(it), kinds, link(it) or it, entry.field, entry.text, round(score, 3))
