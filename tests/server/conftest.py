"""Real servers, as a person starts them."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
import without_granian
from process import PATIENCE, PREFIX, SMALL_DATA, TOKEN, Server, eventually, running

Start = Callable[..., Server]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In a run without granian, keep the tests of this folder that start a server; the others would be the same."""
    if not os.environ.get("ADGO_TEST_WITHOUT_GRANIAN"):
        return
    folder = Path(__file__).parent
    same = [
        item
        for item in items
        if folder in item.path.parents
        and not {"python", "python_without_granian"} & set(getattr(item, "fixturenames", ()))
    ]
    config.hook.pytest_deselected(items=same)
    items[:] = [item for item in items if item not in set(same)]


@pytest.fixture(scope="session")
def python_without_granian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that has everything but granian."""
    return without_granian.create(tmp_path_factory.mktemp("environment"))


@pytest.fixture(scope="session")
def python(request: pytest.FixtureRequest) -> Path:
    """The Python that servers are started with."""
    if os.environ.get("ADGO_TEST_WITHOUT_GRANIAN"):
        found: Path = request.getfixturevalue("python_without_granian")
        return found
    return Path(sys.executable)


@pytest.fixture(scope="session")
def memory_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in memory, if the machine has one with room: for stores that no test asks whether they outlive a crash.

    A change waits until the disk has it, which is half the time of the tests that make small ones.
    """
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK) or shutil.disk_usage(memory).free < 2**31:
        yield tmp_path_factory.mktemp("memory")
        return
    with tempfile.TemporaryDirectory(prefix="adgo-", dir=memory) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory, python: Path, memory_folder: Path) -> Iterator[Start]:
    """A function that starts `adgo serve` with arguments; all are stopped at the end, and must leave no process.

    It depends on `memory_folder` so that this goes after the servers that use it.
    """
    started: list[Server] = []

    def begin(
        *arguments: str | Path,
        env: Mapping[str, str] | None = None,
        python: Path = python,
        module: str = "adgo",
    ) -> Server:
        log = tmp_path_factory.mktemp("serve") / "log"
        with log.open("w", encoding="utf-8") as stream:
            process = subprocess.Popen(
                [str(python), "-m", module, "serve", "--port", "0", *map(str, arguments)],
                stdout=subprocess.PIPE,
                stderr=stream,
                text=True,
                env={**os.environ, **(env or {})},
            )
        assert process.stdout
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        if not found:
            process.kill()
            process.wait()
            process.stdout.close()
            raise AssertionError(f"no address printed: {line!r} {log.read_text(encoding='utf-8')!r}")
        server = Server(process, found[0], log)
        started.append(server)
        return server

    yield begin
    below = [server.descendants() for server in started]
    for server in started:  # all at once: there are dozens, and each takes half a second to stop
        if server.process.poll() is None:
            server.process.send_signal(signal.SIGTERM)
    for server, descendants in zip(started, below, strict=True):
        server.process.wait(PATIENCE)
        assert server.process.stdout
        server.process.stdout.close()
        assert eventually(lambda pids=descendants: not running(pids)), "a process was left behind"


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small file of RDF."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "people.ttl").write_text(SMALL_DATA, encoding="utf-8")
    (folder / "extra.trig").write_text(
        PREFIX + "ex:graph { ex:dave ex:knows ex:alice . }\n", encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="session")
def people(start: Start, small: Path) -> Server:
    """A server over the small file, with limits that make the attacks short."""
    return start(
        "--data", small, "--timeout", "4", "--memory", "200", "--result", "4", "--page", "1", "--workers", "4"
    )


@pytest.fixture(scope="session")
def everyday(start: Start) -> Server:
    """A server over the packaged graph with the settings everybody gets."""
    return start()


@pytest.fixture(scope="session")
def writable(start: Start, memory_folder: Path) -> Server:
    """A server with a store of files that takes changes with the token; tests do not rely on what others left in it."""
    folder = memory_folder / "writable"
    folder.mkdir()
    (folder / "token").write_text(TOKEN + "\n", encoding="utf-8")
    return start("--store", folder / "store", "--writable", "--token-file", folder / "token")
