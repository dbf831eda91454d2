"""What lies beside data of one's own: the packaged graph, and the nodes in it that the data speak of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from adgo.graph import files
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.names import TYPE
from adgo.shacl.model.result import Finding, Place
from adgo.turtle.document import Document
from adgo.turtle.files import expand

if TYPE_CHECKING:
    from adgo.shacl.inputs import Source


def is_packaged(document: Document) -> bool:
    """Return whether a document is one of ADGO's own files."""
    return Path(document.path).resolve() in files.packaged()


def paths(sources: Sequence[Source]) -> list[Path | Source]:
    """Return the files that are data: those of the sources, without the packaged plans if they stand beside others.

    The plans state as plain triples what is not so, or not yet: they are a graph of their own, and no part of a merge.
    """
    found: dict[object, Path | Source] = {}
    for source in sources:
        if isinstance(source, str | Path):
            # What is not there is kept, so that whoever reads it says so.
            for path in expand(source)[0] or [Path(source)]:
                found[path.resolve()] = path
        else:
            found[id(source)] = source
    plans = {path.resolve() for path in files.part("plans")}
    others = [source for place, source in found.items() if place not in plans]
    return others or list(found.values())


def remarks(sources: Sequence[Source], read: Sequence[Path | Source]) -> list[Finding]:
    """Return a finding if the packaged plans are among the sources and not among what is read of them."""
    plans = {path.resolve() for path in files.part("plans")}
    given = {path.resolve() for each in sources if isinstance(each, str | Path) for path in expand(each)[0]}
    taken = {Path(each).resolve() for each in read if isinstance(each, str | Path)}
    message = (
        "the packaged plans are left out: they are no part of a merge, as they state what is only planned"
    )
    return [
        Finding("plans-left-out", "note", message, place=Place(str(path)), remedy="check them alone")
        for path in sorted(plans & given - taken)
    ]


def around(data: Iterable[Path | Source]) -> list[Path]:
    """Return the packaged files that lie beside data: the whole graph, or for packaged data the ontology alone."""
    own = any(
        not isinstance(each, str | Path) or Path(each).resolve() not in files.packaged() for each in data
    )
    return files.checked() if own else files.part("ontology")


def settle(inputs: Inputs) -> None:
    """Find the nodes that the data speak of and packaged data beside them describe, and mark the packaged files."""
    packaged = {document.path for document in inputs.documents if is_packaged(document)}
    if any(document.path not in packaged for document in inputs.data):
        inputs.background = frozenset(packaged)
    vocabulary = {path.resolve() for path in files.part("ontology")}
    beside = [document for document in inputs.ontology if is_packaged(document)]
    if all(Path(document.path).resolve() in vocabulary for document in beside):
        return
    described = set(chain.from_iterable(_nodes(document, inputs) for document in beside))
    spoken_of = set(chain.from_iterable(_nodes(document, inputs) for document in inputs.data))
    inputs.neighbours = frozenset(described & spoken_of)


def _nodes(document: Document, inputs: Inputs) -> Iterable[int]:
    """Return the subjects of a document, and its objects other than classes."""
    rows, type_ = document.rows, inputs.table.find(TYPE)
    objects = (o for p, o in zip(rows.predicates, rows.objects, strict=True) if p != type_)
    return chain(rows.subjects, objects)
