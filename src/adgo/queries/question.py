"""One stored question: its header, its SPARQL text, and the text with arguments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from adgo.queries.parameter import BadParameter, Parameter, typed

_HEADER = re.compile(r"#\+ *(id|title|question|kind|aim|order|words|see): *(.*?) *$", re.MULTILINE)
_PARAMETER = re.compile(r"#\+ *parameter: *(\w+)(?:\^\^(\S+))? +(.*?) *$", re.MULTILINE)
#: The place of a parameter in a title, with the words that stand there if no value is given.
_PLACE = re.compile(r"\{(\w+)\|([^{}]*)\}")
#: What a query selects, and how it sorts its rows.
_SELECTED = re.compile(r"^SELECT\b.*?\bWHERE\b", re.DOTALL | re.MULTILINE)
_SORTED = re.compile(r"^(GROUP|ORDER) BY\b.*\Z", re.DOTALL | re.MULTILINE)
#: The term in the braces of a parameter whose default the query computes.
_OPEN = "UNDEF"


@dataclass(frozen=True)
class Question:
    """One stored question.

    Attributes:
        name: the file name without its ending.
        id: a short identifier.
        question: the question in words, for the default of each parameter.
        kind: what kind of question it is; several kinds are separated by commas.
        text: the SPARQL text.
        parameters: its parameters.
        aim: the aim of a reader that it serves; the page of questions has a section for each.
        order: its place among the questions with the same aim, from 1.
        words: words that readers may search for and that are not in the title or the question.
        title_form: the title, with the places of parameters.
        question_form: the question, with the places of parameters.
        see: the names of the questions that list what the articles do state, shown with the answer "no".
    """

    name: str
    id: str
    question: str
    kind: str
    text: str
    parameters: tuple[Parameter, ...] = ()
    aim: str = ""
    order: int = 1
    words: str = ""
    title_form: str = ""
    question_form: str = ""
    see: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The short title, for any value of the parameters."""
        return filled(self.title_form or self.question, {})

    @property
    def body(self) -> str:
        """The SPARQL text without the lines of the header."""
        lines = self.text.splitlines(keepends=True)
        return "".join(line for line in lines if not line.startswith("#+")).strip() + "\n"

    @property
    def general(self) -> str:
        """The question in words, for any value of the parameters that its title has places for."""
        return self.asked(dict(_PLACE.findall(self.title_form)))

    def titled(self, labels: Mapping[str, str]) -> str:
        """Return the short title with the labels of values, by the parameter's name."""
        return filled(self.title_form or self.question, labels)

    def asked(self, labels: Mapping[str, str]) -> str:
        """Return the question in words with the labels of values, by the parameter's name."""
        return filled(self.question_form or self.question, labels)

    def parameter(self, name: str) -> Parameter:
        """Return the parameter with a name; BadParameter if there is none."""
        found = next((each for each in self.parameters if each.name == name), None)
        if found is None:
            takes = ", ".join(each.name for each in self.parameters) or "no parameters"
            raise BadParameter(f"{self.name} has no parameter {name!r}; it takes {takes}")
        return found

    def ask(self, arguments: Mapping[str, str]) -> str:
        """Return the SPARQL text with the arguments in place of the defaults.

        An argument is an IRI, a name with a prefix of the graph, or, if the default is a literal, the text of a literal
        of its datatype. It is parsed and serialized as a term, and never pasted into the query.

        Raises:
            BadParameter: if the question has no such parameter, or the value has another type.
        """
        text = self.text
        for name, value in arguments.items():
            term = self.parameter(name).term(value)
            begin, end = _default(name, text)
            text = text[:begin] + term + text[end:]
        return text

    def options_query(self, name: str) -> str:
        """Return a query for all values of a parameter for which the question has an answer."""
        begin, end = _default(name, self.text)
        text = self.text[: self.text.rindex("VALUES", 0, begin)] + self.text[self.text.index("}", end) + 1 :]
        return _SORTED.sub("", _SELECTED.sub(f"SELECT DISTINCT ?{name} WHERE", text, count=1))


def read(path: Path) -> Question:
    """Return the question in a file; ValueError, with the line to add, if the file lacks a header line."""
    text = path.read_text(encoding="utf-8")
    header = dict(_HEADER.findall(text))
    parameters = []
    for name, types, meaning in _PARAMETER.findall(text):
        try:
            begin, end = _default(name, text)
        except LookupError:
            raise ValueError(
                f"{path}: bind {name} with `VALUES ?{name} {{ … }}`, one term in the braces"
            ) from None
        default = text[begin:end]
        parameters.append(typed(name, types, meaning, "" if default == _OPEN else default))
    try:
        return _question(path.stem, header, text, tuple(parameters))
    except KeyError as missing:
        raise ValueError(f"{path}: add a line `#+ {missing.args[0]}: …` at the top") from None


def filled(form: str, labels: Mapping[str, str]) -> str:
    """Return a title with labels in the places of parameters, or the words that stand there if there is no label."""
    return _PLACE.sub(lambda place: labels.get(place[1], place[2]), form)


def _question(name: str, header: dict[str, str], text: str, parameters: tuple[Parameter, ...]) -> Question:
    return Question(
        name,
        id=header["id"],
        question=filled(header["question"], {}),
        kind=header["kind"],
        text=text,
        parameters=parameters,
        aim=header.get("aim", ""),
        order=int(header.get("order") or 1),
        words=header.get("words", ""),
        title_form=header.get("title", ""),
        question_form=header["question"],
        see=tuple(header.get("see", "").split()),
    )


def _default(name: str, text: str) -> tuple[int, int]:
    """Return the start and end of the default of a parameter in the text."""
    found = re.search(rf"VALUES \?{name} \{{ *([^{{}}]*?) *\}}", text)
    if found is None:
        raise LookupError(name)
    return found.span(1)
