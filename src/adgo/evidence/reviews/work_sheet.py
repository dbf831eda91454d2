"""The review sheet: each claim of a sample, for a person or a program to review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Store

from adgo.evidence import passages, store_lookup
from adgo.evidence.passages import Passage
from adgo.evidence.reviews.claim_draw import CLAIM, Draw
from adgo.graph.namespaces import ADGO, GRAPH, PREFIXES, short

#: The hand-written graphs, which describe a thing; graphs generated from claims only repeat them.
STATED = frozenset(NamedNode(GRAPH + name) for name in ("claims", "entities"))

#: The fields in the order of the sheet; the other properties of a claim follow.
FIELDS = tuple(
    NamedNode(ADGO + name)
    for name in ("subject", "predicate", "object", "modality", "status", "attribution", "speaker")
)

#: Fields whose values are shown with their own properties.
DESCRIBED = frozenset([store_lookup.SUBJECT, store_lookup.OBJECT, NamedNode(ADGO + "statedAt")])

LABELS = (NamedNode(PREFIXES["skos"] + "prefLabel"), NamedNode(PREFIXES["rdfs"] + "label"))
DEFINITION = NamedNode(PREFIXES["skos"] + "definition")
NOTE = NamedNode(PREFIXES["skos"] + "editorialNote")

#: Properties that are not printed with the others: they are printed elsewhere, or there is nothing to judge.
EXCLUDED = frozenset([*LABELS, store_lookup.TYPE, store_lookup.CITES, NamedNode(ADGO + "tells")])

#: Characters of the article that are printed before and after the words of a passage.
CONTEXT = 200


def write(store: Store, made: Draw, texts: Mapping[str, str]) -> str:
    """Return the review sheet of a sample.

    Args:
        store: the data.
        made: the sample.
        texts: the texts of articles by source number; the words of their passages are included.
    """
    cited = {passage.iri: passage for passage in passages.read(store)}
    entries = [
        "\n".join(
            [
                f"── {place} of {len(made.claims)} ── {name}",
                *_claim(store, NamedNode(CLAIM + name), cited, texts),
            ]
        )
        for place, name in enumerate(made.claims, 1)
    ]
    return "\n\n".join(entries) + "\n"


def _claim(
    store: Store, claim: NamedNode, cited: Mapping[str, Passage], texts: Mapping[str, str]
) -> Iterator[str]:
    """Yield the lines about a claim: its fields, its other properties, its passage."""
    used = {quad.predicate for quad in store.quads_for_pattern(claim, None, None, None)}
    others = sorted(used - EXCLUDED - set(FIELDS), key=str)
    for field in (*FIELDS, *others):
        values = store_lookup.objects(store, claim, field)
        yield f"{_local(field):<12} {' ; '.join(_shown(store, value) for value in values) or '(none)'}"
        if field == store_lookup.PREDICATE:
            yield from (f"{'':<14}{text}" for value in values if (text := _definition(store, value)))
        if field in DESCRIBED:
            yield from (f"{'':<14}{line}" for value in values for line in _described(store, value))
    for passage in store_lookup.objects(store, claim, store_lookup.CITES):
        if isinstance(passage, NamedNode) and passage.value in cited:
            yield from _passage(cited[passage.value], texts)


def _passage(passage: Passage, texts: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines about a passage: its article and spans, and the words of the first span in their context."""
    spans = ", ".join(f"{start}:{end}" for start, end in passage.spans)
    yield f"{'span':<12} article {passage.source} at {spans}"
    text = texts.get(passage.source or "")
    if text and passage.spans:
        start, end = passage.spans[0]
        before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
        yield f"{'words':<12} {_line(before)} [[{_line(text[start:end])}]] {_line(after)}"


def _described(store: Store, thing: store_lookup.Term) -> Iterator[str]:
    """Yield the properties of a thing in the hand-written data, one per line, without the editors' notes."""
    if isinstance(thing, NamedNode):
        found: dict[NamedNode, list[store_lookup.Term]] = {}
        for quad in store.quads_for_pattern(thing, None, None, None):
            if quad.graph_name in STATED and quad.predicate not in (*LABELS, NOTE):
                found.setdefault(quad.predicate, []).append(quad.object)
        for predicate in sorted(found, key=str):
            values = " ; ".join(sorted(_shown(store, value) for value in found[predicate]))
            yield f"{_local(predicate)}: {values}"


def _shown(store: Store, term: store_lookup.Term) -> str:
    """Return a term with its label, or the text of a literal in quotes."""
    if isinstance(term, NamedNode):
        label = next((value for one in LABELS if (value := store_lookup.text(store, term, one))), None)
        return f"{short(term.value)} ({label})" if label else short(term.value)
    return f'"{term.value}"' if isinstance(term, Literal) else str(term)


def _definition(store: Store, term: store_lookup.Term) -> str | None:
    return store_lookup.text(store, term, DEFINITION) if isinstance(term, NamedNode) else None


def _local(predicate: NamedNode) -> str:
    return short(predicate.value).rpartition(":")[2]


def _line(text: str) -> str:
    return " ".join(text.split())
