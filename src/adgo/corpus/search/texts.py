"""The texts by which things are found: names, kinds, descriptions, and the names of what takes part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from adgo.corpus.corpus import LABELS, Corpus
from adgo.corpus.search.words import canonical, fold, stem
from adgo.graph.namespaces import ADGO, BASE, ID, PREFIXES

#: Fields that hold names. Only in these are words found in spite of typing errors.
NAMES = ("name", "alias", "printed")
#: Fields by whose whole text a thing is found first.
WHOLE = (*NAMES, "sentence")
#: The weight of a word found in each field.
WEIGHTS = {
    "name": 1.0,
    "alias": 0.97,
    "printed": 0.96,
    "context": 0.75,
    "kind": 0.7,
    "sentence": 0.6,
    "paraphrase": 0.55,
}
#: Paths below the base of records that repeat what other things say.
REPEATED = ("inference/", "report/", "time/", "review/", "draw/")
#: Classes of things that are not found by the names of what takes part in them.
ALONE = ("Organization", "Person", "Place", "UnnamedGroup")
_FIELDS = {
    **dict.fromkeys(LABELS, "name"),
    PREFIXES["skos"] + "altLabel": "alias",
    PREFIXES["dcterms"] + "description": "paraphrase",
}


@dataclass(frozen=True)
class SearchText:
    """One text by which a thing is found: as it is, folded, and as words and stems."""

    it: str
    field: str
    text: str
    folded: str
    words: tuple[str, ...]
    stems: frozenset[str]

    @property
    def is_name(self) -> bool:
        """Whether it is a name of the thing."""
        return self.field in NAMES


def every(corpus: Corpus) -> Iterable[SearchText]:
    """Return the texts of all things."""
    for it in corpus.records:
        if is_found(corpus, it):
            yield from _of(corpus, it)
    for claim in corpus.claims:
        if claim.predicate == ADGO + "isNamed":
            yield _text(claim.subject, "printed", claim.object.value)


def is_found(corpus: Corpus, it: str) -> bool:
    """Return whether a search finds a thing: it is of ADGO, and does not repeat what other things say."""
    path = it.removeprefix(BASE)
    is_line = it.startswith(ADGO) and corpus.is_a(it, "StandingRule")
    return it.startswith(BASE) and bool(path) and not path.startswith(REPEATED) and not is_line


def _of(corpus: Corpus, it: str) -> Iterable[SearchText]:
    for name, field in _FIELDS.items():
        is_sentence = field == "name" and it.startswith((BASE + "statement/", BASE + "judgement/"))
        shown = "sentence" if is_sentence else field
        yield from (_text(it, shown, term.value) for term in corpus.records[it].get(name, []))
    if not it.startswith(ID):
        return
    above = {ADGO + name for kind in corpus.classes(it) for name in corpus.lineage(kind)}
    yield from (_text(it, "kind", corpus.label(kind)) for kind in sorted(above) if corpus.knows(kind))
    if not any(corpus.is_a(it, name) for name in ALONE):
        yield from (_text(it, "context", corpus.label(part)) for part in _parts(corpus, it))


def _parts(corpus: Corpus, it: str) -> list[str]:
    """Return what takes part in a thing, and the places that contain its places."""
    parts = [each.object.value for each in corpus.by_subject.get(it, []) if each.object.is_iri]
    around = [place for part in parts if part.startswith(ID) for place in corpus.around(part)]
    levels = [part for part in parts if part.startswith(ADGO) and corpus.is_a(part, "AutonomyLevel")]
    return list(dict.fromkeys([*around, *levels]))


def _text(it: str, field: str, text: str) -> SearchText:
    folded = fold(text)
    words = canonical(folded)
    return SearchText(it, field, text, folded, words, frozenset(map(stem, words)))
