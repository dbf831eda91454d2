"""How many literals were changed when they were stored, with a few examples, in a sentence and as a header field.

The same for literals that are kept, but whose values the store does not know, so that comparisons leave them out, and
for triples of JSON-LD that are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from adgo.turtle.term_parts import datatype
from adgo.turtle.terms import BOOLEAN, DECIMAL, INTEGER, XSD

#: How many changed literals a report names.
MOST = 3
#: Why JSON-LD leaves triples out.
NOT_VALID = "IRIs (RFC 3987) or language tags (BCP 47) in them are not valid"
#: How many characters of a lexical form it quotes.
_SHOWN = 40
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
        """Return both forms, or the one that was kept, as in Turtle with the prefix xsd:, and the place."""
        place = f" ({self.place})" if self.place else ""
        if self.given == self.stored:
            return f"{_short(self.given)}{place}"
        return f"{_short(self.given)} to {_bare(self.stored)}{place}"


@dataclass
class Changes:
    """The literals that were changed, or would be: how many, counted once for each triple, and the first few.

    Attributes:
        count: how many were changed.
        examples: the first few of these.
        unread: how many were kept, but have values that the store does not know.
        unread_examples: the first few of these.
        left_out: how many triples of JSON-LD were left out, because IRIs or language tags are not valid.
        left_out_of: the first few files that they are in.
    """

    count: int = 0
    examples: list[Example] = field(default_factory=list)
    unread: int = 0
    unread_examples: list[Example] = field(default_factory=list)
    left_out: int = 0
    left_out_of: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Return whether there is any such literal or triple."""
        return self.total > 0

    @property
    def total(self) -> int:
        """How many literals were changed or have values that the store does not know, plus the triples left out."""
        return self.count + self.unread + self.left_out

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

    def note_unread(self, given: str, times: int = 1) -> None:
        """Add a literal that was kept, but whose value the store does not know; `times` says how often it occurred."""
        self.unread += times
        example = Example(given, given)
        if len(self.unread_examples) < MOST and example not in self.unread_examples:
            self.unread_examples.append(example)

    def add(self, other: Changes) -> None:
        """Add the changes of another document."""
        self.count += other.count
        self.examples += other.examples[: MOST - len(self.examples)]
        self.unread += other.unread
        self.unread_examples += other.unread_examples[: MOST - len(self.unread_examples)]
        self.left_out += other.left_out
        self.left_out_of += other.left_out_of[: MOST - len(self.left_out_of)]

    def at(self, path: str, numbers: Mapping[str, int]) -> Changes:
        """Return the same changes with their places.

        Args:
            path: the file that they are in.
            numbers: the line of each literal, if it is known.
        """

        def placed(examples: list[Example]) -> list[Example]:
            lines = (f", line {numbers[each.given]}" if each.given in numbers else "" for each in examples)
            return [replace(each, place=path + line) for each, line in zip(examples, lines, strict=True)]

        return replace(
            self,
            examples=placed(self.examples),
            unread_examples=placed(self.unread_examples),
            left_out_of=[path] if self.left_out else [],
        )

    def sentence(self) -> str:
        """Return what happened: `4 literals were changed when stored: "5"^^xsd:int to 5, …`."""
        return "; ".join(self._sentences("was", "were"))

    def refusal(self) -> str:
        """Return what would happen if the data were stored, and what to do."""
        if self.count:
            remedy = "Write them in the form that the store keeps"
        else:
            remedy = "Store them as plain strings" if self.unread else "Correct them"
        if self.left_out and (self.count or self.unread):
            remedy += "; correct the triples that would be left out"
        return f"{'; '.join(self._sentences('would be', 'would be'))}. {remedy}"

    def _sentences(self, one: str, several: str) -> Iterator[str]:
        if self.count:
            number = _number(self.count, one, several)
            yield f"{number} changed when stored: {_named(self.examples, self.count)}"
        if self.unread:
            number = _number(self.unread, one, several)
            named = _named(self.unread_examples, self.unread)
            yield f"{number} kept, but comparisons and sums leave out values that the store cannot read: {named}"
        if self.left_out:
            number = _number(self.left_out, one, several, "triple")
            files = f" ({', '.join(self.left_out_of)})" if self.left_out_of else ""
            yield f"{number} left out, as JSON-LD demands: {NOT_VALID}{files}"

    def header(self) -> str:
        """Return the value of the header field (RFC 8941, an item): `4; example="\\"5\\"^^xsd:int to 5"`.

        Literals with values that the store does not know are in the parameters `unread` and `unread-example`; the
        number of triples of JSON-LD that were left out is the parameter `left-out`.
        """
        value = str(self.count)
        if self.count:
            value += f";example={_quoted(self.examples[0])}"
        if self.unread:
            value += f";unread={self.unread};unread-example={_quoted(self.unread_examples[0])}"
        if self.left_out:
            value += f";left-out={self.left_out}"
        return value

    def members(self) -> dict[str, Any]:
        """Return the changes as JSON."""
        return asdict(self)

    @staticmethod
    def from_members(members: Mapping[str, Any]) -> Changes:
        """Return the changes from their JSON."""
        found = Changes(left_out=members["left_out"], left_out_of=members["left_out_of"])
        for count, examples in (("count", "examples"), ("unread", "unread_examples")):
            setattr(found, count, members[count])
            setattr(found, examples, [Example(**each) for each in members[examples]])
        return found


class ChangesRefused(Exception):
    """Literals would be changed, and the user asked to refuse that; `changes` says which."""

    def __init__(self, changes: Changes) -> None:
        super().__init__(changes.refusal())
        self.changes = changes


def _number(number: int, one: str, several: str, things: str = "literal") -> str:
    return f"1 {things} {one}" if number == 1 else f"{number:,} {things}s {several}"


def _named(examples: list[Example], number: int) -> str:
    """Return the examples, and how many more there are."""
    more = number - len(examples)
    return ", ".join([*map(str, examples), *([f"and {more:,} more"] if more else [])])


def _quoted(example: Example) -> str:
    """Return an example as a string of RFC 8941."""
    text = "".join(char if " " <= char <= "~" else f"\\u{ord(char):04X}" for char in str(example))
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _short(term: str) -> str:
    """Return a literal with a shortened datatype, and the beginning of a long lexical form."""
    end = term.rindex('"')
    text, suffix = term[1:end], term[end + 1 :]
    if len(text) > _SHOWN:
        text = text[:_SHOWN].rstrip("\\") + "…"
    if suffix.startswith(f"^^<{XSD}"):
        suffix = f"^^xsd:{suffix[len(XSD) + 3 : -1]}"
    return f'"{text}"{suffix}'


def _bare(term: str) -> str:
    """Return a literal as Turtle writes it: some numbers and booleans need no quotes."""
    pattern = _BARE.get(datatype(term))
    text = term[1 : term.rindex('"')]
    return text if pattern and pattern.fullmatch(text) and len(text) <= _SHOWN else _short(term)
