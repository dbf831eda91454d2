"""How the server starts and stops: it finishes what runs, and leaves no process behind."""

from __future__ import annotations

import itertools
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest
from process import PATIENCE, descendants, eventually, running
from without_granian import EACH_SERVER, SERVERS

#: Takes about a second, and is not an attack.
LONG = "SELECT (COUNT(*) AS ?n) {{ {} }}".format(
    " ".join(
        f"VALUES ?{name} {{ {' '.join(map(str, range(size)))} }}"
        for name, size in zip("abc", (300, 300, 60), strict=True)
    )
)
ENDLESS = LONG.replace(
    "VALUES ?a", "VALUES (?d ?e) { " + " ".join(f"({n} {n})" for n in range(999)) + " } VALUES ?a"
)


def post(server, query, replies):
    try:
        replies.append(server.send("POST", "/sparql", query, Content_Type="application/sparql-query").status)
    except OSError as error:
        replies.append(type(error).__name__)


def running_long(server) -> tuple[threading.Thread, list[object]]:
    """A thread whose long query runs by now, and the list for its reply."""
    replies: list[object] = []
    thread = threading.Thread(target=post, args=(server, LONG, replies))
    thread.start()
    assert eventually(lambda: server.workers()["long"] == 1 or replies)
    return thread, replies


@pytest.mark.parametrize("kind", EACH_SERVER)
@pytest.mark.parametrize(
    "number", [signal.SIGTERM, signal.SIGINT, pytest.param(signal.SIGHUP, marks=pytest.mark.full)]
)
def test_running_queries_are_finished_and_no_process_is_left(start, small, kind, number):
    server = start("--data", small, "--server", kind, "--short", "0.05")
    thread, replies = running_long(server)
    below = server.descendants()
    code = server.stop(number)
    thread.join()
    assert replies == [200]
    assert code in (0, 130)
    assert eventually(lambda: not running(below))


@pytest.mark.parametrize("kind", EACH_SERVER)
def test_a_terminal_that_closes_lets_running_queries_finish_too(start, small, kind):
    """Regression: SIGHUP ended the process that answers immediately, or started a second one next to it."""
    server = start("--data", small, "--server", kind, "--short", "0.05")
    thread, replies = running_long(server)
    below = server.descendants()
    group = os.getpgid(server.process.pid)
    for pid in [pid for pid in below if os.getpgid(pid) == group]:
        os.kill(pid, signal.SIGHUP)
    server.stop(signal.SIGHUP)
    thread.join()
    assert replies == [200]
    assert eventually(lambda: not running(below))


@pytest.mark.parametrize("kind", EACH_SERVER)
def test_queries_that_outlive_the_grace_are_ended(start, small, kind):
    server = start("--data", small, "--server", kind, "--grace", "0.2", "--timeout", "60")
    replies: list[object] = []
    thread = threading.Thread(target=post, args=(server, ENDLESS, replies))
    thread.start()
    assert eventually(lambda: server.workers()["long"] == 1)
    below = server.descendants()
    began = time.monotonic()
    server.stop()
    assert time.monotonic() - began < 30
    thread.join()
    # The connection used to be dropped, without a word.
    assert replies == [503]
    assert eventually(lambda: not running(below))


def test_a_port_that_is_taken_is_said(small, python):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        command = [str(python), "-m", "adgo", "serve", "--data", str(small), "--port", str(port)]
        refused = subprocess.run(command, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert f"127.0.0.1:{port}" in refused.stderr
    assert "--port" in refused.stderr


@pytest.mark.parametrize(
    "kinds",
    [
        pytest.param(kinds, marks=[] if set(kinds) == {SERVERS[0]} else pytest.mark.full)
        for kinds in itertools.product(SERVERS, repeat=2)
    ],
)
def test_of_two_servers_started_at_once_one_gets_the_port(small, kinds, python):
    # Both said "ready", and each got some of the requests.
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    command = [str(python), "-m", "adgo", "serve", "--data", str(small), "--port", str(port), "--server"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    both = [subprocess.Popen([*command, kind], **pipes) for kind in kinds]
    try:
        assert eventually(lambda: any(each.poll() is not None for each in both))
        (loser,) = [each for each in both if each.poll() is not None]
        (winner,) = [each for each in both if each is not loser]
        below = descendants(loser.pid)
        said, complaint = loser.communicate(timeout=PATIENCE)
        assert (loser.returncode, said) == (2, "")
        assert f"127.0.0.1:{port}" in complaint
        assert "--port" in complaint
        assert not running(below)
        assert f":{port}/" in winner.stdout.readline()
    finally:
        for each in both:
            each.terminate()
        for each in both:
            each.communicate(timeout=PATIENCE)
    # And the port is free again.
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_data_with_a_mistake_is_said_with_its_place(tmp_path):
    bad = tmp_path / "bad.ttl"
    bad.write_text("<urn:a> <urn:b> 1 .\n<urn:a> <urn:b>\n", encoding="utf-8")
    command = [sys.executable, "-m", "adgo", "serve", "--data", str(bad), "--port", "0"]
    refused = subprocess.run(command, capture_output=True, text=True, check=False)
    assert refused.returncode == 3
    assert f"{bad}:3" in refused.stderr or f"{bad}:2" in refused.stderr
    assert "Traceback" not in refused.stderr
