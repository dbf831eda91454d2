from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from rdflib import RDF, Dataset, Graph, Namespace, URIRef

import adgo
from adgo.shacl.inputs import InputError

SH = Namespace("http://www.w3.org/ns/shacl#")
EX = "http://example.org/"
SHAPES = f"""@prefix sh: <{SH}> . @prefix ex: <{EX}> .
ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ( ex:p ex:q ) ; sh:minCount 1 ] ."""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text(f"@prefix ex: <{EX}> .\n\n  ex:a a ex:C .\n")
    shapes.write_text(SHAPES)
    return data, shapes


def test_a_report_gives_results_with_places(files: tuple[Path, Path]) -> None:
    report = adgo.validate(*files)
    assert isinstance(report, adgo.Report)
    assert not report.conforms
    assert [(r.focus, r.path, r.line, r.column) for r in report] == [(f"<{EX}a>", f"<{EX}p>/<{EX}q>", 3, 3)]
    assert report.checked == 1


def test_rdflib_graphs_are_data_and_shapes_too() -> None:
    data = Graph().parse(data=f"<{EX}a> a <{EX}C> .", format="turtle")
    report = adgo.validate(data, Graph().parse(data=SHAPES, format="turtle"))
    assert [(r.focus, r.line) for r in report] == [(f"<{EX}a>", None)]


def test_the_graphs_of_an_rdflib_dataset_are_merged() -> None:
    """A dataset has quads, which were treated as triples: a ValueError."""
    data = Dataset()
    data.graph(URIRef(EX + "g")).parse(data=f"<{EX}a> a <{EX}C> .", format="turtle")
    data.graph(URIRef(EX + "h")).parse(data=f"<{EX}a> a <{EX}C> .", format="turtle")
    shapes = Graph().parse(data=SHAPES, format="turtle")
    assert [result.component_name for result in adgo.validate(data, shapes)] == ["MinCount"]


@pytest.mark.parametrize("role", ["data", "shapes"])
def test_an_empty_list_is_an_error(files: tuple[Path, Path], role: str) -> None:
    """If a pattern matched no file, ADGO's own graph was checked instead, which conforms."""
    given = {"data": [files[0]], "shapes": [files[1]], role: iter([])}
    with pytest.raises(ValueError, match=f"no {role}: the list is empty"):
        adgo.validate(**given)  # type: ignore[arg-type]


def test_an_unknown_engine_is_named(files: tuple[Path, Path]) -> None:
    with pytest.raises(ValueError, match="unknown engine 'quick'; expected fast, pyshacl or both"):
        adgo.validate(*files, engine="quick")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ({"inference": "rdf"}, "unknown inference 'rdf'; expected none, rdfs or owlrl"),
        (
            {"import_policy": "networks"},
            "unknown import policy 'networks'; expected none, catalog or network",
        ),
    ],
)
def test_unknown_names_of_arguments_are_refused(
    files: tuple[Path, Path], argument: dict[str, str], message: str
) -> None:
    """Bug: they were accepted, and meant `owlrl` and `catalog` or nothing."""
    with pytest.raises(ValueError, match=message):
        adgo.validate(*files, **argument)  # type: ignore[arg-type]


@pytest.mark.parametrize("given", [5, [5], b"data.ttl", object()])
def test_what_is_no_source_is_refused_with_what_may_be_given(files: tuple[Path, Path], given: object) -> None:
    """Bug: `'int' object is not iterable`."""
    for sources in ((given, files[1]), (files[0], given)):
        with pytest.raises(TypeError, match="is not a source; give a path, a pattern, an rdflib graph"):
            adgo.validate(*sources)  # type: ignore[arg-type]


def test_to_rdflib_is_the_plain_report(files: tuple[Path, Path]) -> None:
    graph = adgo.validate(*files).to_rdflib()
    [report] = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(report, SH.conforms).toPython() is False
    [path] = graph.objects(graph.value(report, SH.result), SH.resultPath)
    assert [str(each) for each in graph.items(path)] == [f"{EX}p", f"{EX}q"]


def test_to_pandas_says_what_to_install(files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match="pip install pandas"):
        adgo.validate(*files).to_pandas()


def test_to_pandas_has_a_row_per_result(files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def data_frame(rows: list[dict[str, object]], columns: list[str]) -> tuple[int, list[str]]:
        return len(rows), columns

    monkeypatch.setitem(sys.modules, "pandas", SimpleNamespace(DataFrame=data_frame))
    rows, columns = adgo.validate(*files).to_pandas()
    assert (rows, columns[:3]) == (1, ["severity", "focus", "path"])


def test_to_sarif_is_a_log(files: tuple[Path, Path]) -> None:
    assert adgo.validate(*files).to_sarif()["runs"][0]["results"][0]["ruleId"] == "ex:S/MinCount"


def test_every_error_in_every_file_is_reported_at_once(tmp_path: Path) -> None:
    (tmp_path / "one.ttl").write_text("<a> <b> .")
    with pytest.raises(InputError) as caught:
        adgo.validate([tmp_path / "one.ttl", tmp_path / "two.ttl"], Graph())
    assert {Path(fault.path).name for fault in caught.value.faults} == {"one.ttl", "two.ttl"}


def test_importing_adgo_loads_nothing_heavy() -> None:
    code = "import sys, adgo; print(sorted({'rdflib', 'pyoxigraph', 'adgo.shacl'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


def test_an_unknown_name_is_not_an_attribute() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        adgo.nothing  # noqa: B018


def test_the_plugin_makes_one_test_for_each_shape(files: tuple[Path, Path], tmp_path: Path) -> None:
    files[1].write_text(
        SHAPES + "ex:T sh:targetClass ex:C ; sh:nodeKind sh:IRI . ex:U sh:targetNode ex:x ; sh:in () ."
    )
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["adgo.shacl.pytest_plugin"]')
    (tmp_path / "pytest.ini").write_text("[pytest]\nshacl_data = data.ttl\nshacl_shapes = shapes.ttl\n")
    (tmp_path / "test_it.py").write_text("def test_conforms(shacl_shape):\n    shacl_shape.check()\n")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-rA",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:schemathesis",
        str(tmp_path),
    ]
    printed = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path).stdout
    assert "2 failed, 1 passed" in printed
    assert f"test_conforms[<{EX}T>]" in printed
    assert "data.ttl:3:3: expected at least 1 value" in printed
    assert "1 result of" in printed


@pytest.mark.full
def test_the_plugin_explains_what_it_cannot_read(files: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["adgo.shacl.pytest_plugin"]')
    (tmp_path / "pytest.ini").write_text("[pytest]\nshacl_data = data.ttl\nshacl_shapes = none.ttl\n")
    (tmp_path / "test_it.py").write_text("def test_conforms(shacl_shape):\n    shacl_shape.check()\n")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:schemathesis",
        str(tmp_path),
    ]
    printed = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path).stdout
    assert "none.ttl: no such file or folder" in printed
    assert "pluggy" not in printed
