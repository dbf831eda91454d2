"""What reasoning found: contradictions, unsatisfiable classes, inferred triples, and triples that were not used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from adgo.reason.axioms_and_facts import Unused
from adgo.reason.triples import Statement
from adgo.shacl.model.result import Place


@dataclass(frozen=True, slots=True)
class ClaimBehindFact:
    """A claim that states a fact, with its articles."""

    name: str
    modality: str
    articles: tuple[str, ...]
    passage: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class ExplanationStep:
    """One axiom or fact of an explanation: its triples, its sentence, its position, and the claims behind it."""

    statements: tuple[Statement, ...]
    sentence: str
    is_axiom: bool
    place: Place
    claims: tuple[ClaimBehindFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A minimal set of axioms and facts that contradict each other, or make a class unsatisfiable."""

    steps: tuple[ExplanationStep, ...]

    @property
    def place(self) -> Place:
        """The position of the most doubtful step: the last fact."""
        return self.steps[-1].place


@dataclass(frozen=True, slots=True)
class Undeclared:
    """A name that no file declares: what it was read as, how often it occurs, and its first position."""

    term: str
    taken_for: str
    uses: int
    place: Place


@dataclass
class ReasoningOutcome:
    """All results of one run."""

    consistent: bool
    triples: int
    reasoned: int
    annotations: int
    files: int
    unused: list[Unused]
    undeclared: list[Undeclared]
    unsatisfiable: list[str] = field(default_factory=list)
    followed: list[Statement] = field(default_factory=list)
    #: The inferred triples about what files other than the packaged ones mention; all if there are no such files.
    own: list[Statement] = field(default_factory=list)
    #: The unsatisfiable names that are properties.
    properties: set[str] = field(default_factory=set)
    contradictions: list[Explanation] = field(default_factory=list)
    impossible: dict[str, Explanation] = field(default_factory=dict)
    explained: bool = False
    #: Why not everything was explained; "" if it was.
    stopped: str = ""
    seconds: float = 0.0
    places: dict[str, Place] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    prefixes: Mapping[str, str] = field(default_factory=dict)

    @property
    def errors(self) -> list[Unused]:
        """The triples that OWL does not allow."""
        return [each for each in self.unused if each.severity == "error"]

    @property
    def is_sound(self) -> bool:
        """Whether there is no contradiction, every class can have members, and OWL allows every triple."""
        return self.consistent and not self.unsatisfiable and not self.errors
