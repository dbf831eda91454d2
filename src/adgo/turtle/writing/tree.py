"""A Turtle text as its author sees it: statements, pairs, objects, and the remarks that belong to each."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, eq=False, repr=False)
class Atom:
    """One token."""

    text: str


@dataclass(slots=True, eq=False, repr=False)
class Bracket:
    """A blank node in square brackets; `closing` are the remarks before its `]`."""

    pairs: list[Pair] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False, repr=False)
class Collection:
    """A list in round brackets; `closing` are the remarks before its `)`."""

    items: list[Entry] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)


Value = Atom | Bracket | Collection


@dataclass(slots=True, eq=False, repr=False)
class Entry:
    """An object or list item, the remarks above it and those at the end of its line."""

    value: Value
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False, repr=False)
class Pair:
    """A predicate and its objects; `rank` is its place among the predicates of a node."""

    verb: str
    rank: tuple[int, str]
    entries: list[Entry] = field(default_factory=list)
    before: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False, repr=False)
class Statement:
    """A subject and its pairs; `after` is for one without pairs, `first` for an ontology, which leads its section.

    `follows` tells that it is one line, right below another statement of one line.
    """

    subject: Value
    pairs: list[Pair] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    first: bool = False
    follows: bool = False


@dataclass(slots=True, eq=False, repr=False)
class Directive:
    """A prefix (or the base, where `prefix` is None) and its IRI token."""

    prefix: str | None
    iri: str
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False, repr=False)
class Section:
    """Statements, or directives, under a heading of remarks that belongs to all of them."""

    heading: list[str] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
