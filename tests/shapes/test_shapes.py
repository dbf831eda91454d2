"""Every shape passes what it should pass, and each of its constraints has a fixture that fails it and nothing else.

A fixture is a Turtle file in the folder of its shape. It is valid*.ttl and gives no result, or invalid*.ttl and says in
its first lines what it gives: `# expect: <focus> <path or -> <constraint component>`, one line for each result.
"""

from __future__ import annotations

import logging
import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from parsing import parsed
from pyshacl.entrypoints import DataGraph
from pyshacl.monkey import apply_patches
from pyshacl.shape import Shape
from pyshacl.validator import Validator, assign_baked_in
from rdflib import RDF, RDFS, SH, BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import NamespaceManager
from rdflib.term import Node

from adgo.graph import files
from adgo.graph.namespaces import BASE, PREFIXES

HERE = Path(__file__).parent
SHAPE = Namespace(PREFIXES["shape"])
EXPECT = re.compile(r"^# expect: (\S+) (\S+) (\w+)$", re.MULTILINE)
VALID = sorted(HERE.glob("*/valid*.ttl"))
INVALID = sorted(HERE.glob("*/invalid*.ttl"))
#: The names of the shapes that have a folder.
FOLDERS = sorted({path.parent.name for path in HERE.glob("*/*.ttl")})

#: The parameters of SHACL Core and SHACL-SPARQL that make a constraint; each names its component.
PARAMETERS = (
    *(
        "class",
        "datatype",
        "nodeKind",
        "minCount",
        "maxCount",
        "minLength",
        "maxLength",
        "pattern",
        "languageIn",
    ),
    *(
        "minInclusive",
        "maxInclusive",
        "minExclusive",
        "maxExclusive",
        "lessThan",
        "lessThanOrEquals",
        "equals",
    ),
    *("disjoint", "uniqueLang", "not", "and", "or", "xone", "node", "in", "hasValue", "closed"),
    *("qualifiedMinCount", "qualifiedMaxCount"),
)

#: How a shape finds its focus nodes.
TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)


class Constraint(NamedTuple):
    """A constraint of a shape: the shape that declares it, its component, and the node of a SPARQL constraint."""

    shape: Node
    component: str
    query: Node | None


class Found(NamedTuple):
    """One validation result: what a fixture says of it, and the constraint that gave it."""

    expectation: tuple[str, str, str]
    constraint: Constraint


@cache
def shapes() -> Graph:
    return parsed(files.part("shapes"))


@cache
def guards() -> Graph:
    return Graph().parse(files.root() / "shapes" / "guards.ttl")


@cache
def ontology() -> Graph:
    return parsed(files.part("ontology"))


@cache
def validator() -> Validator:
    apply_patches()
    assign_baked_in()
    options = {"inplace": True, "max_validation_depth": 60, "logger": logging.getLogger("shapes")}
    return Validator(DataGraph.from_rdflib(ontology()), shacl_graph=shapes(), options=options)


@cache
def shape_of(name: str) -> Shape:
    return next(shape for shape in validator().shacl_graph.shapes if shape.node == SHAPE[name])


@cache
def prefixed() -> NamespaceManager:
    manager = NamespaceManager(Graph(), bind_namespaces="none")
    for prefix, namespace in {**PREFIXES, "report": BASE + "report/"}.items():
        manager.bind(prefix, namespace)
    return manager


@cache
def results(path: Path) -> tuple[int, tuple[Found, ...]]:
    """Return how many focus nodes a fixture has, and the results of its folder's shape on it.

    As in `adgo validate`, the ontology is known but not checked: it counts in class hierarchies.
    """
    fixture = Graph().parse(path)
    targets = fixture + Graph()
    for triple in ontology().triples((None, RDFS.subClassOf, None)):
        targets.add(triple)
    added = [triple for triple in fixture if triple not in ontology()]
    for triple in added:
        ontology().add(triple)
    try:
        shape = shape_of(path.parent.name)
        focus = shape.focus_nodes(DataGraph.from_rdflib(targets))
        data = DataGraph.from_rdflib(ontology())
        _, reports = shape.validate(validator().make_executor(), data, focus=list(focus))
    finally:
        for triple in added:
            ontology().remove(triple)
    return len(focus), tuple(found(node, triples) for _, node, triples in reports)


