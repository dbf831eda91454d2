"""The project's graph in a store on disk: complete or not at all, and changed under a running server."""

from __future__ import annotations

import json
import math
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from process import eventually
from pyoxigraph import BlankNode, DefaultGraph, Store

from adgo.cli import run
from adgo.graph import files
from adgo.graph.dataset import Dataset, UnreadableFile
from adgo.graph.dataset import load as load_dataset
from adgo.graph.files import PROJECT
from adgo.server import process_memory
from adgo.server.store import store_folder
from adgo.server.store.project_loading import load_project

FOLDERS = ("ontology", "data", "shapes", "seeds")
#: The number of things and the version that each of them names.
VERSION = "SELECT (COUNT(*) AS ?things) (COUNT(DISTINCT ?v) AS ?versions) (MAX(?v) AS ?version) { ?s <urn:version> ?v }"


def project(folder: Path, version: int, things: int = 100) -> Path:
    """Make a project in which each thing names the version; there is one more thing in each version."""
    for name in FOLDERS:
        (folder / name).mkdir(parents=True)
    lines = "".join(f"<urn:{number}> <urn:version> {version} .\n" for number in range(things + version))
    (folder / "data/entities.ttl").write_text(lines, encoding="utf-8")
    return folder


def command(project: Path, store: Path) -> tuple[list[str], dict[str, str]]:
    words = [sys.executable, "-m", "adgo", "load", "--store", str(store), "--project"]
    return words, {**os.environ, PROJECT: str(project)}


def load(project: Path, store: Path) -> None:
    words, environment = command(project, store)
    subprocess.run(words, env=environment, check=True, capture_output=True)


def quads(store: Store) -> Counter[str]:
    """Return the quads by their text; blank nodes, which have other labels in each store, are all the same."""

    def term(node: object) -> str:
        return "_:" if isinstance(node, BlankNode) else str(node)

    return Counter(f"{term(q.subject)} {q.predicate} {term(q.object)} {q.graph_name}" for q in store)


@pytest.mark.full
def test_a_store_holds_what_a_server_has_in_memory(packaged: Dataset, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    assert run(["load", "--store", str(folder), "--project"]) == 0
    stored = Store.read_only(str(store_folder.live(folder)))
    assert quads(stored) == quads(packaged.store)
    assert len(list(stored.quads_for_pattern(None, None, None, DefaultGraph()))) > 10_000


HOSTILE = r"""
<https://w3id.org/adgo/graph/entities> a <http://www.w3.org/2002/07/owl#Ontology> .
<urn:a> <urn:p> '''one .
two . \r\n <urn:x> .
<https://w3id.org/adgo/graph/entities> .
'''@en , "\u2028 .", "é\U0001F600", [ <urn:q> <<( <urn:s> <urn:p> " ." )>> ] .
<urn:a> <urn:about> <https://w3id.org/adgo/graph/entities> .
"""


@pytest.mark.parametrize("room", [math.inf, 1e12, 0])
def test_text_that_looks_like_the_end_of_a_line_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: float
) -> None:
    """With and without a limit of memory: literals with line ends, blank nodes of two graphs, triples in triples."""
    (folder := project(tmp_path / "project", 1)).joinpath("data/entities.ttl").write_text(
        HOSTILE, encoding="utf-8"
    )
    monkeypatch.setattr(files, "root", lambda: folder)
    monkeypatch.setattr(process_memory, "room", lambda: room)
    loaded = load_project(tmp_path / "store", lambda *_: None)
    stored = Store.read_only(str(store_folder.live(tmp_path / "store")))
    assert quads(stored) == quads(load_dataset().store)
    assert loaded.quads == loaded.total == len(stored) == 1 + 2 * 6
    assert len({q.subject for q in stored if isinstance(q.subject, BlankNode)}) == 1


def test_what_a_store_held_before_is_gone_and_other_options_are_refused(tmp_path: Path) -> None:
    folder, former = tmp_path / "store", tmp_path / "former.nt"
    former.write_text("<urn:former> <urn:p> <urn:o> .\n", encoding="utf-8")
    assert run(["load", "--store", str(folder), str(former)]) == 0
    load(project(tmp_path / "project", 1), folder)
    assert len(Store.read_only(str(store_folder.live(folder)))) == 2 * 101
    for wrong in ([str(former)], ["--graph", "urn:g"], ["--strict-terms"]):
        assert run(["load", "--store", str(folder), "--project", *wrong]) == 2


