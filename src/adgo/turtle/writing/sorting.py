"""The order of statements, predicates and objects in canonical Turtle, which depends only on their texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar

from adgo.turtle.terms import RDF
from adgo.turtle.writing.tree import (
    Bracket,
    Collection,
    Directive,
    Entry,
    ObjectEntry,
    PredicateObjects,
    Section,
    TurtleStatement,
    Value,
    value_of,
)

RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SH = "http://www.w3.org/ns/shacl#"
ONTOLOGY = OWL + "Ontology"

#: These predicates come first: they state what a thing is.
FIRST_PREDICATES = (
    RDF + "type",
    *(SH + name for name in ("targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf", "path")),
    *(SH + name for name in ("prefix", "namespace", "name", "description", "minCount", "maxCount")),
    RDFS + "label",
    *(SKOS + name for name in ("prefLabel", "altLabel", "hiddenLabel", "definition")),
    RDFS + "comment",
    *(RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range")),
    OWL + "inverseOf",
    *(OWL + name for name in ("onProperty", "onClass", "someValuesFrom", "allValuesFrom", "hasValue")),
    *(RDF + name for name in ("subject", "predicate", "object", "first", "rest")),
)

#: These predicates come last: they state what to do about a violation.
LAST_PREDICATES = (SH + "message", SH + "severity", SH + "deactivated")
RANKS = {iri: rank for rank, iri in enumerate(FIRST_PREDICATES)}
#: In any vocabulary, the parts of a triple that a node describes come last, in the order of a triple.
TRIPLE = {"subject": 1, "predicate": 2, "object": 3}

LOCAL = re.compile(r"[^#/:]*\Z")
DIGITS = re.compile(r"(\d+)")
Key = tuple[Any, ...]
Node = TypeVar("Node", TurtleStatement, PredicateObjects, Entry)
_rank = attrgetter("rank")


@lru_cache(maxsize=1 << 12)
def predicate_rank(iri: str, text: str) -> tuple[int, str]:
    """Return the sort key of a predicate, given its IRI and the text with which it is written."""
    rank = RANKS.get(iri)
    if rank is not None:
        return rank, ""
    local = LOCAL.search(iri)
    if iri in LAST_PREDICATES:
        return len(RANKS) + len(TRIPLE) + 1 + LAST_PREDICATES.index(iri), ""
    part = TRIPLE.get(local.group() if local else "", 0)
    return len(RANKS) + part, text


def sort_section(section: Section) -> None:
    """Sort the statements of a section, their predicates and objects; lists keep their order; comments move along."""
    for statement in section.statements:
        statement.follows = False
        _sort_pairs(statement.pairs)
        _sort_value(statement.subject)
    _sort(section.statements, _subject_key, statement_key)
    names = [directive.prefix for directive in section.directives]
    # The order matters if there is a base, a prefix that is bound twice, or a relative namespace.
    if None not in names and len(set(names)) == len(names) and all(":" in d.iri for d in section.directives):
        section.directives.sort(key=_directive_key)


def statement_key(statement: TurtleStatement) -> Key:
    """Return the sort key of a statement: ontology headers first, blank nodes last, numbers by value."""
    return *_subject_key(statement), _pairs_texts(statement.pairs)


def _subject_key(statement: TurtleStatement) -> Key:
    text = value_text(statement.subject)
    kind = 0 if statement.first else 2 if text[0] in "[(_" else 1
    return kind, natural(text)


def sort_text(statement: TurtleStatement) -> str:
    """Return a text that sorts among others as the subject of the statement does in a section."""
    kind, parts = _subject_key(statement)
    return str(kind) + "".join(
        f"{text}\0{len(str(number)):04}{number}\0{digits}\0" for text, number, digits in parts
    )


@lru_cache(maxsize=1 << 14)
def natural(text: str) -> tuple[tuple[str, int, str], ...]:
    """Return a sort key that compares digits by their value: x9 before x10."""
    parts = DIGITS.split(text)
    if len(parts) == 1:
        return ((text, 0, "0"),)
    parts.append("0")
    return tuple(
        [
            (parts[place], int(parts[place + 1]) if len(parts[place + 1]) < 4000 else 0, parts[place + 1])
            for place in range(0, len(parts), 2)
        ]
    )


def value_text(value: Value) -> str:
    """Return the text of a value on one line, without comments."""
    if isinstance(value, str):
        return value
    if isinstance(value, Collection):
        return " ".join(("(", *map(entry_text, value.items), ")")) if value.items else "()"
    return " ".join(("[", " ; ".join(_pairs_texts(value.pairs)), "]")) if value.pairs else "[]"


def entry_text(entry: Entry) -> str:
    """Return the text of an object or list item on one line, without comments."""
    return entry if isinstance(entry, str) else value_text(value_of(entry))


def _pairs_texts(pairs: list[PredicateObjects]) -> tuple[str, ...]:
    return tuple(f"{pair.verb} {' , '.join(map(entry_text, pair.entries))}" for pair in pairs)


def _sort_pairs(pairs: list[PredicateObjects]) -> None:
    for pair in pairs:
        entries = pair.entries
        if len(entries) == 1 and isinstance(entries[0], str):
            continue
        for entry in entries:
            if not isinstance(entry, str):
                _sort_value(value_of(entry))
        _sort(entries, _entry_key)
    _sort(pairs, _rank, _pair_key)


def _sort_value(value: Value) -> None:
    if isinstance(value, Bracket):
        _sort_pairs(value.pairs)
    elif isinstance(value, Collection):
        for item in value.items:
            _sort_value(value_of(item))


def _entry_key(entry: Entry) -> Key:
    text = entry_text(entry)
    return text[0] in "[(_", natural(text)


def _pair_key(pair: PredicateObjects) -> Key:
    return tuple(map(_entry_key, pair.entries))


def _sort(nodes: list[Node], *keys: Callable[[Node], Key]) -> None:
    """Sort nodes by their texts, and those with the same text by their comments.

    Each key refines the one before it and takes longer to compute. It is used only for nodes that the others leave
    in a tie.
    """
    if len(nodes) < 2:
        return
    if not keys:
        nodes.sort(key=_comment_list)
        return
    made = list(map(keys[0], nodes))
    order = sorted(range(len(nodes)), key=made.__getitem__)
    nodes[:] = [nodes[place] for place in order]
    if len(set(made)) == len(made):
        return
    first = 0
    for last in range(1, len(order) + 1):
        if last == len(order) or made[order[last]] != made[order[first]]:
            if last > first + 1:
                tied = nodes[first:last]
                _sort(tied, *keys[1:])
                nodes[first:last] = tied
            first = last


def _comment_list(node: Node) -> list[str]:
    return list(_comments(node))


def _comments(node: TurtleStatement | PredicateObjects | Entry) -> Iterator[str]:
    """Yield all comments in and around a node, each with its position: they break ties between equal texts."""
    if isinstance(node, str):
        return
    if isinstance(node, (TurtleStatement, PredicateObjects, ObjectEntry)):
        yield from (f"above {comment}" for comment in node.before)
    parts: tuple[PredicateObjects | Entry, ...]
    if isinstance(node, TurtleStatement):
        parts = (node.subject, *node.pairs)
    elif isinstance(node, ObjectEntry):
        parts = (node.value,)
    elif isinstance(node, Collection):
        parts = tuple(node.items)
    else:
        parts = tuple(node.entries) if isinstance(node, PredicateObjects) else tuple(node.pairs)
    for place, part in enumerate(parts):
        yield from (f"{place} {comment}" for comment in _comments(part))
    if isinstance(node, (Bracket, Collection)):
        yield from (f"closing {comment}" for comment in node.closing)
    if isinstance(node, (TurtleStatement, ObjectEntry)):
        yield from (f"behind {comment}" for comment in node.after)


def _directive_key(directive: Directive) -> Key:
    return directive.prefix or "", directive.before
