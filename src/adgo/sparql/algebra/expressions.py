"""The expressions of a syntax tree as algebra."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from adgo.sparql.algebra import arities, terms
from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.chains import chained
from adgo.sparql.algebra.errors import MisplacedAggregate, QueryError
from adgo.sparql.algebra.names import QueryNames
from adgo.sparql.algebra.syntax_tree import Tree
from adgo.sparql.tokens import SparqlToken

#: Two names of one function.
_SAME = {"URI": "IRI", "ISURI": "ISIRI"}
_MARKS = {"+": "unary +", "-": "unary -", "!": "!"}


class Expressions:
    """The translation of expressions."""

    def __init__(self, names: QueryNames, group: Callable[[Tree], algebra.Pattern]) -> None:
        """Hold the names, and what translates the group of an EXISTS."""
        self.names = names
        self._group = group
        #: The aggregates of the SELECT that is being translated; None if aggregates cannot stand here.
        self._aggregates: dict[algebra.Aggregate, algebra.Term] | None = None

    @contextmanager
    def collecting(self) -> Iterator[dict[algebra.Aggregate, algebra.Term]]:
        """Yield the aggregates that are met from now on, each with the variable that stands for it."""
        found: dict[algebra.Aggregate, algebra.Term] = {}
        outer, self._aggregates = self._aggregates, found
        try:
            yield found
        finally:
            self._aggregates = outer

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Refuse aggregates that are met from now on."""
        outer, self._aggregates = self._aggregates, None
        try:
            yield
        finally:
            self._aggregates = outer

    def held(self, tree: Tree) -> algebra.Expression | None:
        """Return the expression that a condition holds, or None if it is a bare variable."""
        part = next((each for each in tree.parts if isinstance(each, Tree)), None)
        if part is None:
            return None
        match part.name:
            case "Expression":
                return self.expression(part)
            case "BuiltInCall":
                return self._call(part)
            case "FunctionCall":
                return self._function(part)
        return self.held(part)

    def constraint(self, tree: Tree) -> algebra.Expression:
        """Return the expression of a `Constraint`."""
        found = self.held(tree)
        assert found is not None
        return found

    def expression(self, tree: Tree) -> algebra.Expression:
        """Return an `Expression`, or a production of its operators."""
        # Most levels of the grammar hold one part only. Passing them without recursion allows for deep brackets.
        while tree.name != "Primary" and len(tree.parts) == 1 and isinstance(part := tree.parts[0], Tree):
            tree = part
        match tree.name:
            case "Primary":
                return self._primary(tree)
            case "Unary":
                return self._unary(tree)
            case "Relation":
                return self._relation(tree)
        return self._chain(tree)

    def _chain(self, tree: Tree) -> algebra.Expression:
        """Return operands joined by operators of one precedence, from left to right."""
        values = [self.expression(part) for part in tree.parts if isinstance(part, Tree)]
        marks = [part.text for part in tree.parts if isinstance(part, SparqlToken)]
        if marks[0] in ("||", "&&"):
            return chained(lambda left, right: algebra.Call(marks[0], (left, right)), values)
        value = values[0]
        for mark, each in zip(marks, values[1:], strict=True):
            value = algebra.Call(mark, (value, each))
        return value

    def _relation(self, tree: Tree) -> algebra.Expression:
        sums = [self.expression(each) for each in tree.all("Sum")]
        options = tree.one("List")
        if options:
            choices = (self.expression(each) for each in options.all("Expression"))
            return algebra.Call(" ".join(tree.words), (sums[0], *choices))
        return algebra.Call(tree.words[0], tuple(sums))

    def _unary(self, tree: Tree) -> algebra.Expression:
        primary, marks = tree.need("Primary"), tree.own_tokens
        if marks[-1].kind == "sign" and primary.own_tokens:
            value: algebra.Expression = algebra.Constant(terms.number(marks.pop(), primary.first_token))
        else:
            value = self._primary(primary)
        for mark in reversed(marks):
            value = algebra.Call(_MARKS[mark.text], (value,))
        return value

    def _primary(self, tree: Tree) -> algebra.Expression:
        inner, call = tree.one("Expression"), tree.one("BuiltInCall")
        if inner:
            return self.expression(inner)
        if call:
            return self._call(call)
        if tree.one("ArgList"):
            return self._function(tree)
        found = terms.term(tree, self.names)
        return algebra.Variable(found) if algebra.is_variable(found) else algebra.Constant(found)

    def _function(self, tree: Tree) -> algebra.Expression:
        listed = tree.need("ArgList")
        arities.check_distinct(listed)
        return algebra.Call(self.names.iri(tree.need("Iri")), self._arguments(listed))

    def _arguments(self, tree: Tree) -> tuple[algebra.Expression, ...]:
        return tuple(self.expression(each) for each in tree.all("Expression"))

    def _call(self, tree: Tree) -> algebra.Expression:
        group = tree.one("Group")
        if group:
            with self.refusing():
                exists = algebra.Exists(self._group(group))
            return algebra.Call("!", (exists,)) if tree.words[0] == "NOT" else exists
        name = tree.words[0]
        if name in algebra.AGGREGATES:
            return self._aggregate(name, tree)
        listed = tree.need("ArgList")
        arities.check(tree.first_token, listed)
        return algebra.Call(_SAME.get(name, name), self._arguments(listed))

    def _aggregate(self, name: str, tree: Tree) -> algebra.Expression:
        """Return the variable that stands for an aggregate."""
        if self._aggregates is None:
            raise MisplacedAggregate(
                tree.first_token,
                f"{name} is an aggregate, which can stand in SELECT, HAVING and ORDER BY only, and not inside another "
                "aggregate. Compute it in a subquery: { SELECT … }.",
            )
        holder = tree.one("ArgList") or tree
        with self.refusing():
            arguments = self._arguments(holder)
        if len(arguments) != 1 and "*" not in holder.words:
            raise QueryError(tree.first_token, f"{name} takes one argument, not {len(arguments)}.")
        texts = [terms.string(each) for each in holder.own_tokens if each.kind == "string"]
        aggregate = algebra.Aggregate(
            name, arguments[0] if arguments else None, "DISTINCT" in holder.words, texts[0] if texts else " "
        )
        return algebra.Variable(self._aggregates.setdefault(aggregate, self.names.fresh()))
