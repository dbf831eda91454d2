"""States of a store on disk: which one is served, what it is called, and what a backup holds."""

from __future__ import annotations

import contextlib
import os
import re
import resource
import shutil
import signal
import threading
from pathlib import Path

import pytest
from process import eventually, running
from pyoxigraph import Store
from test_store_folder import TOKEN, adgo, change, numbers

from adgo.graph.dataset import UnreadableFile
from adgo.server.store import fsync, store_folder
from adgo.server.store.backup import back_up

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
#: Runs for minutes.
ENDLESS = "INSERT {{ <urn:endless> <urn:p> ?n }} WHERE {{ SELECT (COUNT(*) AS ?n) {{ {} }} }}".format(
    " ".join(f"VALUES ?{name} {{ {' '.join(map(str, range(400)))} }}" for name in "abcd")
)


@pytest.fixture
def begin(start, tmp_path):
    """A function that starts a server over a store of the test's own, which takes changes."""
    (tmp_path / "token").write_text(TOKEN)

    def serve(*arguments):
        server = start(
            "--store", tmp_path / "store", "--writable", "--token-file", tmp_path / "token", *arguments
        )
        server.folder = tmp_path / "store"
        return server

    return serve


def writer(server) -> int:
    """The process that changes the store."""
    for pid in server.descendants():
        if b"adgo.server.engine.writer" in Path(f"/proc/{pid}/cmdline").read_bytes():
            return pid
    raise AssertionError("no writer")


def insert(number: int) -> str:
    return f"INSERT DATA {{ <urn:s> <urn:n> {number} }}"


def ended(server) -> int:
    found = re.findall(r"^adgo_workers_ended_total\S* ([0-9.]+)", server.get("/metrics").text, re.MULTILINE)
    assert found
    return sum(int(float(each)) for each in found)


class Clients:
    """Three clients that write numbers one after the other; `done` are those that were acknowledged."""

    def __init__(self, server) -> None:
        self.done: list[int] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(server, n)) for n in range(3)]

    def _write(self, server, number: int) -> None:
        while not self._stop.is_set():
            assert change(server, insert(number)).status == 204
            self.done.append(number)
            number += 3

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()


@pytest.mark.full
def test_a_backup_while_clients_write_opens_and_holds_all_that_was_acknowledged(begin, tmp_path):
    # Some copied a snapshot that was still being made, or was already being removed.
    server = begin()
    backups = tmp_path / "backups"
    with Clients(server) as clients:
        for number in range(8):
            assert eventually(lambda number=number: len(clients.done) > 5 * number)
            acknowledged = set(clients.done)
            made = adgo("load", "--store", server.folder, "--backup", backups / str(number))
            assert made.returncode == 0, made.stderr
            store = Store.read_only(str(backups / str(number) / "live"))
            held = {int(quad.object.value) for quad in store.quads_for_pattern(None, None, None)}
            assert acknowledged <= held
    assert sorted(path.name for path in backups.iterdir()) == sorted(map(str, range(8)))
    assert list((server.folder / "loans").iterdir()) == []


@pytest.mark.parametrize("broken", ["write_text", "replace"])
def test_a_store_whose_making_failed_can_be_made_again(tmp_path, monkeypatch, broken):
    """Once, a disk that was full at the first moment left a folder that was no store, and was refused ever after."""
    folder = tmp_path / "store"

    def full(*_, **__):
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, broken, full)
        with pytest.raises(OSError, match="No space"):
            store_folder.open_writable(folder)
    assert len(store_folder.open_writable(folder)) == 0


