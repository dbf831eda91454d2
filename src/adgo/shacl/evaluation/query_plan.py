"""How a query of a shape is answered: it is planned once, not for each node."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from adgo.shacl.evaluation.lexical_forms import WrittenForms, predicates, sees_forms, triples
from adgo.shacl.evaluation.literal_variables import LiteralVariables
from adgo.shacl.evaluation.nested_exists import nested
from adgo.shacl.evaluation.prebinding import PreBinding
from adgo.shacl.evaluation.setwise import runs_setwise
from adgo.shacl.model.constraint_query import ConstraintQuery
from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.serializer import written
from adgo.sparql.algebra.syntax_tree import parse
from adgo.sparql.algebra.translation import Translator
from adgo.sparql.differences import plan
from adgo.sparql.differences.literals import is_folded
from adgo.sparql.evaluation.paths import has_zero_length
from adgo.sparql.tokens import tokenize
from adgo.turtle.terms import INTEGER, split_literal

#: Begins what stands for the value of a variable in a text that is used for many values.
_STAND_IN = "urn:x-shacl:value-of:"
#: The same for an integer; the number of the variable follows.
_STAND_IN_NUMBER = 918273645463
#: Texts that are kept for one query.
_MOST_TEXTS = 1000


class QueryPlan:
    """The plan of one query. The engine gets a text in which only the values differ from node to node."""

    def __init__(self, query: ConstraintQuery, forms: WrittenForms) -> None:
        """Hold the query, which has been checked, and what the engine's store changes in the data."""
        self.source = query
        self._forms = forms
        self.query = query.algebra
        #: The pieces of the text, by what stands for the values; None if the engine's answer would not be that of
        #: SPARQL 1.1.
        self._texts: dict[tuple[tuple[str, str], ...], list[str] | None] = {}

    @cached_property
    def is_setwise(self) -> bool:
        """Whether one run of the SELECT gives, for each `$this`, the solutions of a run with `$this` bound."""
        return runs_setwise(self.query)

    @cached_property
    def path(self) -> algebra.Term | algebra.Path | None:
        """What stands for `$PATH`."""
        if not self.source.path:
            return None
        tree = parse(tokenize(f"ASK {{ ?s {self.source.path} ?o }}"))
        assert tree is not None
        pattern = Translator().query(tree).pattern
        assert isinstance(pattern, algebra.BasicGraphPattern)
        return pattern.triples[0][1]

    def bound(self, values: Mapping[str, str]) -> algebra.Query:
        """Return the algebra with the values of variables, for ADGO's own evaluation."""
        return self._bound(values, dict(values))

    def _bound(self, values: Mapping[str, str], inserted: Mapping[str, str]) -> algebra.Query:
        row = algebra.InlineData(tuple(values), (tuple(values.values()),))
        return PreBinding(row, inserted, self.path).query(self.query)

    def text(self, values: Mapping[str, str]) -> str | None:
        """Return the text for the engine, None if it would not answer as SPARQL 1.1 says.

        Args:
            values: variable (with its question mark) to term in N-Triples form.
        """
        terms = values.values()
        if self._sees_changes or any(term[0] == "_" for term in terms) or any(map(is_folded, terms)):
            return None
        key = tuple(
            (name, _stand_in(term, number, name)) for number, (name, term) in enumerate(values.items())
        )
        if key not in self._texts:
            if len(self._texts) >= _MOST_TEXTS:
                self._texts.clear()
            self._texts[key] = self._pieces(dict(key))
        pieces = self._texts[key]
        if pieces is None:
            return None
        named = {stand_in: values[name] for name, stand_in in key}
        return "".join(named[each] if place % 2 else each for place, each in enumerate(pieces))

    def _pieces(self, values: Mapping[str, str]) -> list[str] | None:
        """Return the text in pieces: what stays, and what stands for a value, in turn."""
        iris = {name: term for name, term in values.items() if term[0] == "<"}
        if len(iris) < len(values) and self._has_zero_length:
            return None
        made = self._bound(values, iris)
        text = _for_engine(nested(made)) or _for_engine(made)
        if text is None:
            return None
        return re.split(f"({'|'.join(map(re.escape, values.values()))})", text) if values else [text]

    @cached_property
    def _sees_changes(self) -> bool:
        """Whether the query sees that the store writes a literal in another way, or keeps two literals as one."""
        pattern = self.query.pattern
        names = predicates(pattern, self.path)
        if not self._forms.change(names):
            return False
        variables = self._variables
        return (
            self._forms.merge(names)
            or sees_forms(pattern, variables.holds_changed)
            or variables.are_confused(self.query.columns)
        )

    @cached_property
    def _variables(self) -> LiteralVariables:
        return LiteralVariables(self.query.pattern, self.path, self._forms)

    @cached_property
    def written(self) -> dict[str, dict[str, str]]:
        """The literals of each column of the engine's answer as the data write them, by how the store writes them.

        Columns whose literals the store does not change are left out.
        """
        changed = filter(self._variables.holds_changed, self.query.columns)
        return {name[1:]: self._variables.written(name) or {} for name in changed}

    @cached_property
    def _has_zero_length(self) -> bool:
        """Whether a path of the query may have no step: between literals, the engine does not follow it."""
        verbs = [verb for _, verb, _ in triples(self.query.pattern)]
        uses_path = self.path is not None and "?PATH" in verbs
        return any(map(has_zero_length, verbs)) or (uses_path and has_zero_length(self.path or ""))


def _for_engine(query: algebra.Query) -> str | None:
    """Return the text of a query for the engine, None if it would not answer as SPARQL 1.1 says."""
    planned = plan.for_query(query)
    if planned.query is not None and planned.text is None:
        return None
    return planned.text or written(query)


def _stand_in(term: str, number: int, name: str) -> str:
    """Return a term of the same kind as another: for both, a query is planned alike.

    Args:
        term: the other term.
        number: the number of its variable.
        name: the name of its variable.
    """
    if term[0] == "<":
        return f"<{_STAND_IN}{name[1:]}>"
    suffix = split_literal(term)[1]
    if not suffix or suffix[0] == "@":
        return f'"{_STAND_IN}{name[1:]}"{suffix}'
    return f'"{_STAND_IN_NUMBER}{number}"{suffix}' if suffix == f"^^{INTEGER}" else term
