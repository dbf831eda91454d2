"""The stored questions by theme, and the options in a question's form."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.corpus.corpus import Corpus
from adgo.graph.namespaces import PREFIXES, short
from adgo.queries import Parameter, Question


def by_theme(questions: Iterable[Question]) -> dict[str, list[Question]]:
    """Return the questions by the first word of their kind, sorted by it."""
    found: dict[str, list[Question]] = {}
    for each in questions:
        found.setdefault(each.kind.partition(",")[0].strip(), []).append(each)
    return dict(sorted(found.items()))


def offers(corpus: Corpus, parameter: Parameter) -> list[tuple[str, str]]:
    """Return the things (name and label) of the same classes as a parameter's default; none for a literal."""
    prefix, colon, local = parameter.default.partition(":")
    if not colon or prefix not in PREFIXES:
        return []
    kinds = {name for cls in corpus.classes(PREFIXES[prefix] + local) for name in corpus.lineage(cls)}
    found = {it for kind in kinds for it in corpus.of_class(kind)}
    return sorted(((short(it), corpus.label(it)) for it in found), key=lambda pair: pair[1].casefold())
