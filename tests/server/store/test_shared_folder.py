"""Several processes at one store: two loads at once, servers that start during a load, and folders that are moved."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from process import eventually
from pyoxigraph import DefaultGraph, Quad, Store

from adgo.cli import run
from adgo.graph.dataset import UnreadableFile
from adgo.server.store import claim, following, loading, private_copy, store_folder
from adgo.server.store.editions import Editions
from adgo.server.store.private_copy import PrivateCopy
from adgo.server.store.served_copies import ServedCopies

TOKEN = "a token for the tests of moved folders"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def load(store: Path, *files: Path) -> loading.Loaded:
    return loading.load_files(store, files, DefaultGraph(), lambda *_: None)


def good(folder: Path) -> Path:
    return write(folder / "good.nt", "<urn:a> <urn:p> <urn:good> .\n")


def bad(folder: Path) -> Path:
    return write(folder / "bad.nt", "<urn:a> <urn:p> <urn:bad> .\n<urn:a> <urn:p>\n")


class Paused:
    """Files that are read in a thread, which waits in the middle until it is allowed to go on."""

    def __init__(self, store: Path, *files: Path) -> None:
        self.reached, self.go_on = threading.Event(), threading.Event()
        self.errors: list[BaseException] = []
        self.thread = threading.Thread(target=self._load, args=(store, files))

    def _load(self, store: Path, files: tuple[Path, ...]) -> None:
        try:
            source = loading._Files(list(files), DefaultGraph(), lambda *_: None, False)
            loading.transfer(store, Slow(source, self), loading.swap.fill)
        except UnreadableFile as error:
            self.errors.append(error)

    def __enter__(self) -> Paused:
        self.thread.start()
        assert self.reached.wait(20)
        return self

    def __exit__(self, *_: object) -> None:
        self.go_on.set()
        self.thread.join(60)


class Slow:
    """A source that waits after its first quad."""

    def __init__(self, source: loading._Files, paused: Paused) -> None:
        self._source, self._paused = source, paused

    def __getattr__(self, name: str) -> object:
        return getattr(self._source, name)

    def __iter__(self) -> Iterator[Quad]:
        quads = iter(self._source)
        yield next(quads)
        self._paused.reached.set()
        assert self._paused.go_on.wait(60)
        yield from quads


def test_a_failing_load_does_not_remove_what_another_has_loaded(tmp_path, monkeypatch):
    """Bug: it looked at the folder before it had the lock, and then removed the store of the load before it."""
    opened = store_folder.open_claimed

    def slow(folder: Path, *arguments: float) -> Store:
        time.sleep(1)
        return opened(folder, *arguments)

    store, files = tmp_path / "store", (bad(tmp_path), good(tmp_path))
    failing = threading.Thread(target=run, args=(["load", "--store", str(store), str(files[0])],))
    with monkeypatch.context() as patched:
        patched.setattr(store_folder, "open_claimed", slow)
        failing.start()
        time.sleep(0.3)
    assert load(store, files[1]).total == 1
    failing.join()
    assert len(Store.read_only(str(store_folder.complete(store)))) == 1


def test_of_two_loads_at_once_one_is_refused_and_one_is_made(tmp_path, monkeypatch):
    monkeypatch.setattr(store_folder, "PATIENCE", 0.2)
    store = tmp_path / "store"
    other = write(tmp_path / "other.nt", "<urn:a> <urn:p> <urn:other> .\n")
    refused = pytest.raises(claim.Locked, match="another load into this store is running; wait until it")
    with Paused(store, good(tmp_path)) as first, refused:
        load(store, other)
    assert first.errors == []
    assert len(Store.read_only(str(store_folder.complete(store)))) == 1


def test_the_load_that_waits_for_one_that_fails_is_made(tmp_path):
    store = tmp_path / "store"
    with Paused(store, bad(tmp_path)) as first:
        command = [sys.executable, "-m", "adgo", "load", "--store", str(store), str(good(tmp_path))]
        second = subprocess.Popen(command)
        time.sleep(1.5)
    assert second.wait(30) == 0
    assert len(first.errors) == 1
    assert len(Store.read_only(str(store_folder.complete(store)))) == 1


@pytest.fixture
def killed(tmp_path) -> Path:
    """The store that a first load leaves which is killed."""
    store = tmp_path / "killed"
    big = write(tmp_path / "big.nt", "".join(f"<urn:s{n}> <urn:p> <urn:o> .\n" for n in range(300_000)))
    command = [sys.executable, "-m", "adgo", "load", "--store", str(store), str(big)]
    with subprocess.Popen(command) as process:
        assert eventually(lambda: any(store.glob("live-*")))
        process.kill()
    assert not (store / "PLACE").exists()
    return store


@pytest.mark.parametrize("options", [(), ("--writable",)])
def test_a_store_whose_first_load_was_killed_is_not_served(killed, tmp_path, options):
    """Bug: it was served as an empty graph, with status 200."""
    token = ("--token-file", str(write(tmp_path / "token", TOKEN))) if options else ()
    command = [sys.executable, "-m", "adgo", "serve", "--port", "0", "--store", str(killed), *options, *token]
    served = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert served.returncode == 3
    assert "no load into this store was ever completed" in served.stderr
    assert f"adgo load --store {killed}" in served.stderr
    for option in ("--backup", "--dump"):
        assert run(["load", "--store", str(killed), option, str(tmp_path / "made")]) == 3
        assert not (tmp_path / "made").exists()


def test_the_next_load_completes_a_store_whose_first_load_was_killed(killed, tmp_path):
    with pytest.raises(UnreadableFile):
        load(killed, bad(tmp_path))
    assert not store_folder.is_complete(killed)
    assert load(killed, good(tmp_path)).total == 1
    assert store_folder.complete(killed)


def test_a_store_of_an_empty_file_is_complete(tmp_path):
    load(tmp_path / "store", write(tmp_path / "empty.nt", ""))
    assert store_folder.complete(tmp_path / "store")


def test_a_server_starts_during_a_load_from_the_last_complete_state(tmp_path, monkeypatch):
    """Bug: it waited for ten seconds, and then advised to stop the load."""
    monkeypatch.setattr(private_copy, "PATIENCE", 1)
    store = tmp_path / "store"
    load(store, good(tmp_path))
    more = write(tmp_path / "more.nt", "<urn:a> <urn:p> <urn:1> .\n<urn:a> <urn:p> <urn:2> .\n")
    with Paused(store, more), closing(PrivateCopy(store)) as during:
        assert len(Store.read_only(str(during.path))) == 1
    with closing(PrivateCopy(store)) as after:
        assert len(Store.read_only(str(after.path))) == 3
        assert after.edition != during.edition
    assert store_folder.snapshots(store) == []


def test_a_server_that_starts_during_the_first_load_says_to_wait(tmp_path):
    store = tmp_path / "store"
    with Paused(store, good(tmp_path)), pytest.raises(UnreadableFile, match="wait until the load has ended"):
        private_copy.take_copy(store)


@pytest.mark.parametrize("content", ["", "  \n", "\0\0", "nonsense"])
def test_a_damaged_format_is_said(tmp_path, content):
    """Bug: "this store was written by , but the installed engine is …"."""
    load(tmp_path / "store", good(tmp_path))
    write(tmp_path / "store" / "FORMAT", content)
    with pytest.raises(UnreadableFile, match=r"FORMAT: this file is empty or damaged; restore the store"):
        store_folder.live(tmp_path / "store")


@pytest.mark.parametrize("is_same", [True, False])
def test_a_served_folder_that_is_replaced_is_followed_and_said_once(tmp_path, monkeypatch, caplog, is_same):
    """Bug: every query was 503 without end, and the log said nothing; or it said the same each second."""
    monkeypatch.setattr(following, "PAUSE", 0.05)
    store, other = tmp_path / "store", tmp_path / "other"
    load(store, good(tmp_path))
    if is_same:
        assert run(["load", "--store", str(store), "--backup", str(other)]) == 0
    else:
        load(other, write(tmp_path / "more.nt", "<urn:a> <urn:p> <urn:1> .\n<urn:a> <urn:p> <urn:2> .\n"))
    editions = Editions()
    with caplog.at_level(logging.WARNING), closing(ServedCopies(store, editions, follows=True)) as copies:
        copies.start()
        former = editions.current
        store.rename(tmp_path / "gone")
        time.sleep(0.5)
        other.rename(store)
        assert eventually(lambda: editions.current != former)
        assert eventually(lambda: "was replaced" in caplog.text)
        assert len(Store.read_only(editions.current.snapshot)) == (1 if is_same else 2)
    said = [record.getMessage() for record in caplog.records]
    assert len([each for each in said if "not a store" in each]) == 1
    assert len([each for each in said if "the store's folder was replaced" in each]) == 1


@pytest.mark.parametrize("is_writable", [True, False])
def test_a_server_answers_from_the_folder_that_was_put_in_place(start, tmp_path, is_writable):
    store, other = tmp_path / "store", tmp_path / "other"
    load(store, good(tmp_path))
    load(other, write(tmp_path / "more.nt", "<urn:a> <urn:p> <urn:new> .\n"))
    token = write(tmp_path / "token", TOKEN)
    server = start("--store", store, *(("--writable", "--token-file", token) if is_writable else ()))

    def objects() -> list[str]:
        reply = server.ask("SELECT ?o { ?s ?p ?o } ORDER BY ?o")
        return [row["o"]["value"] for row in reply.json["results"]["bindings"]] if reply.status == 200 else []

    assert objects() == ["urn:good"]
    store.rename(tmp_path / "moved")
    other.rename(store)
    assert eventually(lambda: objects() == ["urn:new"])
    assert server.log.read_text().count("the store's folder was replaced") == 1
    if is_writable:
        text, kind = "INSERT DATA { <urn:a> <urn:p> <urn:later> }", "application/sparql-update"
        change = server.send("POST", "/sparql", text, Content_Type=kind, Authorization=f"Bearer {TOKEN}")
        assert change.status == 204
        assert objects() == ["urn:later", "urn:new"]
        server.stop(signal.SIGTERM)
        assert len(Store.read_only(str(store_folder.complete(tmp_path / "moved")))) == 1
