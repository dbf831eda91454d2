"""The pool of workers: which worker runs a query, for how long, and what happens to both afterwards.

Every query begins on a worker for short queries. A query that runs longer than `Settings.short` takes one of the
`Settings.workers` places for long queries, and a fresh worker replaces its worker. If no long place is free and other
queries wait for a worker, the query is stopped, and begins again when a long place is free. When as many queries run as
there are processors, the long ones get a lower priority. So a short query finds a worker soon, however many long ones
there are.

A worker that has answered a query is faster than a fresh one, which still shares its memory with the zygote and copies
each page that it writes to. So the worker used last is used first, and one that has run a long query stays if it can.
"""

from __future__ import annotations

import os
import threading
import time
from typing import Any

from adgo.server.engine import frames
from adgo.server.engine.answer import Answer
from adgo.server.engine.child_process import CannotStart
from adgo.server.engine.failure import Evicted, Failure, cause_of_death
from adgo.server.engine.launcher import PATIENCE, Launcher
from adgo.server.engine.worker_handle import Worker
from adgo.server.settings import Settings

#: Seconds between attempts to launch a worker, after one that failed.
BACK_OFF = 1.0
#: How many queries can run at once without sharing a processor.
PROCESSORS = os.cpu_count() or 1
#: How often a query is tried if its worker is killed from outside, and the seconds between the tries.
TRIES = 3
AGAIN = 0.1
#: Seconds until a long query is considered again that has no long place, or still has its first priority.
RECONSIDER = 0.1


