"""Run updates in a store: in one transaction if possible, else operation by operation.

The engine runs an update as one transaction, and no program can read what an operation in it has done before the next
one begins. That is enough unless an operation after the first must be evaluated by ADGO itself, or copies from a graph
that an earlier one may have made. The caller then runs the operations one after the other, in a copy of the store.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Store

from adgo.sparql.algebra import text_rules
from adgo.sparql.algebra.errors import NotInAlgebra
from adgo.sparql.answering.store_dataset import StoreDataset
from adgo.sparql.differences.plan import GRAPH_NAMED_TWICE, PLAIN, Plan, for_query
from adgo.sparql.differences.refusal import check_answerable
from adgo.sparql.evaluation.patterns import Evaluator
from adgo.sparql.text import SparqlText
from adgo.sparql.tokens import SparqlToken
from adgo.sparql.updates import engine_refusals
from adgo.sparql.updates.engine_text import Functions, changing
from adgo.sparql.updates.graph_names import GraphNames
from adgo.sparql.updates.modifications import Modification, Quad, modification
from adgo.sparql.updates.operations import TRANSFERS, UpdateOperation, operations, source_of, target_of

#: Start and end of a part of the text, and the text that replaces it.
Replacement = tuple[int, int, str]
_NOTHING = "INSERT DATA {}"


class MissingGraph(Exception):
    """An operation needs a named graph that does not exist; `token` names it."""

    def __init__(self, token: SparqlToken, message: str) -> None:
        super().__init__(message)
        self.token = token


class NeedsSteps(Exception):
    """The operations depend on each other, so that they cannot be run in one transaction."""


@dataclass(slots=True)
class Planned:
    """One operation, and how its WHERE is evaluated; None if it has none, or is not SPARQL 1.1."""

    operation: UpdateOperation
    modification: Modification | None = None
    plan: Plan = PLAIN

    @property
    def is_evaluated(self) -> bool:
        """Whether ADGO itself evaluates the WHERE."""
        return self.plan.query is not None and self.plan.text is None


@dataclass(slots=True)
class Update:
    """An update that is planned.

    Attributes:
        text: the update.
        base: the base IRI.
        steps: its operations.
        given: replacements of parts of the text, such as the triples of a document for a LOAD.
    """

    text: SparqlText
    base: str | None
    steps: list[Planned]
    given: list[Replacement] = field(default_factory=list)

    @property
    def differences(self) -> tuple[str, ...]:
        """The names of the differences between the engine and SPARQL 1.1 that its operations may meet."""
        return tuple(dict.fromkeys(name for step in self.steps for name in step.plan.differences))


def planned(text: SparqlText, base: str | None, given: Iterable[Replacement] = ()) -> Update:
    """Return an update whose operations are planned.

    Args:
        text: the update.
        base: the base IRI of the request.
        given: replacements of parts of the text, in the order of the text.

    Raises:
        NotParsed: it does not follow the grammar.
        QueryError: it breaks a rule that the grammar does not express.
        Unanswerable: it is correct, but what it changes would not be what SPARQL 1.1 says.
    """
    steps = [_planned(each) for each in operations(text, base)]
    update = Update(text, base, steps, list(given))
    if update.differences:
        check(update)
    return update


def check(update: Update) -> None:
    """Raise QueryError if an update breaks a rule that the engine, which sees its parts only, would not find."""
    broken = text_rules.broken(update.text.tokens, {}, is_update=True)
    if broken is not None:
        raise broken


def _planned(operation: UpdateOperation) -> Planned:
    if operation.kind not in ("MODIFY", "DELETE WHERE"):
        return Planned(operation)
    try:
        found = modification(operation)
    except NotInAlgebra:
        return Planned(operation)
    is_merged = len(set(found.default or ())) > 1
    plan = for_query(found.query, has_merged_default=is_merged)
    if any(len(set(graphs)) < len(graphs) for graphs in (found.default or (), found.named or ())):
        plan = Plan((*plan.differences, GRAPH_NAMED_TWICE), query=found.query)
    if plan.differences and plan.text is None:
        assert operation.tree is not None
        check_answerable(found.query, plan.differences, list(operation.tree.tokens()))
    return Planned(operation, found, plan)


def run(store: Store, update: Update) -> None:
    """Run an update in one transaction.

    Raises:
        NeedsSteps: that is impossible; nothing is changed.
        MissingGraph: an operation needs a graph that does not exist; nothing is changed.
        SyntaxError, ValueError, RuntimeError, OSError: the engine refuses; nothing is changed.
    """
    functions: Functions = {}
    texts = _texts(store, update, update.steps, functions)
    store.update(
        update.text.replaced(_in_order(update, texts)), base_iri=update.base, custom_functions=functions
    )


def run_in_steps(store: Store, update: Update) -> None:
    """Run each operation of an update in its own transaction; after an exception, some may have been run.

    Raises:
        MissingGraph: an operation needs a graph that does not exist.
        QueryError: the update breaks a rule that the grammar does not express.
        SyntaxError, ValueError, RuntimeError, OSError: the engine refuses.
    """
    check(update)
    for step in update.steps:
        functions: Functions = {}
        operation = step.operation
        texts = _in_order(update, _texts(store, update, [step], functions))
        inside = [each for each in texts if operation.start <= each[0] < operation.end]
        part = SparqlText(update.text.source[operation.start : operation.end])
        own = part.replaced((a - operation.start, b - operation.start, new) for a, b, new in inside)
        store.update(f"{operation.prologue}\n{own}", base_iri=update.base, custom_functions=functions)


def _in_order(update: Update, texts: list[Replacement]) -> list[Replacement]:
    return sorted([*update.given, *texts])


def _texts(store: Store, update: Update, steps: list[Planned], functions: Functions) -> list[Replacement]:
    """Return the replacements of parts of the text with which the engine runs these operations correctly."""
    graphs = GraphNames(lambda graph: store.contains_named_graph(NamedNode(graph[1:-1])))
    texts: list[Replacement] = []
    for number, step in enumerate(steps):
        operation = step.operation
        whole = (operation.start, operation.end)
        if not _has_its_graph(operation, graphs):
            texts.append((*whole, _NOTHING))
            continue
        if step.is_evaluated:
            if number:
                raise NeedsSteps
            assert step.modification is not None
            texts.append((*whole, changing(*_evaluated(store, update, step), functions)))
        elif step.plan.text is not None:
            assert step.modification is not None
            texts.append(_rewritten(update, step.modification, step.plan.text))
        elif operation.kind in TRANSFERS and (target := target_of(operation)):
            # A copy of an empty graph is an empty graph.
            texts.append((operation.end, operation.end, f" ; CREATE SILENT GRAPH {target.graph}"))
        graphs.note(operation)
    return texts


def _has_its_graph(operation: UpdateOperation, graphs: GraphNames) -> bool:
    """Return whether an operation has the graph that it needs; MissingGraph if not, unless it is SILENT."""
    source = source_of(operation) if operation.tree is not None else None
    if source is None:
        return True
    exists = graphs.exists(source.graph)
    if exists is None:
        if operation.kind not in TRANSFERS:
            # The engine itself refuses to clear or drop a graph that does not exist.
            return True
        raise NeedsSteps
    if not exists and not operation.is_silent:
        raise MissingGraph(source.token, engine_refusals.missing(operation.kind, source.graph))
    return exists


def _evaluated(store: Store, update: Update, step: Planned) -> tuple[list[Quad], list[Quad]]:
    """Return the quads that an operation removes and adds, by ADGO's own evaluation of its WHERE."""
    found, query = step.modification, step.plan.query
    assert found is not None
    assert query is not None
    evaluator = Evaluator(_dataset(store, found), step.operation.names.base)
    return found.changes(list(evaluator.run(query.pattern)))


def _rewritten(update: Update, found: Modification, query: str) -> Replacement:
    where = f"{{ {{ {query} }} }}"
    if found.default is None and update.text.source[found.start] != "{":
        # DELETE WHERE { … } is short for DELETE { … } WHERE { … }.
        where = f"{update.text.source[found.start + len('WHERE') : found.end]} WHERE {where}"
    return found.start, found.end, where


def _dataset(store: Store, found: Modification) -> StoreDataset:
    if found.default is not None and found.named is not None:
        graphs = (found.default, found.named)
        return StoreDataset(store, *([each[1:-1] for each in dict.fromkeys(iris)] for iris in graphs))
    if found.graph is None:
        return StoreDataset(store)
    return StoreDataset(store, [found.graph[1:-1]], [each.value for each in store.named_graphs()])
