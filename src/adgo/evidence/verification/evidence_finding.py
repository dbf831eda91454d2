"""What a verification finds: which node, which check, how grave, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from adgo.graph.namespaces import short

Span = tuple[int, int]


class Severity(StrEnum):
    """How grave a finding is: an error means that a passage is not true to its text."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class EvidenceFinding:
    """One thing found, with the spans to write instead where a check can propose them."""

    #: The check's short name: source, digest, span, occurrence, moved, stale, changed, text, wording, copy or
    #: object.
    check: str
    severity: Severity
    #: The IRI of the passage, claim or other node that the finding is about.
    node: str
    message: str
    spans: tuple[Span, ...] = ()

    def line(self, place: str | None = None) -> str:
        """Return the finding in one line for people, led by its place (`file:line`) where that is known."""
        where = f"{place}: " if place else ""
        return f"{where}{self.severity}: {short(self.node)} {self.message} [{self.check}]"


def error(check: str, node: str, message: str, spans: tuple[Span, ...] = ()) -> EvidenceFinding:
    """Return a finding that a passage is not true to its text, or cannot be."""
    return EvidenceFinding(check, Severity.ERROR, node, message, spans)


def warning(check: str, node: str, message: str, spans: tuple[Span, ...] = ()) -> EvidenceFinding:
    """Return a finding that an editor should look at."""
    return EvidenceFinding(check, Severity.WARNING, node, message, spans)
