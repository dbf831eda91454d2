"""Compares every passage with its text, and collects what an editor should look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from adgo.evidence import passages, sources
from adgo.evidence.passages import Passage
from adgo.evidence.sources import NoTexts, Source, Text, Texts
from adgo.evidence.verification import copied_wording, object_mentions, text_comparison
from adgo.evidence.verification.copied_wording import Wording
from adgo.evidence.verification.evidence_finding import EvidenceFinding, Severity, error, warning
from adgo.graph.namespaces import short


@dataclass(frozen=True)
class Verification:
    """What was checked, and what was found."""

    passages: tuple[Passage, ...]
    #: The texts that passages were compared with, by source number; empty if none were given.
    texts: dict[str, Text]
    findings: tuple[EvidenceFinding, ...]

    def __repr__(self) -> str:
        found = f"{len(self.errors)} errors, {len(self.warnings)} warnings"
        return f"Verification({len(self.passages)} passages, {self.compared} compared with a text, {found})"

    @property
    def errors(self) -> list[EvidenceFinding]:
        """The findings that a passage does not match its text."""
        return [finding for finding in self.findings if finding.severity is Severity.ERROR]

    @property
    def warnings(self) -> list[EvidenceFinding]:
        """The findings that an editor should look at."""
        return [finding for finding in self.findings if finding.severity is Severity.WARNING]

    @property
    def compared(self) -> int:
        """How many passages were compared with a text."""
        return sum(passage.source in self.texts for passage in self.passages)

    def corrections(self) -> str:
        """Return the Turtle of the passages that can be corrected, without prefixes; "" if there are none.

        A passage keeps its name, digest and description, so that the Turtle can replace the old passage. After the
        passages come the records of changed articles, in case the editor accepts the change.
        """
        proposed = {finding.node: finding.spans for finding in self.findings if finding.spans}
        corrected = [
            passages.turtle(one.name, one.source, list(proposed[one.iri]), one.sha256 or "", one.description)
            for one in self.passages
            if one.iri in proposed and one.source is not None
        ]
        cited = {passage.source for passage in self.passages}
        changed = [text for number, text in self.texts.items() if number in cited and not text.recorded]
        return "\n".join(corrected + [sources.turtle(text) for text in changed])


def verify(store: Store, texts: Texts | None = None) -> Verification:
    """Return the verification of every passage in a store.

    Without texts, only sources, the form of digests, and spans within the recorded length are checked. The records
    of articles are those in the store, and those of ADGO for other articles.

    Args:
        store: the data.
        texts: the texts to compare with; None if there are none.
    """
    found = tuple(passages.read(store))
    records = sources.packaged() | sources.read(store)
    cited = {passage.source for passage in found}
    held, unread = _open_texts(texts, records, cited) if texts else ({}, [])
    changes = [
        finding
        for number, text in held.items()
        if number in cited
        for finding in text_comparison.change(text)
    ]
    findings = [*unread, *changes]
    for passage in found:
        if passage.source in held and text_comparison.comparable(passage):
            findings += text_comparison.against(passage, held[passage.source])
        else:
            findings += text_comparison.form(passage, records)
    if held:
        findings += editor_warnings(store, found, {number: text.content for number, text in held.items()})
    return Verification(found, held, tuple(findings))


def _open_texts(
    texts: Texts, records: Mapping[str, Source], cited: set[str | None]
) -> tuple[dict[str, Text], list[EvidenceFinding]]:
    """Return the texts of the recorded sources, and a warning for each cited source whose text is missing."""
    held, unread = {}, []
    for number, record in records.items():
        try:
            text = texts.of(record)
        except NoTexts as reason:
            unread.append(error("text", record.iri, f"cannot be read: {reason}"))
            continue
        if text is not None:
            held[number] = text
        elif number in cited:
            unread.append(
                warning(
                    "text",
                    record.iri,
                    f"has no text in {texts.folder}; the passages of {record.label or number} are unchecked",
                )
            )
    return held, unread


def editor_warnings(
    store: Store, found: tuple[Passage, ...], texts: Mapping[str, str]
) -> Iterator[EvidenceFinding]:
    """Yield the warnings for an editor: copied wording, near copies, claims whose object is not mentioned.

    Args:
        store: the data.
        found: its passages.
        texts: the texts of the articles by source number.
    """
    articles = Wording(texts)
    names = copied_wording.names(store)
    copied = set()
    for quad, literal in copied_wording.literals(store):
        for run in articles.runs(literal.value):
            if isinstance(quad.subject, NamedNode) and not copied_wording.within(run.words, names):
                copied.add((quad.subject.value, quad.predicate.value, run))
    for node, predicate, run in sorted(copied, key=lambda found: (found[0], found[1], found[2].start)):
        where = f"{len(run.words)} words in a row with source {run.source} at {run.start}:{run.end}"
        yield warning("wording", node, f"shares {where} in its {short(predicate)}; say it in your own words")
    for passage in found:
        near = articles.nearness(passage.description, passage.source or "")
        if near >= copied_wording.NEAR:
            yield warning(
                "copy", passage.iri, f"is a near copy: {near:.0%} of its word trigrams are in the article"
            )
    yield from object_mentions.far_claims(store, {passage.iri: passage for passage in found}, texts)
