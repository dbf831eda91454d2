"""Other ways to ask the stored questions, in several languages, from the file beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from adgo.graph.namespaces import BASE, PREFIXES
from adgo.queries.question import filled

TABLE = Path(__file__).with_suffix(".ttl")
#: The start of the IRI of a question; its name follows.
QUESTIONS = BASE + "queries/"
#: The languages in which each question is asked in other words.
LANGUAGES = ("en", "de", "zh")


@dataclass(frozen=True)
class Paraphrase:
    """One way to ask a question: the words, with the places of parameters, and their language."""

    form: str
    language: str

    def asked(self, labels: Mapping[str, str]) -> str:
        """Return the words with the labels of values by the parameter's name; without a label, the default in words."""
        return filled(self.form, labels)


def load() -> dict[str, tuple[Paraphrase, ...]]:
    """Return the paraphrases of each stored question by its name, by language in the order of `LANGUAGES`.

    Of those in one language, the longest is first: it says most exactly what the question asks for.
    """
    from pyoxigraph import Literal, RdfFormat, parse

    found: dict[str, list[Paraphrase]] = {}
    for quad in parse(TABLE.read_bytes(), RdfFormat.TURTLE):
        if quad.predicate.value == PREFIXES["rdfs"] + "comment" and isinstance(quad.object, Literal):
            name = str(quad.subject).removeprefix(f"<{QUESTIONS}").removesuffix(">")
            found.setdefault(name, []).append(Paraphrase(quad.object.value, quad.object.language or ""))
    return {name: tuple(sorted(each, key=_place)) for name, each in found.items()}


def _place(paraphrase: Paraphrase) -> tuple[int, int, str]:
    return LANGUAGES.index(paraphrase.language), -len(paraphrase.form), paraphrase.form
