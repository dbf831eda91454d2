"""Labels of things in a store, for tables that people read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Store

from adgo.corpus.corpus import LABELS
from adgo.graph.namespaces import ADGO, short

#: Properties for the label of a thing, the best first; a time has a wording.
PROPERTIES = tuple(NamedNode(iri) for iri in (ADGO + "wording", *LABELS))


def label(store: Store, it: NamedNode) -> str:
    """Return the label of a thing in any graph of a store, English if it can be had; "" if it has none."""
    for predicate in PROPERTIES:
        found = [quad.object for quad in store.quads_for_pattern(it, predicate, None, None)]
        texts = [each for each in found if isinstance(each, Literal)]
        if texts:
            return min(texts, key=lambda each: (not _is_english(each), each.value)).value
    return ""


def labels(store: Store, things: Iterable[NamedNode]) -> dict[NamedNode, str]:
    """Return the label of each thing that has one; with its short name if another thing has the same label."""
    found = {it: text for it in set(things) if (text := label(store, it))}
    number = Counter(found.values())
    return {it: text if number[text] == 1 else f"{text} ({short(it.value)})" for it, text in found.items()}


def _is_english(literal: Literal) -> bool:
    return (literal.language or "en").partition("-")[0] == "en"
