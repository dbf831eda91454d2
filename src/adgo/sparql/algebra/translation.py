"""From the syntax tree of a query to its algebra (SPARQL 1.1, section 18.2)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra import terms
from adgo.sparql.algebra.errors import NotInAlgebra, QueryError
from adgo.sparql.algebra.expressions import Expressions
from adgo.sparql.algebra.names import Names
from adgo.sparql.algebra.scope import visible
from adgo.sparql.algebra.selects import Selects
from adgo.sparql.algebra.syntax_tree import Tree
from adgo.sparql.algebra.triples import Triple, triples
from adgo.sparql.tokens import SparqlToken


class Translator:
    """The translation of one text."""

    def __init__(self, base: str | None = None, prefixes: Mapping[str, str] | None = None) -> None:
        """Start with the base IRI of the request, and with prefixes that need not be declared."""
        self.names = Names(base, prefixes)
        self._expressions = Expressions(self.names, self.group)
        self._selects = Selects(self._expressions)

    def query(self, tree: Tree) -> algebra.Query:
        """Return the algebra of a query.

        Raises:
            QueryError: the query breaks a rule that the grammar does not express.
            NotInAlgebra: it has a construct for which there is no operator.
        """
        self.names.declare(tree.need("Prologue"))
        form = next(each for each in tree.parts if isinstance(each, Tree) and each.name.endswith("Query"))
        block = tree.need("ValuesClause").one("DataBlock")
        values = self._data(block) if block else None
        where, written = form.one("WhereClause"), form.one("Triples")
        template = tuple(triples(written, self.names))
        pattern = self.group(where.need("Group")) if where else algebra.Triples(template)
        columns, pattern = self._selects.solutions(form, form.one("SelectClause"), pattern, values)
        described = tuple(terms.variable_or_iri(each, self.names) for each in form.all("VarOrIri"))
        if form.name == "DescribeQuery" and "*" in form.words:
            described = columns
        default, named = self._dataset(form)
        name = form.name.removesuffix("Query").upper()
        return algebra.Query(name, pattern, columns, template, described, default, named)

    def _dataset(self, form: Tree) -> tuple[tuple[algebra.Term, ...] | None, tuple[algebra.Term, ...] | None]:
        """Return the graphs of FROM and of FROM NAMED, None if there is neither."""
        clauses = list(form.all("DatasetClause"))
        if not clauses:
            return None, None
        named = [each for each in clauses if "NAMED" in each.words]
        default = [each for each in clauses if "NAMED" not in each.words]
        return self._iris(default), self._iris(named)

    def _iris(self, clauses: list[Tree]) -> tuple[algebra.Term, ...]:
        return tuple(self.names.iri(each.need("Iri")) for each in clauses)

    # Groups (18.2.2.6)

    def group(self, tree: Tree) -> algebra.Pattern:
        """Return the pattern of a group."""
        pattern, filters = self._parts(tree)
        return reduce(lambda inner, condition: algebra.Filter(condition, inner), filters, pattern)

    def _parts(self, tree: Tree) -> tuple[algebra.Pattern, list[algebra.Expression]]:
        """Return the pattern of a group without its own filters, and these filters."""
        inner, body = tree.one("SubSelect"), tree.one("GroupBody")
        if inner:
            return self._subquery(inner), []
        pattern: algebra.Pattern = algebra.UNIT
        filters: list[algebra.Expression] = []
        block: list[Triple] = []
        for part in body.parts if body else ():
            if isinstance(part, SparqlToken):
                continue
            if part.name == "Triples":
                block += triples(part, self.names)
            elif part.words[:1] == ["FILTER"]:
                filters.append(self._expressions.constraint(part.need("Constraint")))
            else:
                pattern = self._extended(_closed(pattern, block), part)
                block = []
        return _closed(pattern, block), filters

    def _subquery(self, tree: Tree) -> algebra.Pattern:
        block = tree.need("ValuesClause").one("DataBlock")
        pattern = self.group(tree.need("WhereClause").need("Group"))
        values = self._data(block) if block else None
        return self._selects.solutions(tree, tree.need("SelectClause"), pattern, values)[1]

    def _extended(self, before: algebra.Pattern, part: Tree) -> algebra.Pattern:
        """Return the pattern of a group so far with its next part, which is neither triples nor a filter."""
        match next(iter(part.words), ""):
            case "OPTIONAL":
                inner, filters = self._parts(part.need("Group"))
                return algebra.LeftJoin(before, inner, _all_of(filters))
            case "MINUS":
                return algebra.Minus(before, self.group(part.need("Group")))
            case "GRAPH":
                name = terms.variable_or_iri(part.need("VarOrIri"), self.names)
                return join(before, algebra.Graph(name, self.group(part.need("Group"))))
            case "BIND":
                return self._bound(before, part)
            case "VALUES":
                return join(before, self._data(part.need("DataBlock")))
            case "SERVICE" | "LATERAL":
                raise NotInAlgebra(part.first_token)
        groups = [self.group(each) for each in part.all("Group")]
        return join(before, reduce(algebra.Union, groups))

    def _bound(self, before: algebra.Pattern, part: Tree) -> algebra.Pattern:
        token = next(each for each in part.own_tokens if each.kind == "variable")
        name = terms.variable(token)
        if name in visible(before):
            raise QueryError(
                token, f"{name} already has a value before this BIND. Choose another name after AS."
            )
        return algebra.Extend(before, name, self._expressions.expression(part.need("Expression")))

    def _data(self, block: Tree) -> algebra.Values:
        """Return the rows of a data block."""
        variables = tuple(terms.variable(each) for each in block.own_tokens if each.kind == "variable")
        rows: list[list[algebra.Term | None]] = []
        is_one = block.first_token.kind == "variable"
        inside = False
        for part in block.parts:
            if isinstance(part, Tree):
                value = None if part.words == ["UNDEF"] else terms.term(part, self.names)
                if is_one:
                    rows.append([value])
                else:
                    rows[-1].append(value)
            elif part.text == "(" and inside:
                rows.append([])
            inside |= isinstance(part, SparqlToken) and part.text == "{"
        for row in rows:
            if len(row) != len(variables):
                raise QueryError(
                    block.first_token,
                    f"A row of VALUES has {len(row)} values for {len(variables)} variables.",
                )
        return algebra.Values(variables, tuple(map(tuple, rows)))


def _closed(pattern: algebra.Pattern, block: list[Triple]) -> algebra.Pattern:
    return join(pattern, algebra.Triples(tuple(block))) if block else pattern


def _all_of(conditions: list[algebra.Expression]) -> algebra.Expression | None:
    return reduce(lambda left, right: algebra.Call("&&", (left, right)), conditions) if conditions else None


def join(left: algebra.Pattern, right: algebra.Pattern) -> algebra.Pattern:
    """Return the join of two patterns; the join with an empty group is the other pattern."""
    if left == algebra.UNIT:
        return right
    return left if right == algebra.UNIT else algebra.Join(left, right)
