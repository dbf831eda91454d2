"""Packaged data next to the user's own: which files are added, and which of their nodes the user's data mention."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from adgo.graph import files
from adgo.shacl.input_files import InputFiles
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.names import TYPE
from adgo.shacl.model.result import Finding, Place
from adgo.turtle.document import Document

if TYPE_CHECKING:
    from adgo.shacl.inputs import Source


def is_packaged(document: Document) -> bool:
    """Return whether a document is one of ADGO's own files."""
    return Path(document.path).resolve() in files.packaged()


def data_files(sources: Sequence[Source], input_files: InputFiles) -> list[Path | Source]:
    """Return the data files of the sources, without the packaged plans unless these are the only ones.

    The plans state as plain triples what is only planned, so they must not be merged with other data.
    """
    found: dict[object, Path | Source] = {}
    for source in sources:
        if isinstance(source, str | Path):
            # A missing path is kept, so that reading it raises the error.
            inside: Sequence[str | Path] = input_files.expand(source)[0] or [source]
            found |= {Path(path).resolve(): path for path in inside}
        else:
            found[id(source)] = source
    plans = {path.resolve() for path in files.part("plans")}
    others = [source for place, source in found.items() if place not in plans]
    return others or list(found.values())


def notes(sources: Sequence[Source], read: Sequence[Path | Source], input_files: InputFiles) -> list[Finding]:
    """Return a finding for each file of packaged plans that is among the sources and not read.

    Args:
        sources: the data, as given.
        read: the data that are read.
        input_files: where the files are read from.
    """
    plans = {path.resolve() for path in files.part("plans")}
    paths = [each for each in sources if isinstance(each, str | Path)]
    given = {path.resolve() for each in paths for path in input_files.expand(each)[0]}
    taken = {Path(each).resolve() for each in read if isinstance(each, str | Path)}
    message = "the packaged plans are left out: they state what is only planned, so they are not merged with other data"
    return [
        Finding("plans-left-out", "note", message, place=Place(str(path)), remedy="check them separately")
        for path in sorted(plans & given - taken)
    ]


def files_for(data: Iterable[Path | Source]) -> list[Path]:
    """Return the packaged files to add to data: the whole graph, or for packaged data only the ontology."""
    own = any(
        not isinstance(each, str | Path) or Path(each).resolve() not in files.packaged() for each in data
    )
    return files.checked() if own else files.part("ontology")


def mark_packaged(inputs: Inputs) -> None:
    """Record in the inputs which files are packaged, and which nodes the data mention and packaged files describe."""
    packaged = {document.path for document in inputs.documents if is_packaged(document)}
    if any(document.path not in packaged for document in inputs.data):
        inputs.background = frozenset(packaged)
    vocabulary = {path.resolve() for path in files.part("ontology")}
    added = [document for document in inputs.ontology if is_packaged(document)]
    if all(Path(document.path).resolve() in vocabulary for document in added):
        return
    described = set(chain.from_iterable(_nodes(document, inputs) for document in added))
    mentioned = set(chain.from_iterable(_nodes(document, inputs) for document in inputs.data))
    inputs.neighbours = frozenset(described & mentioned)


def _nodes(document: Document, inputs: Inputs) -> Iterable[int]:
    """Return the subjects of a document, and its objects other than classes."""
    rows, type_ = document.rows, inputs.table.find(TYPE)
    objects = (o for p, o in zip(rows.predicates, rows.objects, strict=True) if p != type_)
    return chain(rows.subjects, objects)
