"""Every passage against its text, and what else an editor should look at."""

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
    #: The texts that passages were held against, by source number; empty where none were given.
    texts: dict[str, Text]
    findings: tuple[EvidenceFinding, ...]

    @property
    def errors(self) -> list[EvidenceFinding]:
        """The findings that a passage is not true to its text."""
        return [finding for finding in self.findings if finding.severity is Severity.ERROR]

    @property
    def warnings(self) -> list[EvidenceFinding]:
        """The findings that an editor should look at."""
        return [finding for finding in self.findings if finding.severity is Severity.WARNING]

    @property
    def compared(self) -> int:
        """How many passages were held against a text."""
        return sum(passage.source in self.texts for passage in self.passages)

    def corrections(self) -> str:
        """Return the Turtle of what is wrong and can be put right, without prefixes; empty where nothing is.

        A passage has its old name, digest and description, so that it can replace the old one as it stands.
        The record of a changed article follows, for whoever takes the change over.
        """
        proposed = {finding.node: finding.spans for finding in self.findings if finding.spans}
        mended = [
            passages.turtle(one.name, one.source, list(proposed[one.iri]), one.sha256 or "", one.description)
            for one in self.passages
            if one.iri in proposed and one.source is not None
        ]
        cited = {passage.source for passage in self.passages}
        changed = [text for number, text in self.texts.items() if number in cited and not text.recorded]
        return "\n".join(mended + [sources.turtle(text) for text in changed])


def verify(store: Store, texts: Texts | None = None) -> Verification:
    """Return the verification of every passage in a store, held against its text where texts are given.

    Without texts it checks what can be checked without: sources, forms of digests, spans within the recorded
    length. Records of articles are the store's own and, for articles that it has none of, those of ADGO.
    """
    found = tuple(passages.read(store))
    records = sources.packaged() | sources.read(store)
    cited = {passage.source for passage in found}
    held, unread = _hold(texts, records, cited) if texts else ({}, [])
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
        findings += soft(store, found, {number: text.content for number, text in held.items()})
    return Verification(found, held, tuple(findings))


def _hold(
    texts: Texts, records: Mapping[str, Source], cited: set[str | None]
) -> tuple[dict[str, Text], list[EvidenceFinding]]:
    """The texts of the sources on record, and a warning for each cited one that is missing."""
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
                warning("text", record.iri, f"has no text in {texts.folder}; its passages are unchecked")
            )
    return held, unread


def soft(store: Store, found: tuple[Passage, ...], texts: Mapping[str, str]) -> Iterator[EvidenceFinding]:
    """Return the warnings for an editor: copied wording, near copies, claims far from their words."""
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
                "copy", passage.iri, f"is a near copy: {near:.0%} of its word triples stand in the article"
            )
    yield from object_mentions.far_claims(store, {passage.iri: passage for passage in found}, texts)
