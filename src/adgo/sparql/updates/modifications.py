"""INSERT and DELETE with a WHERE as algebra: the quads that they remove and add, and the pattern that they ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.operators import join
from adgo.sparql.algebra.scope import visible
from adgo.sparql.algebra.syntax_tree import Tree
from adgo.sparql.algebra.terms import variable_or_iri
from adgo.sparql.algebra.translation import Translator
from adgo.sparql.algebra.triples import triples
from adgo.sparql.tokens import SparqlToken
from adgo.sparql.updates.operations import UpdateOperation

#: Subject, predicate, object and graph; the graph is None for the default graph.
Quad = tuple[str, str, str, str | None]
Solution = dict[str, str]


@dataclass(frozen=True, slots=True)
class Modification:
    """An operation with a WHERE.

    Attributes:
        removed: the template of DELETE.
        added: the template of INSERT.
        query: its WHERE as a SELECT of the variables that the templates use.
        graph: the graph of WITH, None if there is none.
        default: the graphs of USING, None if there is neither USING nor USING NAMED.
        named: the graphs of USING NAMED, likewise.
        start: where its WHERE begins in the text: at the brace, or at the word if it is a DELETE WHERE.
        end: where it ends, exclusive.
    """

    removed: tuple[Quad, ...]
    added: tuple[Quad, ...]
    query: algebra.Query
    graph: str | None
    default: tuple[str, ...] | None
    named: tuple[str, ...] | None
    start: int
    end: int

    def changes(self, solutions: Sequence[Solution]) -> tuple[list[Quad], list[Quad]]:
        """Return the quads to remove and those to add, each once.

        A blank node of a template is a new one for each solution; its label then begins with `_:made`.
        """
        removed = (each for row in solutions for each in _filled(self.removed, row, 0))
        added = (each for number, row in enumerate(solutions) for each in _filled(self.added, row, number))
        return list(dict.fromkeys(removed)), list(dict.fromkeys(added))


#: Begins the label of a blank node that an INSERT makes.
MADE = "_:made"


def modification(operation: UpdateOperation) -> Modification:
    """Return the algebra of an operation of the kind MODIFY or DELETE WHERE.

    Raises:
        QueryError: the operation breaks a rule that the grammar does not express.
        NotInAlgebra: it has a construct for which there is no operator.
    """
    tree = operation.tree
    assert tree is not None
    translator = Translator(operation.names.base, operation.names.prefixes)
    if operation.kind == "DELETE WHERE":
        block = tree.need("Quads")
        quads = tuple(_quads(block, translator, None))
        word = next(each for each in tree.own_tokens if each.word == "WHERE")
        query = _query(_pattern(quads), quads)
        return Modification(quads, (), query, None, None, None, word.start, _end(block))
    own = tree.one("Iri")
    graph = None if own is None else translator.names.iri(own)
    where = tree.need("Where")
    group = where.need("Group")
    pattern = translator.group(group)
    removed, added = _templates(tree, translator, graph)
    default, named = _dataset(where, translator)
    query = _query(pattern, (*removed, *added))
    return Modification(removed, added, query, graph, default, named, group.first_token.start, _end(group))


def _templates(
    tree: Tree, translator: Translator, graph: str | None
) -> tuple[tuple[Quad, ...], tuple[Quad, ...]]:
    """Return the templates of DELETE and of INSERT."""
    found: dict[str, tuple[Quad, ...]] = {}
    word = ""
    for part in tree.parts:
        if isinstance(part, SparqlToken):
            word = part.word
        elif part.name == "Quads":
            found[word] = tuple(_quads(part, translator, graph))
    return found.get("DELETE", ()), found.get("INSERT", ())


def _quads(tree: Tree, translator: Translator, graph: str | None) -> Iterator[Quad]:
    """Yield the quads of a template; those outside GRAPH are in `graph`."""
    name, is_inside = graph, False
    for part in tree.parts:
        if isinstance(part, SparqlToken):
            # The brace that closes a GRAPH, or all.
            if part.text == "}":
                name, is_inside = graph, False
        elif part.name == "VarOrIri":
            name, is_inside = variable_or_iri(part, translator.names), True
        else:
            for subject, predicate, obj in triples(part, translator.names):
                assert isinstance(predicate, str)
                yield subject, predicate, obj, name
    assert not is_inside


def _pattern(quads: Iterable[Quad]) -> algebra.Pattern:
    """Return the pattern that a DELETE WHERE asks for."""
    pattern: algebra.Pattern = algebra.UNIT
    for subject, predicate, obj, graph in quads:
        block = algebra.BasicGraphPattern(((subject, predicate, obj),))
        pattern = join(pattern, block if graph is None else algebra.GraphPattern(graph, block))
    return pattern


def _query(pattern: algebra.Pattern, quads: Iterable[Quad]) -> algebra.Query:
    used = {term for quad in quads for term in quad if term is not None}
    columns = tuple(each for each in visible(pattern) if each in used and not each.startswith(algebra.HIDDEN))
    return algebra.Query("SELECT", algebra.Project(columns, pattern), columns, (), (), None, None)


def _dataset(where: Tree, translator: Translator) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    """Return the graphs of USING and of USING NAMED, None if there is neither."""
    default: list[str] = []
    named: list[str] = []
    is_named = False
    for part in where.parts:
        if isinstance(part, SparqlToken):
            is_named = part.word == "NAMED"
        elif part.name == "Iri":
            (named if is_named else default).append(translator.names.iri(part))
    return (tuple(default), tuple(named)) if default or named else (None, None)


def _end(tree: Tree) -> int:
    return list(tree.tokens())[-1].end


def _filled(template: Iterable[Quad], solution: Solution, number: int) -> Iterator[Quad]:
    """Yield the quads of a template for a solution, without those that are not RDF."""
    for quad in template:
        subject, predicate, obj, graph = (_filled_term(each, solution, number) for each in quad)
        if subject and predicate and obj and graph is not None and _is_rdf(subject, predicate, graph):
            yield subject, predicate, obj, graph or None


def _filled_term(term: str | None, solution: Solution, number: int) -> str | None:
    """Return a term of a template for a solution: None if it is unbound, "" for the default graph."""
    if term is None:
        return ""
    if term.startswith(algebra.HIDDEN):
        label = "".join(each if each.isalnum() else f"_{ord(each):x}_" for each in term[2:])
        return f"{MADE}{number}x{label}"
    return solution.get(term) if algebra.is_variable(term) else term


def _is_rdf(subject: str, predicate: str, graph: str) -> bool:
    return subject[0] != '"' and predicate[0] == "<" and graph[:1] in ("", "<")
