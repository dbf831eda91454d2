from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rdflib import RDF, Graph, Namespace
from shacl_documents import PREFIXES

import adgo
from adgo.shacl.reporting.formats import FORMATS, github, render, sarif, text
from adgo.shacl.reporting.report import Report
from adgo.shacl.reporting.style import Style, style_for

SH = Namespace("http://www.w3.org/ns/shacl#")
SHAPES = """
ex:S a sh:NodeShape ; sh:targetClass ex:C ;
    sh:property [ sh:path ex:p ; sh:minCount 1 ; sh:message "100% of these: name, please\\nsoon" ] ,
        [ sh:path [ sh:inversePath ex:q ] ; sh:maxCount 0 ; sh:severity sh:Warning ] ,
        [ sh:path ex:level ; sh:or ( [ sh:datatype xsd:integer ] [ sh:node ex:Named ] ) ] .
ex:Named sh:property [ sh:path ex:name ; sh:minCount 1 ] .
ex:Fine sh:targetClass ex:C ; sh:nodeKind sh:IRI .
"""
DATA = """
ex:a a ex:C .
ex:z ex:q ex:b . ex:b a ex:C ; ex:p 1 ;
    ex:level "high" .
"""


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    monkeypatch.chdir(tmp_path)
    Path("my data.ttl").write_text(PREFIXES + DATA, encoding="utf-8")
    Path("shapes.ttl").write_text(PREFIXES + SHAPES, encoding="utf-8")
    return adgo.validate("my data.ttl", "shapes.ttl")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_bytes_again(report: Report, name: str) -> None:
    again = adgo.validate("my data.ttl", "shapes.ttl")
    again.seconds = report.seconds
    assert render(again, name) == render(report, name)


def test_text_has_the_place_the_line_a_caret_and_both_sides(report: Report) -> None:
    printed = render(report, "text")
    assert (
        "my data.ttl:10:14: violation: expected to conform to one of 2 shapes "
        '(the shape at shapes.ttl:11:38, the shape at shapes.ttl:11:66), found "high" [ex:S Or]\n'
        '  10 |     ex:level "high" .\n'
        "     |              ^^^^^^\n"
    ) in printed
    assert "my data.ttl:9:6: warning: expected no value of ^ex:q, found 1 [ex:S MaxCount]" in printed


def test_text_says_which_branch_failed_and_why(report: Report) -> None:
    printed = render(report, "text")
    assert (
        'because, value "high": expected a literal of xsd:integer, found xsd:string [ex:S Datatype]'
        in printed
    )
    assert (
        'because, value "high": expected to conform to ex:Named, but "high" does not [ex:S Node]' in printed
    )
    assert (
        "because at ex:name: expected at least 1 value of ex:name, found none [ex:Named MinCount]" in printed
    )


IDLE = "".join(f"ex:T{number} sh:targetClass ex:None ; sh:nodeKind sh:IRI .\n" for number in range(9))


def test_text_has_one_line_for_many_idle_shapes_and_json_has_each(report: Report) -> None:
    Path("idle.ttl").write_text(PREFIXES + IDLE, encoding="utf-8")
    report = adgo.validate("my data.ttl", ["shapes.ttl", "idle.ttl"])
    printed = render(report, "text").splitlines()
    assert printed[-2] == (
        "note: 9 of 11 shapes match no node of the data; --format json names them [idle-target]"
    )
    assert [line for line in printed if "idle-target" in line] == printed[-2:-1]
    findings = json.loads(render(report, "json"))["findings"]
    assert [finding["line"] for finding in findings] == list(range(7, 16))


def test_text_has_findings_after_the_results(report: Report) -> None:
    Path("idle.ttl").write_text(PREFIXES + IDLE.partition("\n")[0], encoding="utf-8")
    printed = render(adgo.validate("my data.ttl", ["shapes.ttl", "idle.ttl"]), "text").splitlines()
    assert printed[-4].startswith("idle.ttl:7:1: note: the targets of <http://example.org/T0> match no node")


def test_text_names_files_from_the_working_folder_if_that_is_shorter(report: Report) -> None:
    here = Path.cwd()
    assert "\nmy data.ttl:9:6:" in render(adgo.validate(here / "my data.ttl", "shapes.ttl"), "text")
    (here / "below").mkdir()
    os.chdir("below")
    printed = render(adgo.validate("../my data.ttl", "../shapes.ttl"), "text")
    assert "\n../my data.ttl:9:6:" in printed


def test_colour_is_for_terminals_that_want_it(report: Report) -> None:
    assert "\x1b[" not in text.render(report)
    assert "\x1b[" in text.render(report, Style(colour=True))
    assert style_for(True, {}).colour
    assert not style_for(True, {"NO_COLOR": "1"}).colour
    assert not style_for(False, {}).colour


def test_sarif_has_what_code_scanning_needs(report: Report) -> None:
    log = sarif.log(report)
    [run] = log["runs"]
    assert (log["version"], run["columnKind"]) == ("2.1.0", "unicodeCodePoints")
    for rule in run["tool"]["driver"]["rules"]:
        assert rule["id"]
        assert all(rule[key]["text"] for key in ("shortDescription", "fullDescription", "help"))
    first = run["results"][0]
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == first["ruleId"]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "my%20data.ttl", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 8, "startColumn": 1, "endLine": 8, "endColumn": 5}
    marks = [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]
    assert len(set(marks)) == len(marks) == 3
    assert Counter(result["level"] for result in run["results"]) == {"error": 2, "warning": 1}


