"""Validation results and findings, with the places in files that they point at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from adgo.shacl.model.names import SHACL
from adgo.turtle.file_names import printable
from adgo.turtle.term_parts import iri, is_iri

#: Severities, the most severe first; a severity that the shapes define counts as the most severe.
LEVELS = ("Violation", "Warning", "Info")
#: Severities of findings, the most severe first; an unknown one counts as the least severe.
SEVERITIES = ("error", "warning", "note")
#: The check of findings about shapes and constraints that could not be evaluated.
SKIPPED = "skipped-shape"
#: The checks of findings about parts of the shapes that nothing evaluates.
UNEVALUATED = (SKIPPED, "not-evaluated", "unknown-term")


class Place(NamedTuple):
    """A place in a file: lines and columns are 1-based code points, the end is exclusive; None if unknown."""

    file: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None

    def __str__(self) -> str:
        parts = (printable(self.file), self.line, self.column)
        return ":".join(str(each) for each in parts if each is not None)


class ShapePlace(NamedTuple):
    """A shape that a constraint refers to: its name in messages, and where it is described."""

    name: str
    place: Place


@dataclass(slots=True)
class ValidationResult:
    """A `sh:ValidationResult`: terms in N-Triples form, the path as a SPARQL property path.

    `shape` is the nearest named shape and `source_shape` the shape itself, which may be a blank node.
    """

    focus: str
    path: str | None
    value: str | None
    severity_term: str
    component: str
    shape: str
    source_shape: str
    message: str
    messages: tuple[str, ...] = ()
    path_node: str | None = None
    source_constraint: str | None = None
    expected: str = ""
    details: list[ValidationResult] = field(default_factory=list)
    place: Place | None = None
    other_places: tuple[Place, ...] = ()
    shape_places: tuple[ShapePlace, ...] = ()

    @property
    def severity(self) -> str:
        """`Violation`, `Warning` or `Info`; the whole IRI of a severity that the shapes define."""
        name = iri(self.severity_term) if is_iri(self.severity_term) else self.severity_term
        return name.removeprefix(SHACL)

    @property
    def level(self) -> int:
        """The index of the severity; 0 is the most severe."""
        return LEVELS.index(self.severity) if self.severity in LEVELS else 0

    @property
    def file(self) -> str | None:
        """The file of the place, or None."""
        return self.place.file if self.place else None

    @property
    def line(self) -> int | None:
        """The line of the place, from 1, or None."""
        return self.place.line if self.place else None

    @property
    def column(self) -> int | None:
        """The column of the place, in code points from 1, or None."""
        return self.place.column if self.place else None

    @property
    def order(self) -> tuple[object, ...]:
        """A key that puts results in the order of files, lines and columns, the same in every run."""
        return (
            self.file or "\U0010ffff",
            self.line or 0,
            self.column or 0,
            self.focus,
            self.path or "",
            self.value or "",
            self.level,
            self.shape,
            self.component,
            self.source_shape,
            self.message,
        )

    @property
    def identity(self) -> tuple[str, str | None, str | None, str, str, str]:
        """The parts in which two engines must agree: focus, path, value, severity, component, source shape."""
        return (self.focus, self.path, self.value, self.severity_term, self.component, self.source_shape)

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that stay the same if the result moves to another line.

        All blank nodes count as equal, because their labels depend on the text before them.
        """
        return _digest(self.shape, self.component, self.focus, self.path or "", self.value or "")

    @property
    def component_name(self) -> str:
        """The component's local name without `ConstraintComponent`, such as `MinCount`."""
        name = self.component.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
        return name.removesuffix("ConstraintComponent") or name


def _digest(*parts: str) -> str:
    from hashlib import sha256  # imports OpenSSL, which takes as long as checking a small file

    text = "\n".join("_:" if part.startswith("_:") else part for part in parts)
    return sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check other than SHACL proper found; `check` is its short name, such as `shape-without-target`.

    If `counts` is true, the finding is about the data and makes the run fail as a result does: an error as a violation
    does, a warning as a warning does.
    """

    check: str
    severity: str
    message: str
    term: str | None = None
    place: Place | None = None
    remedy: str = ""
    counts: bool = False

    @property
    def is_unevaluated(self) -> bool:
        """Whether it is about a part of the shapes that was not evaluated."""
        return self.check in UNEVALUATED

    @property
    def level(self) -> int:
        """The index of the severity; 0 is the most severe."""
        return SEVERITIES.index(self.severity) if self.severity in SEVERITIES else len(SEVERITIES) - 1

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that stay the same if the finding moves to another line."""
        return _digest(self.check, self.term or "", self.message)

    @property
    def order(self) -> tuple[object, ...]:
        """A key that puts findings in the order of files and lines, the same in every run."""
        place = self.place
        return (
            place.file if place else "\U0010ffff",
            place.line or 0 if place else 0,
            place.column or 0 if place else 0,
            self.check,
            self.term or "",
            self.message,
        )
