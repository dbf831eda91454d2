"""Whether what a claim tells stands near its passage: its object's label, number, date or wording."""

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

#: Where one sentence ends and the next begins, near enough for English news.
BOUNDARY = re.compile(r"(?<=[.!?])[\"”’)]*\s+|\n+")

#: The letter of a level that is written as L4.
LEVEL = re.compile(r"\bL(?=\d\b)")

NUMERIC = frozenset(XSD + name for name in ("integer", "decimal", "double", "float", "nonNegativeInteger"))
DATES = frozenset(XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth"))
TEXTUAL = frozenset([XSD + "string", PREFIXES["rdf"] + "langString"])

MONTHS = ["january", "february", "march", "april", "may", "june"]
MONTHS += ["july", "august", "september", "october", "november", "december"]

#: The kinds of thing that an article names; undertakings, indicators and views have labels of our own making.
NAMED = frozenset(
    NamedNode(ADGO + kind) for kind in ("Organization", "Person", "Place", "Technology", "Vehicle")
)

#: From so many letters on, a name may go on: Europe in European, Munich in Munich's.
STEM = 5


def far_claims(
    store: Store, cited: Mapping[str, Passage], texts: Mapping[str, str]
) -> Iterator[EvidenceFinding]:
    """Return a warning for each claim near whose passage nothing of its object stands.

    `cited` are the passages by IRI, `texts` the articles' texts by number. Objects that have no name, such as
    undertakings, are not looked for.
    """
    for claim in store_lookup.instances(store, store_lookup.CLAIM):
        near = " ".join(_surroundings(store, claim, cited, texts))
        for thing in store_lookup.objects(store, claim, store_lookup.OBJECT) if near else ():
            if isinstance(thing, Literal | NamedNode) and not told_near(store, thing, near):
                named = thing.value if isinstance(thing, Literal) else short(thing.value)
                message = f"tells of {named}, of which nothing stands near its passage"
                yield warning("object", claim.value, message)


def told_near(store: Store, thing: Literal | NamedNode, near: str) -> bool:
    """Return whether a label, number, date or wording of a thing stands in a text; true where it has none."""
    sought = _sought_literal(thing) if isinstance(thing, Literal) else _sought(store, thing)
    return not sought or any(_stands(one, near) for one in sought)


def surroundings(text: str, span: Span) -> str:
    """Return the sentences that a span touches, with the one before and the one after."""
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
    """What to look for: any one of these shows that the thing is told of; nothing where it has no name."""
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
        for name in [*names, *store_lookup.told(store, thing, store_lookup.IS_NAMED)]
        if isinstance(name, Literal)
    ]
    # A text that has introduced a person goes on with a part of the name.
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


def _stands(sought: str | Decimal, near: str) -> bool:
    """Whether a number or a name stands in a text; L4 and Level-4 are Level 4, and a long name may go on."""
    if isinstance(sought, Decimal):
        return sought in numbers(near)
    there, wanted = words(LEVEL.sub("Level ", near)), words(LEVEL.sub("Level ", sought))
    for place in range(len(there) - len(wanted) + 1):
        *front, last = there[place : place + len(wanted)]
        if front == wanted[:-1] and (last == wanted[-1] or _goes_on(last, wanted[-1])):
            return True
    return False


def _goes_on(word: str, stem: str) -> bool:
    """Whether a word is a longer form of a name: its plural, or any where the name is not too short to tell."""
    return word in (stem + "s", stem + "es") or (len(stem) >= STEM and word.startswith(stem))
