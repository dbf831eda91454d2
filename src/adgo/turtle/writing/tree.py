"""The tree of a Turtle text: statements, predicates, objects, and the comments that belong to each."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, eq=False, repr=False)
class Bracket:
    """A blank node in square brackets; `closing` holds the comments before its `]`."""

    pairs: list[PredicateObjects] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False, repr=False)
class Collection:
    """A list in round brackets; `closing` holds the comments before its `)`."""

    items: list[Entry] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)


#: A token, a blank node in brackets, or a list.
Value = str | Bracket | Collection


@dataclass(slots=True, eq=False, repr=False)
class ObjectEntry:
    """A value as object or list item, with the comments above it and at the end of its line."""

    value: Value
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


#: An object or list item. Most have no comments: these are only the value, which saves time and memory.
Entry = Value | ObjectEntry


def commented(entry: Entry) -> ObjectEntry:
    """Return the entry with its comments, even if it has none."""
    return entry if isinstance(entry, ObjectEntry) else ObjectEntry(entry)


def value_of(entry: Entry) -> Value:
    """Return the value of the entry."""
    return entry.value if isinstance(entry, ObjectEntry) else entry


@dataclass(slots=True, eq=False, repr=False)
class PredicateObjects:
    """A predicate and its objects; `rank` sorts it among the predicates of a node."""

    verb: str
    rank: tuple[int, str]
    entries: list[Entry] = field(default_factory=list)
    before: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False, repr=False)
class TurtleStatement:
    """A subject with its predicates and objects.

    Attributes:
        subject: the subject.
        pairs: each predicate with its objects.
        before: the comments above it.
        after: the comments at the end of its line, if it has no predicates.
        first: whether it describes an ontology, which is sorted first in its section.
        follows: whether it is one line, directly below another statement of one line.
    """

    subject: Value
    pairs: list[PredicateObjects] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    first: bool = False
    follows: bool = False


@dataclass(slots=True, eq=False, repr=False)
class Directive:
    """A prefix (or the base, if `prefix` is None) and its IRI token."""

    prefix: str | None
    iri: str
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False, repr=False)
class Section:
    """Statements or directives, with comments as a heading."""

    heading: list[str] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)
    statements: list[TurtleStatement] = field(default_factory=list)
