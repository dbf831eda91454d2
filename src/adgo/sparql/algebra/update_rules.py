"""The rules that an update follows besides the grammar (SPARQL 1.1, sections 19.6 and 19.8, notes 8 to 10)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from adgo.sparql.algebra import templates
from adgo.sparql.algebra.errors import NotInAlgebra, QueryError
from adgo.sparql.algebra.syntax_tree import Tree
from adgo.sparql.algebra.translation import Translator
from adgo.sparql.tokens import SparqlToken


def check(tree: Tree, translator: Translator) -> None:
    """Raise QueryError if an update breaks a rule.

    Args:
        tree: the syntax tree of the update.
        translator: translates its WHERE clauses.
    """
    labels: set[str] = set()
    update: Tree | None = tree
    while update is not None:
        translator.names.declare(update.need("Prologue"))
        change = update.one("Change")
        if change is not None:
            _check_change(change, labels)
            for where in change.all("Where"):
                with suppress(NotInAlgebra):
                    translator.group(where.need("Group"))
        update = update.one("Update")


def _check_change(change: Tree, labels: set[str]) -> None:
    for place, quads in _quads(change):
        templates.check_paths(quads, place)
        if place.endswith("DATA"):
            _check_data(place, quads)
        if place.startswith("DELETE"):
            _check_deleted(place, quads)
        if place == "INSERT DATA":
            _check_labels(quads, labels)


def _quads(change: Tree) -> Iterator[tuple[str, Tree]]:
    """Yield each block of triples with the keywords before it, such as INSERT DATA."""
    words: list[str] = []
    for part in change.parts:
        if isinstance(part, SparqlToken):
            words.append(part.word)
        elif part.name == "Quads":
            yield " ".join(words), part
            words = []
        else:
            words = []


def _check_data(place: str, quads: Tree) -> None:
    token = templates.variable_of(quads)
    if token is not None:
        verb = place.split()[0]
        raise QueryError(
            token,
            f"{token.text} is a variable, and {place} takes none. "
            f"Write {verb} {{ … }} WHERE {{ … }} if WHERE is to bind it.",
        )


def _check_deleted(place: str, quads: Tree) -> None:
    token = templates.blank_node_of(quads)
    if token is not None:
        cure = "Use DELETE { … } WHERE { … } with a variable" if place == "DELETE DATA" else "Use a variable"
        raise QueryError(
            token,
            f"`{token.text}` makes a blank node, which {place} cannot have: "
            f"a new blank node is in no triple of the data. {cure} instead.",
        )


def _check_labels(quads: Tree, labels: set[str]) -> None:
    """Raise QueryError if an earlier INSERT DATA has one of the labels; add them to `labels`."""
    found = [each for each in quads.tokens() if each.kind == "blank"]
    for token in found:
        if token.text in labels:
            raise QueryError(
                token,
                f"The label {token.text} may stand in one INSERT DATA of a request only. "
                "Write one INSERT DATA for all triples of the blank node, or choose another label.",
            )
    labels.update(each.text for each in found)
