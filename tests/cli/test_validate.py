import json
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner, Result

import adgo
from adgo.cli.validate import validate
from adgo.shacl.model.shapes import ConstraintFailure, Values

DATA = """@prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:a a ex:Firm ;
    ex:name "Alpha" , 3 ;
    ex:founded "007"^^xsd:integer .
ex:b a ex:Firm ; ex:partner ex:nobody .
"""

SHAPES = """@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:FirmShape a sh:NodeShape ; sh:targetClass ex:Firm ;
  sh:property [ sh:path ex:name ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:string ] ;
  sh:property [ sh:path ex:partner ; sh:class ex:Firm ; sh:severity sh:Warning ; sh:message "A partner is a firm"@en ] ;
  sh:property [ sh:path ex:founded ; sh:pattern "^[0-9]{3}$" ] .
"""

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
ENGINES = pytest.mark.parametrize("engine", ["fast", "pyshacl", pytest.param("both", marks=pytest.mark.full)])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data.ttl").write_text(DATA)
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(validate, list(arguments))


@ENGINES
def test_json_has_exactly_what_the_contract_says(folder: Path, engine: str) -> None:
    found = run("data.ttl", "--shapes", "shapes.ttl", "--format", "json", "--engine", engine)
    report = json.loads(found.stdout)
    assert found.exit_code == 1
    assert set(report) == {"conforms", "triples", "seconds", "results", "explanations", "findings"}
    keys = ["severity", "focus", "path", "value", "message", "shape", "component", "file", "line", "column"]
    assert all(list(result) == keys for result in report["results"])
    assert (report["conforms"], report["triples"]) == (False, 6)
    told = [
        (r["severity"], r["focus"], r["path"], r["value"], r["shape"], r["file"], r["line"], r["column"])
        for r in report["results"]
    ]
    ex = "<http://example.org/"
    integer = '"3"^^<http://www.w3.org/2001/XMLSchema#integer>'
    shape = f"{ex}FirmShape>"
    assert told == [
        ("Violation", f"{ex}a>", f"{ex}name>", None, shape, "data.ttl", 5, 5),
        ("Violation", f"{ex}a>", f"{ex}name>", integer, shape, "data.ttl", 5, 23),
        ("Violation", f"{ex}b>", f"{ex}name>", None, shape, "data.ttl", 7, 1),
        ("Warning", f"{ex}b>", f"{ex}partner>", f"{ex}nobody>", shape, "data.ttl", 7, 29),
    ]
    assert [r["component"].rsplit("#")[1] for r in report["results"]] == [
        "MaxCountConstraintComponent",
        "DatatypeConstraintComponent",
        "MinCountConstraintComponent",
        "ClassConstraintComponent",
    ]
    assert report["results"][3]["message"] == "A partner is a firm"


@pytest.mark.parametrize(
    ("data", "level", "code"),
    [
        ("ex:a a ex:Firm ; ex:name 'A' .", "violation", 0),
        ("ex:a a ex:Firm ; ex:name 'A' ; ex:partner ex:x .", "violation", 0),
        ("ex:a a ex:Firm ; ex:name 'A' ; ex:partner ex:x .", "warning", 1),
        ("ex:a a ex:Firm ; ex:name 'A' ; ex:partner ex:x .", "info", 1),
        ("ex:a a ex:Firm .", "violation", 1),
    ],
)
def test_exit_code_follows_fail_on(folder: Path, data: str, level: str, code: int) -> None:
    (folder / "d.ttl").write_text("@prefix ex: <http://example.org/> .\n" + data)
    assert run("d.ttl", "--shapes", "shapes.ttl", "--fail-on", level).exit_code == code


def test_a_missing_path_and_every_syntax_error_of_every_file_are_exit_3(folder: Path) -> None:
    (folder / "one.ttl").write_text(
        "@prefix ex: <http://example.org/> .\nex:a ex:p ex:b ex:c .\nex:d ex:q .\n"
    )
    (folder / "two.ttl").write_text("<a> <b>\n")
    found = run("one.ttl", "two.ttl", "missing.ttl", "--shapes", "shapes.ttl")
    assert found.exit_code == 3
    for part in (
        "one.ttl:2:",
        "one.ttl:3:11:",
        "two.ttl:",
        "missing.ttl: no such file",
        "2 | ex:a ex:p ex:b ex:c .",
    ):
        assert part in found.stderr
    assert "Traceback" not in found.output


