"""Labels of things in a store, for tables that people read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from adgo.corpus.corpus import LABELS
from adgo.graph.namespaces import ADGO, short

#: The query for the texts of things in an endpoint.
QUERY = Path(__file__).parent / "queries" / "labels.rq"
#: Properties for the label of a thing, the best first; a time has a wording.
PROPERTIES = tuple(NamedNode(iri) for iri in (ADGO + "wording", *LABELS))


def label(store: Store, it: NamedNode) -> str:
    """Return the label of a thing in any graph of a store, English if it can be had; "" if it has none."""

    def texts(predicate: NamedNode) -> list[Literal]:
        found = [quad.object for quad in store.quads_for_pattern(it, predicate, None, None)]
        return [each for each in found if isinstance(each, Literal)]

    return best(texts)


def best(texts: Callable[[NamedNode], Sequence[Literal]]) -> str:
    """Return the label of a thing, English if it can be had; "" if it has none.

    Args:
        texts: returns the texts that the thing has for a property.
    """
    for predicate in PROPERTIES:
        if found := texts(predicate):
            return min(found, key=lambda each: (not _is_english(each), each.value)).value
    return ""


def query(things: Iterable[NamedNode], is_english: bool) -> str:
    """Return a query for the texts of things; its columns are the thing, the property and the text.

    Args:
        things: the things.
        is_english: whether only texts in English or without a language are asked for.
    """
    text = QUERY.read_text(encoding="utf-8").replace("<urn:adgo:thing>", " ".join(map(str, things)))
    text = text.replace("<urn:adgo:property>", " ".join(map(str, PROPERTIES)))
    return text if is_english else text.replace("{ true }", "{ false }")


def labels(store: Store, things: Iterable[NamedNode]) -> dict[NamedNode, str]:
    """Return the label of each thing that has one; with its short name if another thing has the same label."""
    return distinct({it: label(store, it) for it in set(things)})


def distinct(found: Mapping[NamedNode, str]) -> dict[NamedNode, str]:
    """Return the labels that are not empty; with the short name of a thing if another has the same label."""
    number = Counter(found.values())
    named = {it: text for it, text in found.items() if text}
    return {it: text if number[text] == 1 else f"{text} ({short(it.value)})" for it, text in named.items()}


def _is_english(literal: Literal) -> bool:
    return (literal.language or "en").partition("-")[0] == "en"