FAULTY = "ex:S sh:minCoutn 1 .\nex:T a sh:NodeShape ; sh:targetClass ex:None ; sh:nodeKind sh:IRI .\n"


def test_sarif_has_the_findings_under_rules_of_their_own(report: Report) -> None:
    Path("more.ttl").write_text(PREFIXES + FAULTY, encoding="utf-8")
    [run] = sarif.log(adgo.validate("my data.ttl", ["shapes.ttl", "more.ttl"]))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"])
    printed = [
        (
            each["ruleId"],
            each["level"],
            each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            each["locations"][0]["physicalLocation"]["region"]["startLine"],
        )
        for each in run["results"][3:]
    ]
    assert printed == [("unknown-term", "error", "more.ttl", 7), ("idle-target", "note", "more.ttl", 8)]
    assert "did you mean sh:minCount?" in run["results"][3]["message"]["text"]


def test_sarif_notes_many_idle_shapes_once(report: Report) -> None:
    Path("idle.ttl").write_text(PREFIXES + IDLE, encoding="utf-8")
    [run] = sarif.log(adgo.validate("my data.ttl", ["shapes.ttl", "idle.ttl"]))["runs"]
    assert len(run["results"]) == 3
    [note] = run["invocations"][0]["toolExecutionNotifications"]
    assert note["level"] == "note"
    assert note["message"]["text"].startswith("9 of 11 shapes match no node")


def test_github_has_findings_after_the_results(report: Report) -> None:
    Path("more.ttl").write_text(PREFIXES + FAULTY, encoding="utf-8")
    report = adgo.validate("my data.ttl", ["shapes.ttl", "more.ttl"])
    lines = render(report, "github").splitlines()
    assert lines[3].startswith("::error title=unknown-term,file=more.ttl,line=7,endLine=7,col=6,")
    assert lines[4].startswith("::notice title=idle-target,file=more.ttl,line=8,endLine=8,col=1,")
    assert "\n- note: the targets of &lt;http://example.org/T>" in github.step_summary(report)


def test_sarif_keeps_within_the_limit(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST", 2)
    [run] = sarif.log(report)["runs"]
    assert [result["level"] for result in run["results"]] == ["error", "error"]
    assert "1 of 3" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


def test_github_escapes_and_shows_the_ten_most_severe(report: Report) -> None:
    lines = render(report, "github").splitlines()
    assert lines[0] == (
        "::error title=ex%3AS MinCount,file=my data.ttl,line=8,endLine=8,col=1,endColumn=5"
        "::100%25 of these: name, please%0Asoon (focus ex:a)"
    )
    report.results = report.results * 5
    lines = render(report, "github").splitlines()
    assert [line.split(" ")[0] for line in lines[:-1]] == ["::error"] * 10 + ["::notice"]
    assert "5 more" in lines[10]
    assert github.step_summary(report).count("\n| ") == 16


def test_gitlab_has_a_fingerprint_of_its_own_for_each(report: Report) -> None:
    found = json.loads(render(report, "gitlab"))
    assert [(each["severity"], each["location"]["lines"]["begin"]) for each in found] == [
        ("major", 8),
        ("minor", 9),
        ("major", 10),
    ]
    assert len({each["fingerprint"] for each in found}) == 3


def test_junit_has_a_case_per_shape_and_component(report: Report) -> None:
    suite = ElementTree.fromstring(render(report, "junit"))[0]
    cases = [(case.attrib["classname"], case.attrib["name"], len(case)) for case in suite]
    assert cases == [
        ("ex:Fine", "conforms", 0),
        ("ex:S", "MaxCount", 1),
        ("ex:S", "MinCount", 1),
        ("ex:S", "Or", 1),
    ]
    assert (suite.attrib["tests"], suite.attrib["failures"]) == ("4", "3")


def test_turtle_is_the_plain_report(report: Report) -> None:
    graph = Graph().parse(data=render(report, "ttl"), format="turtle")
    assert len(list(graph.subjects(RDF.type, SH.ValidationResult))) == 3
    [inverse] = graph.subject_objects(SH.inversePath)
    assert str(inverse[1]) == "http://example.org/q"
    assert {str(p) for p in graph.predicates() if p != RDF.type} <= {
        str(SH[name])
        for name in (
            *(
                "conforms",
                "result",
                "focusNode",
                "resultMessage",
                "resultPath",
                "resultSeverity",
                "sourceShape",
            ),
            *("sourceConstraintComponent", "value", "inversePath"),
        )
    }


def test_control_characters_do_not_break_xml(tmp_path: Path) -> None:
    graph = Graph().parse(data='<http://e/a> <http://e/p> "\\u0001" .', format="turtle")
    shapes = Graph().parse(
        data=f"@prefix sh: <{SH}> . <http://e/S> sh:targetSubjectsOf <http://e/p> ; sh:property "
        f'[ sh:path <http://e/p> ; sh:in ( "\\u0002" ) ] .',
        format="turtle",
    )
    assert ElementTree.fromstring(render(adgo.validate(graph, shapes), "junit")) is not None


def test_json_explains_which_branch_failed(report: Report) -> None:
    printed = json.loads(render(report, "json"))
    [explained] = printed["explanations"]
    assert printed["results"][explained["result"]]["component"].endswith("#OrConstraintComponent")
    integer, named = explained["because"]
    assert integer["component"].endswith("#DatatypeConstraintComponent")
    assert named["because"][0]["shape"] == "<http://example.org/Named>"
