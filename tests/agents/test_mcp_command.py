"""`adgo mcp`: how it starts, which data it serves, and what it says if it cannot."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar

import pytest
from mcp_session import Session

from adgo.cli import run

Value = TypeVar("Value")
Start = Callable[..., AbstractContextManager[Session]]
DATA = "<urn:a> <urn:knows> <urn:b> , <urn:c> , <urn:d> .\n"
QUERY = "SELECT ?x { <urn:a> <urn:knows> ?x } ORDER BY ?x"


@pytest.mark.parametrize("missing", ["mcp", "mcp_types"])
def test_without_the_extra_the_message_names_it(
    missing: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """With the package mcp 1.x, which has no mcp_types, the command ended with an internal error."""
    monkeypatch.setitem(sys.modules, missing, None)  # type: ignore[arg-type]
    assert run(["mcp"]) == 2
    assert "pip install 'adgo[mcp]'" in capfd.readouterr().err


def test_missing_data_are_an_error_before_it_serves(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["mcp", "--data", "/nowhere/data.ttl"]) == 3
    assert "/nowhere/data.ttl" in capfd.readouterr().err


@pytest.mark.full
def test_a_server_without_a_client_ends_at_once() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "adgo", "mcp"], input=b"", capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.full
def test_a_client_can_connect_before_anything_is_imported_that_only_answers_need() -> None:
    code = "import sys, adgo.cli.programs.mcp, adgo.agents.stdio; print(*sys.modules)"
    modules = subprocess.check_output([sys.executable, "-c", code], text=True).split()
    ours = {name.split(".")[1] for name in modules if name.startswith("adgo.")}
    assert ours == {"agents", "cli", "graph", "turtle"}
    assert not {"flask", "pandas", "rdflib"} & set(modules)


@pytest.mark.full
def test_a_cursor_outlives_the_server_but_not_the_data(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_text(DATA, encoding="utf-8")
    with start("--data", path) as session:
        first = session.call("query", sparql=QUERY, max_rows=1)
        assert (first["complete"], first["total"]) == (False, 3)
    with start("--data", path) as session:
        second = session.call("query", sparql=QUERY, max_rows=1, cursor=first["next"])
        assert second["data"] == [{"row": {"x": "<urn:c>"}}]
        assert second["version"] == first["version"]
    path.write_text(DATA + "<urn:a> <urn:knows> <urn:bb> .\n", encoding="utf-8")
    with start("--data", path) as session:
        message = session.refused("query", sparql=QUERY, max_rows=1, cursor=second["next"])
        assert "The data have changed" in message


@pytest.mark.full
def test_data_that_cannot_be_read_are_explained_to_the_agent(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text("<urn:a> oops .", encoding="utf-8")
    with start("--data", path) as session:
        assert "bad.ttl" in session.refused("query", sparql="ASK {}")


@pytest.mark.full
def test_data_without_claims_are_answered_too(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_text(DATA, encoding="utf-8")
    with start("--data", path) as session:
        answer = session.call("query", sparql=QUERY, evidence=True)
        assert (answer["complete"], answer["rows"]) == (True, 3)
        assert "have no claims" in session.refused("evidence", about="urn:a")
        assert session.call("find", words="knows")["total"] >= 0
        assert session.call("schema")["complete"]


@pytest.mark.full
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM], ids=["interrupt", "termination"])
def test_a_signal_ends_it_and_its_processes(sent: signal.Signals) -> None:
    """Bug: Ctrl-C had no effect until a line came from standard input."""
    with subprocess.Popen(
        [sys.executable, "-m", "adgo", "mcp"], stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        started = _when(lambda: _descendants(process.pid))
        assert started
        process.send_signal(sent)
        process.wait(20)
    assert _when(lambda: not [each for each in started if Path("/proc", str(each)).exists()])


def _when(condition: Callable[[], Value]) -> Value:
    """Return what a condition gives as soon as it is true, or after 20 seconds."""
    end = time.monotonic() + 20
    while not (found := condition()) and time.monotonic() < end:
        time.sleep(0.1)
    return found


def _descendants(process: int) -> list[int]:
    """Return the numbers of the processes that a process and its children have started."""
    listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    children = [int(each) for each in listed.split()]
    return children + [each for child in children for each in _descendants(child)]
