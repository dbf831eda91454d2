"""Compares passages with their texts: digests, spans, occurrences, and new positions of moved words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from adgo.evidence import passages
from adgo.evidence.passages import Passage, Span
from adgo.evidence.sources import Source, Text
from adgo.evidence.verification.evidence_finding import EvidenceFinding, error, warning
from adgo.evidence.word_boundaries import whole_words

DIGEST = re.compile(r"[0-9a-f]{64}")


def form(passage: Passage, records: Mapping[str, Source]) -> Iterator[EvidenceFinding]:
    """Yield what is wrong with a passage as far as that can be seen without its text."""
    record = records.get(passage.source or "")
    if record is None:
        known = ", ".join(records) or "none"
        yield error(
            "source",
            passage.iri,
            f"does not have exactly one recorded article; give it one oa:hasSource, one of {known}",
        )
    if not DIGEST.fullmatch(passage.sha256 or ""):
        yield error(
            "digest",
            passage.iri,
            "does not have exactly one sha256 of 64 hexadecimal digits; copy it from adgo cite",
        )
    for selector in passage.broken:
        yield error(
            "span",
            passage.iri,
            f"has a selector without exactly one whole number as oa:start and oa:end: {selector}",
        )
    if not passage.spans and not passage.broken:
        yield error("span", passage.iri, "has no selector with oa:start and oa:end; copy it from adgo cite")
    for start, end in passage.spans:
        if not 0 <= start < end:
            yield error(
                "span",
                passage.iri,
                f"has {start}:{end}, which is not a span; the start must be less than the end",
            )
        elif record is not None and end > record.length:
            yield error(
                "span", passage.iri, f"has {start}:{end}, beyond the article's {record.length} code points"
            )
    if len({end - start for start, end in passage.spans}) > 1:
        yield error("span", passage.iri, "has spans of different lengths, which cannot have the same words")


def comparable(passage: Passage) -> bool:
    """Return whether a passage can be compared with a text: it has a digest, and valid spans."""
    spans = bool(passage.spans) and all(0 <= start < end for start, end in passage.spans)
    return spans and not passage.broken and bool(DIGEST.fullmatch(passage.sha256 or ""))


def against(passage: Passage, text: Text) -> Iterator[EvidenceFinding]:
    """Yield what is wrong with a passage compared with its text, with the correct spans.

    If no span has the digest of the passage, the passage is wrong in the recorded text, and stale in a changed one.
    """
    there = tuple(located(passage, text.content))
    if there == passage.spans:
        return
    listed = ", ".join(f"{start}:{end}" for start, end in there)
    if not there and (cited := _as_cited(passage, text.content)):
        start, end = whole_words(text.content, *cited)
        yield error(
            "span",
            passage.iri,
            f"starts or ends inside a word or number; cite whole words, such as {start}:{end}",
        )
    elif not there and text.recorded:
        yield error(
            "digest",
            passage.iri,
            "has a digest that matches no span of this length in the text; run adgo cite again",
        )
    elif not there:
        yield error(
            "stale",
            passage.iri,
            "is stale: its words are not in the changed text; its claims need a new passage",
        )
    elif not text.recorded:
        yield error("moved", passage.iri, f"has moved: the changed text has its words at {listed}", there)
    elif set(passage.spans) <= set(there):
        yield error(
            "occurrence",
            passage.iri,
            f"does not list every occurrence of its words; the occurrences are {listed}",
            there,
        )
    else:
        yield error(
            "span",
            passage.iri,
            f"has a span that does not have its digest, or cuts a word; its words are at {listed}",
            there,
        )


def located(passage: Passage, content: str) -> list[Span]:
    """Return all spans of a text that have the digest of a passage and the length of one of its spans.

    None starts or ends inside a word or number.

    Args:
        passage: the passage.
        content: the text.
    """
    if cited := _as_cited(passage, content):
        return passages.occurrences(content, content[slice(*cited)])
    # No span matches. The words are known only by their digest, so a window of each length is moved over the text.
    for width in sorted({end - start for start, end in passage.spans if start < end}):
        for start in range(len(content) - width + 1):
            words = content[start : start + width]
            if passages.digest(words) == passage.sha256:
                return passages.occurrences(content, words)
    return []


def _as_cited(passage: Passage, content: str) -> Span | None:
    """Return the first span of a passage that is in a text and has its digest; None if none is."""
    for start, end in passage.spans:
        if 0 <= start < end <= len(content) and passages.digest(content[start:end]) == passage.sha256:
            return start, end
    return None


def change(text: Text) -> Iterator[EvidenceFinding]:
    """Yield a warning if a text is not the recorded one; it says so if only line ends or a byte order mark differ."""
    if text.recorded:
        return
    plain = text.content.removeprefix("\ufeff").replace("\r\n", "\n")
    if passages.digest(plain) == text.source.sha256:
        remedy = "only line ends or a byte order mark differ from the recorded text; undo that change"
    else:
        remedy = f"{text.source.length} code points are recorded; look at what changed before you accept it"
    message = f"has a different text in {text.path.name} ({len(text.content)} code points): {remedy}"
    yield warning("changed", text.source.iri, message)
