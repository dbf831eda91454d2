"""Which variables of a query may hold literals of the data, and which predicates they come by."""

from __future__ import annotations

from collections import defaultdict

from adgo.shacl.evaluation.lexical_forms import WrittenForms, names_of, parts
from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.scope import free


class LiteralVariables:
    """The variables of one query; `forms` says what the engine's store changes in the data."""

    def __init__(
        self, pattern: algebra.Pattern, path: algebra.Term | algebra.Path | None, forms: WrittenForms
    ) -> None:
        """Read the pattern of a query.

        Args:
            pattern: the pattern.
            path: what stands for `$PATH`.
            forms: the literals of the data.
        """
        self._forms = forms
        #: The predicates by which triples give a variable a value, one entry for each triple.
        self._read: defaultdict[algebra.Term, list[set[str] | None]] = defaultdict(list)
        #: The variables from which expressions compute another, and those that are only copied.
        self._computed: defaultdict[algebra.Term, set[algebra.Term]] = defaultdict(set)
        self._copied: defaultdict[algebra.Term, set[algebra.Term]] = defaultdict(set)
        for part in parts(pattern):
            match part:
                case algebra.BasicGraphPattern(triples):
                    for triple in triples:
                        self._add_triple(triple, path)
                case algebra.Extend(_, variable, algebra.Variable(name)):
                    self._copied[variable].add(name)
                case algebra.Extend(_, variable, expression):
                    self._computed[variable].update(free(expression))

    def _add_triple(self, triple: algebra.TriplePattern, path: algebra.Term | algebra.Path | None) -> None:
        subject, verb, obj = triple
        if verb == "?PATH" and path is not None:
            verb = path
        ends = (obj,) if isinstance(verb, str) else (subject, obj)
        for end in ends:
            if algebra.is_variable(end):
                self._read[end].append(names_of(verb))

    def holds_changed(self, variable: algebra.Term) -> bool:
        """Return whether a variable may hold a literal that the store changes, or what is computed from one."""
        return self._forms.change(self._names(variable, set()))

    def are_confused(self, columns: tuple[algebra.Term, ...]) -> bool:
        """Return whether a query depends on a difference between literals that the store does not keep.

        It does if a column holds such literals, or if two triples must have the same literal.

        Args:
            columns: the columns of the query.
        """
        changed = [name for name in (*columns, *self._read) if self.holds_changed(name)]
        together = [name for name in changed if name in columns or len(self._read[name]) > 1]
        return any(self.written(name) is None for name in together)

    def written(self, variable: algebra.Term) -> dict[str, str] | None:
        """Return the literals of a variable as the data write them, by how the store writes them.

        None if that is not known: two literals are written alike in the store, or it is computed.
        """
        if self._is_computed(variable, set()):
            return None
        return self._forms.written(self._names(variable, set()))

    def _names(self, variable: algebra.Term, seen: set[algebra.Term]) -> set[str] | None:
        """Return the predicates that the values of a variable come by, None for any; `seen` are known already."""
        if variable in seen:
            return set()
        seen.add(variable)
        found = list(self._read.get(variable, ()))
        for source in (*self._computed.get(variable, ()), *self._copied.get(variable, ())):
            found.append(self._names(source, seen))
        return None if None in found else set().union(*(each for each in found if each is not None))

    def _is_computed(self, variable: algebra.Term, seen: set[algebra.Term]) -> bool:
        if variable in seen:
            return False
        seen.add(variable)
        return variable in self._computed or any(
            self._is_computed(each, seen) for each in self._copied.get(variable, ())
        )
