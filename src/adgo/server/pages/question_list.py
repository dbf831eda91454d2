"""The stored questions as the list shows them, and what a question's form offers for its parameters."""

from __future__ import annotations

from dataclasses import dataclass

from adgo.graph.namespaces import PREFIXES
from adgo.queries import Parameter, Question
from adgo.server.pages.content.corpus import Corpus
from adgo.server.pages.filters import curie


@dataclass(frozen=True)
class Listed:
    """One question in the list."""

    of: Question

    @property
    def name(self) -> str:
        """Its name, as in its address."""
        return self.of.name

    @property
    def question(self) -> str:
        """The question in words."""
        return self.of.question

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """What its form asks for."""
        return self.of.parameters

    @property
    def theme(self) -> str:
        """The first word of its kind, under which it is listed."""
        return self.of.kind.partition(",")[0].strip()


def offers(corpus: Corpus, parameter: Parameter) -> list[tuple[str, str]]:
    """Return the things (name and label) of the classes that the parameter's default has; none for a literal."""
    prefix, colon, local = parameter.default.partition(":")
    if not colon or prefix not in PREFIXES:
        return []
    kinds = {name for cls in corpus.classes(PREFIXES[prefix] + local) for name in corpus.lineage(cls)}
    found = {it for kind in kinds for it in corpus.of_class(kind)}
    return sorted(((curie(it), corpus.label(it)) for it in found), key=lambda pair: pair[1].casefold())
