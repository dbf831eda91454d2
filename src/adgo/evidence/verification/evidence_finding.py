"""What a verification finds: the node, the check, the severity, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from adgo.graph.namespaces import short

Span = tuple[int, int]


class Severity(StrEnum):
    """Severity of a finding; an error means that a passage does not match its text."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class EvidenceFinding:
    """One finding, with the correct spans if the check knows them."""

    #: The check's short name: source, digest, span, occurrence, moved, stale, changed, text, wording, copy or
    #: object.
    check: str
    severity: Severity
    #: The IRI of the passage, claim or other node that the finding is about.
    node: str
    message: str
    spans: tuple[Span, ...] = ()

    def line(self, place: str | None = None) -> str:
        """Return the finding in one line for people; it starts with its place (`file:line`) if that is known."""
        where = f"{place}: " if place else ""
        return f"{where}{self.severity}: {short(self.node)} {self.message} [{self.check}]"


def error(check: str, node: str, message: str, spans: tuple[Span, ...] = ()) -> EvidenceFinding:
    """Return a finding that a passage does not or cannot match its text.

    Args:
        check: the short name of the check.
        node: the IRI that the finding is about.
        message: what is wrong and what to do.
        spans: the correct spans, if they are known.
    """
    return EvidenceFinding(check, Severity.ERROR, node, message, spans)


def warning(check: str, node: str, message: str, spans: tuple[Span, ...] = ()) -> EvidenceFinding:
    """Return a finding that an editor should look at.

    Args:
        check: the short name of the check.
        node: the IRI that the finding is about.
        message: what to look at and what to do.
        spans: the correct spans, if they are known.
    """
    return EvidenceFinding(check, Severity.WARNING, node, message, spans)
