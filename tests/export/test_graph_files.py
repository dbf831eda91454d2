"""Each form of RDF reads back to the same graph in another tool than the one that wrote it, and never states a plan."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from hashlib import sha256

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.compare import to_canonical_graph

from adgo.export.graph_files import FORMATS
from adgo.graph import files
from adgo.graph.namespaces import ADGO, GRAPH, ID, RDF

# rdflib itself uses its deprecated classes to read formats with several graphs.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")


@cache
def content(name: str) -> bytes:
    return FORMATS[name]()


@cache
def merged() -> frozenset[tuple[str, ...]]:
    return ground(Graph().parse(data=(files.root() / "data" / "adgo-all.ttl").read_bytes(), format="turtle"))


def ground(graph: Graph) -> frozenset[tuple[str, ...]]:
    """The triples with canonical names of blank nodes."""
    return frozenset(tuple(term.n3() for term in triple) for triple in to_canonical_graph(graph))


# The engine writes them, except for ttl and jsonld; rdflib reads them.
@pytest.mark.parametrize(
    ("name", "form"),
    [
        pytest.param("rdf", "xml", marks=pytest.mark.full),
        pytest.param("nt", "nt", marks=pytest.mark.full),
        pytest.param("jsonld", "json-ld", marks=pytest.mark.full),
    ],
)
def test_rdflib_reads_the_same_graph(name: str, form: str) -> None:
    found = Graph().parse(data=content(name), format=form)
    assert len(found) == len(merged())
    assert ground(found) == merged()


def test_a_plan_is_in_its_graph_only() -> None:
    """Only announced: the headquarters of QCraft in Germany."""
    plan = (ox.NamedNode(f"{ID}qcraft-germany-headquarters"), ox.NamedNode(f"{ADGO}locatedIn"))
    quads = [q for q in ox.parse(content("nq"), ox.RdfFormat.N_QUADS) if (q.subject, q.predicate) == plan]
    assert {str(q.graph_name) for q in quads} == {f"<{GRAPH}plans>"}
    for name, form in (("ttl", ox.RdfFormat.TURTLE), ("ttl12", ox.RdfFormat.TURTLE)):
        assert not [q for q in ox.parse(content(name), form) if (q.subject, q.predicate) == plan], name


def test_every_claim_reifies_its_triple_and_only_facts_are_asserted() -> None:
    store = ox.Store()
    store.bulk_load(content("ttl12"), ox.RdfFormat.TURTLE)
    claims = ox.Store()
    for path in files.part("claims"):
        claims.bulk_load(path.read_bytes(), ox.RdfFormat.TURTLE)
    made = {q.subject for q in claims.quads_for_pattern(None, ox.NamedNode(f"{ADGO}subject"), None)}
    reified = list(store.quads_for_pattern(None, ox.NamedNode(f"{RDF}reifies"), None))
    assert {q.subject for q in reified} == made
    for quad in reified:
        for name in ("subject", "predicate", "object"):
            part = next(claims.quads_for_pattern(quad.subject, ox.NamedNode(ADGO + name), None)).object
            assert getattr(quad.object, name) == part
    planned = {
        q.triple for path in files.part("plans") for q in ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE)
    }
    named = {
        q.triple for path in files.part("entities") for q in ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE)
    }
    facts = {q.triple for q in ox.parse(content("ttl"), ox.RdfFormat.TURTLE)}
    stated = {q.triple for q in store} - facts - named
    assert planned
    assert not {t for t in stated & planned if not isinstance(t.subject, ox.BlankNode)}


@pytest.mark.parametrize("name", ["rdf", pytest.param("trig", marks=pytest.mark.full), "jsonld"])
def test_each_process_writes_the_same_bytes(name: str) -> None:
    """The engine orders prefixes and names blank nodes differently in each process."""
    code = f"import sys; from adgo.export.graph_files import FORMATS; sys.stdout.buffer.write(FORMATS[{name!r}]())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert sha256(done.stdout).digest() == sha256(content(name)).digest()
