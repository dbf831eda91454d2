"""`adgo load`: files of every kind and size into a store, or nothing at all."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Store

from adgo.cli import run
from adgo.cli.load import Progress
from adgo.graph.namespaces import GRAPH
from adgo.server.store import loading, store_folder, swap
from adgo.server.store.private_copy import PrivateCopy

LINE = '<http://example.org/resource/item{}> <http://example.org/vocabulary/property{}> "value number {} of it" .\n'
#: Prints the peak memory of `adgo load` in KiB on standard output.
MEASURED = (
    "import resource, sys; from adgo.cli import run; code = run(sys.argv[1:]);"
    "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss); sys.exit(code)"
)


def triples(number: int) -> str:
    return "".join(LINE.format(each // 5, each % 5, each) for each in range(number))


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def load(store: Path, *arguments: str | Path) -> int:
    return run(["load", "--store", str(store), *map(str, arguments)])


def content(folder: Path) -> list[str]:
    return sorted(str(quad) for quad in Store.read_only(str(store_folder.live(folder))))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with one triple."""
    folder = tmp_path / "store"
    assert load(folder, write(tmp_path / "before.ttl", "<urn:before> <urn:p> 1 .")) == 0
    return folder


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "PIECE", 7)


FILES = {
    "a.ttl": "<urn:a> <urn:p> 1 .",
    "b.nt": "<urn:b> <urn:p> <urn:o> .",
    "c.nq": "<urn:c> <urn:p> <urn:o> <urn:g> .",
    "d.trig": "<urn:g> { <urn:d> <urn:p> <urn:o> }",
    "e.jsonld": '[{"@id": "urn:e", "urn:p": [{"@id": "urn:o"}]}]',
    **{
        f"{name}.{ending}": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:">'
        f'<rdf:Description rdf:about="urn:{name}"><u:p rdf:resource="urn:o"/></rdf:Description></rdf:RDF>'
        for name, ending in (("f", "rdf"), ("g", "owl"), ("h", "xml"))
    },
}


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "byte order mark"])
def test_files_of_every_kind_are_loaded_at_once(store, tmp_path, mark):
    paths = [write(tmp_path / name, mark + text) for name, text in FILES.items()]
    assert load(store, *paths) == 0
    found = content(store)
    assert len(found) == 1 + len(FILES)
    assert all(any(f"<urn:{name[0]}>" in quad for quad in found) for name in FILES)
    assert sum("<urn:g>" in quad.split()[-1] for quad in found) == 2


@pytest.mark.parametrize("content", ["", "# Nothing yet.\n"])
def test_a_file_without_a_triple_is_said_to_have_none(store, tmp_path, capsys, content):
    """Bug: nothing was printed, as if the file had not been read."""
    assert load(store, write(tmp_path / "empty.ttl", content)) == 0
    assert "loaded: 0 quads, 1 in all" in capsys.readouterr().err


def test_triples_go_into_the_named_graph_and_quads_stay_in_theirs(store, tmp_path, capsys):
    paths = [write(tmp_path / name, FILES[name]) for name in ("a.ttl", "c.nq")]
    assert load(store, "--graph", "urn:h", *paths) == 0
    assert "loaded: 2 quads, 3 in all" in capsys.readouterr().err
    opened = Store.read_only(str(store_folder.live(store)))
    graphs = {quad.subject.value: quad.graph_name for quad in opened}
    assert graphs["urn:a"] == NamedNode("urn:h")
    assert graphs["urn:c"] == NamedNode("urn:g")
    assert graphs["urn:before"] == DefaultGraph()
    assert load(store, "--graph", "no IRI", paths[0]) == 2


