"""The SPARQL queries of shapes: their form, what SHACL forbids in them, and their algebra."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from adgo.shacl.model.errors import ShapesError, TextPosition, Unsupported

if TYPE_CHECKING:
    from adgo.sparql.algebra import operators as algebra
    from adgo.sparql.algebra.syntax_tree import Tree
    from adgo.sparql.algebra.translation import Translator
    from adgo.sparql.text import SparqlText
    from adgo.sparql.tokens import SparqlToken

_FORBIDDEN = frozenset({"MINUS", "VALUES", "SERVICE"})
#: Variables that SHACL binds in every query (SHACL 5.3.1).
_ALWAYS_BOUND = frozenset({"currentShape", "shapesGraph"})
#: The variable that stands for the path of a property shape.
_PATH = "PATH"


@dataclass(eq=False)
class ConstraintQuery:
    """A query of a shape. It is read once, however often it runs.

    Attributes:
        text: the text of the query, without the prefixes that `sh:prefixes` leads to.
        prefixes: those prefixes, with their namespaces.
        origin: where the text is in the shapes graph.
        path: the SPARQL path that stands for `$PATH`; "" if there is none.
    """

    text: str
    prefixes: Mapping[str, str] = field(default_factory=dict)
    origin: TextPosition | None = None
    path: str = ""

    @property
    def source(self) -> SparqlText:
        """The tokenized text."""
        return _source(self.text)

    @property
    def tokens(self) -> tuple[SparqlToken, ...]:
        """The tokens, without white space and comments."""
        return tuple(self.source.tokens)

    @property
    def tree(self) -> Tree:
        """The syntax tree; ShapesError if the text does not follow the grammar."""
        tree = _tree(self.text)
        if tree is None:
            raise self.unreadable()
        return tree

    @cached_property
    def algebra(self) -> algebra.Query:
        """The algebra of the query, with the path in place of `$PATH`.

        Raises:
            ShapesError: the query breaks a rule of SPARQL 1.1.
            Unsupported: it uses a construct that SPARQL 1.1 does not have.
        """
        from adgo.sparql.algebra.errors import NotInAlgebra, QueryError

        try:
            return self._translator().query(self.tree)
        except QueryError as error:
            raise self.fault(error.token.start, str(error)) from error
        except NotInAlgebra as error:
            raise self.fault(error.token.start, "SPARQL 1.1 does not have this construct") from error
        except RecursionError:
            raise Unsupported("its query nests too deeply") from None

    def check(self, form: str, bound: Collection[str] | None) -> None:
        """Check the query as SHACL demands (SHACL 5.2.1, 5.3.1, 5.3.2).

        Args:
            form: the form that it must have: SELECT, ASK or CONSTRUCT.
            bound: the names of the variables that are pre-bound; None for a query that SHACL does not restrict.

        Raises:
            ShapesError: the query cannot be read, has another form, or uses what SHACL forbids.
            Unsupported: it uses a construct that SPARQL 1.1 does not have.
        """
        self._check_names()
        self._check_form(form)
        if bound is not None:
            self._check_restrictions(bound)
        _ = self.algebra

    def _check_restrictions(self, bound: Collection[str]) -> None:
        """Raise ShapesError if the query uses what SHACL forbids."""
        for token in self.tokens:
            if token.word in _FORBIDDEN:
                raise self.fault(token.start, f"a SPARQL constraint may not use {token.word} (SHACL 5.2.1)")
        self._check_assignments({*bound, *_ALWAYS_BOUND})
        if self.algebra.form == "SELECT" and "?this" not in self.algebra.columns:
            start = next(token.start for token in self.tokens if token.word == "SELECT")
            raise self.fault(start, "the SELECT must return $this (SHACL 5.2.1)")
        self._check_nested(bound)
        self._check_path()

    def _check_names(self) -> None:
        """Raise ShapesError for a prefix that is not declared and for a relative IRI."""
        missing = [each for each in self.source.undeclared if _prefix(each) not in self.prefixes]
        if missing:
            raise self.fault(
                missing[0].start,
                f"the prefix {_prefix(missing[0])}: is not declared: declare it with sh:declare, and name the node "
                "with the declaration in sh:prefixes",
            )
        from adgo.turtle.iris import is_absolute

        if any(token.word == "BASE" for token in self.tokens):
            return
        for token in self.tokens:
            if token.kind == "iri" and not is_absolute(token.text[1:-1]):
                raise self.fault(
                    token.start,
                    f"{token.text} is a relative IRI, and the query has no BASE: write the whole IRI",
                )

    def _check_form(self, form: str) -> None:
        found = self.source.analysis.form
        if found and found != form:
            name = f"sh:{form.lower()}"
            article = "an" if found[0] in "AI" else "a"
            kind = "query" if not self.source.analysis.is_update else "update"
            start = next((token.start for token in self.tokens if token.word == found), None)
            raise self.fault(start, f"this is {article} {found} {kind}; {name} needs {form}")
        _ = self.tree

    def _check_assignments(self, bound: Collection[str]) -> None:
        """Raise ShapesError if the query gives a pre-bound variable a value."""
        for before, token in pairwise(self.tokens):
            if before.word == "AS" and _variable(token) in bound:
                raise self.fault(
                    token.start,
                    f"a SPARQL constraint may not assign ?{_variable(token)}, which is pre-bound",
                )

    def _check_nested(self, bound: Collection[str]) -> None:
        """Raise ShapesError if a nested SELECT does not return a pre-bound variable."""
        for select in self.tree.below("SubSelect"):
            names = self._returned(select)
            missing = ", ".join(f"${name}" for name in bound if name not in names)
            if missing:
                raise self.fault(
                    select.first_token.start,
                    f"a nested SELECT must return the pre-bound variables: {missing}",
                )

    def _returned(self, select: Tree) -> set[str]:
        """Return the names of the variables that a nested SELECT returns."""
        from adgo.sparql.algebra.scope import visible

        clause = select.need("SelectClause")
        if "*" not in clause.words:
            return set(map(_variable, clause.own_tokens))
        _ = self.algebra  # it follows the rules that a translation of a part relies on
        pattern = self._translator().group(select.need("WhereClause").need("Group"))
        return {name[1:] for name in visible(pattern)}

    def _translator(self) -> Translator:
        from adgo.sparql.algebra.translation import Translator

        translator = Translator(None, self.prefixes)
        translator.names.declare(self.tree.need("Prologue"))
        return translator

    def _check_path(self) -> None:
        """Raise ShapesError if `$PATH` is not a predicate: SHACL has no other use for it (5.3.1)."""
        verbs = {token.start for verb in self._verbs() for token in verb}
        for token in self.tokens:
            if _variable(token) == _PATH and token.start not in verbs:
                raise self.fault(
                    token.start, "$PATH is allowed only as the predicate of a triple (SHACL 5.3.1)"
                )

    def _verbs(self) -> Iterator[list[SparqlToken]]:
        return (verb.own_tokens for verb in self.tree.below("Verb"))

    def unreadable(self, reported: str = "") -> ShapesError:
        """Return the error of a text that is not a query; `reported` is the engine's message."""
        from adgo.sparql.errors import explain
        from adgo.sparql.tokens import place

        report = explain(self.source, reported, declared=self.prefixes)
        lines = self.text.splitlines(keepends=True)
        start = sum(map(len, lines[: report.line - 1])) + report.column - 1
        line, column = place(self.text, start)
        return self.fault(start, report.detail.removeprefix(f"Line {line}, column {column}: "))

    def fault(self, start: int | None, message: str) -> ShapesError:
        """Return the error for what is wrong at a position of the text.

        Args:
            start: the position, in code points from 0; None for the query as a whole.
            message: what is wrong.
        """
        sentence = message.rstrip(".")
        if self.origin is None:
            return ShapesError(f"a SPARQL query in the shapes cannot be used: {sentence}")
        name = self.origin.predicate.rpartition("#")[2].rstrip(">")
        return ShapesError(
            f"the query in sh:{name} cannot be used: {sentence}",
            self.origin.subject,
            self.origin._replace(offset=None if start is None else self.source.decoding.written_place(start)),
        )

    def uses(self, name: str) -> bool:
        """Return whether the query has a variable of that name."""
        return name in self._variables

    @cached_property
    def _variables(self) -> frozenset[str]:
        return frozenset(map(_variable, self.tokens)) - {""}

    def has_word(self, word: str) -> bool:
        """Return whether the query has a keyword, given in capitals."""
        return any(token.word == word for token in self.tokens)


@lru_cache(maxsize=1024)
def _source(text: str) -> SparqlText:
    from adgo.sparql.text import SparqlText  # most shapes have no query

    return SparqlText(text)


@lru_cache(maxsize=256)
def _tree(text: str) -> Tree | None:
    from adgo.sparql.algebra.syntax_tree import parse

    return parse(_source(text).tokens)


def _variable(token: SparqlToken) -> str:
    """Return the name of a variable, "" for any other token."""
    return token.text[1:] if token.kind == "variable" else ""


def _prefix(token: SparqlToken) -> str:
    return token.text.partition(":")[0]
