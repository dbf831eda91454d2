"""Files into one dataset."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad

from adgo.graph.dataset import Dataset, UnreadableFile, expand, load
from adgo.graph.files import DEFAULT_PARTS, PARTS, part
from adgo.graph.namespaces import ADGO, GRAPH, ID


def test_every_part_has_its_named_graph(packaged: Dataset) -> None:
    graphs = {
        graph.value.removeprefix(GRAPH)
        for graph in packaged.store.named_graphs()
        if isinstance(graph, NamedNode)
    }
    assert graphs == {name for name in PARTS if part(name)}


def test_the_default_graph_merges_what_asserts_and_nothing_else(packaged: Dataset) -> None:
    def triples(graph: NamedNode | DefaultGraph) -> set[str]:
        return {str(quad.triple) for quad in packaged.store.quads_for_pattern(None, None, None, graph)}

    merged = set().union(*(triples(NamedNode(GRAPH + name)) for name in DEFAULT_PARTS))
    assert triples(DefaultGraph()) == merged
    plans = triples(NamedNode(GRAPH + "plans"))
    facts = triples(NamedNode(GRAPH + "facts"))
    assert plans, "there are plans"
    assert not (plans - facts) & triples(DefaultGraph()), (
        "nothing that is only planned is in the default graph"
    )


def test_a_planned_trial_is_no_trial(packaged: Dataset) -> None:
    trial = Quad(
        NamedNode(ID + "momenta-uber-trial"),
        NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
        NamedNode(ADGO + "Trial"),
    )
    assert trial not in packaged.store
    assert Quad(trial.subject, trial.predicate, trial.object, NamedNode(GRAPH + "plans")) in packaged.store


def test_the_digest_follows_the_content(tmp_path: Path) -> None:
    one = tmp_path / "a.ttl"
    one.write_text("<urn:a> <urn:b> 1 .")
    first = load([one]).digest
    assert load([one]).digest == first
    one.write_text("<urn:a> <urn:b> 2 .")
    assert load([one]).digest != first


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.ttl").write_text("_:x <urn:b> 1 .")
    assert len(load([tmp_path]).store) == 2


def test_named_graphs_of_a_file_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.trig").write_text("<urn:g> { <urn:a> <urn:b> 1 }  <urn:a> <urn:b> 2 .")
    store = load([tmp_path]).store
    assert {str(quad.graph_name) for quad in store} == {"<urn:g>", "DEFAULT"}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.ttl", None, "none.ttl: No such file"),
        ("bad.ttl", "<urn:a> <urn:b> 1 .\n<urn:a> <urn:b> ", "bad.ttl:2:"),
        ("bad.jsonld", "{", "bad.jsonld"),
        ("data.csv", "a,b", "unknown kind of file"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, name: str, content: str | None, message: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(UnreadableFile, match=message):
        load([tmp_path / name])


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no RDF file"):
        expand([tmp_path])
