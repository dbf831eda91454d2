"""Files into one dataset."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad

from adgo.graph.dataset import Dataset, UnreadableFile, expand, load
from adgo.graph.files import DEFAULT_PARTS, PARTS, part, root
from adgo.graph.namespaces import ADGO, GRAPH, ID, RDF
from adgo.turtle.normalization.report import ChangesRefused

TYPE = NamedNode(RDF + "type")


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


def test_what_editors_think_and_what_is_planned_is_in_no_default_graph(packaged: Dataset) -> None:
    merged = {"ontology", "entities", "context", "claims", "facts", "reports", "inferred"}
    assert set(DEFAULT_PARTS) == merged
    judgement = NamedNode(ADGO + "IdentityHypothesis")
    graphs = {str(quad.graph_name) for quad in packaged.store.quads_for_pattern(None, TYPE, judgement)}
    assert graphs == {f"<{GRAPH}judgements>"}


def test_a_planned_trial_is_not_a_trial(packaged: Dataset) -> None:
    trial = Quad(
        NamedNode(ID + "momenta-uber-trial"),
        TYPE,
        NamedNode(ADGO + "Trial"),
    )
    assert trial not in packaged.store
    assert Quad(trial.subject, trial.predicate, trial.object, NamedNode(GRAPH + "plans")) in packaged.store


def test_the_digest_follows_the_content(tmp_path: Path) -> None:
    one = tmp_path / "a.ttl"
    one.write_text("<urn:a> <urn:b> 1 .", encoding="utf-8")
    first = load([one]).digest
    assert load([one]).digest == first
    one.write_text("<urn:a> <urn:b> 2 .", encoding="utf-8")
    assert load([one]).digest != first


def test_blank_nodes_of_two_files_stay_distinct(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.ttl").write_text("_:x <urn:b> 1 .", encoding="utf-8")
    assert len(load([tmp_path]).store) == 2


def test_named_graphs_of_a_file_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.trig").write_text("<urn:g> { <urn:a> <urn:b> 1 }  <urn:a> <urn:b> 2 .", encoding="utf-8")
    store = load([tmp_path]).store
    assert {str(quad.graph_name) for quad in store} == {"<urn:g>", "DEFAULT"}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.ttl", None, "none.ttl: no such file or folder"),
        ("bad.ttl", "<urn:a> <urn:b> 1 .\n<urn:a> <urn:b> ", "bad.ttl:2:"),
        ("bad.nt", "<urn:a> <urn:b> .", r"bad\.nt:1:17: found '\.', but N-Triples needs an object"),
        ("bad.trig", "<urn:g> { <urn:a> ", r"bad\.trig:1:"),
        ("bad.nq", "<urn:a> <urn:b> 1 .", r"bad\.nq:1:17: "),
        ("bad.jsonld", "{", "bad.jsonld"),
        ("bad.rdf", "<x>", r"bad\.rdf"),
        ("newer.ttl", '<urn:a> <urn:b> "c"@en--up .', r"newer\.ttl:1:"),
        ("data.csv", "a,b", "unknown kind of file"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, name: str, content: str | None, message: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=message):
        load([tmp_path / name])


def test_a_syntax_error_comes_with_its_line_a_caret_and_its_remedy(tmp_path: Path) -> None:
    """Bug: the messages were those of the store's parser, one error at a time and without a remedy."""
    path = tmp_path / "bad.ttl"
    path.write_text(
        "@prefix ex: <urn:x:> .\nex:a ex:b ex:c\nex:d ex:e 1 .\nex:f foo:g 1 .\n", encoding="utf-8"
    )
    with pytest.raises(UnreadableFile) as caught:
        load([path])
    assert str(caught.value).splitlines() == [
        f"{path}:2:14: '.' is missing here, before the next statement ('ex:d')",
        " 2 | ex:a ex:b ex:c",
        "   |              ^",
        f"{path}:4:6: the prefix 'foo:' is not declared: add '@prefix foo: <…> .' above",
        " 4 | ex:f foo:g 1 .",
        "   |      ^^^^^",
    ]


def test_bytes_that_are_not_utf8_are_named(tmp_path: Path) -> None:
    path = tmp_path / "latin.ttl"
    path.write_bytes('<urn:a> <urn:b> "é" .'.encode("latin-1"))
    with pytest.raises(UnreadableFile, match=r"latin\.ttl:1:18: byte 18 \(0xE9\) is not UTF-8: save"):
        load([path])


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_files_as_windows_writes_them_are_read(tmp_path: Path, ends: str) -> None:
    """Bug: a byte order mark was a syntax error, and DATA.TTL an unknown kind of file."""
    lines = ["@prefix ex: <urn:x:> .", "ex:a ex:b ex:c .", ""]
    (tmp_path / "DATA.TTL").write_bytes(b"\xef\xbb\xbf" + ends.join(lines).encode())
    assert [str(quad.subject) for quad in load([tmp_path]).store] == ["<urn:x:a>"]


def test_files_come_in_one_order_whatever_order_the_folder_has(tmp_path: Path) -> None:
    names = [f"{number * 7 % 32:02}.ttl" for number in range(32)]
    for name in names:
        (tmp_path / name).touch()
    assert [path.name for path in expand([tmp_path])] == sorted(names)


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("<urn:a> <urn:b> [] .", encoding="utf-8")
    assert len(load([tmp_path, path]).store) == 1


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no file to read in this folder"):
        expand([tmp_path])


def test_a_pipe_is_refused_rather_than_waited_for(tmp_path: Path) -> None:
    """Bug: `adgo query --data` of a pipe without a writer never returned."""
    pipe = tmp_path / "pipe.ttl"
    os.mkfifo(pipe)
    with pytest.raises(UnreadableFile, match=r"pipe\.ttl: this is a pipe or a device"):
        load([pipe])


def test_a_folder_leaves_out_what_it_hides_or_lists(tmp_path: Path) -> None:
    for name in ("now.ttl", "old/then.ttl", ".venv/theirs.ttl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f'<urn:a> <urn:b> "{name}" .', encoding="utf-8")
    (tmp_path / ".adgoignore").write_text("old\n", encoding="utf-8")
    assert [quad.object.value for quad in load([tmp_path]).store] == ["now.ttl"]
    assert len(load([tmp_path, tmp_path / "old"]).store) == 2


def test_no_literal_of_the_packaged_graph_changes_when_it_is_stored() -> None:
    # 50.0 in a claim was 50 in the served graph, another term than in the file that /data/ serves.
    paths = [path for name in PARTS for path in part(name)]
    others = [root() / "data" / "adgo-all.ttl", *(root() / "ontology" / "versions").glob("*.ttl")]
    assert load([*paths, *others], strict_terms=True).changes.count == 0


def test_changes_are_counted_over_files_and_named_with_their_lines(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:p> 1 ,\n 01 .", encoding="utf-8")
    (tmp_path / "b.nq").write_bytes(b'\xef\xbb\xbf<urn:a> <urn:p> "x"@EN <urn:g> .\n')
    found = load([tmp_path]).changes
    assert (found.count, [each.place for each in found.examples]) == (
        *(2, [f"{tmp_path / 'a.ttl'}, line 2", f"{tmp_path / 'b.nq'}, line 1"]),
    )
    with pytest.raises(ChangesRefused, match="2 literals would be changed when stored"):
        load([tmp_path], strict_terms=True)
