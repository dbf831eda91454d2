"""SHACL validation with ADGO's own graph, shapes and ontology where none are named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from adgo.graph import files, hygiene, neighbourhood
from adgo.shacl import imports, inputs, validation
from adgo.shacl.evaluation.deadline import SECONDS
from adgo.shacl.inputs import Inputs
from adgo.shacl.reporting.report import Report

if TYPE_CHECKING:
    from adgo.shacl.inputs import Source

    Sources = Source | Iterable[Source] | None


def read(data: Sources = None, shapes: Sources = None, ontology: Sources = None) -> Inputs:
    """Return the documents of the three roles.

    Without data the packaged graph; without shapes the packaged ones; data of one's own against the packaged shapes
    has the packaged graph beside it unless an ontology is named. Raises InputError.
    """
    own, shaped, known = several(data), several(shapes), several(ontology)
    read = neighbourhood.paths(own)
    beside: Sequence[Source] = neighbourhood.around(read) if own and not shaped and not known else known
    found = inputs.read(read or files.checked(), shaped or files.part("shapes"), beside)
    neighbourhood.settle(found)
    found.remarks += neighbourhood.remarks(own, read)
    return found


def several(sources: Sources) -> list[Source]:
    """Return a list of sources, whether one, several or none are given."""
    if sources is None:
        return []
    if isinstance(sources, str | Path) or hasattr(sources, "triples"):
        return [sources]  # type: ignore[list-item]
    return list(sources)


def validate(
    data: Sources = None,
    shapes: Sources = None,
    *,
    ontology: Sources = None,
    engine: validation.Engine = "fast",
    import_policy: imports.Policy = "catalog",
    query_seconds: float = SECONDS,
    all_hygiene: bool = False,
) -> Report:
    """Return the report of a SHACL validation; iterating it gives results with file, line and column.

    Each of `data`, `shapes` and `ontology` is a path (a file, a folder, a glob pattern), an rdflib graph, or several
    of these; what is left out is ADGO's own. The ontology is seen by the shapes and not checked itself. `all_hygiene`
    asks for all hygiene checks that are for anybody's data, as `adgo validate --hygiene` does.

    >>> report = validate("data/*.ttl", "shapes.ttl")  # doctest: +SKIP
    >>> for result in report:  # doctest: +SKIP
    ...     print(result.file, result.line, result.column, result.message)

    A report whose `checked` is 0 conforms because nothing was checked. Raises InputError with every missing path and
    every syntax error, and ShapesError where the shapes cannot be processed, or take too long: a SPARQL query, or a
    focus node at pySHACL, longer than `query_seconds` (0: no limit). pySHACL's process is ended then; a query of the
    fast engine goes on in a thread of its own until it or this process ends.
    """
    given = {"data": data, "shapes": shapes, "ontology": ontology}
    named = {role: None if sources is None else several(sources) for role, sources in given.items()}
    for role in ("data", "shapes"):
        if named[role] == []:
            raise ValueError(f"no {role}: the list is empty; leave `{role}` out to take ADGO's own")
    documents = read(named["data"], named["shapes"], named["ontology"])
    findings = imports.resolve(documents, import_policy)
    report = validation.validate(documents, engine, query_seconds)
    report.findings[:0] = [*findings, *hygiene.check(documents, all_hygiene)]
    return report
