"""The words of summaries, from the tables beside this module."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from adgo.graph import table_rows
from adgo.graph.namespaces import ADGO


class Phrase(NamedTuple):
    """The words before and after the values of a property, and the word before the last of several values."""

    before: str
    after: str
    last: str


def phrase(predicate: str, label: str) -> Phrase:
    """Return the words of a property, given by its IRI; its label before the values if the table does not have it."""
    found = {row[0]: row for row in _rows("phrases")}.get(predicate.removeprefix(ADGO))
    words, last = (found[1], found[2]) if found else (f"{label} {{}}", "and")
    before, _, after = words.partition("{}")
    return Phrase(before, after, last)


def kind(cls: str) -> str:
    """Return the words for an undertaking of a class whose noun takes no article; "" for any other class."""
    return {row[0]: row[1] for row in _rows("kinds")}.get(cls.removeprefix(ADGO), "")


def doing(predicate: str, label: str, standing: str, *, is_over: bool = False) -> Phrase:
    """Return the words of what somebody does, put so that neither a plan nor the past reads as a present fact.

    Args:
        predicate: the IRI of the property.
        label: the words if the table does not have the property.
        standing: the most cautious standing, "" if it is only stated as fact.
        is_over: whether it has ended.
    """
    found = phrase(predicate, label)
    verb = {row[0]: row[4 if is_over else 2] for row in _rows("starts")}.get(standing, "")
    if not verb:
        return found
    is_perfect = verb.endswith(" have")
    known = {row[0]: row[4 if is_perfect else 3] for row in _rows("phrases") if len(row) > 3}
    words = known.get(predicate.removeprefix(ADGO), f"{'had' if is_perfect else 'have'} this: {label} {{}}")
    before, _, after = words.partition("{}")
    return Phrase(f"{verb} {before}", after, found.last)


def without_standing(label: str, standing: str) -> str:
    """Return a label without a first word that says what a standing before it says."""
    first, _, rest = label.partition(" ")
    words = {row[0]: row[3].split(",") for row in _rows("starts")}.get(standing, [])
    return rest if rest and first in words else label


def start(standing: str) -> str:
    """Return the words before the time at which something with a standing starts."""
    return {row[0]: row[1] for row in _rows("starts")}.get(standing, "start:")


def role(predicates: list[str]) -> tuple[str, str, str] | None:
    """Return the first role in the table that is among a party's properties: its IRI, its verb, the others' IRI."""
    found = (row for row in _rows("roles") if ADGO + row[0] in predicates)
    return next(((ADGO + own, verb, ADGO + others) for own, verb, others in found), None)


def is_kind_of_text(word: str) -> bool:
    """Return whether a name of a source that ends with a word takes "the" in a sentence."""
    return [word] in _rows("kinds_of_text")


@cache
def _rows(name: str) -> list[list[str]]:
    return table_rows.rows(Path(__file__).with_name(f"{name}.tsv"))