#: The heads of a file of facts and of one of plans, and a triple of each.
FACTS = f"<{GRAPH}facts> a <http://www.w3.org/2002/07/owl#Ontology> . <urn:a> <urn:p> <urn:is> ."
PLANS = f"<{GRAPH}plans> a <http://www.w3.org/2002/07/owl#Ontology> . <urn:a> <urn:p> <urn:planned> ."


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("target", [(), ("--graph", "urn:h")])
def test_files_of_plans_state_nothing_in_a_store(tmp_path, capsys, at_once, target):
    """Bug: `adgo load --store DIR data/` put plans into the default graph, where they read as facts."""
    paths = [write(tmp_path / "facts.ttl", FACTS), write(tmp_path / "plans.ttl", PLANS)]
    for some in [paths] if at_once else [[path] for path in paths]:
        assert load(tmp_path / "store", *target, *some) == 0
    opened = Store.read_only(str(store_folder.live(tmp_path / "store")))
    graphs = {quad.object.value: quad.graph_name for quad in opened if quad.subject == NamedNode("urn:a")}
    usual = NamedNode("urn:h") if target else DefaultGraph()
    # A single file with a graph is put where the user says.
    apart = usual if target and not at_once else NamedNode(GRAPH + "plans")
    assert graphs == {"urn:is": usual, "urn:planned": apart}
    assert ("graph:plans" in capsys.readouterr().err) == (apart != usual)


@pytest.mark.usefixtures("small_pieces")
def test_blank_nodes_of_a_file_are_the_same_in_all_pieces_and_others_in_each_file(store, tmp_path):
    text = "".join(f"_:a <urn:p> <urn:{number}> .\n" for number in range(20))
    assert load(store, *(write(tmp_path / name, text) for name in ("x.nt", "y.nt"))) == 0
    opened = Store.read_only(str(store_folder.live(store)))
    subjects = [quad.subject for quad in opened if isinstance(quad.subject, BlankNode)]
    assert len(subjects) == 40
    assert len(set(subjects)) == 2


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("explained", [pytest.param(loading._EXPLAINED_BYTES, marks=pytest.mark.full), 0])
def test_a_syntax_error_behind_many_triples_leaves_the_store_as_it_was(
    store, tmp_path, capsys, monkeypatch, explained
):
    monkeypatch.setattr(loading, "_EXPLAINED_BYTES", explained)
    before, edition = content(store), store_folder.edition(store)
    good = write(tmp_path / "good.nt", triples(30))
    bad = write(tmp_path / "bad.nt", triples(40) + "<urn:s> <urn:p> <urn:with space> .\n" + triples(3))
    assert load(store, good, bad) == 3
    assert f"{bad}:41:" in capsys.readouterr().err
    assert content(store) == before
    assert store_folder.edition(store) == edition
    assert len(list(store.glob("live*"))) == 1


@pytest.mark.usefixtures("small_pieces")
def test_a_store_that_could_not_be_filled_is_not_there(tmp_path):
    bad = write(tmp_path / "bad.nt", triples(40) + "<urn:s> <urn:p>")
    assert load(tmp_path / "store", bad) == 3
    assert not (tmp_path / "store").exists()
    (tmp_path / "empty").mkdir()
    assert load(tmp_path / "empty", bad) == 3
    assert list((tmp_path / "empty").iterdir()) == []


@pytest.mark.parametrize("name", ["missing.nt", "what.txt"])
def test_a_file_that_cannot_be_read_is_found_before_anything_is_written(store, tmp_path, capsys, name):
    write(tmp_path / "what.txt", "text")
    good = write(tmp_path / "good.nt", triples(3))
    assert load(store, good, tmp_path / name) == 3
    assert name in capsys.readouterr().err
    assert len(content(store)) == 1


