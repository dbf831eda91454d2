"""Large changes: made to a copy in pieces, which takes the place of the live database when it is whole."""

from __future__ import annotations

import contextlib
import errno
import gc
import math
from pathlib import Path

import pytest
from process import eventually
from pyoxigraph import DefaultGraph, NamedNode

from adgo.server import process_memory
from adgo.server.engine import writer
from adgo.server.engine.writer import ChangeRefused, Writer
from adgo.server.store import fsync, store_folder, swap

TOKEN = "a token for the tests of large changes"
NT = "application/n-triples"


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch):
    monkeypatch.setattr(writer, "SMALL", 5)
    monkeypatch.setattr(swap, "PIECE", 7)
    monkeypatch.setattr(swap, "PART", 3)


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "store"


def triples(first: int, last: int) -> str:
    return "".join(f"<urn:s> <urn:p> <urn:{number}> .\n" for number in range(first, last))


def change(target: Writer, operation: str, graph: str | None, *bodies: str) -> bool:
    request = {"op": operation, "graph": graph, "base": "urn:base", "exists": None, "strict_terms": False}
    request["documents"] = [{"format": "nt", "size": len(body)} for body in bodies]
    return target.change(request, "".join(bodies).encode())["created"]


def content(target: Writer) -> dict[str, int]:
    """The named graphs, and "" for the default graph, with how many quads each has."""
    store = target._store
    graphs = {"": DefaultGraph(), **{graph.value: graph for graph in store.named_graphs()}}
    return {
        name: len(list(store.quads_for_pattern(None, None, None, graph))) for name, graph in graphs.items()
    }


def databases(folder: Path) -> list[str]:
    return [path.name for path in folder.glob("live*")]


def reopened(folder: Path) -> Writer:
    gc.collect()
    return Writer(folder, [])


@pytest.mark.parametrize("graph", ["urn:g", None])
@pytest.mark.parametrize(
    "others", [pytest.param(0, marks=pytest.mark.full), 4, pytest.param(40, marks=pytest.mark.full)]
)
@pytest.mark.parametrize("room", [0, math.inf])
def test_a_large_change_of_one_graph_leaves_the_others(folder, monkeypatch, graph, others, room):
    monkeypatch.setattr(process_memory, "room", lambda: room)
    target = Writer(folder, [])
    change(target, "put", "urn:empty")
    change(target, "put", "urn:other", triples(0, others))
    rest = {"urn:empty": 0, "urn:other": others}
    name = graph or ""
    assert change(target, "put", graph, triples(0, 10)) is (graph is not None)
    assert content(target) == {"": 0} | rest | {name: 10}
    assert change(target, "post", graph, triples(5, 12), triples(12, 17)) is False
    assert content(target) == {"": 0} | rest | {name: 17}
    change(target, "put", graph, triples(0, 9))
    assert content(target) == {"": 0} | rest | {name: 9}
    change(target, "put", graph, triples(0, 1))
    assert content(target) == {"": 0} | rest | {name: 1}
    change(target, "put", graph, triples(0, 9))
    change(target, "put", graph, "")
    assert content(target) == {"": 0} | rest | {name: 0}
    change(target, "put", graph, triples(0, 9))
    change(target, "delete", graph)
    assert content(target) == {"": 0} | rest
    assert len(databases(folder)) == 1
    assert store_folder.live(folder).is_dir()


def test_blank_nodes_of_one_document_stay_together_over_its_pieces(folder):
    target = Writer(folder, [])
    body = "".join(f"_:a <urn:p> <urn:{number}> .\n" for number in range(10))
    change(target, "put", "urn:g", body, body)
    subjects = {
        quad.subject for quad in target._store.quads_for_pattern(None, None, None, NamedNode("urn:g"))
    }
    assert len(subjects) == 2


@pytest.mark.parametrize("operation", ["put", "post"])
def test_a_mistake_behind_many_triples_changes_nothing(folder, operation):
    target = Writer(folder, [])
    change(target, "put", "urn:g", triples(0, 2))
    with pytest.raises(ChangeRefused, match="line 21"):
        change(target, operation, "urn:g", triples(0, 20) + "<urn:s> <urn:p>")
    assert content(target) == {"": 0, "urn:g": 2}
    assert databases(folder) == ["live"]
    target.snapshot()
    del target
    assert content(reopened(folder)) == {"": 0, "urn:g": 2}


@pytest.mark.parametrize(
    ("module", "broken", "left"), [(swap, "fill", 2), (fsync, "write", 2), (swap, "clear", 20)]
)
def test_a_crash_leaves_the_old_state_or_the_new_one(folder, monkeypatch, module, broken, left):
    class Crash(BaseException):
        pass

    def crash(*_: object) -> None:
        raise Crash

    target = Writer(folder, [])
    change(target, "put", "urn:g", triples(0, 2))
    with monkeypatch.context() as patched:
        patched.setattr(module, broken, crash)
        with pytest.raises(Crash):
            change(target, "put", "urn:g", triples(0, 20))
    del target
    (folder / "live-left-behind").mkdir()
    assert content(reopened(folder)) == {"": 0, "urn:g": left}
    assert len(databases(folder)) == 1


