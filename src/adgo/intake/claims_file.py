"""The Turtle of new claims, and of the things that they need, at the end of the files of the project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count
from string import ascii_lowercase

from adgo.evidence import passages
from adgo.graph.namespaces import PREFIXES
from adgo.intake.new_claim import NewClaim, Proposal
from adgo.intake.project_graph import ProjectGraph
from adgo.turtle.writing.formatter import format_text, read_text
from adgo.turtle.writing.term_writer import TermWriter, quoted


class ClaimsWriter:
    """Gives new claims their names, and writes them after the text of a file of claims."""

    def __init__(self, graph: ProjectGraph) -> None:
        self._graph = graph
        self._terms = TermWriter(PREFIXES)
        #: For each source, the names of its passages: those of the graph, and new ones.
        self._names: dict[str, list[str]] = {}
        #: The passages made here, by source and spans.
        self._made: dict[tuple[str, object], str] = {}
        self._claims: dict[str, list[str]] = {}
        self._statements: dict[str, str] = {}
        self._taken: set[str] = set()
        #: The IRIs of the times made here.
        self._times: set[str] = set()

    def turtle(self, claim: NewClaim) -> tuple[str, str, set[str]]:
        """Return the name of a claim, its Turtle without prefixes, and the IRIs of what the Turtle describes.

        The Turtle has the passage, the statement and the time too if they are new.
        """
        blocks: list[str] = []
        passage = self._passage(claim, blocks)
        statement = claim.statement or self._statement(claim.statement_label, blocks)
        name = self._next_claim(passage)
        blocks.append(self._claim(claim, name, passage, statement))
        described = {PREFIXES["claim"] + name, PREFIXES["p"] + passage, statement} | self._time(claim, blocks)
        return name, "\n".join(blocks), described

    def _passage(self, claim: NewClaim, blocks: list[str]) -> str:
        """Return the name of the claim's passage; its Turtle is added to the blocks if it is new."""
        known = self._graph.passage_at(claim.source, claim.spans)
        if known is not None:
            return known.name
        key = (claim.source, claim.spans)
        if key not in self._made:
            names = self._names.setdefault(claim.source, self._graph.passage_names(claim.source))
            self._made[key] = passages.next_name(names, claim.source)
            names.append(self._made[key])
            spans = list(claim.spans)
            blocks.append(
                passages.turtle(
                    self._made[key], claim.source, spans, claim.sha256, claim.draft.record["paraphrase"]
                )
            )
        return self._made[key]

    def _statement(self, label: str, blocks: list[str]) -> str:
        if label not in self._statements:
            iri = self._statements[label] = self._graph.new_statement(label, self._taken)
            blocks.append(
                f"{self._terms.text(f'<{iri}>')} a adgo:Statement ;\n    skos:prefLabel {quoted(label)}@en .\n"
            )
        return self._statements[label]

    def _time(self, claim: NewClaim, blocks: list[str]) -> set[str]:
        """Return the IRI of the time that a claim has as its object, if any; its Turtle is added if it is new."""
        if claim.time is None:
            return set()
        iri = claim.atom[2][1:-1]
        if iri not in self._times and not self._graph.mentions(iri):
            self._times.add(iri)
            blocks.append(claim.time.turtle(iri))
        return {iri}

    def _next_claim(self, passage: str) -> str:
        """Return the next free name of a claim on a passage, such as `005-2c`."""
        if passage not in self._claims:
            known = self._graph.claims_on(PREFIXES["p"] + passage)
            self._claims[passage] = [iri.removeprefix(PREFIXES["claim"]) for iri in known]
        name = next(each for each in map(_letters, count()) if passage + each not in self._claims[passage])
        self._claims[passage].append(passage + name)
        return passage + name

    def _claim(self, claim: NewClaim, name: str, passage: str, statement: str) -> str:
        subject, predicate, object_ = claim.atom
        values = [
            ("a", "adgo:Claim"),
            ("adgo:tells", self._text(statement)),
            ("adgo:passage", f"p:{passage}"),
            ("adgo:modality", self._text(claim.modality)),
            ("adgo:status", self._text(claim.status)),
            ("adgo:hedge", f"{quoted(claim.hedge)}@en" if claim.hedge else ""),
            ("adgo:attribution", self._text(claim.attribution)),
            ("adgo:speaker", self._text(claim.speaker)),
            ("adgo:subject", self._terms.text(subject)),
            ("adgo:predicate", self._terms.text(predicate)),
            ("adgo:object", self._terms.text(object_)),
        ]
        lines = " ;\n    ".join(f"{verb} {value}" for verb, value in values if value)
        return f"claim:{name} {lines} .\n"

    def _text(self, iri: str) -> str:
        return self._terms.text(f"<{iri}>") if iri else ""

    def things(self, proposals: Iterable[Proposal]) -> str:
        """Return the Turtle of proposed things, without prefixes, sorted by name."""
        return "\n".join(self._thing(each) for each in sorted(proposals, key=lambda each: each.iri))

    def _thing(self, proposal: Proposal) -> str:
        kind = f"a {self._text(proposal.class_iri)} ;\n    " if proposal.class_iri else ""
        return f"{self._text(proposal.iri)} {kind}skos:prefLabel {quoted(proposal.label)}@en .\n"


class OtherPrefix(Exception):
    """A file binds a prefix of ADGO to another namespace, so Turtle with ADGO's prefixes cannot be added to it."""


def appended(text: str, blocks: Sequence[str], path: str) -> str:
    """Return the text of a Turtle file with blocks at its end, and with the prefixes that they use.

    Args:
        text: the text of the file.
        blocks: Turtle without prefixes.
        path: what messages call the file.

    Raises:
        OtherPrefix: if the file binds a prefix of ADGO to another namespace.
    """
    if not blocks:
        return text
    added = "\n".join(blocks)
    bound = read_text(text, path).prefixes
    for prefix, iri in bound.items():
        if PREFIXES.get(prefix, iri) != iri:
            raise OtherPrefix(f"{path}: the prefix {prefix}: is {iri} here; bind it to {PREFIXES[prefix]}")
    missing = [
        f"@prefix {prefix}: <{iri}> .\n"
        for prefix, iri in PREFIXES.items()
        if f"{prefix}:" in added and prefix not in bound
    ]
    return format_text("".join(missing) + text.rstrip("\n") + "\n\n" + added, path=path, keep_order=True)


def _letters(number: int) -> str:
    """Return a, b, …, z, aa, ab, …, zz for 0, 1, …."""
    if number < len(ascii_lowercase):
        return ascii_lowercase[number]
    first, second = divmod(number - len(ascii_lowercase), len(ascii_lowercase))
    return ascii_lowercase[first] + ascii_lowercase[second]
