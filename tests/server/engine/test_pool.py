"""Which worker a query gets, and what becomes of one that has run long."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import signal
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from process import eventually

from adgo.server.engine import child_process, frames, zygote
from adgo.server.engine import pool as pools
from adgo.server.engine.failure import Failure
from adgo.server.engine.launcher import Launcher
from adgo.server.engine.pool import Pool
from adgo.server.engine.worker_handle import LONG_NICENESS, Worker
from adgo.server.metrics import Metrics
from adgo.server.protocol.cache import BoundedCache
from adgo.server.settings import MIB, Settings

MANY = " ".join(map(str, range(700)))
#: Takes some tenths of a second, and more than `short` below.
LONG = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {MANY} }} VALUES ?b {{ {MANY} }} FILTER(?a + ?b != 7) }}"


def request(text: str) -> dict[str, Any]:
    formats = {"results": "json", "graph": "ttl"}
    return {"text": text, "base": None, "default": None, "named": None, "snapshot": None, **formats}


@pytest.fixture
def pool(small: Path) -> Iterator[Pool]:
    settings = Settings(workers=4, short=0.02)
    found = Pool(Launcher([str(small)], settings.memory * MIB), settings)
    found.start()
    assert eventually(lambda: found.state()["idle"] == settings.express)
    yield found
    found.close()


def rows(pool: Pool, text: str) -> bytes:
    answer = pool.ask(request(text), MIB)
    try:
        return answer.content()
    finally:
        answer.close()


def test_the_worker_used_last_is_used_next(pool):
    pids = set()
    for _ in range(10):
        assert b"true" in rows(pool, "ASK {}")
        pids.add(pool._idle[-1].pid)
    assert len(pids) == 1


def test_a_pool_is_ready_when_the_worker_that_is_being_made_comes(small):
    """Once, health said 503 in the moment in which every short worker had begun to run long."""
    pool = Pool(Launcher([str(small)], MIB), Settings())
    assert not pool.is_ready(0)

    def come() -> None:
        with pool._lock:
            pool._idle.append(mock.Mock())
            pool._lock.notify_all()

    timer = threading.Timer(0.1, come)
    timer.start()
    assert pool.is_ready(60)
    timer.join()


def test_a_query_that_runs_long_alone_leaves_its_worker_for_the_next(pool, monkeypatch):
    """A worker of a large graph has copied what it touched of the shared memory, and a fresh one would do so again."""
    monkeypatch.setattr(pools, "PROCESSORS", 2)
    first = pool._idle[-1].pid
    for _ in range(3):
        assert b"489992" in rows(pool, LONG)
        assert pool._idle[-1].pid == first
    assert os.getpriority(os.PRIO_PROCESS, first) == os.getpriority(os.PRIO_PROCESS, 0)
    assert eventually(lambda: pool.state() == {"idle": 2, "short": 0, "long": 0, "waiting": 0})


def test_long_queries_that_fill_the_processors_make_way_and_are_replaced(pool, monkeypatch):
    monkeypatch.setattr(pools, "PROCESSORS", 1)
    first = pool._idle[-1]
    before = os.getpriority(os.PRIO_PROCESS, first.pid)
    lowered = []
    lower = Worker.lower

    def seen(worker: Worker) -> None:
        lower(worker)
        lowered.append((worker.pid, os.getpriority(os.PRIO_PROCESS, worker.pid)))

    monkeypatch.setattr(Worker, "lower", seen)
    pid = first.pid
    assert b"489992" in rows(pool, LONG)
    assert lowered == [(pid, before + LONG_NICENESS)]
    assert all(worker.pid != pid for worker in pool._idle)
    assert eventually(lambda: pool.state()["idle"] == 2)


def no_more(number: int) -> mock.Mock:
    """A call to the system that fails with an error of this number."""
    return mock.Mock(side_effect=OSError(number, os.strerror(number)))


@pytest.mark.full
def test_workers_come_back_when_the_zygote_could_not_be_started_for_a_while(pool, monkeypatch):
    """Once, the keeper ended with the first such failure, and no worker ever came again."""
    pool.settings = replace(pool.settings, wait=1.0)
    with monkeypatch.context() as patched:
        patched.setattr(child_process.subprocess, "Popen", tried := no_more(errno.ENOMEM))
        os.killpg(pool.launcher._process.pid, signal.SIGKILL)
        assert eventually(lambda: not any(worker.is_alive() for worker in pool._idle))
        with pytest.raises(Failure, match="no worker became available"):
            rows(pool, "ASK {}")
        assert eventually(lambda: tried.call_count > 1)
    assert eventually(lambda: pool.state()["idle"] == 2)
    assert b"true" in rows(pool, "ASK {}")


def test_a_worker_that_gets_no_descriptor_costs_the_others_nothing(pool, monkeypatch):
    """Once, a server that ran out of file descriptors ended its zygote, and with it every running query."""
    parent = pool.launcher._process
    with monkeypatch.context() as patched:
        patched.setattr(socket, "socketpair", no_more(errno.EMFILE))
        with pytest.raises(Failure, match="Too many open files") as failed:
            pool._take_long()
    assert failed.value.reason == "busy"
    assert pool.launcher._process is parent
    assert all(worker.is_alive() for worker in pool._idle)
    assert pool.state()["long"] == 0


def test_a_zygote_that_cannot_fork_says_so_and_goes_on(monkeypatch):
    """Once it ended, and with it every running query."""
    monkeypatch.setattr(os, "fork", no_more(errno.EAGAIN))
    server, control = socket.socketpair()
    with server, control, socket.socket() as given:
        obeying = threading.Thread(target=zygote.obey, args=(control, mock.Mock(), MIB, None))
        obeying.start()
        for _ in range(2):
            socket.send_fds(server, [b'{"launch": true, "network": false}'], [given.fileno()])
            assert frames.FrameReader(server).read_message() == {"error": os.strerror(errno.EAGAIN)}
        server.shutdown(socket.SHUT_WR)
        obeying.join()


def test_a_result_for_which_there_is_no_room_is_refused_and_its_worker_replaced(pool, monkeypatch):
    """Once that was taken for a fault of the worker: the query was run three times, and the answer was 500."""
    with monkeypatch.context() as patched:
        patched.setattr("adgo.server.engine.answer.IN_MEMORY", 10)
        patched.setattr("tempfile.TemporaryFile", no_more(errno.ENOSPC))
        with pytest.raises(Failure, match="No space left on device") as failed:
            rows(pool, "ASK {}")
    assert failed.value.reason == "disk"
    assert eventually(lambda: pool.ended()["killed"] == 1)
    assert eventually(lambda: pool.state() == {"idle": 2, "short": 0, "long": 0, "waiting": 0})
    assert b"true" in rows(pool, "ASK {}")


def workers_ended(pool: Pool) -> dict[str, float]:
    """What a scrape of the metrics says of workers that have ended, by reason."""
    text = Metrics(lambda: pool, BoundedCache(1, len)).text().decode()
    return {
        reason: float(count)
        for reason, count in re.findall(
            r'^adgo_workers_ended_total{reason="(\w+)"} (\S+)$', text, re.MULTILINE
        )
    }


def test_counters_only_count_up_while_workers_are_killed(pool):
    """Once, a worker that was killed was counted before it was ended: the counter of the others was -1 meanwhile."""
    pool.settings = replace(pool.settings, timeout=0.05)
    scrapes = [workers_ended(pool)]
    over = threading.Event()

    def scrape() -> None:
        while not over.is_set():
            scrapes.append(workers_ended(pool))

    scraping = threading.Thread(target=scrape)
    scraping.start()
    for _ in range(4):
        with pytest.raises(Failure, match="timeout"):
            rows(pool, LONG)
    assert eventually(lambda: pool.ended()["killed"] == 4)
    over.set()
    scraping.join()
    assert len(scrapes) > 4
    assert all(before[name] <= after[name] for before, after in pairwise(scrapes) for name in before)
    assert min(count for scraped in scrapes for count in scraped.values()) == 0


@settings(max_examples=20)
@given(st.lists(st.sampled_from(["answer", "retire", "kill", "bury"]), max_size=10))
def test_each_worker_is_counted_once_in_any_order(events):
    """Once, the counters were two numbers that were raised at two times, and one was the difference."""
    launcher = mock.Mock(generation=1)
    launcher.launch.side_effect = lambda network: (1, 1, mock.Mock())
    pool = Pool(launcher, Settings())
    killed = 0
    seen = [workers_ended(pool)]
    with mock.patch.object(frames, "FrameReader"), mock.patch.object(pool, "_converse") as converse:
        for event in events:
            if event == "bury":
                for worker in pool._done:
                    pool._bury(worker)
                pool._done.clear()
            else:
                pool._idle.append(pool._launch())
                converse.side_effect = {
                    "answer": [{"form": "boolean", "differences": [], "rows": 1}],
                    "retire": [{"form": "boolean", "differences": [], "rows": 1, "retire": True}],
                    "kill": Failure("timeout"),
                }[event]
                with contextlib.suppress(Failure):
                    pool.ask({}, 1)
                killed += event == "kill"
            seen.append(workers_ended(pool))
    for worker in [*pool._done, *pool._idle]:
        pool._bury(worker)
    seen.append(workers_ended(pool))
    assert all(before[name] <= after[name] for before, after in pairwise(seen) for name in before)
    assert seen[-1]["killed"] == killed
    assert sum(seen[-1].values()) == sum(event != "bury" for event in events)
