"""Each form of the graph is read by tools that did not write it, and is the same graph for them.

Graphs are compared by the names that RDF Dataset Canonicalization (RDFC-1.0) gives to blank nodes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    NamedNode,
    Quad,
    QuerySolutions,
    RdfFormat,
    parse,
)

from adgo import queries
from adgo.export.graph_files import FORMATS
from adgo.graph import files
from adgo.graph.dataset import load
from adgo.graph.namespaces import ADGO, GRAPH, RDF

# rdflib itself uses its deprecated classes to read formats with several graphs.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
WEB = Path(__file__).parents[2] / "web"
SCRIPT = Path(__file__).with_name("read_by_n3.mjs")
#: Form of the graph, tool, and its name of the format.
READERS = [
    ("ttl", "n3", "Turtle"),
    ("nt", "serdi", "ntriples"),
    ("rdf", "rapper", "rdfxml"),
]
OTHER_READERS = [
    ("ttl", "rapper", "turtle"),
    ("ttl", "serdi", "turtle"),
    ("nt", "rapper", "ntriples"),
    ("nt", "n3", "N-Triples"),
    *[("nq", tool, name) for tool, name in (("serdi", "nquads"), ("rapper", "nquads"), ("n3", "N-Quads"))],
    *[("trig", tool, name) for tool, name in (("serdi", "trig"), ("n3", "TriG"))],
    ("trig", "rdflib", "trig"),
]


@cache
def content(form: str) -> bytes:
    return FORMATS[form]()


def canonical(quads: list[Quad]) -> frozenset[Quad]:
    found = Dataset(quads)
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(found)


@cache
def merged() -> frozenset[Quad]:
    """What every form without named graphs holds: the file that is made for merging."""
    text = (files.root() / "data" / "adgo-all.ttl").read_bytes()
    return canonical(list(parse(text, RdfFormat.TURTLE)))


@cache
def dataset() -> frozenset[Quad]:
    """What the forms with named graphs hold: the dataset that is served."""
    return canonical(list(load().store))


def read(tool: str, name: str, path: Path) -> list[Quad]:
    """Return the quads that a tool reads in a file; skip if it is not installed."""
    if tool == "rdflib":
        content = rdflib.Dataset().parse(path, format=name).serialize(format="nquads", encoding="utf-8")
        return list(parse(content.replace(b" <urn:x-rdflib:default>", b""), RdfFormat.N_QUADS))
    program = shutil.which("node" if tool == "n3" else tool)
    if not program or (tool == "n3" and not (WEB / "node_modules" / "n3").is_dir()):
        assert os.environ.get("ADGO_WEB_ASSETS") != "require", "CI has every reader"
        pytest.skip(f"{tool} is not installed")
    if tool == "n3":  # A script from standard input finds the packages of the folder that it runs in.
        command, given = (
            [program, "--input-type=module", "-", str(path), name],
            SCRIPT.read_text(encoding="utf-8"),
        )
    elif tool == "serdi":
        command, given = [program, "-i", name, "-o", "nquads", str(path)], ""
    else:
        form = "nquads" if name == "nquads" else "ntriples"
        command, given = [program, "-q", "-i", name, "-o", form, str(path)], ""
    done = subprocess.run(
        command, input=given.encode(), capture_output=True, check=False, cwd=WEB, timeout=60
    )
    assert done.returncode == 0, done.stderr.decode()
    return list(parse(done.stdout, RdfFormat.N_QUADS))


def check(form: str, tool: str, name: str, folder: Path) -> None:
    path = folder / f"adgo.{form}"
    path.write_bytes(content(form))
    assert canonical(read(tool, name, path)) == (dataset() if form in ("nq", "trig") else merged())


@pytest.mark.parametrize(("form", "tool", "name"), READERS)
def test_another_tool_reads_the_same(form: str, tool: str, name: str, tmp_path: Path) -> None:
    check(form, tool, name, tmp_path)


@pytest.mark.full
@pytest.mark.parametrize(("form", "tool", "name"), OTHER_READERS)
def test_further_tools_read_the_same(form: str, tool: str, name: str, tmp_path: Path) -> None:
    check(form, tool, name, tmp_path)


def test_the_engine_reads_the_same_json_ld() -> None:
    """ADGO's own writer makes it; the published context, whole, means the same as the one in the file."""
    text = content("jsonld")
    assert canonical(list(parse(text, RdfFormat.JSON_LD))) == merged()
    published = (files.root() / "ontology" / "context.jsonld").read_bytes()
    context = published[published.index(b"{", 1) : published.rindex(b"}")]
    begin, end = text.index(b":") + 1, text.index(b',\n"@graph"')
    assert canonical(list(parse(text[:begin] + context + text[end:], RdfFormat.JSON_LD))) == merged()


@pytest.mark.full
def test_the_engine_reads_every_claim_of_turtle_1_2_as_a_reifier() -> None:
    """Without the reifiers the file is the merged graph, and the claims and names without their triples."""
    reifies, parts = (
        NamedNode(f"{RDF}reifies"),
        {NamedNode(ADGO + n) for n in ("subject", "predicate", "object")},
    )
    found = list(parse(content("ttl12"), RdfFormat.TURTLE))
    rows = [q for part in ("claims", "entities") for path in files.part(part)
            for q in parse(path.read_bytes(), RdfFormat.TURTLE)]  # fmt: skip
    headers = {q.subject for q in rows if str(q.subject).startswith(f"<{GRAPH}")}
    plain = [q for q in rows if q.subject not in headers]
    expected = {q for q in plain if q.predicate not in parts}
    assert canonical([q for q in found if q.predicate != reifies]) == canonical([*merged(), *expected])
    reified = {q.subject: q.object for q in found if q.predicate == reifies}
    made: dict[object, dict[str, object]] = {}
    for quad in plain:
        if quad.predicate in parts:
            made.setdefault(quad.subject, {})[quad.predicate.value.removeprefix(ADGO)] = quad.object
    assert {
        claim: {n: getattr(triple, n) for n in ("subject", "predicate", "object")}
        for claim, triple in reified.items()
    } == made


@pytest.mark.full
def test_graphs_of_different_parts_share_no_blank_node() -> None:
    """A blank node belongs to one part, in its graph and the default graph: merging graphs joins nothing."""
    graphs: dict[BlankNode, set[object]] = {}
    found = list(parse(content("nq"), RdfFormat.N_QUADS))
    named = [quad for quad in found if not {type(quad.subject), type(quad.object)} & {BlankNode}]
    assert set(named) <= set(load().store)
    assert len(found) == len(load().store)
    for quad in found:
        for term in (quad.subject, quad.object):
            if isinstance(term, BlankNode):
                graphs.setdefault(term, set()).add(quad.graph_name)
    assert graphs
    assert all(len(each - {DefaultGraph()}) == 1 for each in graphs.values())


@pytest.mark.full
def test_every_stored_question_has_its_rows_in_the_exported_dataset(tmp_path: Path) -> None:
    """Bug: the default graph of N-Quads and TriG lacked the claims, so that 50 questions had no rows."""
    path = tmp_path / "adgo.nq"
    path.write_bytes(content("nq"))
    exported, own = load([path]).store, load().store
    for question in queries.load().values():
        found, expected = exported.query(question.text), own.query(question.text)
        if isinstance(expected, QuerySolutions):
            assert sorted(map(str, found)) == sorted(map(str, expected)), question.name  # type: ignore[arg-type]
        else:
            assert bool(found) == bool(expected), question.name
