"""A file of plans states nothing, wherever its header stands, and a file with plans and facts is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

import adgo
from adgo.cli import run
from adgo.graph.dataset import UnreadableFile, load, read_quads
from adgo.graph.files import part
from adgo.graph.namespaces import GRAPH
from adgo.server.engine.change_documents import ChangeDocuments
from adgo.server.engine.change_refusal import ChangeRefused
from adgo.shacl.inputs import InputError

HEADER = f"<{GRAPH}{{}}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2002/07/owl#Ontology> .\n"
PLAN = "<urn:a> <urn:p> <urn:planned> .\n"
FACT = "<urn:a> <urn:p> <urn:fact> .\n"
#: Plans whose header is not their beginning.
LATE = PLAN + HEADER.format("plans")
#: Plans and facts in one file, in two orders.
MIXED = (
    FACT + HEADER.format("facts") + PLAN + HEADER.format("plans"),
    HEADER.format("plans") + PLAN + HEADER.format("facts") + FACT,
)
PLANNED = Quad(NamedNode("urn:a"), NamedNode("urn:p"), NamedNode("urn:planned"))


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def put(document: str, name: str = "nt", graph: str = "") -> list[str]:
    content = document.encode()
    one = {
        "format": name,
        "size": len(content),
        "start": 0,
        "end": 1,
        "source": "http://a/b",
        "silent": False,
    }
    return [
        each[2]
        for each in ChangeDocuments(content, strict_terms=False).replacements([one | {"graph": graph}])
    ]


@pytest.mark.parametrize("ending", ["nt", "nq", "ttl", "rdf", "jsonld"])
def test_plans_are_no_facts_if_their_header_stands_last(tmp_path: Path, ending: str) -> None:
    """Bug: the first triple alone decided, so `sort plans.nt` made plans facts."""
    form = RdfFormat.from_extension(ending)
    assert form
    text = serialize([quad.triple for quad in parse(LATE, RdfFormat.N_TRIPLES)], format=form)
    (tmp_path / f"plans.{ending}").write_bytes(text or b"")
    write(tmp_path / "facts.nt", FACT)
    assert (
        run(
            [
                "load",
                "--store",
                str(tmp_path / "s"),
                str(tmp_path / f"plans.{ending}"),
                str(tmp_path / "facts.nt"),
            ]
        )
        == 0
    )
    assert run(["load", "--store", str(tmp_path / "s"), "--dump", str(tmp_path / "all.nq")]) == 0
    for store in (
        load([tmp_path / f"plans.{ending}", tmp_path / "facts.nt"]).store,
        load([tmp_path / "all.nq"]).store,
    ):
        assert PLANNED not in store
        assert Quad(*PLANNED.triple, NamedNode(GRAPH + "plans")) in store


def test_the_packaged_plans_are_found_in_any_order(tmp_path: Path) -> None:
    [path] = part("plans")
    lines = (
        serialize((quad.triple for quad in read_quads(path)), format=RdfFormat.N_TRIPLES) or b""
    ).splitlines()
    write(tmp_path / "sorted.nt", b"\n".join(sorted(lines)).decode() + "\n")
    write(tmp_path / "facts.nt", FACT)
    store = load([tmp_path]).store
    assert {str(quad.graph_name) for quad in store} == {"DEFAULT", f"<{GRAPH}plans>"}
    assert len(list(store.quads_for_pattern(None, None, None, NamedNode(GRAPH + "plans")))) == len(set(lines))


@pytest.mark.parametrize("text", MIXED)
@pytest.mark.parametrize(
    "read",
    [
        lambda path: load([path]),
        lambda path: load([path, path.with_name("other.nt")]),
        lambda path: adgo.load(path),
        lambda path: put(path.read_text()),
    ],
)
def test_plans_and_facts_in_one_file_are_refused(
    tmp_path: Path, text: str, read: Callable[[Path], object]
) -> None:
    path = write(tmp_path / "flat.nt", text)
    write(tmp_path / "other.nt", FACT)
    with pytest.raises((UnreadableFile, InputError, ChangeRefused), match="plans"):
        read(path)


@pytest.mark.parametrize("text", MIXED)
def test_a_store_takes_no_file_of_plans_and_facts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    path = write(tmp_path / "flat.nt", text)
    assert run(["load", "--store", str(tmp_path / "s"), str(path)]) == 3
    message = capsys.readouterr().err
    assert f"{path}: it holds the part “plans”, which states no facts" in message
    assert "Put each part into a file of its own" in message
    assert not (tmp_path / "s").exists()


def test_a_header_that_is_hidden_by_escapes_is_found(tmp_path: Path) -> None:
    hidden = LATE.replace("Ontology", r"\u004fntology")
    paths = [write(tmp_path / "plans.nt", hidden), write(tmp_path / "facts.nt", FACT)]
    with pytest.raises(UnreadableFile, match="plans"):
        load(paths)


def test_a_whole_dataset_keeps_its_graphs(tmp_path: Path) -> None:
    """Its catalogue describes all parts, and may stand first."""
    text = (
        HEADER.format("plans").replace(" .\n", f" <{GRAPH}catalog> .\n")
        + FACT
        + PLAN.replace(" .\n", f" <{GRAPH}plans> .\n")
    )
    store = load([write(tmp_path / "all.nq", text), write(tmp_path / "facts.nt", FACT)]).store
    assert sorted(str(quad.graph_name) for quad in store) == [
        f"<{GRAPH}catalog>",
        f"<{GRAPH}plans>",
        "DEFAULT",
    ]


@pytest.mark.parametrize("name", ["ttl", "nt"])
def test_changes_find_the_header_anywhere(name: str) -> None:
    with pytest.raises(ChangeRefused, match=f"{GRAPH}plans"):
        put(LATE, name)
    assert "<urn:planned>" in put(LATE, name, "<urn:g>")[0]


def test_python_loads_plans_and_rdflib_graphs_apart(tmp_path: Path) -> None:
    rdflib = pytest.importorskip("rdflib")
    plans, facts = write(tmp_path / "plans.nt", LATE), write(tmp_path / "facts.nt", FACT)
    graph = rdflib.Graph().parse(plans)
    for sources in ([plans, facts], [graph, facts]):
        rows = adgo.load(sources).query("SELECT ?o { <urn:a> <urn:p> ?o }", labels=False)
        assert [str(row["o"]) for row in rows] == ["urn:fact"]