@pytest.mark.parametrize("change", ["rewrite", "add", "remove"])
def test_a_project_that_changes_while_it_is_read_is_not_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """Bug: a build or a review during a load gave a store of two states, without a message."""
    folder = project(tmp_path / "project", 1)
    (claims := folder / "data/claims").mkdir()
    for name in ("1.ttl", "2.ttl"):
        (claims / name).write_text(f"<urn:{name}> <urn:p> <urn:o> .\n", encoding="utf-8")
    monkeypatch.setattr(files, "root", lambda: folder)
    load_project(tmp_path / "store", lambda *_: None)
    before = quads(Store.read_only(str(store_folder.live(tmp_path / "store"))))

    def report(path: Path, *_: object) -> None:
        if path.name != "2.ttl":
            return
        if change == "rewrite":
            (claims / "1.ttl").write_text("<urn:1> <urn:p> <urn:later> .\n", encoding="utf-8")
        elif change == "add":
            (claims / "0.ttl").write_text("<urn:0> <urn:p> <urn:later> .\n", encoding="utf-8")
        else:
            (claims / "1.ttl").unlink()

    with pytest.raises(
        UnreadableFile, match=r"[01]\.ttl: changed while the project was read; nothing was loaded"
    ):
        load_project(tmp_path / "store", report)
    assert quads(Store.read_only(str(store_folder.live(tmp_path / "store")))) == before


def test_a_file_with_an_error_leaves_the_former_version(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, broken = tmp_path / "store", project(tmp_path / "broken", 2)
    load(project(tmp_path / "project", 1), folder)
    (broken / "data/plans.ttl").write_text("<urn:a> <urn:p>", encoding="utf-8")
    words, environment = command(broken, folder)
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "plans.ttl:1:16" in done.stderr
    assert len(Store.read_only(str(store_folder.live(folder)))) == 2 * 101


@pytest.mark.full
def test_a_load_that_is_killed_at_any_moment_leaves_the_old_version_or_the_new_one(tmp_path: Path) -> None:
    folder, version = tmp_path / "store", 0
    projects = {number: project(tmp_path / str(number), number, 5_000) for number in (1, 2)}
    load(projects[1], folder)
    begun = time.monotonic()
    load(projects[2], folder)
    usual = time.monotonic() - begun
    found: Counter[int] = Counter()
    for moment in range(6):
        words, environment = command(projects[1 + moment % 2], folder)
        with subprocess.Popen(words, env=environment, stderr=subprocess.DEVNULL) as process:
            time.sleep(usual * random.Random(moment).uniform(0.3, 1.1))
            process.send_signal(signal.SIGKILL)
        stored = Store.read_only(str(store_folder.live(folder)))
        size = len(stored)
        version = size // 2 - 5_000
        assert (size, version in (1, 2)) == (2 * (5_000 + version), True)
        found[version] += 1
    load(projects[1], folder)
    assert list(folder.glob("live*")) == [store_folder.live(folder)]
    assert sum(found.values()) == 6


@pytest.mark.full
def test_new_versions_are_loaded_while_queries_run_and_none_fails(start, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Each answer is that of one version, and later ones are never of an earlier version."""
    folder = tmp_path / "store"
    load(project(tmp_path / "1", 1), folder)
    server = start("--store", folder, "--cache", "0")
    answers: list[tuple[int, int, int]] = []
    troubles: list[str] = []
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            reply = server.ask(f"{VERSION} # {len(answers)}")
            if reply.status != 200:
                troubles.append(reply.text)
                continue
            (row,) = reply.json["results"]["bindings"]
            answers.append(tuple(int(row[name]["value"]) for name in ("things", "versions", "version")))  # type: ignore[arg-type]

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for version in range(2, 5):
        load(project(tmp_path / str(version), version), folder)
        assert eventually(lambda version=version: answers[-1][2] == version)  # type: ignore[misc]
    over.set()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert {(things, versions) for things, versions, version in answers} <= {
        (100 + v, 1) for v in range(1, 5)
    }
    assert all(things == 100 + version for things, _, version in answers)
    assert json.loads(server.get("/health").text)
    server.stop()
    assert list((folder / "loans").iterdir()) == []