def found(result: Node, report: Any) -> Found:
    fields: dict[str, Node] = {}
    for subject, predicate, value in report:
        if subject != result:
            continue  # a detail of sh:node
        fields[predicate.removeprefix(str(SH))] = value[1] if isinstance(value, tuple) else value
    component = str(fields["sourceConstraintComponent"]).removeprefix(str(SH))
    path = written(fields["resultPath"]) if "resultPath" in fields else "-"
    constraint = Constraint(fields["sourceShape"], component, fields.get("sourceConstraint"))
    return Found((written(fields["focusNode"]), path, component), constraint)


def written(node: Node) -> str:
    """Return a term or a path of the shapes as fixtures write it, as in SPARQL and without blanks."""
    graph = shapes()
    if isinstance(node, URIRef):
        return node.n3(prefixed())
    if inverse := graph.value(node, SH.inversePath):
        return "^" + written(inverse)
    if alternatives := graph.value(node, SH.alternativePath):
        return "|".join(written(each) for each in Collection(graph, alternatives))
    if (node, RDF.first, None) in graph:
        return "/".join(written(each) for each in Collection(graph, node))
    return "[]" if isinstance(node, BNode) else node.n3()


@cache
def constraints() -> list[tuple[str, Constraint]]:
    """Return the constraints of the shapes that have targets, each with its shape's name.

    test_guards.py tries the generated ones, for each property on both sides.
    """
    graph = shapes()
    targeted = {shape for target in TARGETS for shape in graph.subjects(target)}
    declared = []
    for top in sorted(targeted - set(guards().subjects(RDF.type, SH.NodeShape))):
        for shape in [top, *graph.objects(top, SH.property)]:
            for name in PARAMETERS:
                if (shape, SH[name], None) in graph:
                    component = f"{name[0].upper()}{name[1:]}ConstraintComponent"
                    declared.append((local(top), Constraint(shape, component, None)))
            for query in graph.objects(shape, SH.sparql):
                declared.append((local(top), Constraint(shape, "SPARQLConstraintComponent", query)))
    return declared


def local(shape: Node) -> str:
    return str(shape).removeprefix(str(SHAPE))


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", VALID, ids=name_of)
def test_valid(path: Path) -> None:
    focus, reports = results(path)
    assert focus, "the shape found nothing to look at"
    assert not [report.expectation for report in reports]


@pytest.mark.parametrize("path", INVALID, ids=name_of)
def test_invalid(path: Path) -> None:
    expected = EXPECT.findall(path.read_text(encoding="utf-8"))
    assert expected, "no `# expect:` line says what this gives"
    assert sorted(report.expectation for report in results(path)[1]) == sorted(expected)


def test_every_shape_with_constraints_has_a_folder() -> None:
    assert {name for name, _ in constraints()} <= set(FOLDERS)


@pytest.mark.parametrize("name", FOLDERS)
def test_every_constraint_has_failed(name: str) -> None:
    failed = {
        report.constraint for path in INVALID if path.parent.name == name for report in results(path)[1]
    }
    missing = [each for owner, each in constraints() if owner == name and each not in failed]
    assert not missing, [
        f"no fixture fails {local(each.query or each.shape)} {each.component}" for each in missing
    ]
    assert [path for path in VALID if path.parent.name == name], "no valid fixture"


@pytest.mark.parametrize(
    "folder", sorted({path.parent for path in HERE.glob("*/*.ttl")}), ids=lambda path: path.name
)
def test_no_fixture_is_left_over(folder: Path) -> None:
    stray = [path.name for path in folder.iterdir() if not re.fullmatch(r"(in)?valid.*\.ttl", path.name)]
    assert not stray
    assert folder.name in {name for name, _ in constraints()}, "no shape has this name"


def test_every_shape_says_its_rule_and_how_to_correct_the_data() -> None:
    graph = shapes()
    kinds = (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint)
    rules = {shape for kind in kinds for shape in graph.subjects(RDF.type, kind)} | set(
        graph.objects(None, SH.sparql)
    )
    assert not [rule for rule in rules if isinstance(rule, BNode) or not graph.value(rule, SH.description)]
    checks = {each.query or each.shape for _, each in constraints()}
    assert not [local(check) for check in checks if not graph.value(check, SH.message)]
