"""`/search`: names and aliases, found in spite of typing errors, kinds and paraphrases; `/search.json` is its twin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from adgo.graph.namespaces import ADGO, BASE, ID, PREFIXES
from adgo.server.pages.content import reading
from adgo.server.pages.content.corpus import Corpus
from adgo.server.pages.filters import link
from adgo.server.site import Site, site

blueprint = Blueprint("search", __name__)
WORD = re.compile(r"\w+")
#: How far from the words asked for a hit may be, as a share of them found (0 to 1).
ENOUGH = 0.62
MOST = 40
#: A shorter word is taken as it is; a word of this length and more may have two letters amiss.
SHORT, LONG = 4, 8
#: Fields that hold names: only a word of a name is found by one with a letter or two amiss.
NAMES = ("name", "alias", "printed")
#: What a hit in each field counts against one in a name.
WEIGHTS = {"name": 1.0, "alias": 0.97, "printed": 0.96, "kind": 0.7, "paraphrase": 0.55}


@dataclass(frozen=True)
class Entry:
    """One searchable text of one thing, and its words."""

    it: str
    field: str
    text: str
    folded: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Hit:
    """A thing found: its label, kinds, the field and text that matched, and the score from 0 to 1."""

    iri: str
    label: str
    kinds: tuple[str, ...]
    href: str
    field: str
    text: str
    score: float


@dataclass(frozen=True)
class _Index:
    digest: str
    entries: list[Entry]
    words: frozenset[str]
    names: frozenset[str]


@blueprint.get("/search")
def page() -> Response:
    """Return the hits as a page."""
    here = site()
    corpus = reading.read(here)
    asked = request.args.get("q", "").strip()[:200]
    kind = request.args.get("kind", "")
    hits = find(here, corpus, asked) if asked else []
    response = make_response(
        render_template(
            "search.html",
            c=corpus,
            q=asked,
            hits=hits,
            kind=ADGO + kind if corpus.knows(ADGO + kind) else "",
            members=corpus.of_class(kind) if kind else [],
            firms=[] if hits else corpus.of_class("Firm"),
        )
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/search.json")
def twin() -> Response:
    """Return the hits as JSON: {"query": …, "hits": [{"iri", "label", "kinds", "href", "field", "text", "score"}]}."""
    here = site()
    corpus = reading.read(here)
    asked = request.args.get("q", "").strip()[:200]
    limit = request.args.get("limit", MOST, type=int)
    hits = find(here, corpus, asked)[: max(0, min(limit, MOST))]
    return jsonify(query=asked, hits=[{**vars(each), "href": here.root + each.href} for each in hits])


def find(here: Site, corpus: Corpus, asked: str) -> list[Hit]:
    """Return the things that fit, the best first, each once with the text that fits best."""
    wanted = tuple(WORD.findall(fold(asked)))
    if not wanted:
        return []
    best: dict[str, tuple[float, Entry]] = {}
    index = _index(here, corpus)
    alike = [_scores(index, word) for word in wanted]
    for entry in index.entries:
        fit = match(wanted, [named if entry.field in NAMES else begun for named, begun in alike], entry)
        # Who asks for a kind by its very name wants its members.
        score = fit if fit == 1.0 else fit * WEIGHTS[entry.field]
        if fit >= ENOUGH and score > best.get(entry.it, (0.0, entry))[0]:
            best[entry.it] = (score, entry)
    # Of hits about as good, the thing that more claims name comes first.
    weight = {it: len(corpus.by_subject.get(it, [])) + len(corpus.by_object.get(it, [])) for it in best}
    ranked = sorted(best.items(), key=lambda pair: (-round(pair[1][0] * 20), -weight[pair[0]], pair[0]))
    return [_hit(corpus, it, score, entry) for it, (score, entry) in ranked[:MOST]]


def _scores(index: _Index, word: str) -> tuple[dict[str, float], dict[str, float]]:
    """Return how alike a word is to the words of names, errors allowed, and to all words that it begins."""
    begun = {other: score for other in index.words if (score := _beginning(word, other))}
    near = {other: score for other in index.names if (score := _near(word, other))}
    return near | begun, begun


def match(wanted: tuple[str, ...], alike: list[dict[str, float]], entry: Entry) -> float:
    """Return how well an entry fits the wanted words, 1 for the very text, 0 for nothing in common.

    `alike` holds for each wanted word the words like it, and how like they are.
    """
    asked = " ".join(wanted)
    if entry.folded == asked or asked.replace(" ", "") == entry.folded.replace(" ", ""):
        return 1.0
    found = [max((scores.get(other, 0.0) for other in entry.words), default=0.0) for scores in alike]
    if min(found) < ENOUGH:
        return 0.0
    # Of two texts that hold the words, the one with less besides is meant.
    covered = len(asked) / max(len(asked), len(entry.folded))
    return sum(found) / len(found) * (0.9 + 0.09 * covered)


def fold(text: str) -> str:
    """Return a text in lower case, without accents and marks, its words apart."""
    plain = unicodedata.normalize("NFKD", text)
    kept = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return " ".join(WORD.findall(kept.replace("_", " ")))


def _beginning(word: str, other: str) -> float:
    """Return 1 for the same word, less for one that begins with it, 0 for any other."""
    if word == other:
        return 1.0
    return 0.9 + 0.09 * len(word) / len(other) if other.startswith(word) else 0.0


def _near(word: str, other: str) -> float:
    """Return how alike two words of names are that differ by a letter, or by two if they are long."""
    allowed = 1 if len(word) < LONG else 2
    if len(word) < SHORT or abs(len(word) - len(other)) > allowed or word[0] != other[0]:
        return 0.0
    errors = distance(word, other)
    return 0.92 - 0.12 * errors if errors <= allowed else 0.0


def distance(one: str, other: str) -> int:
    """Return how many letters must be put in, taken out, changed or swapped (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _index(here: Site, corpus: Corpus) -> _Index:
    kept: _Index | None = here.readings.get("search")
    if kept is None or kept.digest != corpus.digest:
        entries = list(_entries(corpus))
        words = frozenset(word for entry in entries for word in entry.words)
        names = frozenset(word for entry in entries if entry.field in NAMES for word in entry.words)
        kept = here.readings["search"] = _Index(corpus.digest, entries, words, names)
    return kept


def _entries(corpus: Corpus) -> Iterable[Entry]:
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


def _entry(it: str, field: str, text: str) -> Entry:
    folded = fold(text)
    return Entry(it, field, text, folded, tuple(folded.split()))


def _hit(corpus: Corpus, it: str, score: float, entry: Entry) -> Hit:
    kinds = tuple(corpus.label(kind) for kind in corpus.classes(it))
    return Hit(it, corpus.label(it), kinds, link(it) or it, entry.field, entry.text, round(score, 3))