class Pool:
    """Runs queries on workers that can be killed. `ask` may be called from any number of threads."""

    def __init__(self, launcher: Launcher, settings: Settings) -> None:
        self.launcher = launcher
        self.settings = settings
        # One lock guards all state below. It is reentrant, and two conditions share it: `_lock` wakes the queries that
        # wait, `_due` wakes the keeper. With a single condition each short query would wake the keeper as well, which
        # takes a third of such a query's time.
        lock = threading.RLock()
        self._lock = threading.Condition(lock)
        self._due = threading.Condition(lock)
        # Used as a stack: the last element is the worker used last.
        self._idle: list[Worker] = []
        # Queries that run on short and on long workers; that wait for any worker; that wait for a long place.
        self._short = self._long = self._waiting = self._queued = 0
        # Workers that the keeper is to end. Ending one waits for the zygote, so no query does that itself.
        self._done: list[Worker] = []
        self._ended = {"killed": 0, "retired": 0}
        self._closing = False
        self._keeper = threading.Thread(target=self._keep, name="adgo-keeper", daemon=True)

    def start(self) -> None:
        """Load the data and launch the workers; CannotStart if the data cannot be read."""
        self.launcher.start()
        self._idle.append(self._launch())
        self._keeper.start()

    def state(self) -> dict[str, int]:
        """Return how many workers are idle, how many run short and long queries, and how many queries wait."""
        with self._lock:
            waiting = self._waiting + self._queued
            return {"idle": len(self._idle), "short": self._short, "long": self._long, "waiting": waiting}

    def ended(self) -> dict[str, int]:
        """Return how many workers have ended so far: killed in the middle of a query, and retired. They only grow."""
        with self._lock:
            return dict(self._ended)

    def is_ready(self, seconds: float) -> bool:
        """Return whether there is a worker for short queries, waiting at most that number of seconds for one."""
        with self._lock:
            return self._lock.wait_for(lambda: len(self._idle) + self._short > 0, seconds)

    def ask(self, request: dict[str, Any], limit: int) -> Answer:
        """Return the complete answer to a request of at most `limit` bytes, or raise Failure.

        The request may have a lower time limit than the settings, in its `seconds`.
        A query changes nothing, so one whose worker was killed from outside is asked again.
        """
        seconds = min(request.get("seconds") or self.settings.timeout, self.settings.timeout)
        request = {**request, "limit": limit, "seconds": seconds}
        for _ in range(TRIES - 1):
            try:
                return self._ask(request)
            except Failure as failure:
                if failure.reason != "crash":
                    raise
                time.sleep(AGAIN)
        return self._ask(request)

    def _ask(self, request: dict[str, Any]) -> Answer:
        if request.get("network"):
            return self._run(self._take_long(network=True), request)
        try:
            return self._run(self._take(), request)
        except Evicted:
            return self._run(self._take_long(), request)

    def _run(self, worker: Worker, request: dict[str, Any]) -> Answer:
        answer = Answer()
        spent = True
        try:
            closing = self._converse(worker, request, answer)
            spent = closing.get("retire", False)
        except BaseException:
            # The worker is still in the middle of the query, so it cannot be used again.
            worker.killed = True
            answer.close()
            raise
        finally:
            self._give_back(worker, spent)
        if "error" in closing:
            answer.close()
            raise Failure(closing["error"], closing["message"], closing.get("start"))
        answer.form, answer.differences = closing["form"], tuple(closing["differences"])
        answer.rows = closing["rows"]
        return answer

    def close(self, grace: float = 0) -> None:
        """Let running queries finish for `grace` seconds, then end every worker."""
        until = time.monotonic() + grace
        with self._lock:
            self._closing = True
            while self._short + self._long and (left := until - time.monotonic()) > 0:
                self._lock.wait(left)
            self._lock.notify_all()
            self._due.notify_all()
        if self._keeper.is_alive():
            self._keeper.join(PATIENCE)
        for worker in [*self._idle, *self._done]:
            worker.sock.close()
        self.launcher.close()

    def _converse(self, worker: Worker, request: dict[str, Any], answer: Answer) -> dict[str, Any]:
        """Send a request, collect the answer, and return the closing message."""
        start = time.monotonic()
        deadline = start + request["seconds"]
        # The first wait ends when the query counts as long, later ones when its place or priority is reconsidered.
        until = min(start + self.settings.short, deadline)
        try:
            worker.sock.sendall(frames.message(request))
            while True:
                try:
                    kind, content = worker.reader.read(until)
                except TimeoutError:
                    if until >= deadline:
                        raise Failure("timeout") from None
                    settled = (worker.long or self._make_long(worker)) and self._make_way(worker)
                    until = deadline if settled else min(time.monotonic() + RECONSIDER, deadline)
                    continue
                if kind == frames.MESSAGE:
                    return frames.decoded(content)
                answer.add(content)
        except (frames.Closed, OSError) as error:
            raise self._cause_of_death(worker) from error

    def _cause_of_death(self, worker: Worker) -> Failure:
        status = self.launcher.reap(worker.generation, worker.pid)
        # It must not be reaped twice: its number may soon be that of another process.
        worker.pid = 0
        return Failure(cause_of_death(status), f"the worker ended with {status}")

    def _make_long(self, worker: Worker) -> bool:
        """Give a worker a long place and return whether one was free; Evicted if others wait for the worker."""
        with self._lock:
            if self._long >= self.settings.workers:
                if self._waiting and not self._idle:
                    raise Evicted
                return False
            self._short -= 1
            self._long += 1
            worker.long = True
            self._due.notify_all()
        return True

    def _make_way(self, worker: Worker) -> bool:
        """Lower a long query's priority if all processors have queries to run; return whether it is lowered."""
        # Read without the lock: a number that is out of date only delays the decision until it is reconsidered.
        if not worker.lowered and self._short + self._long >= PROCESSORS:
            worker.lower()
        return worker.lowered

    def _take(self) -> Worker:
        """Return an idle worker, waiting for one if need be."""
        until = time.monotonic() + self.settings.wait
        with self._lock:
            while True:
                if self._closing:
                    raise Failure("busy", "the server is stopping")
                while self._idle:
                    worker = self._idle.pop()
                    if worker.is_alive():
                        self._short += 1
                        return worker
                    self._retire(worker)
                if self._waiting >= self.settings.queue:
                    raise Failure("busy", "the queue is full")
                self._waiting += 1
                try:
                    if not self._lock.wait(until - time.monotonic()) and not self._idle:
                        raise Failure("busy", "no worker became available")
                finally:
                    self._waiting -= 1

    def _take_long(self, *, network: bool = False) -> Worker:
        """Return a fresh worker with a long place, waiting for one; `network` lets the worker open connections."""
        until = time.monotonic() + self.settings.wait
        with self._lock:
            if self._queued >= self.settings.queue:
                raise Failure("busy", "the queue is full")
            self._queued += 1
            try:
                while self._long >= self.settings.workers:
                    if self._closing or not self._lock.wait(until - time.monotonic()):
                        raise Failure("busy", "all workers for long queries are in use")
                self._long += 1
            finally:
                self._queued -= 1
        # The place is taken before the lock is released; launching takes too long to hold the lock meanwhile.
        try:
            worker = self._launch(network=network)
        except (OSError, CannotStart, frames.Closed) as error:
            with self._lock:
                self._long -= 1
                self._lock.notify_all()
            raise Failure("busy", str(error)) from error
        worker.long = True
        self._make_way(worker)
        return worker

    def _give_back(self, worker: Worker, spent: bool) -> None:
        with self._lock:
            if worker.long:
                self._long -= 1
            else:
                self._short -= 1
            # A worker of a zygote that has died cannot be reaped, and its data may be older.
            stale = worker.generation != self.launcher.generation
            if spent or worker.lowered or worker.network or stale or self._closing:
                self._retire(worker)
            else:
                worker.long = False
                self._idle.append(worker)
                if len(self._idle) + self._short > self.settings.express:
                    # A fresh worker has replaced this one meanwhile; the one unused for longest goes.
                    self._retire(self._idle.pop(0))
            self._lock.notify_all()

    def _retire(self, worker: Worker) -> None:
        self._done.append(worker)
        self._due.notify_all()

    def _launch(self, *, network: bool = False) -> Worker:
        generation, pid, sock = self.launcher.launch(network=network)
        return Worker(generation, pid, sock, frames.FrameReader(sock, timed=True), network)

    def _keep(self) -> None:
        """End workers that are done and launch those that are lacking, until the pool closes."""
        while True:
            with self._lock:
                while not (self._closing or self._done or self._lacking()):
                    self._due.wait()
                if self._closing:
                    return
                done, self._done = self._done, []
                lacking = self._lacking()
            for worker in done:
                self._bury(worker)
            if lacking:
                self._add_worker()

    def _lacking(self) -> bool:
        return len(self._idle) + self._short < self.settings.express

    def _add_worker(self) -> None:
        try:
            worker = self._launch()
        except (OSError, CannotStart, frames.Closed):
            time.sleep(BACK_OFF)
            return
        with self._lock:
            self._idle.append(worker)
            self._lock.notify_all()

    def _bury(self, worker: Worker) -> None:
        """Count a worker, once, and end its process."""
        with self._lock:
            self._ended["killed" if worker.killed else "retired"] += 1
        worker.end(self.launcher)
