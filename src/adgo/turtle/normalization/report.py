"""How many literals were changed when they were stored, with a few examples, in a sentence and as a header field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from adgo.turtle.term_parts import datatype
from adgo.turtle.terms import BOOLEAN, DECIMAL, INTEGER, XSD

#: How many changed literals a report names.
MOST = 3
#: How many characters of a lexical form it quotes.
_QUOTED = 40
#: Literals that Turtle writes without quotes, as they come from the engine.
_BARE = {
    INTEGER: re.compile(r"-?[0-9]+"),
    DECIMAL: re.compile(r"-?[0-9]+\.[0-9]+"),
    BOOLEAN: re.compile("true|false"),
}


@dataclass(frozen=True)
class Example:
    """A literal that was changed.

    Attributes:
        given: the literal as it was given, in N-Triples form.
        stored: the literal that was stored instead, in N-Triples form.
        place: the file that it was in, and the line if it is known; "" if it was not in a file.
    """

    given: str
    stored: str
    place: str = ""

    def __str__(self) -> str:
        """Return both forms, as in Turtle with the prefix xsd:, and the place."""
        place = f" ({self.place})" if self.place else ""
        return f"{_short(self.given)} to {_bare(self.stored)}{place}"


@dataclass
class Changes:
    """The literals that were changed, or would be: how many, counted once for each triple, and the first few."""

    count: int = 0
    examples: list[Example] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Return whether any literal was changed."""
        return self.count > 0

    def note(self, given: str, stored: str, times: int = 1) -> None:
        """Add a literal that was changed.

        Args:
            given: the literal as it was given, in N-Triples form.
            stored: the literal that was stored instead, in N-Triples form.
            times: how often it occurred.
        """
        self.count += times
        if len(self.examples) < MOST:
            self.examples.append(Example(given, stored))

    def add(self, other: Changes) -> None:
        """Add the changes of another document."""
        self.count += other.count
        self.examples += other.examples[: MOST - len(self.examples)]

    def at(self, path: str, numbers: Mapping[str, int]) -> Changes:
        """Return the same changes with their places.

        Args:
            path: the file that they are in.
            numbers: the line of each literal, if it is known.
        """
        places = [
            path + (f", line {numbers[each.given]}" if each.given in numbers else "")
            for each in self.examples
        ]
        examples = [replace(each, place=place) for each, place in zip(self.examples, places, strict=True)]
        return Changes(self.count, examples)

    def named(self) -> str:
        """Return the examples, and how many more there are."""
        more = self.count - len(self.examples)
        return ", ".join([*map(str, self.examples), *([f"and {more:,} more"] if more else [])])

    def sentence(self) -> str:
        """Return what happened: `4 literals were changed when stored: "5"^^xsd:int to 5, …`."""
        return f"{self._number('was', 'were')} changed when stored: {self.named()}"

    def refusal(self) -> str:
        """Return what would happen if the data were stored, and what to do."""
        number = self._number("would be", "would be")
        return f"{number} changed when stored: {self.named()}. Write them in the form that the store keeps"

    def header(self) -> str:
        """Return the value of the header field: `4; example="\\"5\\"^^xsd:int to 5"` (RFC 8941, an item)."""
        example = "".join(
            char if " " <= char <= "~" else f"\\u{ord(char):04X}" for char in str(self.examples[0])
        )
        quoted = example.replace("\\", "\\\\").replace('"', '\\"')
        return f'{self.count};example="{quoted}"'

    def members(self) -> dict[str, Any]:
        """Return the changes as JSON."""
        return asdict(self)

    @staticmethod
    def from_members(members: Mapping[str, Any]) -> Changes:
        """Return the changes from their JSON."""
        return Changes(members["count"], [Example(**each) for each in members["examples"]])

    def _number(self, one: str, several: str) -> str:
        return f"1 literal {one}" if self.count == 1 else f"{self.count:,} literals {several}"


class ChangesRefused(Exception):
    """Literals would be changed, and the user asked to refuse that; `changes` says which."""

    def __init__(self, changes: Changes) -> None:
        super().__init__(changes.refusal())
        self.changes = changes


def _short(term: str) -> str:
    """Return a literal with a shortened datatype, and the beginning of a long lexical form."""
    end = term.rindex('"')
    text, suffix = term[1:end], term[end + 1 :]
    if len(text) > _QUOTED:
        text = text[:_QUOTED].rstrip("\\") + "…"
    if suffix.startswith(f"^^<{XSD}"):
        suffix = f"^^xsd:{suffix[len(XSD) + 3 : -1]}"
    return f'"{text}"{suffix}'


def _bare(term: str) -> str:
    """Return a literal as Turtle writes it: some numbers and booleans need no quotes."""
    pattern = _BARE.get(datatype(term))
    text = term[1 : term.rindex('"')]
    return text if pattern and pattern.fullmatch(text) and len(text) <= _QUOTED else _short(term)