def test_a_crash_leaves_no_graph_out_that_becomes_empty(folder):
    """Once, the old graph went in one transaction, and the new one, without triples, came in another."""

    class Crash(BaseException):
        pass

    class Dying:
        """A store that ends the process at its second change."""

        def __init__(self, store):
            self._store, self._changed = store, False

        def __getattr__(self, name):
            if name in ("update", "add_graph"):
                if self._changed:
                    raise Crash
                self._changed = True
            return getattr(self._store, name)

    target = Writer(folder, [])
    change(target, "put", "urn:g", triples(0, 2))
    target._store = Dying(target._store)
    with contextlib.suppress(Crash):
        change(target, "put", "urn:g", "")
    del target
    assert content(reopened(folder)) == {"": 0, "urn:g": 0}


def test_a_file_that_may_not_be_written_is_not_reported_as_a_network_call(folder, monkeypatch):
    """Once, a folder that may not be written was reported as an update that asked for a connection."""
    target = Writer(folder, [])

    def forbid(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(folder))

    monkeypatch.setattr(fsync, "write", forbid)
    with pytest.raises(PermissionError, match="Permission denied"):
        change(target, "put", "urn:g", triples(0, 20))


def test_who_was_overtaken_by_a_new_database_does_not_write_the_old_one(folder, monkeypatch):
    Writer(folder, [])
    gc.collect()
    old = store_folder.live(folder)
    places = iter([old, folder / "live-newer"])
    monkeypatch.setattr(swap, "place", lambda _: next(places))
    with pytest.raises(store_folder.UnreadableFile, match="another process is writing to this store"):
        store_folder.open_writable(folder, patience=0)


@pytest.fixture(scope="module")
def document() -> str:
    """Some 20 MB of N-Triples."""
    line = '<http://example.org/resource/item{}> <http://example.org/vocabulary/property{}> "value number {} of it" .\n'
    return "".join(line.format(number // 5, number % 5, number) for number in range(190_000))


def serve(start, folder: Path, *arguments: str):
    (folder / "token").write_text(TOKEN)
    return start("--store", folder / "store", "--writable", "--token-file", folder / "token", *arguments)


def put(server, body: str):
    return server.send(
        "PUT", "/store/large", body, timeout=300, Content_Type=NT, Authorization=f"Bearer {TOKEN}"
    )


def size(server) -> int:
    return int(server.rows("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")[0]["n"]["value"])


@pytest.mark.full
@pytest.mark.parametrize("memory", [[], ["--memory", "200"]])
def test_twenty_megabytes_are_stored_within_the_default_memory_and_less(start, tmp_path, document, memory):
    # They were 507, though --upload allows 64 MiB.
    server = serve(start, tmp_path, "--timeout", "250", *memory)
    assert put(server, document).status == 201
    assert size(server) == 190_000
    assert put(server, triples(0, 3)).status == 204
    assert size(server) == 3


@pytest.mark.full
def test_sixty_megabytes_are_stored_within_the_default_memory(start, tmp_path, document):
    server = serve(start, tmp_path, "--timeout", "280")
    body = "".join(document.replace("/item", f"/thing{copy}-") for copy in range(3))
    assert len(body) > 60_000_000
    assert put(server, body).status == 201
    assert size(server) == 570_000


def test_a_large_change_that_is_ended_leaves_the_old_graph_or_the_new_one(start, tmp_path, document):
    server = serve(start, tmp_path, "--timeout", "1")
    assert eventually(lambda: put(server, triples(0, 3)).status in (201, 204))
    assert put(server, document).status in (204, 504)
    assert eventually(lambda: server.ask("ASK { }").status == 200)
    assert eventually(lambda: put(server, triples(0, 4)).status == 204)
    assert size(server) == 4
    assert eventually(lambda: len(databases(tmp_path / "store")) == 1)


@pytest.mark.full
def test_a_fresh_writer_follows_a_large_change_and_goes_on_in_the_same_edition(start, tmp_path, document):
    # Every large change left the writer less memory, until it could only write the slow way.
    server = serve(start, tmp_path, "--timeout", "250")
    writers = set()
    large = "".join(document.splitlines(keepends=True)[:40_000])
    for _ in range(2):
        assert put(server, large).status in (201, 204)
        writers |= {pid for pid in server.descendants() if b"adgo.server.engine.writer" in cmdline(pid)}
    assert len(writers) == 2
    folder = tmp_path / "store"
    assert store_folder.edition(folder) == store_folder.edition_of(store_folder.snapshots(folder)[-1])
    assert put(server, triples(0, 2)).status == 204
    assert size(server) == 2


def cmdline(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()
