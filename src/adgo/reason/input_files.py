"""The files to reason on: the packaged graph, or one's own with the packaged ontology beside them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from adgo.graph import files
from adgo.graph.namespaces import ADGO
from adgo.graph.neighbourhood import is_packaged
from adgo.reason import owl_vocabulary
from adgo.shacl import inputs
from adgo.shacl.imports import resolve
from adgo.shacl.inputs import Inputs
from adgo.turtle.document import Document
from adgo.turtle.files import expand

_OWN = f"<{ADGO}"


def read(paths: Sequence[str] = (), *, alone: bool = False) -> tuple[Inputs, list[str]]:
    """Return the documents to reason on, and remarks on what was left out.

    Without paths the default graph. With paths those files, and beside them the default graph, or if `alone` the
    ontology, unless they bring an ontology of ADGO. Packaged files have the ontology beside them in any case. Raises
    InputError with every fault of every file.
    """
    default = [path for name in files.DEFAULT_PARTS for path in files.part(name)]
    if not paths:
        return _with_imports(inputs.read(default, []), [])
    given, remarks = _chosen(paths)
    found = inputs.read(given, [])
    if any(map(_defines_terms, found.data)):
        return _with_imports(found, remarks)
    alone = alone or all(map(is_packaged, found.data))
    found = inputs.read(given, [], files.part("ontology") if alone else default)
    mine = {Path(document.path).resolve() for document in found.data}
    found.ontology = [document for document in found.ontology if Path(document.path).resolve() not in mine]
    return _with_imports(found, remarks)


def _with_imports(found: Inputs, remarks: list[str]) -> tuple[Inputs, list[str]]:
    """Return the documents with those that they import, by catalogs, and a remark on each import that leads nowhere."""
    unresolved = resolve(found, "catalog")
    return found, [*remarks, *(f"{finding.place}: {finding.message}" for finding in unresolved)]


def _chosen(paths: Sequence[str]) -> tuple[list[str | Path], list[str]]:
    """Return the files of folders, and other paths as they are. What a folder holds of ADGO's own plans is no fact."""
    apart = {
        path.resolve(): name
        for name in files.PARTS
        if name not in files.DEFAULT_PARTS
        for path in files.part(name)
    }
    chosen: list[str | Path] = []
    remarks = []
    for path in paths:
        if not Path(path).is_dir():
            chosen.append(path)
            continue
        inside, reason = expand(path)
        if reason:
            chosen.append(path)
        for file in inside:
            part = apart.get(file.resolve())
            if part is None:
                chosen.append(file)
            else:
                remarks.append(
                    f"{file} was left out: {part} are not part of the facts; name the file to have it read"
                )
    return chosen, remarks


def _defines_terms(document: Document) -> bool:
    """Return whether a document declares terms of ADGO, as one of its ontology does."""
    table = document.table
    declared = {number for name in owl_vocabulary.DECLARATIONS if (number := table.find(name)) is not None}
    type_ = table.find(owl_vocabulary.TYPE)
    return any(p == type_ and o in declared and table.terms[s].startswith(_OWN) for s, p, o in document.rows)
