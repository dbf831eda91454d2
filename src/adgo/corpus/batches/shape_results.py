"""Checks articles against the shapes, a few files at a time, with any runner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from adgo.graph import files
from adgo.graph.building.dataflow import Runner
from adgo.shacl import inputs, validation
from adgo.shacl.evaluation.deadline import SECONDS
from adgo.shacl.reporting.report import Report

#: Files that are checked together, as each group reads ontology, entities and judgements again.
TOGETHER = 50


def check(runner: Runner) -> list[str]:
    """Return the results of the shapes for every file of claims of the project, sorted, a line for each.

    Each line has the file, the focus node, the path, the value, the constraint and the message, with tabs between.
    What only the whole graph shows, such as the hygiene checks and the shapes of generated files, is not checked.

    Args:
        runner: applies the check to groups of files. On a cluster, each machine must have the project's folder.
    """
    paths = [str(path) for path in files.part("claims")]
    groups = [tuple(paths[at : at + TOGETHER]) for at in range(0, len(paths), TOGETHER)]
    return sorted(line for lines in runner.map(checked, groups) for line in lines)


def checked(paths: Sequence[str]) -> list[str]:
    """Return the results of the shapes for some files of claims; what they may name is known and not checked."""
    known = [path for part in ("ontology", "entities", "judgements") for path in files.part(part)]
    found = inputs.read(list(paths), files.part("shapes"), known)
    return list(_lines(validation.validate(found, "fast", SECONDS)))


def _lines(report: Report) -> Iterator[str]:
    for each in report:
        name = Path(each.place.file).name if each.place else ""
        fields = (name, each.focus, each.path or "", each.value or "", each.component, each.message)
        yield "\t".join(field.replace("\t", " ").replace("\n", " ") for field in fields)
