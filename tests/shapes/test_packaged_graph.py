"""The packaged graph keeps all rules, no rule lies idle, and no class with data goes unwatched."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyshacl
import pytest
from parsing import parsed
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from adgo.graph import files
from adgo.graph.namespaces import ADGO, PREFIXES
from adgo.graph.validation import read, validate

#: What the shapes watch: the default graph, and what editors, readers and other pages say.
WATCHED = (*files.DEFAULT_PARTS, "judgements", "reviews", "outside")


@cache
def merged(*parts: str) -> Graph:
    return parsed(path for part in parts for path in files.part(part))


@cache
def shapes() -> Graph:
    return parsed(files.part("shapes"))


def faults(data: Graph, rules: Graph) -> list[str]:
    """Return what breaks the rules, a line for each result, warnings included."""
    _, report, text = pyshacl.validate(data, shacl_graph=rules)
    assert isinstance(report, Graph), text
    found = []
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus, value, message = (report.value(result, p) for p in (SH.focusNode, SH.value, SH.resultMessage))
        found.append(f"{focus} {value or ''}: {message}")
    return sorted(found)


def targets(rules: Graph, target: URIRef) -> set[URIRef]:
    return {value for value in rules.objects(None, target) if isinstance(value, URIRef)}


@pytest.mark.full
def test_the_packaged_graph_keeps_all_rules() -> None:
    found = faults(merged(*WATCHED), shapes())
    assert not found, "\n".join(found)


def test_plans_would_keep_the_rules_of_the_domain_if_they_came_true() -> None:
    rules = [path for path in files.part("shapes") if path.stem in ("domain", "guards")]
    report = validate([path for part in (*WATCHED, "plans") for path in files.part(part)], rules)
    assert report.checked > 10_000
    assert not [result.message for result in report]


def test_every_target_matches_something() -> None:
    data, rules = merged(*WATCHED) + parsed(files.part("plans")), shapes()
    nothing = {each for each in targets(rules, SH.targetClass) if not instances(data, each)}
    # No text of a source is carried and no praise is a plain triple: these targets are there to stay empty.
    carried = {URIRef(PREFIXES["oa"] + name) for name in ("exact", "prefix", "suffix")}
    carried |= {RDF.value, URIRef(ADGO + "praisedAs")}
    nothing |= {
        each for each in targets(rules, SH.targetSubjectsOf) - carried if (None, each, None) not in data
    }
    nothing |= {each for each in targets(rules, SH.targetObjectsOf) if (None, each, None) not in data}
    assert not nothing - awaited(data)


def awaited(data: Graph) -> set[Node]:
    """The terms that no article has used yet, as the vocabulary marks them."""
    return set(
        data.subjects(URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status"), Literal("testing"))
    )


def test_every_class_with_data_is_watched() -> None:
    data = merged(*WATCHED)
    watched = targets(shapes(), SH.targetClass)
    classes = {each for each in data.objects(None, RDF.type) if str(each).startswith(ADGO)}
    assert classes
    assert not {
        each for each in classes if watched.isdisjoint(data.transitive_objects(each, RDFS.subClassOf))
    }


def instances(data: Graph, kind: URIRef) -> bool:
    return any((None, RDF.type, each) in data for each in data.transitive_subjects(RDFS.subClassOf, kind))


def test_validation_without_a_path_reads_what_the_shapes_watch() -> None:
    """Judgements were once left out, so that their shapes watched nothing."""
    assert {Path(document.path) for document in read().data} == {
        path for part in WATCHED for path in files.part(part)
    }