def test_a_run_that_checked_nothing_is_no_pass(folder: Path) -> None:
    (folder / "d.ttl").write_text("<http://example.org/x> a <http://example.org/Other> .")
    assert run("d.ttl", "--shapes", "shapes.ttl").exit_code == 3
    assert "nothing was checked" in run("d.ttl", "--shapes", "shapes.ttl").stderr
    assert run("d.ttl", "--shapes", "shapes.ttl", "--allow-empty").exit_code == 0


@ENGINES
def test_shapes_that_cannot_be_processed_are_exit_3(folder: Path, engine: str) -> None:
    (folder / "s.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .\n"
        "ex:S a sh:NodeShape ; sh:targetClass ex:Firm ; sh:property [ sh:minCount 1 ] .\n"
    )
    found = run("data.ttl", "--shapes", "s.ttl", "--engine", engine)
    assert found.exit_code == 3
    assert "shapes cannot be processed" in found.stderr


@ENGINES
def test_the_ontology_counts_in_class_hierarchies_but_is_not_checked(folder: Path, engine: str) -> None:
    (folder / "d.ttl").write_text("@prefix ex: <http://example.org/> .\nex:a a ex:Maker .")
    (folder / "o.ttl").write_text(
        "@prefix ex: <http://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "ex:Maker rdfs:subClassOf ex:Firm . ex:known a ex:Firm ."
    )
    arguments = [
        "d.ttl",
        "--shapes",
        "shapes.ttl",
        "--ontology",
        "o.ttl",
        "--format",
        "json",
        "--engine",
        engine,
    ]
    report = json.loads(run(*arguments).stdout)
    assert report["triples"] == 1
    assert [(r["focus"], r["line"]) for r in report["results"]] == [("<http://example.org/a>", 2)]


def test_the_report_goes_to_a_file(folder: Path) -> None:
    found = run("data.ttl", "--shapes", "shapes.ttl", "--format", "json", "-o", "report.json")
    assert (found.exit_code, found.stdout) == (1, "")
    assert json.loads((folder / "report.json").read_text())["conforms"] is False


def test_folders_patterns_and_several_files_are_read_once_each(folder: Path) -> None:
    (folder / "more" / "deep").mkdir(parents=True)
    for number, place in enumerate(["more/a.ttl", "more/deep/b.nt", "more/notes.txt"]):
        (folder / place).write_text(f"<http://example.org/n{number}> <{TYPE}> <http://example.org/Firm> .")
    arguments = ["--shapes", "shapes.ttl", "--format", "json"]
    assert json.loads(run("more", *arguments).stdout)["triples"] == 2
    assert json.loads(run("more/**/*.nt", "more/a.ttl", "more", *arguments).stdout)["triples"] == 2
    found = run("more/*.nothing", *arguments)
    assert (found.exit_code, "no file matches" in found.stderr) == (3, True)


def test_engines_that_differ_fail_and_the_difference_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "d.ttl").write_text("@prefix ex: <http://example.org/> .\nex:a a ex:Firm ; ex:name 'A' .")
    monkeypatch.setattr("adgo.shacl.constraints.cardinality.MinCountConstraint.failures", _every_node_fails)
    found = run("d.ttl", "--shapes", "shapes.ttl", "--engine", "both", "--fail-on", "violation")
    assert found.exit_code == 1
    assert "engines-differ" in found.stdout
    assert "gives 1 and pySHACL 0 of this result: MinCount focus <http://example.org/a>" in found.stdout


def _every_node_fails(constraint: object, run: object, values: Values) -> list[ConstraintFailure]:
    return [ConstraintFailure(focus) for focus in values.by_focus]


#: Firm `a` has two names and a number as a name; firm `b` has none, and a partner that is not a firm.
JSON_LD = """{
  "@context": {"@vocab": "http://example.org/", "id": "@id"},
  "@graph": [
\t{"id": "http://example.org/a", "@type": "Firm", "name": ["Alpha", 3], "founded": {"@value": "1"}},
\t{"partner": {"id": "http://example.org/é", "@type": "Other"}, "@type": "Firm", "id": "http://example.org/b"}
  ]
}
"""
#: Lines, columns and end columns, counted by hand; a tab is one column.
JSON_LD_PLACES = [
    ("MaxCount", 4, 50, 56),  # the key "name"
    ("Datatype", 4, 68, 69),  # 3
    ("Pattern", 4, 94, 97),  # "1"
    ("Class", 5, 21, 43),  # the id of the partner
    ("MinCount", 5, 87, 109),  # the id of the firm
]


