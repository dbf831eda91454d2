"""From the syntax tree of a query to its algebra (SPARQL 1.1, section 18.2)."""

from __future__ import annotations

from functools import reduce

from adgo.sparql.algebra import operators as a
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

    def __init__(self, base: str | None = None) -> None:
        """Start with the base IRI of the request."""
        self.names = Names(base)
        self._expressions = Expressions(self.names, self.group)
        self._selects = Selects(self._expressions)

    def query(self, tree: Tree) -> a.Query:
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
        pattern = self.group(where.need("Group")) if where else a.Triples(template)
        columns, pattern = self._selects.solutions(form, form.one("SelectClause"), pattern, values)
        described = tuple(terms.variable_or_iri(each, self.names) for each in form.all("VarOrIri"))
        if form.name == "DescribeQuery" and "*" in form.words:
            described = columns
        default, named = self._dataset(form)
        name = form.name.removesuffix("Query").upper()
        return a.Query(name, pattern, columns, template, described, default, named)

    def _dataset(self, form: Tree) -> tuple[tuple[a.Term, ...] | None, tuple[a.Term, ...] | None]:
        """Return the graphs of FROM and of FROM NAMED, None if there is neither."""
        clauses = list(form.all("DatasetClause"))
        if not clauses:
            return None, None
        named = [each for each in clauses if "NAMED" in each.words]
        default = [each for each in clauses if "NAMED" not in each.words]
        return self._iris(default), self._iris(named)

    def _iris(self, clauses: list[Tree]) -> tuple[a.Term, ...]:
        return tuple(self.names.iri(each.need("Iri")) for each in clauses)

    # Groups (18.2.2.6)

    def group(self, tree: Tree) -> a.Pattern:
        """Return the pattern of a group."""
        pattern, filters = self._parts(tree)
        return reduce(lambda inner, condition: a.Filter(condition, inner), filters, pattern)

    def _parts(self, tree: Tree) -> tuple[a.Pattern, list[a.Expression]]:
        """Return the pattern of a group without its own filters, and these filters."""
        inner, body = tree.one("SubSelect"), tree.one("GroupBody")
        if inner:
            return self._subquery(inner), []
        pattern: a.Pattern = a.UNIT
        filters: list[a.Expression] = []
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

    def _subquery(self, tree: Tree) -> a.Pattern:
        block = tree.need("ValuesClause").one("DataBlock")
        pattern = self.group(tree.need("WhereClause").need("Group"))
        values = self._data(block) if block else None
        return self._selects.solutions(tree, tree.need("SelectClause"), pattern, values)[1]

    def _extended(self, before: a.Pattern, part: Tree) -> a.Pattern:
        """Return the pattern of a group so far with its next part, which is neither triples nor a filter."""
        match next(iter(part.words), ""):
            case "OPTIONAL":
                inner, filters = self._parts(part.need("Group"))
                return a.LeftJoin(before, inner, _all_of(filters))
            case "MINUS":
                return a.Minus(before, self.group(part.need("Group")))
            case "GRAPH":
                name = terms.variable_or_iri(part.need("VarOrIri"), self.names)
                return join(before, a.Graph(name, self.group(part.need("Group"))))
            case "BIND":
                return self._bound(before, part)
            case "VALUES":
                return join(before, self._data(part.need("DataBlock")))
            case "SERVICE" | "LATERAL":
                raise NotInAlgebra(part.first_token)
        groups = [self.group(each) for each in part.all("Group")]
        return join(before, reduce(a.Union, groups))

    def _bound(self, before: a.Pattern, part: Tree) -> a.Pattern:
        token = next(each for each in part.own_tokens if each.kind == "variable")
        name = terms.variable(token)
        if name in visible(before):
            raise QueryError(
                token, f"{name} already has a value before this BIND. Choose another name after AS."
            )
        return a.Extend(before, name, self._expressions.expression(part.need("Expression")))

    def _data(self, block: Tree) -> a.Values:
        """Return the rows of a data block."""
        variables = tuple(terms.variable(each) for each in block.own_tokens if each.kind == "variable")
        rows: list[list[a.Term | None]] = []
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
        return a.Values(variables, tuple(map(tuple, rows)))


def _closed(pattern: a.Pattern, block: list[Triple]) -> a.Pattern:
    return join(pattern, a.Triples(tuple(block))) if block else pattern


def _all_of(conditions: list[a.Expression]) -> a.Expression | None:
    return reduce(lambda left, right: a.Call("&&", (left, right)), conditions) if conditions else None


def join(left: a.Pattern, right: a.Pattern) -> a.Pattern:
    """Return the join of two patterns; the join with an empty group is the other pattern."""
    if left == a.UNIT:
        return right
    return left if right == a.UNIT else a.Join(left, right)
