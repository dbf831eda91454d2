"""Each wrong file is reported where it is wrong, and its valid neighbour is not reported at all.

A file lies beside the packaged graph, as in `adgo validate FILE`. In `wrong/`, the lines that are wrong end with
`# wrong`; the file of the same name in `neighbour/` says something like it that is right. Plain errors of fact have no
file: that Munich is a country (19 of the 36 mistakes that came first) contradicts nothing, as Singapore is city and
country at once.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from adgo.graph import hygiene, neighbourhood
from adgo.graph.validation import read
from adgo.shacl.inputs import Inputs
from adgo.shacl.report import Report
from adgo.shacl.result import Place
from adgo.shacl.validation import validate
from adgo.turtle.reader import read_file

HERE = Path(__file__).parent
WRONG = sorted((HERE / "wrong").glob("*.ttl"))
NEIGHBOURS = sorted((HERE / "neighbour").glob("*.ttl"))
MARK = "# wrong"

#: Every so many files are tried each day, all of them in the full run.
STEP = 40


@pytest.fixture(scope="module")
def beside() -> Inputs:
    """The packaged graph and shapes, read once."""
    return read(WRONG[0])


def checked(path: Path, beside: Inputs) -> Report:
    """Return the report on a file, as the command makes it."""
    document = read_file(path, beside.table, base=path.as_uri())
    inputs = Inputs(beside.table, [document], beside.shapes, beside.ontology)
    neighbourhood.settle(inputs)
    report = validate(inputs)
    report.findings += hygiene.check(inputs)
    return report


def told(report: Report) -> list[Place]:
    """Return the places of all results and of all findings on the data."""
    places = [result.place for result in report.results]
    places += [finding.place for finding in report.findings_on_data]
    assert all(places)
    return [place for place in places if place]


def is_reported(path: Path, beside: Inputs) -> None:
    marked = {number for number, line in enumerate(path.read_text().splitlines(), 1) if line.endswith(MARK)}
    assert marked, f"{path.name} has no line that ends with {MARK!r}"
    places = told(checked(path, beside))
    assert {place.file for place in places} == {str(path)}
    assert marked & {place.line for place in places}


def is_silent(path: Path, beside: Inputs) -> None:
    report = checked(path, beside)
    assert report.checked
    assert [result.message for result in report] == []
    assert [finding.message for finding in report.findings_on_data] == []


@pytest.mark.parametrize("path", WRONG[::STEP], ids=lambda path: path.stem)
def test_some_wrong_files_are_reported(path: Path, beside: Inputs) -> None:
    is_reported(path, beside)


@pytest.mark.parametrize("path", NEIGHBOURS[::STEP], ids=lambda path: path.stem)
def test_some_neighbours_are_not(path: Path, beside: Inputs) -> None:
    is_silent(path, beside)


@pytest.mark.full
@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_every_wrong_file_is_reported_on_a_wrong_line(path: Path, beside: Inputs) -> None:
    is_reported(path, beside)


@pytest.mark.full
@pytest.mark.parametrize("path", NEIGHBOURS, ids=lambda path: path.stem)
def test_no_neighbour_is_reported(path: Path, beside: Inputs) -> None:
    is_silent(path, beside)


def test_each_wrong_file_has_a_neighbour() -> None:
    assert [path.name for path in WRONG] == [path.name for path in NEIGHBOURS]
    assert not [path.name for path in NEIGHBOURS if MARK in path.read_text()]
