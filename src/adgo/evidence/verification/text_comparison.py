"""Whether passages are true to their texts: digests, spans, occurrences, and where words have moved to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from adgo.evidence import passages
from adgo.evidence.passages import Passage, Span
from adgo.evidence.sources import Source, Text
from adgo.evidence.verification.evidence_finding import EvidenceFinding, error, warning

DIGEST = re.compile(r"[0-9a-f]{64}")


def form(passage: Passage, records: Mapping[str, Source]) -> Iterator[EvidenceFinding]:
    """Return what is wrong with a passage that can be seen without its text."""
    record = records.get(passage.source or "")
    if record is None:
        known = ", ".join(records) or "none"
        yield error(
            "source", passage.iri, f"is not of one article on record; give it one oa:hasSource, of {known}"
        )
    if not DIGEST.fullmatch(passage.sha256 or ""):
        yield error(
            "digest", passage.iri, "has not one sha256 of 64 hexadecimal digits; take it from adgo cite"
        )
    for selector in passage.broken:
        yield error("span", passage.iri, f"has a selector without one whole oa:start and oa:end: {selector}")
    if not passage.spans and not passage.broken:
        yield error("span", passage.iri, "has no selector with oa:start and oa:end; take it from adgo cite")
    for start, end in passage.spans:
        if not 0 <= start < end:
            yield error(
                "span", passage.iri, f"has {start}:{end}, which is no span; the start stands below the end"
            )
        elif record is not None and end > record.length:
            yield error(
                "span", passage.iri, f"has {start}:{end}, beyond the article's {record.length} code points"
            )
    if len({end - start for start, end in passage.spans}) > 1:
        yield error("span", passage.iri, "has spans of different lengths, which cannot hold the same words")


def comparable(passage: Passage) -> bool:
    """Return whether a passage can be held against a text: it has a digest, and spans that are some."""
    spans = bool(passage.spans) and all(0 <= start < end for start, end in passage.spans)
    return spans and not passage.broken and bool(DIGEST.fullmatch(passage.sha256 or ""))


def against(passage: Passage, text: Text) -> Iterator[EvidenceFinding]:
    """Return what is wrong with a passage held against its text, with the spans to write instead.

    A passage whose digest no span bears is untrue to the text on record, and stale in a changed one.
    """
    there = tuple(located(passage, text.content))
    if there == passage.spans:
        return
    listed = ", ".join(f"{start}:{end}" for start, end in there)
    if not there and text.recorded:
        yield error(
            "digest", passage.iri, "has a digest that no span of its length bears; cite its words anew"
        )
    elif not there:
        yield error(
            "stale",
            passage.iri,
            "is stale: the changed text has its words nowhere; its claims need a new passage",
        )
    elif not text.recorded:
        yield error("moved", passage.iri, f"has moved: the changed text has its words at {listed}", there)
    elif set(passage.spans) <= set(there):
        yield error("occurrence", passage.iri, f"omits a place where its words stand; list {listed}", there)
    else:
        yield error(
            "span",
            passage.iri,
            f"has a span that does not bear its digest; its words stand at {listed}",
            there,
        )


def located(passage: Passage, content: str) -> list[Span]:
    """Return every span of a text that bears a passage's digest, if of the length of one of its spans."""
    for start, end in passage.spans:
        if 0 <= start < end <= len(content) and passages.digest(content[start:end]) == passage.sha256:
            return passages.occurrences(content, content[start:end])
    # No span holds: the words are known by their digest alone, so a window of each length slides along.
    for width in sorted({end - start for start, end in passage.spans if start < end}):
        for start in range(len(content) - width + 1):
            words = content[start : start + width]
            if passages.digest(words) == passage.sha256:
                return passages.occurrences(content, words)
    return []


def change(text: Text) -> Iterator[EvidenceFinding]:
    """Return the warning that a text is not the one on record, saying how where only its form differs."""
    if text.recorded:
        return
    plain = text.content.removeprefix("\ufeff").replace("\r\n", "\n")
    if passages.digest(plain) == text.source.sha256:
        remedy = "it is the text on record but for its line ends or byte order mark; undo that change"
    else:
        remedy = (
            f"on record are {text.source.length} code points; look at what changed before you take it over"
        )
    message = f"has another text in {text.path.name} ({len(text.content)} code points): {remedy}"
    yield warning("changed", text.source.iri, message)
