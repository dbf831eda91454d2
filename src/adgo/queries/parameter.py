"""The parameters of stored questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from adgo.graph.namespaces import ADGO, PREFIXES
from adgo.turtle.datatypes import is_well_formed

#: The local name of the datatype of days.
DAY = "date"
#: How many characters of a value a message shows.
_SHOWN = 60


class BadParameter(ValueError):
    """A stored question does not accept an argument; the message says what it accepts."""

    def __init__(self, message: str, named: Mapping[str, str] | None = None) -> None:
        """Create the error.

        Args:
            message: what is wrong.
            named: the IRI of each thing that the message names, by its name as it stands there.
        """
        super().__init__(message)
        self.named = named or {}


@dataclass(frozen=True)
class Parameter:
    """One parameter of a stored question.

    Attributes:
        name: the name of the variable.
        meaning: what it means, in words.
        default: the default as written in the query; "" if the query computes it.
        datatype: the datatype of a literal; "" for an IRI or a plain string.
        classes: the local names of the classes of things that it takes; empty for any thing and for a literal.
    """

    name: str
    meaning: str
    default: str
    datatype: str = ""
    classes: tuple[str, ...] = ()

    @property
    def short_meaning(self) -> str:
        """What it means, without comments, such as "the firm"."""
        return self.meaning.partition(";")[0]

    @property
    def is_thing(self) -> bool:
        """Whether its values are things, not literals."""
        return not self.datatype and not self.default.startswith('"')

    @property
    def is_day(self) -> bool:
        """Whether its values are days; the default of a day that is left open is today."""
        return self.datatype.strip("<>").endswith(("#" + DAY, ":" + DAY))

    def term(self, value: str) -> str:
        """Return a value as a term of the type of the parameter, as SPARQL writes it.

        Raises:
            BadParameter: if the value has another type.
        """
        from pyoxigraph import Literal, NamedNode

        if self.datatype:
            literal = str(Literal(value, datatype=NamedNode(iri(self.datatype))))
            if not is_well_formed(literal):
                raise self._unfit("a value", value)
            return literal
        if self.default.startswith('"'):
            return str(Literal(value))
        try:
            return str(NamedNode(iri(value)))
        except ValueError:
            raise self._unfit("an IRI or a name", value) from None

    def _unfit(self, kind: str, value: str) -> BadParameter:
        if self.is_day:
            return BadParameter(f"{self.name} takes a day such as 2026-01-31, not {value!r}")
        example = f"such as {self.default}" if self.default else f"of the type {self.datatype}"
        return BadParameter(f"{self.name} takes {kind} {example}, not {value!r}")


def typed(name: str, types: str, meaning: str, default: str) -> Parameter:
    """Return a parameter.

    Args:
        name: the name of the variable.
        types: a datatype, or classes separated by commas, as prefixed names; "" if the header gives none.
        meaning: what it means, in words.
        default: the default as written in the query; "" if the query computes it.
    """
    classes = tuple(each.removeprefix("adgo:") for each in types.split(",") if iri(each).startswith(ADGO))
    stated = default.partition("^^")[2] if default.startswith('"') else ""
    return Parameter(name, meaning, default, "" if classes else stated or types, classes)


def second_value(given: Iterable[tuple[str, str]]) -> str:
    """Return which name has two values, in words; "" if none has: one of the two would be ignored.

    Args:
        given: names and values; the same value may stand several times.
    """
    found: dict[str, str] = {}
    for name, value in given:
        if found.setdefault(name, value) != value:
            first, second = (each[:_SHOWN] for each in (found[name], value))
            return f"{name} has two values, {first!r} and {second!r}"
    return ""


def iri(written: str) -> str:
    """Return the IRI that is written with a prefix of the graph, in angle brackets, or without them."""
    prefix, colon, local = written.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + local
    return written.removeprefix("<").removesuffix(">")
