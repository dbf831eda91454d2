"""Every object of a log has the properties that SARIF 2.1.0 and GitHub's code scanning require, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from shacl_documents import PREFIXES

import adgo
from adgo.shacl.reporting.formats import sarif

#: Kind of object to what it must have (of these, `locations` and the rules' texts are GitHub's wish) and what it may.
PROPERTIES: dict[str, tuple[set[str], set[str]]] = {
    "log": ({"$schema", "version", "runs"}, set()),
    "run": ({"tool", "results"}, {"columnKind", "invocations"}),
    "tool": ({"driver"}, set()),
    "driver": ({"name", "rules"}, {"version", "semanticVersion", "informationUri"}),
    "rule": (
        {"id", "shortDescription", "fullDescription", "help"},
        {"name", "helpUri", "defaultConfiguration"},
    ),
    "result": (
        {"ruleId", "message", "locations", "partialFingerprints"},
        {"ruleIndex", "level", "relatedLocations"},
    ),
    "location": ({"physicalLocation"}, set()),
    "physicalLocation": ({"artifactLocation", "region"}, set()),
    "artifactLocation": ({"uri"}, {"uriBaseId"}),
    "region": ({"startLine", "startColumn", "endLine", "endColumn"}, set()),
    "invocation": ({"executionSuccessful"}, {"toolExecutionNotifications"}),
    "notification": ({"message"}, {"level"}),
    "text": ({"text"}, set()),
    "defaultConfiguration": ({"level"}, set()),
}
#: Property to the kind of its object, or of each object in its list.
KINDS = {
    "runs": "run",
    "tool": "tool",
    "driver": "driver",
    "rules": "rule",
    "results": "result",
    "locations": "location",
    "relatedLocations": "location",
    "physicalLocation": "physicalLocation",
    "artifactLocation": "artifactLocation",
    "region": "region",
    "invocations": "invocation",
    "toolExecutionNotifications": "notification",
    **dict.fromkeys(("message", "shortDescription", "fullDescription", "help"), "text"),
    "defaultConfiguration": "defaultConfiguration",
}
SHAPES = """
ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:minCoutn 1 ;
    sh:property [ sh:path ex:p ; sh:minCount 1 ; sh:in ( 1 ) ; sh:maxCount 1 ; sh:severity sh:Info ] .
""" + "".join(f"ex:T{number} sh:targetClass ex:None ; sh:nodeKind sh:IRI .\n" for number in range(9))


def objects(kind: str, value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    yield kind, value
    for name, inner in value.items():
        if name in KINDS:
            for each in inner if isinstance(inner, list) else [inner]:
                yield from objects(KINDS[name], each)


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    monkeypatch.chdir(tmp_path)
    Path("d ä.ttl").write_text(PREFIXES + "ex:a a ex:C . ex:b a ex:C ; ex:p 1, 2 . ex:b ex:p 2 .", "utf-8")
    Path("s.ttl").write_text(PREFIXES + SHAPES, encoding="utf-8")
    return list(objects("log", sarif.log(adgo.validate("d ä.ttl", "s.ttl"))))


def test_every_kind_of_object_is_there(found: list[tuple[str, dict[str, Any]]]) -> None:
    assert {kind for kind, _ in found} == set(PROPERTIES)
    assert {name for kind, each in found if kind == "result" for name in each} == set().union(
        *PROPERTIES["result"]
    )


def test_objects_have_the_required_properties_and_no_others(found: list[tuple[str, dict[str, Any]]]) -> None:
    for kind, each in found:
        required, allowed = PROPERTIES[kind]
        assert required <= each.keys() <= required | allowed, kind


def test_values_are_those_of_the_standard(found: list[tuple[str, dict[str, Any]]]) -> None:
    for kind, each in found:
        assert each.get("level", "note") in ("none", "note", "warning", "error")
        assert each.get("columnKind", "unicodeCodePoints") == "unicodeCodePoints"
        if kind == "text":
            assert each["text"]
        if kind == "artifactLocation":
            uri = urlsplit(each["uri"])
            assert each["uri"].isascii()
            assert " " not in each["uri"]
            assert ("uriBaseId" in each) == (uri.scheme == "")
        if kind == "region":
            start, end = (each["startLine"], each["startColumn"]), (each["endLine"], each["endColumn"])
            assert (1, 1) <= start < end
        if kind == "rule" and "helpUri" in each:
            assert urlsplit(each["helpUri"]).scheme in ("http", "https")
