"""The stored questions: SPARQL files that serve as examples, tests and saved queries.

A file starts with the header lines `#+ id:`, `#+ question:`, `#+ kind:` and, for each parameter,
`#+ parameter: name meaning`.
A parameter is a variable that the query binds with one `VALUES ?name { … }`; the term in the braces is its default.
If that is UNDEF, the query computes the default (such as today's date), and the header gives the datatype:
`#+ parameter: name^^xsd:date meaning`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from adgo.graph import files
from adgo.graph.namespaces import PREFIXES
from adgo.turtle.datatypes import is_well_formed

_HEADER = re.compile(r"#\+ *(id|question|kind): *(.*?) *$", re.MULTILINE)
_PARAMETER = re.compile(r"#\+ *parameter: *(\w+)(?:\^\^(\S+))? +(.*?) *$", re.MULTILINE)

#: The term in the braces of a parameter whose default the query computes.
_OPEN = "UNDEF"


class BadParameter(ValueError):
    """A stored question does not accept an argument; the message says what it accepts."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of a stored question.

    Attributes:
        name: the name of the variable.
        meaning: what it means, in words.
        default: the default as written in the query; "" if the query computes it.
        datatype: the datatype; "" for an IRI or a plain string.
    """

    name: str
    meaning: str
    default: str
    datatype: str = ""


@dataclass(frozen=True)
class Question:
    """One stored question: file name, id, the question in words, kind, SPARQL text and parameters."""

    name: str
    id: str
    question: str
    kind: str
    text: str
    parameters: tuple[Parameter, ...] = ()

    def ask(self, arguments: Mapping[str, str]) -> str:
        """Return the SPARQL text with the arguments in place of the defaults.

        An argument is an IRI, a name with a prefix of the graph, or, if the default is a literal, the text of a literal
        of its datatype. It is parsed and serialized as a term, and never pasted into the query.

        Raises:
            BadParameter: if the question has no such parameter, or the value has another type.
        """
        text = self.text
        known = {parameter.name: parameter for parameter in self.parameters}
        for name, value in arguments.items():
            if name not in known:
                takes = ", ".join(known) or "no parameters"
                raise BadParameter(f"{self.name} has no parameter {name!r}; it takes {takes}")
            begin, end = _default(name, text)
            text = text[:begin] + _term(known[name], value) + text[end:]
        return text


def load() -> dict[str, Question]:
    """Return every stored question by name, sorted; ValueError for a file without the header lines."""
    return {path.stem: read(path) for path in files.queries()}


def read(path: Path) -> Question:
    """Return the question in a file; ValueError, with the line to add, if the file lacks a header line."""
    text = path.read_text(encoding="utf-8")
    header = dict(_HEADER.findall(text))
    parameters = []
    for name, datatype, meaning in _PARAMETER.findall(text):
        try:
            begin, end = _default(name, text)
        except LookupError:
            raise ValueError(
                f"{path}: bind {name} with `VALUES ?{name} {{ … }}`, one term in the braces"
            ) from None
        parameters.append(_parameter(name, meaning, text[begin:end], datatype))
    try:
        return Question(path.stem, header["id"], header["question"], header["kind"], text, tuple(parameters))
    except KeyError as missing:
        raise ValueError(f"{path}: add a line `#+ {missing.args[0]}: …` at the top") from None


def _parameter(name: str, meaning: str, default: str, datatype: str) -> Parameter:
    """Return the parameter; a literal as default has its own datatype."""
    if default == _OPEN:
        return Parameter(name, meaning, "", datatype)
    stated = default.partition("^^")[2] if default.startswith('"') else ""
    return Parameter(name, meaning, default, stated)


def _default(name: str, text: str) -> tuple[int, int]:
    """Return the start and end of the default of a parameter in the text."""
    found = re.search(rf"VALUES \?{name} \{{ *([^{{}}]*?) *\}}", text)
    if found is None:
        raise LookupError(name)
    return found.span(1)


def _term(parameter: Parameter, value: str) -> str:
    """Return the value as a term of the type of the parameter; BadParameter if it is not one."""
    from pyoxigraph import Literal, NamedNode

    if parameter.datatype:
        literal = str(Literal(value, datatype=NamedNode(_iri(parameter.datatype))))
        if not is_well_formed(literal):
            raise _unfit(parameter, "a value", value)
        return literal
    if parameter.default.startswith('"'):
        return str(Literal(value))
    try:
        return str(NamedNode(_iri(value)))
    except ValueError:
        raise _unfit(parameter, "an IRI or a name", value) from None


def _iri(written: str) -> str:
    """Return the IRI that is written with a prefix of the graph, in angle brackets, or without them."""
    prefix, colon, local = written.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + local
    return written.removeprefix("<").removesuffix(">")


def _unfit(parameter: Parameter, kind: str, value: str) -> BadParameter:
    example = f"such as {parameter.default}" if parameter.default else f"of the type {parameter.datatype}"
    return BadParameter(f"{parameter.name} takes {kind} {example}, not {value!r}")
