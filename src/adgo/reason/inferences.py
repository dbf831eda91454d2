"""The inferred triples: all types and values that follow from what the reasoner adds and are not stated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from adgo.reason import owl_vocabulary
from adgo.reason.axioms_and_facts import Logic
from adgo.reason.triples import Statement
from adgo.turtle.term_parts import is_blank, is_iri, is_literal

_TRIVIAL = {owl_vocabulary.THING, owl_vocabulary.NOTHING}


def unsatisfiable(added: Iterable[Statement]) -> list[str]:
    """Return the classes that can have no member and the properties that can have no value, sorted."""
    empty = owl_vocabulary.terms("owl:Nothing owl:bottomObjectProperty owl:bottomDataProperty")
    return sorted({s for s, _, o in added if o in empty and s not in empty})


def following(logic: Logic, added: Iterable[Statement]) -> list[Statement]:
    """Return the triples that follow from the given ones and are not stated, sorted by their terms.

    The reasoner adds only the nearest classes of a thing; their superclasses are added here. Relations between
    classes or between properties are left out if they are only chains of stated ones.
    """
    stated, more = logic.triples.where, list(added)
    classes, properties = (
        _wider([*stated, *more], *pair)
        for pair in (
            (owl_vocabulary.SUBCLASS, owl_vocabulary.EQUIVALENT_CLASS),
            (owl_vocabulary.SUBPROPERTY, owl_vocabulary.EQUIVALENT_PROPERTY),
        )
    )
    found = _types(logic, more, classes) | _values(logic, more, properties)
    found |= _terms(logic, more)
    return sorted(each for each in found if each not in stated)


def _types(logic: Logic, added: list[Statement], wider: Mapping[str, set[str]]) -> set[Statement]:
    kinds = logic.kinds.of["class"]
    found: set[Statement] = set()
    for s, p, o in (*logic.triples.where, *added):
        if p == owl_vocabulary.TYPE and o in kinds:
            above = _above(o, wider)
            found.update(
                Statement(s, p, each) for each in (o, *above) if is_iri(each) and each not in _TRIVIAL
            )
    return found


def _values(logic: Logic, added: list[Statement], wider: Mapping[str, set[str]]) -> set[Statement]:
    """Return the values of object properties from the reasoner, and literals along superproperties and sameAs."""
    data, things = logic.kinds.of["data"], logic.kinds.of["object"]
    found = {each for each in added if each.predicate in things}
    reverse = _reverse(logic.triples.where)
    one_thing = _wider(logic.triples.where, owl_vocabulary.SAME, owl_vocabulary.SAME)
    for unit in logic.units:
        s, p, o = unit.head
        if not is_literal(o):
            # owlready2 does not add the inverse of a stated value.
            found.update(Statement(o, each, s) for each in reverse.get(p, ()))
        elif p in data:
            subjects, properties = [s, *_above(s, one_thing)], [p, *_above(p, wider)]
            found.update(Statement(each, wide, o) for each in subjects for wide in properties if wide in data)
    return found


def _reverse(statements: Iterable[Statement]) -> dict[str, set[str]]:
    """Return the stated inverses of each property; a symmetric one is its own inverse."""
    found: dict[str, set[str]] = {}
    for s, p, o in statements:
        if p == owl_vocabulary.INVERSE and is_iri(s) and is_iri(o):
            found.setdefault(s, set()).add(o)
            found.setdefault(o, set()).add(s)
        elif p == owl_vocabulary.TYPE and o == owl_vocabulary.SYMMETRIC:
            found.setdefault(s, set()).add(s)
    return found


def _terms(logic: Logic, added: list[Statement]) -> set[Statement]:
    """Return the relations between classes and between properties that are not chains of stated ones."""
    found: set[Statement] = set()
    for narrow, same in (
        (owl_vocabulary.SUBCLASS, owl_vocabulary.EQUIVALENT_CLASS),
        (owl_vocabulary.SUBPROPERTY, owl_vocabulary.EQUIVALENT_PROPERTY),
    ):
        stated = _wider(logic.triples.where, narrow, same)
        for s, p, o in added:
            if (
                p in (narrow, same)
                and s != o
                and not {s, o} & _TRIVIAL
                and not o.startswith(owl_vocabulary.RESERVED)
            ):
                known = o in _above(s, stated) and (p == narrow or s in _above(o, stated))
                if not known:
                    found.add(Statement(s, p, o))
    return found


def _wider(statements: Iterable[Statement], narrow: str, same: str) -> dict[str, set[str]]:
    """Return the names that are stated to be wider than or equivalent to each name."""
    found: dict[str, set[str]] = {}
    for s, p, o in statements:
        if p in (narrow, same) and not is_blank(o) and not is_blank(s):
            found.setdefault(s, set()).add(o)
            if p == same:
                found.setdefault(o, set()).add(s)
    return found


def _above(name: str, wider: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for each in wider.get(waiting.pop(), ()):
            if each not in found and each != name:
                found.add(each)
                waiting.append(each)
    return found