def test_a_folder_that_is_not_a_store_is_left_as_it_is(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(UnreadableFile, match="not a store"):
        store_folder.open_writable(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_names_of_a_store_its_format_and_a_backup_are_on_disk(tmp_path, monkeypatch):
    """Once, a loss of power could take them, and with them everything that was acknowledged."""
    synced = []

    def note(path: Path) -> None:
        synced.append((path, {each.name for each in path.iterdir()} if path.is_dir() else set()))

    monkeypatch.setattr(fsync, "sync", note)
    stores, backups = tmp_path / "stores", tmp_path / "backups"
    store_folder.open_writable(stores / "store")
    back_up(stores / "store", backups / "copy")
    for folder, name in ((stores, "store"), (stores / "store", store_folder.FORMAT), (backups, "copy")):
        assert any(path == folder and name in names for path, names in synced)


@pytest.mark.full
def test_a_backup_takes_no_snapshot_that_is_not_whole(begin, tmp_path):
    server = begin()
    assert change(server, insert(1)).status == 204
    for name in (f"99-{'0' * 64}.tmp", f"98-{'0' * 64}.gone"):
        (server.folder / "snapshots" / name).mkdir()
    assert adgo("load", "--store", server.folder, "--backup", tmp_path / "backup").returncode == 0
    assert len(Store.read_only(str(tmp_path / "backup" / "live"))) == 1


@pytest.mark.full
def test_a_backup_that_does_not_open_is_none(begin, tmp_path):
    server = begin()
    assert change(server, insert(1)).status == 204
    (newest,) = (server.folder / "snapshots").iterdir()
    broken = newest.with_name(f"99-{'0' * 64}")
    shutil.copytree(newest, broken)
    next(broken.glob("*.sst")).unlink()
    refused = adgo("load", "--store", server.folder, "--backup", tmp_path / "backups" / "one")
    assert refused.returncode == 3
    assert "damaged" in refused.stderr
    assert list((tmp_path / "backups").iterdir()) == []
    assert list((server.folder / "loans").iterdir()) == []


@pytest.mark.full
def test_a_load_leaves_no_snapshot_that_a_backup_could_take_for_the_newest(begin, small, tmp_path):
    server = begin()
    assert change(server, insert(1)).status == 204
    server.stop(signal.SIGKILL)
    assert adgo("load", "--store", server.folder, small).returncode == 0
    assert list((server.folder / "snapshots").iterdir()) == []
    assert adgo("load", "--store", server.folder, "--backup", tmp_path / "backup").returncode == 0
    assert len(Store.read_only(str(tmp_path / "backup" / "live"))) == 10


@pytest.mark.full
def test_a_worker_answers_more_than_one_query_from_a_store_on_disk(begin):
    # Opening the store counted as what a query had left behind, so each worker was replaced after its first.
    server = begin("--workers", "4", "--cache", "0")
    for number in range(30):
        if number % 5 == 0:
            assert change(server, insert(number)).status == 204
        assert len(server.rows(f"SELECT ({number} AS ?x) {{}}")) == 1
    assert ended(server) <= 6


def test_a_read_only_server_changes_to_a_new_state_with_a_new_tag_at_once(start, small, tmp_path):
    # A file loaded meanwhile was seen by some queries and not by others, under the old tags.
    folder, more = tmp_path / "store", tmp_path / "more.ttl"
    more.write_text("<urn:more> <urn:p> 1 .")
    assert adgo("load", "--store", folder, small).returncode == 0
    server = start("--store", folder)
    before = server.ask(COUNT)
    assert adgo("load", "--store", folder, more).returncode == 0
    assert eventually(lambda: server.ask(COUNT, If_None_Match=before.headers["ETag"]).status == 200)
    after = server.ask(COUNT)
    assert after.json["results"]["bindings"][0]["n"]["value"] == "9"
    assert server.rows(f"{COUNT} # again") == after.json["results"]["bindings"]
    assert eventually(
        lambda: [len(list(each.iterdir())) for each in (folder / "loans").iterdir()].count(1) == 1
    )
    server.stop()
    assert list((folder / "loans").iterdir()) == []
    again = start("--store", folder).ask(COUNT, If_None_Match=before.headers["ETag"])
    assert again.status == 200


@pytest.mark.full
def test_a_copy_that_a_killed_server_left_behind_goes(start, small, tmp_path):
    folder = tmp_path / "store"
    assert adgo("load", "--store", folder, small).returncode == 0
    server = start("--store", folder)
    below = server.descendants()
    server.stop(signal.SIGKILL)
    assert eventually(lambda: not running(below))
    (left,) = (folder / "loans").iterdir()
    start("--store", folder)
    (mine,) = (folder / "loans").iterdir()
    assert mine != left


@pytest.mark.full
def test_the_tag_of_unchanged_data_outlives_the_server(begin, start):
    address = ("--public-url", "http://example.org/")
    server = begin(*address)
    first = server.ask(COUNT).headers["ETag"]
    assert change(server, insert(1)).status == 204
    assert change(server, "INSERT DATA { <urn:a> }").status == 400
    second = server.ask(COUNT).headers["ETag"]
    assert first != second
    server.stop()
    reader = start("--store", server.folder, *address)
    assert reader.ask(COUNT).headers["ETag"] == second
    reader.stop()
    server = begin(*address)
    assert server.ask(COUNT).headers["ETag"] == second
    assert change(server, insert(2)).status == 204
    server.stop(signal.SIGKILL)
    assert begin(*address).ask(COUNT).headers["ETag"] != second


@pytest.mark.full
def test_readers_notice_nothing_when_the_writer_is_killed(begin):
    # The new writer removed the snapshot that was being read.
    server = begin("--cache", "0")
    assert change(server, insert(0)).status == 204
    statuses: list[int] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            statuses.append(server.ask(f"{COUNT} # {len(statuses)}").status)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        for number in range(1, 4):
            process = writer(server)
            os.kill(process, signal.SIGKILL)
            assert eventually(lambda process=process: not running({process}))
            # Nothing was under way, so nothing is lost, and the next change finds a new writer.
            assert change(server, insert(number)).status == 204
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert set(statuses) == {200}
    assert numbers(server) == {0, 1, 2, 3}


@pytest.mark.full
def test_a_change_whose_writer_is_killed_is_not_said_to_have_taken_memory(begin):
    server = begin("--timeout", "60")
    assert change(server, insert(1)).status == 204
    replies = []
    client = threading.Thread(target=lambda: replies.append(change(server, ENDLESS)))
    client.start()
    assert eventually(lambda: is_busy(writer(server)))
    os.kill(writer(server), signal.SIGKILL)
    client.join()
    assert replies[0].status == 500
    assert "Check whether" in replies[0].json["detail"]
    assert numbers(server) == {1}
    assert change(server, insert(2)).status == 204


def is_busy(pid: int) -> bool:
    """Whether the process has computed for half a second."""
    ticks = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[11]
    return int(ticks) / os.sysconf("SC_CLK_TCK") > 0.5


@pytest.mark.full
def test_a_change_that_the_disk_refuses_is_said_to(begin):
    """Once, the process that makes changes was said to have ended without a word."""
    server = begin()
    assert change(server, insert(1)).status == 204
    resource.prlimit(writer(server), resource.RLIMIT_FSIZE, (0, 0))
    refused = change(server, insert(2))
    assert refused.status == 507
    assert "too large" in refused.json["detail"]
    assert change(server, insert(3)).status == 204
    assert numbers(server) - {2} == {1, 3}


@pytest.mark.full
def test_an_update_that_nests_too_deep_is_said_to(begin):
    # It was said to take too much memory.
    server = begin()
    reply = change(server, "INSERT { <urn:a> <urn:b> 1 } WHERE { FILTER(" + "!" * 60_000 + "true) }")
    assert reply.status == 400
    assert "nests too deep" in reply.json["detail"]
    assert change(server, insert(1)).status == 204


@pytest.mark.full
def test_a_killed_server_takes_the_change_with_it_and_another_starts_at_once(begin):
    # The writer went on, held the store, and made a change that no client learned of.
    server = begin("--timeout", "300")
    assert change(server, insert(1)).status == 204
    client = threading.Thread(target=quietly, args=(server, ENDLESS))
    client.start()
    process = writer(server)
    assert eventually(lambda: is_busy(process))
    server.stop(signal.SIGKILL)
    again = begin()
    assert not running({process})
    client.join()
    assert numbers(again) == {1}
    assert again.ask("ASK { <urn:endless> ?p ?o }").json["boolean"] is False


def quietly(server, text: str) -> None:
    with contextlib.suppress(OSError):
        change(server, text)


def test_a_state_that_is_no_longer_there_is_said_to_be_gone(start, small, tmp_path):
    # The worker died of it, which was called a fault of the engine.
    folder = tmp_path / "store"
    assert adgo("load", "--store", folder, small).returncode == 0
    server = start("--store", folder)
    shutil.rmtree(folder / "loans")
    reply = server.ask(COUNT)
    assert reply.status == 503
    assert int(reply.headers["Retry-After"]) > 0
