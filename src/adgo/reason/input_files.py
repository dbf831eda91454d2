"""Reads the files to reason on: the packaged graph, or given files together with packaged ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from adgo.graph import files
from adgo.graph.namespaces import ADGO
from adgo.graph.packaged_data import is_packaged
from adgo.reason import owl_vocabulary
from adgo.shacl import inputs
from adgo.shacl.imports import resolve
from adgo.shacl.inputs import Inputs
from adgo.turtle.document import Document
from adgo.turtle.files import expand

_OWN = f"<{ADGO}"


def read(paths: Sequence[str] = (), *, alone: bool = False) -> tuple[Inputs, list[str]]:
    """Return the documents to reason on, and notes about files that were left out.

    Without paths, these are the documents of the default graph. If the given files contain an ontology of ADGO, only
    they are read. Otherwise the default graph is added, or only the ontology if `alone` or if all given files are
    packaged ones.

    Args:
        paths: files and folders; none for the default graph.
        alone: whether to add only the ontology.

    Raises:
        InputError: with all errors of all files.
    """
    default = [path for name in files.DEFAULT_PARTS for path in files.part(name)]
    if not paths:
        return _with_imports(inputs.read(default, []), [])
    given, notes = _chosen(paths)
    found = inputs.read(given, [])
    if any(map(_defines_terms, found.data)):
        return _with_imports(found, notes)
    alone = alone or all(map(is_packaged, found.data))
    found = inputs.read(given, [], files.part("ontology") if alone else default)
    mine = {Path(document.path).resolve() for document in found.data}
    found.ontology = [document for document in found.ontology if Path(document.path).resolve() not in mine]
    return _with_imports(found, notes)


def _with_imports(found: Inputs, notes: list[str]) -> tuple[Inputs, list[str]]:
    """Return the documents with their imports from catalogs, and a note about each import that was not found."""
    unresolved = resolve(found, "catalog")
    return found, [*notes, *(f"{finding.place}: {finding.message}" for finding in unresolved)]


def _chosen(paths: Sequence[str]) -> tuple[list[str | Path], list[str]]:
    """Return the files in folders, and other paths unchanged. Packaged parts that are not facts are left out."""
    excluded = {
        path.resolve(): name
        for name in files.PARTS
        if name not in files.DEFAULT_PARTS
        for path in files.part(name)
    }
    chosen: list[str | Path] = []
    notes = []
    for path in paths:
        if not Path(path).is_dir():
            chosen.append(path)
            continue
        inside, reason = expand(path)
        if reason:
            chosen.append(path)
        for file in inside:
            part = excluded.get(file.resolve())
            if part is None:
                chosen.append(file)
            else:
                notes.append(
                    f"{file} was left out, as {part} are not part of the facts; to read it, name the file itself"
                )
    return chosen, notes


def _defines_terms(document: Document) -> bool:
    """Return whether a document declares terms of ADGO, as the ontology does."""
    table = document.table
    declared = {number for name in owl_vocabulary.DECLARATIONS if (number := table.find(name)) is not None}
    type_ = table.find(owl_vocabulary.TYPE)
    return any(p == type_ and o in declared and table.terms[s].startswith(_OWN) for s, p, o in document.rows)
