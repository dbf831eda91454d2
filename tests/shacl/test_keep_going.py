"""`--keep-going` and `--strict`: what cannot be evaluated is reported, and nothing that depends on it is claimed."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shacl_documents import made

from adgo.shacl.__main__ import main
from adgo.shacl.engines import fast, pyshacl_process
from adgo.shacl.engines.outcome import PyshaclRules
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.result import ValidationResult
from adgo.shacl.validation import validate

PREFIXES = "@prefix ex: <http://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
DATA = "ex:a a ex:C ; ex:p 1 , 2 ; ex:q 5 ."
#: Each faulty part, and the line and column of the fault; the shapes begin on line 7.
FAULTS = {
    'ex:S sh:targetClass ex:C ; sh:class "no" .': (7, 37),
    'ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:maxCount "1" ] .': (7, 69),
    "ex:S sh:targetClass ex:C ; sh:path 5 .": (7, 36),
    'ex:S sh:targetClass ex:C ; sh:sparql [ sh:select "SELECT $this { $this no:p ?x }" ] .': (7, 72),
    "ex:S sh:targetClass ex:C ; sh:or 3 .": (7, 34),
    'ex:S sh:targetClass ex:C ; sh:severity "Warning" ; sh:nodeKind sh:Literal .': (7, 40),
    "ex:S sh:targetClass ex:C ; sh:in ( 1 ) , ( 2 ) .": (7, 42),
    'ex:S sh:targetClass ex:C ; sh:pattern "[" .': (7, 39),
}


@pytest.mark.parametrize("faulty", FAULTS)
def test_the_rest_is_evaluated_and_the_fault_has_its_place(faulty: str) -> None:
    """One bad shape stopped everything (F5)."""
    good = "\nex:T sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:maxCount 1 ] ."
    report = validate(made(DATA, faulty + good), keep_going=True)
    assert [(each.shape, each.component_name) for each in report] == [("<http://example.org/T>", "MaxCount")]
    [skipped] = report.unevaluated
    assert skipped.place
    assert (skipped.place.line, skipped.place.column) == FAULTS[faulty]
    assert (skipped.check, skipped.severity) == ("skipped-shape", "error")


def test_only_the_faulty_constraint_of_a_shape_is_skipped() -> None:
    shapes = """ex:S sh:targetClass ex:C ; sh:class "no" , ex:D ; sh:nodeKind sh:Literal ;
        sh:property [ sh:path ex:p ; sh:maxCount "1" ; sh:minCount 3 ] , [ sh:path ex:r ; sh:minCount 1 ] ;
        sh:sparql [ sh:select "ASK {}" ] , [ sh:select "SELECT $this { $this ex:q ?x }" ; sh:prefixes ex: ] .
    ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] ."""
    report = validate(made(DATA, shapes), keep_going=True)
    assert sorted(each.component_name for each in report) == [
        *("Class", "MinCount", "MinCount", "NodeKind", "SPARQL")
    ]
    assert len(report.unevaluated) == 3


def test_what_depends_on_a_skipped_shape_is_not_claimed() -> None:
    """`sh:not` of a shape that cannot be evaluated is neither violated nor satisfied."""
    shapes = """ex:S sh:path 5 .
    ex:A sh:targetClass ex:C ; sh:not ex:S ; sh:nodeKind sh:IRI .
    ex:B sh:targetClass ex:C ; sh:node ex:S .
    ex:D sh:targetClass ex:C ; sh:xone ( ex:S [ sh:nodeKind sh:Literal ] ) .
    ex:E sh:targetClass ex:C ; sh:or ( ex:S [ sh:nodeKind sh:Literal ] ) .
    ex:F sh:targetClass ex:C ; sh:not ex:B .
    ex:G sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:qualifiedValueShape ex:S ; sh:qualifiedMaxCount 0 ] .
    ex:H sh:targetClass ex:C ; sh:closed true ; sh:property ex:P1 ; sh:ignoredProperties ( rdf:type ex:p ) .
    ex:P1 sh:path ex:q ; sh:severity 1 ."""
    report = validate(made(DATA, shapes), keep_going=True)
    assert list(report) == []
    told = sorted(each.message.partition(" is ")[0] for each in report.unevaluated)
    assert told == [
        *("ex:P1", "ex:S", "sh:closed of ex:H", "sh:node of ex:B", "sh:not of ex:A", "sh:not of ex:F"),
        *("sh:or of ex:E", "sh:qualifiedValueShape of a shape in ex:G", "sh:xone of ex:D"),
    ]
    passed = {f"<http://example.org/{name}>" for name in "ABDEFGH"}
    assert report.partial == passed


#: Shapes ex:S0, ex:S1 … that refer only to earlier ones, so that none is recursive.
def _constraint(number: int) -> st.SearchStrategy[str]:
    plain = st.sampled_from(
        ["sh:nodeKind sh:IRI", "sh:class ex:D", "sh:hasValue ex:a", "@", "sh:property [ sh:path ex:p ; @ ]"]
    )
    if not number:
        return plain
    other = st.integers(0, number - 1).map("ex:S{}".format)
    qualified = "[ sh:path ex:p ; sh:qualifiedValueShape {} ; sh:qualified{}Count 1 ; {} ]"
    disjoint = st.sampled_from(["", "sh:qualifiedValueShapesDisjoint true"])
    return st.one_of(
        plain,
        st.builds("sh:{} {}".format, st.sampled_from(["not", "node"]), other),
        st.builds("sh:{} ( {} {} )".format, st.sampled_from(["and", "or", "xone"]), other, other),
        st.builds("sh:property [ sh:path ex:p ; sh:node {} ]".format, other),
        st.builds(("sh:property " + qualified).format, other, st.sampled_from(["Min", "Max"]), disjoint),
        st.builds("sh:property [ sh:path ex:q ; sh:{} {} ] ; sh:closed true".format, st.just("node"), other),
    )


@st.composite
def _shapes(draw: st.DrawFn) -> str:
    lines = []
    for number in range(draw(st.integers(2, 5))):
        constraints = draw(st.lists(_constraint(number), min_size=1, max_size=3, unique=True))
        lines.append(f"ex:S{number} sh:targetClass ex:C ; {' ; '.join(constraints)} .")
    return "\n".join(lines)


GRAPH = "ex:a a ex:C , ex:D ; ex:p ex:b , ex:c , 1 . ex:b a ex:C ; ex:q ex:a . ex:c a ex:D ; ex:p ex:a ."


@pytest.mark.full
@settings(max_examples=25)
@given(_shapes().filter(lambda shapes: "@" in shapes))
def test_each_result_is_right_however_the_fault_is_corrected(shapes: str) -> None:
    """Soundness: a result that is reported must be a result with each correction of the faulty constraint."""
    found = fast.validate(made(GRAPH, shapes.replace("@", "sh:in 5")), keep_going=True)
    for correction in ("sh:in ()", "sh:in ( ex:a ex:b ex:c 1 )", "sh:in ( ex:b 1 )"):
        right = fast.validate(made(GRAPH, shapes.replace("@", correction)))
        assert set(map(_identity, found.results)) <= set(map(_identity, right.results))


def _identity(result: ValidationResult) -> tuple[str | None, ...]:
    return result.focus, result.path, result.value, result.component, result.shape


def test_pyshacl_goes_on_too() -> None:
    shapes = """ex:S sh:targetClass ex:C ; sh:nodeKind 5 .
    ex:T sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:maxCount 1 ] ."""
    outcome = pyshacl_process.validate(made(DATA, shapes), 60, PyshaclRules(keep_going=True))
    assert [each.component_name for each in outcome.results] == ["MaxCount"]


def test_a_query_that_takes_too_long_is_skipped_and_the_next_is_not() -> None:
    crossed = " ".join(f"?s{n} ex:p ?o{n} ." for n in range(6))
    shapes = f"""ex:S sh:targetClass ex:C ; sh:nodeKind sh:Literal ; sh:sparql [ sh:prefixes ex: ; sh:select
      "SELECT $this {{ $this ex:p ?o . {crossed} FILTER(?o0+?o1+?o2+?o3+?o4+?o5 = -1) }}" ] .
    ex:T sh:targetClass ex:C ; sh:sparql [ sh:prefixes ex: ; sh:select "SELECT $this {{ $this ex:q ?o }}" ] .
    ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] ."""
    data = DATA + "".join(f"ex:x{number} ex:p {number} .\n" for number in range(100))
    report = validate(made(data, shapes), query_seconds=0.5, keep_going=True)
    assert [each.component_name for each in report] == ["NodeKind", "SPARQL"]
    assert [each.message.startswith("sh:sparql of ex:S is not evaluated") for each in report.unevaluated] == [
        True
    ]


def test_without_the_option_all_errors_are_reported() -> None:
    """Only the first ill-formed shape was reported."""
    with pytest.raises(ShapesError) as caught:
        validate(made(DATA, "ex:S sh:targetClass ex:C ; sh:in 1 . ex:T sh:targetClass ex:C ; sh:class 2 ."))
    assert len([caught.value, *caught.value.others]) == 2


@pytest.fixture
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    texts = {
        "data.ttl": DATA,
        "faulty.ttl": "ex:S sh:targetClass ex:C ; sh:in 1 .\nex:T sh:targetClass ex:C ; sh:nodeKind sh:IRI .",
        "violated.ttl": "ex:S sh:targetClass ex:C ; sh:in 1 ; sh:nodeKind sh:Literal .",
        "js.ttl": "ex:T sh:targetClass ex:C ; sh:nodeKind sh:IRI ; sh:js [] .",
        "typo.ttl": "ex:T sh:targetClass ex:C ; sh:nodeKind sh:IRI ; sh:mincount 1 .",
        "good.ttl": "ex:T sh:targetClass ex:C ; sh:nodeKind sh:IRI .",
    }
    for name, text in texts.items():
        Path(name).write_text(PREFIXES + text, encoding="utf-8")


@pytest.mark.usefixtures("_files")
@pytest.mark.parametrize("shapes", ["faulty.ttl", "violated.ttl"])
@pytest.mark.parametrize("format_", ["text", "json", "sarif", "junit", "github", "gitlab", "ttl"])
def test_every_format_says_what_was_not_evaluated(
    format_: str, shapes: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["data.ttl", "--shapes", shapes, "--keep-going", "--format", format_])
    out, err = capsys.readouterr()
    assert code == 3
    assert "1 constraint was not evaluated" in err
    assert "sh:in of ex:S is not evaluated" in (err if format_ == "ttl" else out)
    if format_ == "json":
        assert json.loads(out)["not_evaluated"] == 1
    if format_ == "sarif":
        [invocation] = json.loads(out)["runs"][0]["invocations"]
        assert invocation["executionSuccessful"] is False
    if format_ == "junit":
        suite = ElementTree.fromstring(out)[0]
        assert suite.attrib["errors"] == "1"
        passed = [each.attrib["classname"] for each in suite if each.attrib.get("name") == "conforms"]
        assert passed == (["ex:T"] if shapes == "faulty.ttl" else [])


@pytest.mark.usefixtures("_files")
@pytest.mark.parametrize(
    ("arguments", "code", "last"),
    [
        ("js.ttl", 0, "conforms, but 1 constraint was not evaluated: "),
        ("js.ttl --strict", 3, "conforms, but 1 constraint was not evaluated: "),
        ("typo.ttl", 0, "conforms, but 1 constraint was not evaluated: "),
        ("typo.ttl --strict", 3, "conforms, but 1 constraint was not evaluated: "),
        ("good.ttl", 0, "conforms: "),
        ("good.ttl --strict", 0, "conforms: "),
    ],
)
def test_strict_fails_if_something_is_not_evaluated(
    arguments: str, code: int, last: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was not evaluated ended plainly green (F7)."""
    assert main(["data.ttl", "--shapes", *arguments.split()]) == code
    assert capsys.readouterr().out.splitlines()[-1].startswith(last)
