"""Each wrong file is reported where it is wrong, and its valid neighbour is not reported at all.

A file lies beside the packaged graph, as in `adgo validate FILE`. In `wrong/`, the lines that are wrong end with
`# wrong`; the file of the same name in `neighbour/` says something like it that is right. Plain errors of fact have no
file: that Munich is a country (19 of the 36 mistakes that came first) contradicts nothing, as Singapore is city and
country at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from pyoxigraph import Store

import adgo
from adgo.graph import hygiene, packaged_data
from adgo.graph.validation import read
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.oxigraph_terms import filled
from adgo.shacl.model.result import Place
from adgo.shacl.reporting.report import Report
from adgo.shacl.validation import validate
from adgo.turtle.reader import read_file

HERE = Path(__file__).parent
WRONG = sorted((HERE / "wrong").glob("*.ttl"))
NEIGHBOURS = sorted((HERE / "neighbour").glob("*.ttl"))
MARK = "# wrong"

#: Every so many files are tried each day, all of them in the full run.
STEP = 40


class Beside(NamedTuple):
    """The packaged graph as data and the shapes, read once, and a store with the graph to which data is added."""

    inputs: Inputs
    store: Store


@pytest.fixture(scope="module")
def beside() -> Beside:
    found = read(WRONG[0])
    inputs = Inputs(found.table, found.ontology, found.shapes)
    return Beside(inputs, filled(inputs.graph))


@contextmanager
def laid(path: Path, beside: Beside) -> Iterator[Inputs]:
    """Give a file beside the packaged graph; its triples are in the store until the end."""
    packaged, store = beside
    document = read_file(path, packaged.table, base=path.as_uri())
    inputs = Inputs(packaged.table, [document], packaged.shapes, packaged.data)
    packaged_data.mark_packaged(inputs)
    inputs.shapes_graph, inputs.shapes_reader = packaged.shapes_graph, packaged.shapes_reader
    inputs.without_data, inputs.store = packaged, store
    added = [quad for quad in filled(inputs.data_graph) if quad not in store]
    store.extend(added)
    try:
        yield inputs
    finally:
        for quad in added:
            store.remove(quad)


def checked(path: Path, beside: Beside) -> Report:
    """Return the report on a file, as the command makes it."""
    with laid(path, beside) as inputs:
        report = validate(inputs)
        report.findings += hygiene.check(inputs)
    return report


def told(report: Report) -> list[Place]:
    """Return the places of all results and of all findings on the data."""
    places = [result.place for result in report.results]
    places += [finding.place for finding in report.findings_on_data]
    assert all(places)
    return [place for place in places if place]


def is_reported(path: Path, beside: Beside) -> None:
    marked = {
        number
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if line.endswith(MARK)
    }
    assert marked, f"{path.name} has no line that ends with {MARK!r}"
    places = told(checked(path, beside))
    assert {place.file for place in places} == {str(path)}
    assert marked & {place.line for place in places}


def is_silent(path: Path, beside: Beside) -> None:
    report = checked(path, beside)
    assert report.checked
    assert [result.message for result in report] == []
    assert [finding.message for finding in report.findings_on_data] == []


@pytest.mark.parametrize(
    "path",
    [WRONG[0], *(pytest.param(path, marks=pytest.mark.full) for path in WRONG[100::100])],
    ids=lambda path: path.stem,
)
def test_what_is_made_once_gives_the_report_of_the_command(path: Path, beside: Beside) -> None:
    shared, alone = checked(path, beside), adgo.validate(path)
    assert list(shared) == list(alone)
    assert shared.checked == alone.checked
    assert set(shared.findings) == set(alone.findings)


@pytest.mark.parametrize("path", WRONG[::STEP], ids=lambda path: path.stem)
def test_some_wrong_files_are_reported(path: Path, beside: Beside) -> None:
    is_reported(path, beside)


@pytest.mark.parametrize("path", NEIGHBOURS[::STEP], ids=lambda path: path.stem)
def test_some_neighbours_are_not(path: Path, beside: Beside) -> None:
    is_silent(path, beside)


@pytest.mark.full
@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_every_wrong_file_is_reported_on_a_wrong_line(path: Path, beside: Beside) -> None:
    is_reported(path, beside)


@pytest.mark.full
@pytest.mark.parametrize("path", NEIGHBOURS, ids=lambda path: path.stem)
def test_no_neighbour_is_reported(path: Path, beside: Beside) -> None:
    is_silent(path, beside)


def test_each_wrong_file_has_a_neighbour() -> None:
    assert [path.name for path in WRONG] == [path.name for path in NEIGHBOURS]
    assert not [path.name for path in NEIGHBOURS if MARK in path.read_text(encoding="utf-8")]
