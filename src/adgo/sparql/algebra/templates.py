"""The triples of templates and of the data of an update: no paths, and sometimes no variables or blank nodes."""

from __future__ import annotations

from adgo.sparql.algebra.errors import QueryError
from adgo.sparql.algebra.syntax_tree import Tree
from adgo.sparql.tokens import SparqlToken


def check_paths(tree: Tree, place: str) -> None:
    """Raise QueryError if triples have a path; `place` says what they are, such as "the template"."""
    for verb in tree.below("Verb"):
        path = verb.one("Path")
        tokens = list(verb.tokens())
        if path is not None and len(tokens) > 1:
            raise QueryError(
                tokens[0], f"A property path cannot stand in {place}. Write one triple for each step."
            )


def variable_of(tree: Tree) -> SparqlToken | None:
    """Return the first variable of triples, or None."""
    return next((each for each in tree.tokens() if each.kind == "variable"), None)


def blank_node_of(tree: Tree) -> SparqlToken | None:
    """Return the first token that makes a blank node: a label, brackets, or a list that is not empty."""
    made = [each for each in tree.tokens() if each.kind == "blank"]
    made += [each.first_token for each in tree.below("BlankProperties")]
    made += [each.first_token for each in tree.below("Collection") if each.one("Node")]
    return min(made, key=lambda each: each.start, default=None)
