"""Passages: spans of an article's text, all occurrences of their words, and their Turtle."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from adgo.evidence import graphemes, store_lookup
from adgo.evidence.word_boundaries import cuts_word
from adgo.graph.namespaces import PREFIXES

PASSAGE = PREFIXES["p"]
SOURCE = PREFIXES["src"]

#: Start and end in code points, the end exclusive, as in a Python slice.
Span = tuple[int, int]

ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True)
class Passage:
    """One passage in the data; what the data lack is None or empty."""

    iri: str
    #: The number of its article.
    source: str | None
    spans: tuple[Span, ...]
    sha256: str | None
    #: Selectors whose start or end is missing or not a whole number.
    broken: tuple[str, ...] = ()
    #: The paraphrase.
    description: str = ""

    @property
    def name(self) -> str:
        """The passage's local name, such as `002-4`."""
        return self.iri.removeprefix(PASSAGE)


def digest(words: str) -> str:
    """Return the sha256 of a span's words in UTF-8, as lower-case hexadecimal."""
    return hashlib.sha256(words.encode()).hexdigest()


def occurrences(text: str, words: str) -> list[Span]:
    """Return all spans of a text with exactly these code points, in order; they may overlap.

    None starts or ends inside a word, a number or a grapheme: "bus" is not in "minibuses".

    Args:
        text: the text.
        words: the code points to look for.

    Raises:
        ValueError: if `words` is empty, as an empty string occurs everywhere.
    """
    if not words:
        raise ValueError("an empty span is not a passage")
    found = []
    places = graphemes.boundaries(text)
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        if start in places and end in places and not cuts_word(text, (start, end)):
            found.append((start, end))
        start = text.find(words, start + 1)
    return found


def read(store: Store) -> list[Passage]:
    """Return the passages in all graphs of a store, sorted by IRI; spans are sorted by their start."""
    return [_passage(store, node) for node in store_lookup.instances(store, store_lookup.PASSAGE)]


def _passage(store: Store, node: NamedNode) -> Passage:
    sources = [
        value.value
        for value in store_lookup.objects(store, node, store_lookup.HAS_SOURCE)
        if isinstance(value, NamedNode)
    ]
    spans: set[Span] = set()
    broken = []
    for selector in store_lookup.objects(store, node, store_lookup.HAS_SELECTOR):
        if not isinstance(selector, store_lookup.Subject):
            broken.append(str(selector))
            continue
        start, end = (
            store_lookup.number(store, selector, store_lookup.START),
            store_lookup.number(store, selector, store_lookup.END),
        )
        if start is None or end is None:
            broken.append(selector.value)
        else:
            spans.add((start, end))
    return Passage(
        iri=node.value,
        source=sources[0].removeprefix(SOURCE) if len(sources) == 1 else None,
        spans=tuple(sorted(spans)),
        sha256=store_lookup.only(store, node, store_lookup.SHA256),
        broken=tuple(broken),
        description=store_lookup.text(store, node, store_lookup.DESCRIPTION) or "",
    )


def next_name(names: list[str], source: str) -> str:
    """Return the next free passage name of a source, such as `002-5`: one above the highest."""
    numbered = re.compile(re.escape(source) + r"-(\d+)$")
    taken = [int(match[1]) for match in map(numbered.match, names) if match]
    return f"{source}-{max(taken, default=0) + 1}"


def turtle(name: str, source: str, spans: list[Span], sha256: str, description: str = "") -> str:
    """Return the Turtle of a passage and its selectors, without prefixes.

    Args:
        name: the local name of the passage, such as `002-5`.
        source: the number of its article.
        spans: the spans of its words, in code points.
        sha256: the digest of its words.
        description: a paraphrase in English.
    """
    selectors = [f"p:{name}-{roman(place)}" for place in range(1, len(spans) + 1)]
    lines = [
        f"p:{name} a adgo:Passage ;",
        f"    oa:hasSource src:{source} ;",
        f"    oa:hasSelector {' , '.join(selectors)} ;",
        f'    adgo:sha256 "{sha256}" ;',
        f'    dcterms:description "{escape(description)}"@en .',
    ]
    for selector, (start, end) in zip(selectors, spans, strict=True):
        lines.append(f"{selector} a oa:TextPositionSelector ; oa:start {start} ; oa:end {end} .")
    return "\n".join(lines) + "\n"


def roman(value: int) -> str:
    """Return a positive whole number as a lower-case Roman numeral."""
    numeral = ""
    for worth, letters in ROMAN:
        numeral += letters * (value // worth)
        value %= worth
    return numeral


def escape(words: str) -> str:
    """Return a text escaped for a Turtle string in double quotes on one line."""
    return words.translate({ord("\\"): r"\\", ord('"'): r"\"", ord("\n"): r"\n", ord("\r"): r"\r"})
