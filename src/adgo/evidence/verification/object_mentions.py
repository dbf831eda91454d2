"""Finds claims whose object is not mentioned near their passage by a label, number, date or wording."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode, Store

from adgo.evidence import store_lookup
from adgo.evidence.passages import Passage, Span
from adgo.evidence.verification.copied_wording import LONGEST_NAME, words
from adgo.evidence.verification.evidence_finding import EvidenceFinding, warning
from adgo.evidence.verification.number_words import numbers
from adgo.graph.namespaces import ADGO, PREFIXES, XSD, short

#: The end of a sentence, accurate enough for English news.
BOUNDARY = re.compile(r"(?<=[.!?])[\"”’)]*\s+|\n+")

#: The letter in a level such as L4.
LEVEL = re.compile(r"\bL(?=\d\b)")

NUMERIC = frozenset(XSD + name for name in ("integer", "decimal", "double", "float", "nonNegativeInteger"))
DATES = frozenset(XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth"))
TEXTUAL = frozenset([XSD + "string", PREFIXES["rdf"] + "langString"])

MONTHS = ["january", "february", "march", "april", "may", "june"]
MONTHS += ["july", "august", "september", "october", "november", "december"]

#: The classes of things that an article names; undertakings, indicators and views have labels that we wrote.
NAMED = frozenset(
    NamedNode(ADGO + kind) for kind in ("Organization", "Person", "Place", "Technology", "Vehicle")
)

#: A name of at least this many letters also matches longer words: Europe in European, Munich in Munich's.
STEM = 5


def far_claims(
    store: Store, cited: Mapping[str, Passage], texts: Mapping[str, str]
) -> Iterator[EvidenceFinding]:
    """Yield a warning for each claim whose object is not mentioned near its passage.

    Objects without names, such as undertakings, are not checked.

    Args:
        store: the data.
        cited: the passages by IRI.
        texts: the texts of the articles by source number.
    """
    for claim in store_lookup.instances(store, store_lookup.CLAIM):
        near = " ".join(_surroundings(store, claim, cited, texts))
        for thing in store_lookup.objects(store, claim, store_lookup.OBJECT) if near else ():
            if isinstance(thing, Literal | NamedNode) and not is_mentioned(store, thing, near):
                named = thing.value if isinstance(thing, Literal) else short(thing.value)
                message = f"has the object {named}, which is not mentioned near its passage"
                yield warning("object", claim.value, message)


def is_mentioned(store: Store, thing: Literal | NamedNode, near: str) -> bool:
    """Return whether a label, number, date or wording of a thing is in a text; true if it has none.

    Args:
        store: the data.
        thing: the object of a claim.
        near: the text to search.
    """
    sought = _sought_literal(thing) if isinstance(thing, Literal) else _sought(store, thing)
    return not sought or any(_occurs(one, near) for one in sought)


def surroundings(text: str, span: Span) -> str:
    """Return the sentences of a span, with the sentence before and the one after."""
    ends = [0, *(match.end() for match in BOUNDARY.finditer(text)), len(text)]
    before = [end for end in ends if end <= span[0]]
    after = [end for end in ends if end >= span[1]]
    start = before[-2] if len(before) > 1 else 0
    return text[start : after[1] if len(after) > 1 else len(text)]


def _surroundings(
    store: Store, claim: NamedNode, cited: Mapping[str, Passage], texts: Mapping[str, str]
) -> Iterator[str]:
    for node in store_lookup.objects(store, claim, store_lookup.CITES):
        passage = cited.get(node.value) if isinstance(node, NamedNode) else None
        if passage and passage.source and passage.source in texts:
            for span in passage.spans:
                yield surroundings(texts[passage.source], span)


def _sought(store: Store, thing: NamedNode) -> list[str | Decimal]:
    """Return what to look for: any of these is a mention of the thing; nothing if it has no name."""
    level = store_lookup.number(store, thing, store_lookup.LEVEL_NUMBER)
    if level is not None:
        return [f"level {level}"]
    names = [
        name
        for label in (store_lookup.WORDING, *store_lookup.LABELS)
        for name in store_lookup.objects(store, thing, label)
    ]
    kinds = store_lookup.kinds(store, thing)
    if not kinds & NAMED:
        names = store_lookup.objects(store, thing, store_lookup.WORDING)
    labels = [
        name.value
        for name in [*names, *store_lookup.claimed_objects(store, thing, store_lookup.IS_NAMED)]
        if isinstance(name, Literal)
    ]
    # After introducing a person, a text continues with a part of the name.
    parts = [part for label in labels for part in words(label)] if store_lookup.PERSON in kinds else []
    return [*labels, *parts]


def _sought_literal(literal: Literal) -> list[str | Decimal]:
    kind, value = literal.datatype.value, literal.value
    if kind in NUMERIC:
        try:
            return [Decimal(value)]
        except InvalidOperation:
            return []
    if kind in DATES:
        month = re.match(r"\d{4}-(0[1-9]|1[0-2])", value)
        return [value[:4], *([MONTHS[int(month[1]) - 1]] if month else [])]
    if kind in TEXTUAL and 0 < len(words(value)) <= LONGEST_NAME:
        return [value]
    return []


def _occurs(sought: str | Decimal, near: str) -> bool:
    """Return whether a number or name is in a text; L4 and Level-4 match Level 4, and a long name longer words."""
    if isinstance(sought, Decimal):
        return sought in numbers(near)
    there, wanted = words(LEVEL.sub("Level ", near)), words(LEVEL.sub("Level ", sought))
    for place in range(len(there) - len(wanted) + 1):
        *front, last = there[place : place + len(wanted)]
        if front == wanted[:-1] and (last == wanted[-1] or _is_longer_form(last, wanted[-1])):
            return True
    return False


def _is_longer_form(word: str, stem: str) -> bool:
    """Return whether a word is the plural of a name, or any longer form if the name is long enough."""
    return word in (stem + "s", stem + "es") or (len(stem) >= STEM and word.startswith(stem))