@pytest.mark.parametrize("name", ["d.jsonld", "d.json"])
def test_results_in_json_ld_have_line_and_column(folder: Path, name: str) -> None:
    """Bug: results in JSON-LD named the file only."""
    (folder / name).write_text(JSON_LD)
    found = run(name, "--shapes", "shapes.ttl", "--format", "sarif")
    regions = [
        (result["ruleId"].rpartition("/")[2], result["locations"][0]["physicalLocation"]["region"])
        for result in json.loads(found.stdout)["runs"][0]["results"]
    ]
    told = [(kind, each["startLine"], each["startColumn"], each["endColumn"]) for kind, each in regions]
    assert sorted(told) == sorted(JSON_LD_PLACES)
    text = run(name, "--shapes", "shapes.ttl")
    assert (text.exit_code, found.exit_code) == (1, 1)
    assert f"{name}:4:68: violation: " in text.stdout
    line = JSON_LD.splitlines()[3]
    assert f"  4 | {line}\n    | \t{' ' * 66}^\n" in text.stdout


def test_a_syntax_error_in_json_ld_has_line_column_and_remedy(folder: Path) -> None:
    (folder / "d.jsonld").write_text(
        '{\n  "@id": "http://example.org/a",\n  "http://example.org/name": "A",\n}'
    )
    found = run("d.jsonld", "--shapes", "shapes.ttl")
    assert found.exit_code == 3
    assert "d.jsonld:3:33: remove this ',': nothing follows it before '}'" in found.stderr


def test_shapes_may_be_json_ld(folder: Path) -> None:
    (folder / "s.jsonld").write_text(
        '{"@context": {"sh": "http://www.w3.org/ns/shacl#", "ex": "http://example.org/"},\n'
        ' "@id": "ex:S", "@type": "sh:NodeShape", "sh:targetClass": {"@id": "ex:Firm"},\n'
        ' "sh:property": {"sh:path": {"@id": "ex:partner"}, "sh:maxCount": 0}}'
    )
    [result] = json.loads(run("data.ttl", "--shapes", "s.jsonld", "--format", "json").stdout)["results"]
    assert (result["file"], result["line"], result["column"]) == ("data.ttl", 7, 18)


def test_formats_that_carry_no_places_name_the_file(folder: Path) -> None:
    data = rdflib.Graph().parse(data=DATA, format="turtle")
    report = adgo.validate(data, "shapes.ttl")
    assert {(result.file, result.line) for result in report.results} == {("<graph>", None)}


def test_the_packaged_graph_conforms_to_the_packaged_shapes() -> None:
    found = run("--format", "json")
    assert found.exit_code == 0, found.output[:2000]
    assert json.loads(found.stdout)["conforms"] is True


def test_own_data_is_checked_against_the_packaged_shapes_with_the_packaged_graph_beside(folder: Path) -> None:
    (folder / "d.ttl").write_text(
        "@prefix adgo: <https://w3id.org/adgo/ontology#> .\n<https://w3id.org/adgo/claim/900-1a> a adgo:Claim ."
    )
    report = json.loads(run("d.ttl", "--format", "json").stdout)
    assert report["triples"] == 1
    assert {result["file"] for result in report["results"]} == {"d.ttl"}


def test_the_step_summary_has_all_results(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = folder / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert run("data.ttl", "--shapes", "shapes.ttl", "--format", "github").stdout.count("\n") == 5
    told = summary.read_text()
    assert told.startswith("before\n")
    assert "| warning | data.ttl:7:29 | A partner is a firm | ex:FirmShape Class |" in told


def test_an_output_that_cannot_be_written_is_exit_3(folder: Path) -> None:
    found = run("data.ttl", "--shapes", "shapes.ttl", "-o", "no/such/folder/report.txt")
    assert (found.exit_code, "cannot be written" in found.stderr) == (3, True)


def test_a_step_summary_that_cannot_be_written_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, the message was the system's alone, without the file or what it is for."""
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "no/such/folder/summary.md")
    found = run("data.ttl", "--shapes", "shapes.ttl", "--format", "github")
    assert found.exit_code == 3
    assert "no/such/folder/summary.md (GITHUB_STEP_SUMMARY): cannot be written" in found.stderr


def test_wrong_usage_is_exit_2(folder: Path) -> None:
    assert run("data.ttl", "--format", "nothing").exit_code == 2
