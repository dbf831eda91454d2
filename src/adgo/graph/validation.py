"""SHACL validation with ADGO's own graph, shapes and ontology as defaults."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from adgo.graph import files, hygiene, packaged_data
from adgo.shacl import imports, inputs, validation
from adgo.shacl.evaluation.deadline import SECONDS
from adgo.shacl.input_files import InputFiles
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.inferred import Inference
from adgo.shacl.model.result import Finding
from adgo.shacl.reporting.report import Report

if TYPE_CHECKING:
    from adgo.shacl.inputs import Source

    Sources = Source | Iterable[Source] | None


def read(
    data: Sources = None,
    shapes: Sources = None,
    ontology: Sources = None,
    input_files: InputFiles | None = None,
) -> Inputs:
    """Return the documents of the three roles.

    Args:
        data: the data; by default the packaged graph.
        shapes: the shapes; by default the packaged ones.
        ontology: what the shapes see and do not check; by default the packaged graph, if own data are checked with
            the packaged shapes.
        input_files: where the files are read from; by default as they are now.

    Raises:
        InputError: with all missing paths and all syntax errors.
    """
    source = input_files or InputFiles()
    own, shaped, known = several(data), several(shapes), several(ontology)
    read = packaged_data.data_files(own, source)
    added: Sequence[Source] = packaged_data.files_for(read) if own and not shaped and not known else known
    found = inputs.read(read or files.checked(), shaped or files.part("shapes"), added, source)
    packaged_data.mark_packaged(found)
    found.notes += packaged_data.notes(own, read, source)
    return found


def data_files(sources: Iterable[str], input_files: InputFiles) -> list[Path]:
    """Return the files of data that paths mean, as `read` reads them; a missing path stays as it is.

    Args:
        sources: the paths; none means the packaged graph.
        input_files: where the files are read from.
    """
    found = packaged_data.data_files(list(sources), input_files) or files.checked()
    return [Path(each) for each in found if isinstance(each, str | Path)]


def several(sources: Sources) -> list[Source]:
    """Return a list of sources, given one, several or None; TypeError if one of them is not a source."""
    if sources is None:
        return []
    is_one = _is_source(sources) or not isinstance(sources, Iterable) or isinstance(sources, bytes)
    found: list[Any] = [sources] if is_one else list(sources)  # type: ignore[arg-type]
    for each in found:
        if not _is_source(each):
            raise TypeError(
                f"{type(each).__name__} is not a source; give a path, a pattern, an rdflib graph, or several of these"
            )
    return found


def _is_source(given: object) -> bool:
    return isinstance(given, str | Path) or hasattr(given, "triples")


def validate(
    data: Sources = None,
    shapes: Sources = None,
    *,
    ontology: Sources = None,
    engine: validation.Engine = "fast",
    import_policy: imports.Policy = "catalog",
    inference: Inference = "none",
    query_seconds: float = SECONDS,
    all_hygiene: bool = False,
) -> Report:
    """Return the report of a SHACL validation; iterating over it yields results with file, line and column.

    Each of `data`, `shapes` and `ontology` is a path (a file, a folder, a glob pattern), an rdflib graph, or several
    of these; the defaults are ADGO's own.

    >>> report = validate("data/*.ttl", "shapes.ttl")  # doctest: +SKIP
    >>> for result in report:  # doctest: +SKIP
    ...     print(result.file, result.line, result.column, result.message)

    A report whose `checked` is 0 conforms because nothing was checked.

    Args:
        data: the data to check.
        shapes: the shapes.
        ontology: triples that the shapes can use but that are not checked themselves.
        engine: "fast", "pyshacl", or "both".
        import_policy: which `owl:imports` to follow.
        inference: whether the shapes see what follows from data and ontology: "rdfs", or "owlrl" for OWL 2 RL.
        query_seconds: time limit in seconds for a SPARQL query, or with pySHACL for a focus node; 0 for none. If it is
            exceeded, pySHACL's process is killed; a query of the fast engine continues in a separate thread until it
            or this process ends.
        all_hygiene: whether to run all hygiene checks that apply to any data, as `adgo validate --hygiene` does.

    Raises:
        InputError: with all missing paths and all syntax errors.
        InferenceError: if the library for OWL 2 RL is missing, or it fails.
        ShapesError: if the shapes cannot be processed, or exceed the time limit.
        TypeError: if a source is neither a path nor a graph.
        ValueError: if `engine`, `import_policy` or `inference` is unknown, or a list is empty.
    """
    _check_name("engine", engine, validation.Engine)
    _check_name("import policy", import_policy, imports.Policy)
    _check_name("inference", inference, Inference)
    documents = read(_given("data", data), _given("shapes", shapes), ontology)
    findings = [*imports.resolve(documents, import_policy), *_inferred(documents, inference)]
    report = validation.validate(documents, engine, query_seconds)
    report.findings[:0] = [*findings, *hygiene.check(documents.stated, all_hygiene)]
    return report


def _given(role: str, sources: Sources) -> list[Source] | None:
    """Return the sources of a role, None if its own are to be read; ValueError if the list is empty."""
    found = several(sources)
    if sources is not None and not found:
        raise ValueError(f"no {role}: the list is empty; omit `{role}` to use ADGO's own")
    return found or None


def _check_name(kind: str, name: str, allowed: object) -> None:
    """Raise ValueError if a Literal type does not have a name."""
    *names, last = get_args(allowed)
    if name not in (*names, last):
        raise ValueError(f"unknown {kind} {name!r}; expected {', '.join(names)} or {last}")


def _inferred(documents: Inputs, inference: Inference) -> list[Finding]:
    """Add what follows from the documents, and return the findings about contradictions."""
    if inference == "none":
        return []
    from adgo.shacl.inference import extension  # it is slow to import

    return extension.extend(documents, inference)
