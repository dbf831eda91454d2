"""The syntax tree of a SPARQL text: the productions of `sparql.ebnf` that its tokens form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from adgo.sparql.grammar import END, Node, expand, fits, start_nodes, symbol
from adgo.sparql.tokens import SparqlToken

#: Marks the end of a production on the parser's stack.
_CLOSE = Node("close")


@dataclass(slots=True)
class Tree:
    """One production: its name, and its parts (productions and tokens) in the order of the text."""

    name: str
    parts: list[Tree | SparqlToken] = field(default_factory=list)

    def all(self, name: str) -> Iterator[Tree]:
        """Yield the direct parts that are this production."""
        return (each for each in self.parts if isinstance(each, Tree) and each.name == name)

    def one(self, name: str) -> Tree | None:
        """Return the first direct part that is this production, or None."""
        return next(self.all(name), None)

    def need(self, name: str) -> Tree:
        """Return the first direct part that is this production, which the grammar says is there."""
        found = self.one(name)
        if found is None:
            raise KeyError(name)
        return found

    @property
    def own_tokens(self) -> list[SparqlToken]:
        """The direct parts that are tokens."""
        return [each for each in self.parts if isinstance(each, SparqlToken)]

    @property
    def words(self) -> list[str]:
        """The texts of the direct tokens, keywords in capitals."""
        return [each.word or each.text for each in self.own_tokens]

    def tokens(self) -> Iterator[SparqlToken]:
        """Yield all tokens below, in the order of the text."""
        return (each for each in self._all_parts() if isinstance(each, SparqlToken))

    def below(self, name: str) -> Iterator[Tree]:
        """Yield every part that is this production, at any depth, in the order of the text."""
        return (each for each in self._all_parts() if isinstance(each, Tree) and each.name == name)

    def _all_parts(self) -> Iterator[Tree | SparqlToken]:
        """Yield every part at any depth, without recursion: the triples of a block nest as deep as they are many."""
        left = self.parts[::-1]
        while left:
            each = left.pop()
            yield each
            if isinstance(each, Tree):
                left.extend(reversed(each.parts))

    @property
    def first_token(self) -> SparqlToken:
        """The first token below."""
        return next(self.tokens())


def parse(tokens: Iterable[SparqlToken], *, is_update: bool = False) -> Tree | None:
    """Return the tree of a query or update, or None if the tokens do not follow the grammar."""
    root = Tree("")
    open_trees = [root]
    stack = list(start_nodes("Update" if is_update else "Query"))
    for token in chain(tokens, (END,)):
        terminal = symbol(token)
        node = _descend(stack, open_trees, terminal)
        if node is None or not fits(terminal, node.text):
            return None
        if token is not END:
            open_trees[-1].parts.append(token)
    return next(each for each in root.parts if isinstance(each, Tree))


def form_of(tree: Tree) -> Tree:
    """Return the tree of a query without its prologue and the data block after it."""
    return next(each for each in tree.parts if isinstance(each, Tree) and each.name.endswith("Query"))


def _descend(stack: list[Node], open_trees: list[Tree], terminal: str) -> Node | None:
    """Return the terminal of the grammar that comes next; None if the token cannot stand here."""
    while (node := stack.pop()).kind != "terminal":
        if node is _CLOSE:
            open_trees.pop()
            continue
        follow = expand(node, terminal)
        if follow is None:
            return None
        if node.kind == "name" and node.text[0].isupper():
            made = Tree(node.text)
            open_trees[-1].parts.append(made)
            open_trees.append(made)
            stack.append(_CLOSE)
        stack.extend(follow)
    return node
