"""Other engines of SHACL Core find what ADGO's engine finds: nothing in the packaged graph, and every wrong fixture.

The fixtures of all shapes are merged into one graph, in which most constraints fail several times.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyrudof
import pyshacl
import pytest
from parsing import parsed
from rdflib import SH, BNode, Graph
from rdflib.term import Node

from adgo.graph import files
from adgo.graph.validation import validate

HERE = Path(__file__).parent
WEB = HERE.parents[1] / "web"

pytestmark = pytest.mark.full

#: A result without its words: focus node, source shape (of which there is one for each path), component.
Found = Counter[tuple[str, str, str]]


class Files(NamedTuple):
    """Data and shapes as N-Triples."""

    data: Path
    shapes: Path


def adgo(given: Files) -> Found:
    report = validate(given.data, given.shapes)
    return Counter((named(r.focus), named(r.source_shape), r.component) for r in report)


def by_pyshacl(given: Files) -> Found:
    _, report, text = pyshacl.validate(
        Graph().parse(given.data, format="nt"), shacl_graph=Graph().parse(given.shapes, format="nt")
    )
    assert isinstance(report, Graph), text
    parts = (SH.focusNode, SH.sourceShape, SH.sourceConstraintComponent)
    rows = ([value_of(report, result, part) for part in parts] for result in report.objects(None, SH.result))
    return Counter((focus, shape, component) for focus, shape, component in rows)


def by_pyrudof(given: Files) -> Found:
    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    rudof.read_data(given.data.read_text(encoding="utf-8"), pyrudof.RDFFormat.NTriples)
    rudof.read_shacl(given.shapes.read_text(encoding="utf-8"), pyrudof.ShaclFormat.NTriples)
    report = rudof.validate_shacl()
    found = Counter(
        (named(str(e.focus_node)), named(str(e.source_shape)), str(e.constraint_component)) for e in report
    )
    assert report.conforms is not bool(found)
    return found


def by_rdf_validate_shacl(given: Files) -> Found:
    node = shutil.which("node")
    if not node or not (WEB / "node_modules" / "rdf-validate-shacl").is_dir():
        assert os.environ.get("ADGO_WEB_ASSETS") != "require"
        pytest.skip("rdf-validate-shacl is not in web/node_modules; npm ci in web/ brings it")
    # A script from standard input finds the packages of the folder that it runs in.
    script = (HERE / "rdf-validate-shacl.mjs").read_text(encoding="utf-8")
    command = [node, "--input-type=module", "-", str(given.data), str(given.shapes)]
    run = subprocess.run(command, cwd=WEB, input=script, capture_output=True, text=True, check=False)
    assert not run.returncode, run.stderr
    answer = json.loads(run.stdout)
    found = Counter((focus, shape, component) for focus, shape, component in answer["results"])
    assert answer["conforms"] is not bool(found)
    return found


PEERS: dict[str, Callable[[Files], Found]] = {
    "pyshacl": by_pyshacl,
    "pyrudof": by_pyrudof,
    "rdf-validate-shacl": by_rdf_validate_shacl,
}

#: What an engine reports although the standard does not. Once the engine is corrected, the test fails.
WRONGLY = {
    # Its sh:hasValue at the end of a path is true of a literal, so the sh:not around it is false.
    "pyrudof": [("claim/901-1a", "UndertakingKindClaim", "Or")]
}


def known(faults: list[tuple[str, str, str]]) -> Found:
    return Counter(
        (
            f"https://w3id.org/adgo/{focus}",
            f"https://w3id.org/adgo/shape/{shape}",
            f"{SH}{kind}ConstraintComponent",
        )
        for focus, shape, kind in faults
    )


def named(term: str) -> str:
    """Return an IRI without its angle brackets; blank nodes have another name in each engine."""
    return "_:" if term.startswith("_:") else term.removeprefix("<").removesuffix(">")


def value_of(report: Graph, result: Node, part: Node) -> str:
    value = report.value(result, part)
    return "_:" if isinstance(value, BNode) else str(value)


@cache
def core() -> Graph:
    return parsed(path for path in files.part("shapes") if path.stem != "sparql")


def written(folder: Path, sources: list[Path]) -> Files:
    given = Files(folder / "data.nt", folder / "shapes.nt")
    for graph, path in zip((parsed(sources), core()), given, strict=True):
        graph.serialize(path, format="nt", encoding="utf-8")
    return given


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return written(tmp_path_factory.mktemp("packaged"), files.checked())


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Files:
    fixtures = sorted(HERE.glob("*/*.ttl"))
    return written(tmp_path_factory.mktemp("broken"), [*files.part("ontology"), *fixtures])


@pytest.mark.parametrize("peer", [peer for peer in PEERS if peer != "pyshacl"])  # see test_packaged_graph
def test_a_peer_finds_the_packaged_graph_clean(peer: str, packaged: Files) -> None:
    assert not PEERS[peer](packaged)


@pytest.mark.parametrize("peer", PEERS)
def test_a_peer_finds_the_same_faults(peer: str, broken: Files) -> None:
    ours, theirs = adgo(broken), PEERS[peer](broken)
    assert sum(ours.values()) > 500
    assert not ours - theirs
    assert theirs - ours == known(WRONGLY.get(peer, []))
