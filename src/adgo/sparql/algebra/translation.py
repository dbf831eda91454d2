"""From the syntax tree of a query to its algebra (SPARQL 1.1, section 18.2)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra import templates, terms
from adgo.sparql.algebra.chains import chained
from adgo.sparql.algebra.data_blocks import data_block
from adgo.sparql.algebra.errors import NotInAlgebra, QueryError
from adgo.sparql.algebra.expressions import Expressions
from adgo.sparql.algebra.labels import LabelScopes
from adgo.sparql.algebra.names import QueryNames
from adgo.sparql.algebra.operators import join
from adgo.sparql.algebra.scope import visible
from adgo.sparql.algebra.selects import Selects
from adgo.sparql.algebra.syntax_tree import Tree, form_of
from adgo.sparql.algebra.triples import triples


def translated(tree: Tree, prefixes: Mapping[str, str]) -> algebra.Query | None:
    """Return the algebra of a query whose relative IRIs do not matter; None if it has none.

    Args:
        tree: the query.
        prefixes: prefixes that need no declaration.
    """
    try:
        return Translator("http://localhost/", prefixes, reads_services=True).query(tree)
    except (QueryError, NotInAlgebra, RecursionError):
        return None


class Translator:
    """The translation of one text."""

    def __init__(
        self,
        base: str | None = None,
        prefixes: Mapping[str, str] | None = None,
        *,
        reads_services: bool = False,
    ) -> None:
        """Start the translation.

        Args:
            base: the base IRI of the request.
            prefixes: prefixes that need no declaration.
            reads_services: whether a SERVICE is translated, as a graph of that name that only the engine can ask.
        """
        self.names = QueryNames(base, prefixes or {})
        self._expressions = Expressions(self.names, self.group)
        self._selects = Selects(self._expressions)
        self._labels = LabelScopes()
        self._reads_services = reads_services

    def query(self, tree: Tree) -> algebra.Query:
        """Return the algebra of a query.

        Raises:
            QueryError: the query breaks a rule that the grammar does not express.
            NotInAlgebra: it has a construct for which there is no operator.
        """
        self.names.declare(tree.need("Prologue"))
        form = form_of(tree)
        template = self._template(form)
        values = self._values(tree)
        where = form.one("WhereClause")
        pattern = self.group(where.need("Group")) if where else algebra.BasicGraphPattern(template)
        columns, pattern = self._selects.solutions(form, form.one("SelectClause"), pattern, values)
        described = tuple(terms.variable_or_iri(each, self.names) for each in form.all("VarOrIri"))
        if form.name == "DescribeQuery" and "*" in form.words:
            described = columns
        default, named = self._dataset(form)
        name = form.name.removesuffix("Query").upper()
        return algebra.Query(name, pattern, columns, template, described, default, named)

    def _template(self, form: Tree) -> tuple[algebra.TriplePattern, ...]:
        written = form.one("Triples")
        if written is None:
            return ()
        templates.check_paths(written, "the template of a CONSTRUCT")
        return tuple(triples(written, self.names))

    def _values(self, tree: Tree) -> algebra.InlineData | None:
        """Return the data block after a query or subquery."""
        block = tree.need("ValuesClause").one("DataBlock")
        return data_block(block, self.names) if block else None

    def _dataset(self, form: Tree) -> tuple[tuple[algebra.Term, ...] | None, tuple[algebra.Term, ...] | None]:
        """Return the graphs of FROM and of FROM NAMED, each once; None if there is neither."""
        clauses = list(form.all("DatasetClause"))
        if not clauses:
            return None, None
        named = [each for each in clauses if "NAMED" in each.words]
        default = [each for each in clauses if "NAMED" not in each.words]
        return self._iris(default), self._iris(named)

    def _iris(self, clauses: list[Tree]) -> tuple[algebra.Term, ...]:
        return tuple(dict.fromkeys(self.names.iri(each.need("Iri")) for each in clauses))

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
        block: list[algebra.TriplePattern] = []
        scope = self._labels.begin()
        for part in (each for each in (body.parts if body else ()) if isinstance(each, Tree)):
            if part.name == "Triples":
                self._labels.check(part, scope)
                block += triples(part, self.names)
            elif part.words[:1] == ["FILTER"]:
                filters.append(self._expressions.constraint(part.need("Constraint")))
            else:
                pattern = self._extended(_closed(pattern, block), part)
                block, scope = [], self._labels.begin()
        return _closed(pattern, block), filters

    def _subquery(self, tree: Tree) -> algebra.Pattern:
        pattern = self.group(tree.need("WhereClause").need("Group"))
        return self._selects.solutions(tree, tree.need("SelectClause"), pattern, self._values(tree))[1]

    def _extended(self, before: algebra.Pattern, part: Tree) -> algebra.Pattern:
        """Return the pattern of a group so far with its next part, which is neither triples nor a filter."""
        match next(iter(part.words), ""):
            case "OPTIONAL":
                inner, filters = self._parts(part.need("Group"))
                return algebra.LeftJoin(before, inner, _all_of(filters))
            case "MINUS":
                return algebra.Minus(before, self.group(part.need("Group")))
            case "BIND":
                return self._bound(before, part)
            case "VALUES":
                return join(before, data_block(part.need("DataBlock"), self.names))
            case "GRAPH" | "SERVICE" | "LATERAL":
                return join(before, self._named(part))
        groups = [self.group(each) for each in part.all("Group")]
        return join(before, chained(algebra.Union, groups))

    def _named(self, part: Tree) -> algebra.Pattern:
        name = part.one("VarOrIri")
        if name is None or not (part.words[0] == "GRAPH" or self._reads_services):
            raise NotInAlgebra(part.first_token)
        words = [each for each in part.words if each in ("SERVICE", "SILENT")]
        return algebra.GraphPattern(
            terms.variable_or_iri(name, self.names), self.group(part.need("Group")), " ".join(words)
        )

    def _bound(self, before: algebra.Pattern, part: Tree) -> algebra.Pattern:
        token = next(each for each in part.own_tokens if each.kind == "variable")
        name = terms.variable(token)
        if name in visible(before):
            raise QueryError(
                token, f"{name} already has a value before this BIND. Choose another name after AS."
            )
        return algebra.Extend(before, name, self._expressions.expression(part.need("Expression")))


def _closed(pattern: algebra.Pattern, block: list[algebra.TriplePattern]) -> algebra.Pattern:
    return join(pattern, algebra.BasicGraphPattern(tuple(block))) if block else pattern


def _all_of(conditions: list[algebra.Expression]) -> algebra.Expression | None:
    return chained(lambda left, right: algebra.Call("&&", (left, right)), conditions) if conditions else None
