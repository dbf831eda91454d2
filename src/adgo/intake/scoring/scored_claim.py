"""A claim in the form in which drafts and hand-made claims are compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode

from adgo.evidence.folded_text import Span
from adgo.graph.namespaces import PREFIXES, XSD
from adgo.intake.time_expressions import TimeExpression

_NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "float", "nonNegativeInteger", "gYear")}

#: Subject and predicate as IRIs, and the object in a form in which equal values are equal.
Triple = tuple[str, str, str]


@dataclass(frozen=True)
class ScoredClaim:
    """What a draft or a claim says, where, and how sure it is."""

    #: The name of the claim, or the place of the draft.
    name: str
    spans: tuple[Span, ...]
    triple: Triple
    #: The local name of the modality, such as `Planned`.
    modality: str
    #: Whether it is stated as a fact: asserted, and neither its status nor a hedge or scope takes that back.
    is_fact: bool

    def overlaps(self, other: ScoredClaim) -> bool:
        """Return whether the passages of both have a character in common."""
        return any(start < last and first < end for start, end in self.spans for first, last in other.spans)

    def with_names(self, names: dict[str, str]) -> ScoredClaim:
        """Return the claim with other names for its subject and object."""
        subject, predicate, value = self.triple
        return replace(self, triple=(names.get(subject, subject), predicate, names.get(value, value)))


def value(term: str | NamedNode | Literal) -> str:
    """Return the form of an object in which equal values are equal: `26` and `26.0`, "Nio"@en and "Nio"."""
    if isinstance(term, NamedNode):
        return term.value
    if isinstance(term, str):
        return term
    if term.datatype.value in _NUMBERS:
        try:
            return f"number {Decimal(term.value).normalize():f}"
        except InvalidOperation:
            return f"text {term.value}"
    return f"text {' '.join(term.value.split())}"


def time_value(time: TimeExpression) -> str:
    """Return the form of a time in which equal times are equal: its days, or its wording if it has none."""
    if time.not_before or time.not_after:
        return f"time {time.not_before or '…'}/{time.not_after or '…'}"
    return f"time {time.wording.casefold()}"


def is_name(text: str) -> bool:
    """Return whether a subject or object is a thing of the graph, and not a value, class or term of a list."""
    return text.startswith(PREFIXES["id"])
