"""A claim that a draft became, and a thing that it proposes."""

from __future__ import annotations

from dataclasses import dataclass

from adgo.evidence.passages import Span
from adgo.intake.draft import Draft
from adgo.intake.project_graph import Atom
from adgo.intake.stance import Stance
from adgo.intake.time_expressions import TimeExpression


@dataclass(frozen=True)
class Proposal:
    """A thing that the graph does not know yet: its IRI, label, and the IRI of its class ("" for a project)."""

    iri: str
    label: str
    class_iri: str


@dataclass(frozen=True)
class NewClaim:
    """A checked draft: its passage, and what it claims. All terms are IRIs, except in the atom."""

    draft: Draft
    spans: tuple[Span, ...]
    sha256: str
    atom: Atom
    modality: str
    attribution: str
    #: "" if the draft gives none.
    status: str
    speaker: str
    #: The IRI of a known statement, or "" if `statement_label` is that of a new one.
    statement: str
    statement_label: str
    #: The time that is the object, if the draft describes one.
    time: TimeExpression | None = None
    #: The words of the passage that weaken the claim, so that it gives no fact; "" if there are none.
    hedge: str = ""

    @property
    def source(self) -> str:
        """The number of its article."""
        return self.draft.source

    @property
    def stance(self) -> Stance:
        """How sure its source is, and who says it."""
        return Stance(self.modality, self.status, self.hedge, self.attribution, self.speaker)

    @property
    def things(self) -> set[str]:
        """The IRIs that it names."""
        return {term[1:-1] for term in self.atom if term.startswith("<")} | {self.speaker}
