"""Names and values in words, for people who read a difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from adgo.corpus import store_labels
from adgo.corpus.comparison.difference import Atom, GraphDifference
from adgo.graph.namespaces import ADGO, PREFIXES, RDF, short

_SOURCE, _PASSAGE = PREFIXES["oa"] + "hasSource", ADGO + "passage"
#: Properties of other vocabularies, whose labels the project does not have.
_OWN_WORDS = {
    RDF + "type": "is a",
    PREFIXES["skos"] + "prefLabel": "name",
    PREFIXES["skos"] + "altLabel": "other name",
    PREFIXES["skos"] + "editorialNote": "note",
    PREFIXES["dcterms"] + "description": "paraphrase",
    PREFIXES["oa"] + "hasSelector": "place",
}


class DifferenceWords:
    """Says what things, claims and values of two versions are called: as in the version after, else before."""

    def __init__(self, difference: GraphDifference) -> None:
        self._texts: dict[str, dict[NamedNode, list[Literal]]] = {}
        self._fields: dict[str, dict[str, list[str]]] = {}
        for version in (difference.after, difference.before):
            self._read(version.parts.values())

    def _read(self, parts: Iterable[list[Quad]]) -> None:
        texts: dict[str, dict[NamedNode, list[Literal]]] = {}
        fields: dict[str, dict[str, list[str]]] = {}
        for quad in (quad for part in parts for quad in part):
            if not isinstance(quad.subject, NamedNode):
                continue
            if quad.predicate in store_labels.PROPERTIES and isinstance(quad.object, Literal):
                texts.setdefault(quad.subject.value, {}).setdefault(quad.predicate, []).append(quad.object)
            elif quad.predicate.value in _OF_CLAIMS:
                of_claim = fields.setdefault(quad.subject.value, {})
                of_claim.setdefault(quad.predicate.value, []).append(str(quad.object))
        self._texts = texts | self._texts
        self._fields = fields | self._fields

    def name(self, iri: str) -> str:
        """Return the label of a thing; its short name if it has none."""
        known = self._texts.get(iri, {})
        return _OWN_WORDS.get(iri) or store_labels.best(lambda each: known.get(each, [])) or short(iri)

    def value(self, text: str) -> str:
        """Return a value in words, given in N-Triples form: a label, or the text of a literal."""
        if text.startswith("<"):
            return self.name(text[1:-1])
        return literal(text) if text.startswith('"') else text

    def sides(self, before: Iterable[str], after: Iterable[str]) -> tuple[list[str], list[str]]:
        """Return the values before and after in words, sorted; in full if the words of two are the same."""
        texts = {*before}, {*after}
        known = {each: self.value(each) for side in texts for each in side}
        alike = {word for word, number in Counter(known.values()).items() if number > 1}
        old, new = (
            sorted(_full(each) if known[each] in alike else known[each] for each in side) for side in texts
        )
        return old, new

    def atom(self, atom: Atom) -> str:
        """Return a triple in words."""
        return " ".join(self.value(term) for term in atom)

    def claim(self, iri: str) -> str:
        """Return what a claim states, in words, after how sure its source is and what limits it."""
        fields = self._fields.get(iri, {})
        limits = ", ".join(self._words(fields[name]) for name in _LIMITS if name in fields)
        said = " ".join(self._words(fields[name]) for name in _ATOM if name in fields)
        return f"[{limits}] {said}" if said and limits else said

    def _words(self, values: Iterable[str]) -> str:
        return ", ".join(sorted({self.value(each) for each in values}))

    def article(self, iri: str) -> str:
        """Return the name of the article that a claim or a passage is of; "" if unknown."""
        passages = self._fields.get(iri, {}).get(_PASSAGE, [f"<{iri}>"])
        sources = (self._fields.get(each[1:-1], {}).get(_SOURCE, []) for each in passages)
        return self._words(source for each in sources for source in each)


_ATOM = tuple(ADGO + name for name in ("subject", "predicate", "object"))
#: Without these, a claim of what is planned, denied or hedged would read as a fact.
_LIMITS = tuple(ADGO + name for name in ("modality", "status", "hedge", "scope"))
_OF_CLAIMS = frozenset((*_ATOM, *_LIMITS, _PASSAGE, _SOURCE))


def _full(text: str) -> str:
    """Return a term in N-Triples form with its prefix, or that of its datatype; a language tag stays."""
    start, mark, iri = text.rpartition("<")
    is_short = mark and text.endswith(">") and not text.startswith("<<")
    return f"{start}{short(iri.removesuffix('>'))}" if is_short else text


def literal(text: str) -> str:
    """Return the text of a literal that is given in N-Triples form."""
    [quad] = parse(f"<urn:s> <urn:p> {text} .", RdfFormat.N_TRIPLES)
    return str(getattr(quad.object, "value", text))