def test_a_full_disk_is_explained_and_leaves_the_store_as_it_was(store, tmp_path, capsys, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(swap, "fill", full)
    assert load(store, write(tmp_path / "good.nt", triples(3))) == 3
    assert "nothing was loaded: No space left on device" in capsys.readouterr().err
    assert len(content(store)) == 1


@pytest.mark.full
def test_an_interruption_leaves_the_store_as_it_was(store, tmp_path):
    data = write(tmp_path / "data.nt", triples(150_000))
    databases = set(store.glob("live*"))
    command = [sys.executable, "-m", "adgo", "load", "--store", str(store), str(data)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        until = time.monotonic() + 60
        while set(store.glob("live*")) == databases and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in said
    assert len(content(store)) == 1
    assert set(store.glob("live*")) == databases


def test_a_process_that_reads_the_store_keeps_its_data_and_the_next_gets_the_new(store, tmp_path):
    with closing(PrivateCopy(store)) as reader:
        reading = Store.read_only(str(reader.path))
        assert load(store, write(tmp_path / "more.nt", triples(3))) == 0
        assert len(reading) == 1
        with closing(PrivateCopy(store)) as later:
            assert later.edition != reader.edition
            assert len(Store.read_only(str(later.path))) == 4


def test_what_a_killed_load_has_left_is_removed_by_the_next(store, tmp_path):
    (store / "live-0123456789abcdef").mkdir()
    assert load(store, write(tmp_path / "more.nt", triples(3))) == 0
    assert list(store.glob("live*")) == [store_folder.live(store)]


def test_an_empty_file_changes_nothing(store, tmp_path):
    edition = store_folder.edition(store)
    assert load(store, write(tmp_path / "empty.ttl", "")) == 0
    assert (store_folder.edition(store), len(content(store))) == (edition, 1)


@pytest.mark.full
@pytest.mark.parametrize(("number", "most"), [(50_000, 45), (300_000, 60)])
def test_memory_does_not_grow_with_the_file(tmp_path, number, most):
    """Once, 300,000 triples took 350 MiB more than 1,000, as all were held as objects of Python."""

    def peak(size: int) -> int:
        data = write(tmp_path / f"{size}.nt", triples(size))
        command = [
            sys.executable,
            "-c",
            MEASURED,
            "load",
            "--store",
            str(tmp_path / f"store{size}"),
            str(data),
        ]
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    assert (peak(number) - peak(1000)) / 1024 < most


def test_progress_is_shown_only_if_the_load_takes_long(capsys, monkeypatch):
    begun = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: begun)
    progress, path = Progress(), Path("data.nt")
    progress.show(path, 10_000, 0.1)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(time, "monotonic", lambda: begun + 10)
    progress.show(path, 1_230_000, 0.25)
    progress.show(path, 1_240_000, 0.26)
    monkeypatch.setattr(time, "monotonic", lambda: begun + 100)
    progress.show(path, 2_000_000, 0.1)
    assert capsys.readouterr().err == (
        "loading: 1,230,000 quads so far, 123,000 a second, 25% read, about 30 s left, in data.nt\n"
        "loading: 2,000,000 quads so far, 20,000 a second, 10% read, about 15 min left, in data.nt\n"
    )


CHANGED = """@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:a> <urn:int> "5"^^xsd:int ; <urn:kept> "five"^^xsd:int , 99999999999999999999 , "x"@en , "1.10" ;
    <urn:price> 1.10 ; <urn:name> "x"@EN-us .
"""


def test_literals_that_the_store_changes_are_named_with_file_and_line(tmp_path, capsys):
    # The store kept "5"^^xsd:int as 5, 1.10 as 1.1 and @EN-us as @en-us, and nobody was told.
    file = write(tmp_path / "changed.ttl", CHANGED)
    assert load(tmp_path / "store", file) == 0
    assert capsys.readouterr().err == (
        "loaded: 7 quads, 7 in all\n"
        f'load: 3 literals were changed when stored: "5"^^xsd:int to 5 ({file}, line 2), '
        f'"1.10"^^xsd:decimal to 1.1 ({file}, line 3), "x"@EN-us to "x"@en-us ({file}, line 3); '
        "1 literal was kept, but comparisons and sums leave out values that the store cannot read: "
        f'"99999999999999999999"^^xsd:integer ({file}, line 2)\n'
    )


def test_strict_terms_loads_nothing_if_a_literal_would_change(store, tmp_path, capsys):
    before = content(store)
    file = write(tmp_path / "changed.ttl", CHANGED)
    good = write(tmp_path / "kept.ttl", "<urn:kept> <urn:p> 1 .")
    for folder in (store, tmp_path / "new"):
        assert load(folder, "--strict-terms", good, file) == 1
        message = capsys.readouterr().err
        assert "nothing was loaded: 3 literals would be changed when stored" in message
        assert "leave out --strict-terms" in message
    assert content(store) == before
    assert not (tmp_path / "new").exists()
    assert load(store, "--strict-terms", good) == 0


@pytest.mark.full
def test_tags_are_found_in_files_that_are_read_piece_by_piece(tmp_path, capsys):
    lines = (
        f'<urn:{number}> <urn:p> "name"@{"de" if number % 10 else "en-GB"} .\n' for number in range(30_000)
    )
    assert load(tmp_path / "store", write(tmp_path / "many.nt", "".join(lines))) == 0
    assert "3,000 literals were changed" in capsys.readouterr().err
