"""The stored questions: SPARQL files that serve as examples, tests and saved queries.

A file starts with the header lines `#+ id:`, `#+ title:`, `#+ question:`, `#+ kind:`, `#+ aim:`, `#+ order:` and
`#+ words:` (see `Question`) and, for each parameter, `#+ parameter: name meaning`. The title and the question may have
places for parameters, `{firm|a firm}`, with the words that stand there if no value is given.
A parameter is a variable that the query binds with one `VALUES ?name { … }`; the term in the braces is its default.
If that is UNDEF, the query computes the default (such as today's date), and the header gives the datatype:
`#+ parameter: name^^xsd:date meaning`. A parameter for things may name their classes: `name^^adgo:Firm meaning`.
"""

from __future__ import annotations

from adgo.graph import files
from adgo.queries.parameter import BadParameter, Parameter, second_value
from adgo.queries.question import Question, filled, read

__all__ = ["BadParameter", "Parameter", "Question", "filled", "is_name", "load", "read", "second_value"]


def load() -> dict[str, Question]:
    """Return every stored question by name, sorted; ValueError for a file without the header lines."""
    return {path.stem: read(path) for path in files.queries()}


def is_name(text: str) -> bool:
    """Return whether a text can only be meant as the name of a stored question, as it cannot be SPARQL."""
    return not any(character in text for character in " {<\n")
