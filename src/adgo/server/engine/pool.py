"""The pool of workers: who may run, for how long, and what became of a query.

Every query begins on a worker kept for short ones. One that runs longer than `Settings.short` takes one of the
`Settings.workers` long places, and a fresh worker steps in for it. Where no long place is free, and somebody waits for
the worker, the query is ended and begins anew when a long place is. When as many queries run as there are processors,
the long ones get a lower priority. So a short query finds a worker soon, whatever the long ones do.

A worker that has answered once is quicker than a fresh one, which shares its memory with others until it first touches
it: the last one used is the first to be used again, and one that has run long takes the place of a fresh one.
"""

from __future__ import annotations

import os
import threading
import time
from typing import Any

from adgo.server.engine import frames
from adgo.server.engine.answer import Answer
from adgo.server.engine.child_process import CannotStart
from adgo.server.engine.failure import Failure, cause_of_death
from adgo.server.engine.launcher import PATIENCE, Launcher
from adgo.server.engine.worker_handle import Worker
from adgo.server.settings import Settings

#: Seconds between tries to launch a worker, after a try that failed.
BACK_OFF = 1.0
#: How many queries can run at once without one having to wait for another.
PROCESSORS = os.cpu_count() or 1
#: How often a query is tried whose worker is killed by somebody else, and the seconds between the tries.
TRIES = 3
AGAIN = 0.1
#: Seconds after which a long query is looked at again that has no long place, or still its first priority.
RECONSIDER = 0.1


class Evicted(Exception):
    """A query that runs long, found no long place, and kept a worker from others."""


class Pool:
    """Runs queries on killable workers. `ask` may be called from any number of threads."""

    def __init__(self, launcher: Launcher, settings: Settings) -> None:
        self.launcher = launcher
        self.settings = settings
        #: How many workers have been ended so far, and how many of them in the middle of a query.
        self.ended = self.killed = 0
        lock = threading.RLock()
        self._lock = threading.Condition(lock)
        # The keeper has a bell of its own: to wake it after every query costs a small one a third of its time.
        self._due = threading.Condition(lock)
        self._idle: list[Worker] = []
        self._short = self._long = self._waiting = self._queued = 0
        self._done: list[Worker] = []
        self._closing = False
        self._keeper = threading.Thread(target=self._keep, name="adgo-keeper", daemon=True)

    def start(self) -> None:
        """Load the data and launch the workers; CannotStart where the data cannot be read."""
        self.launcher.start()
        self._idle.append(self._launch())
        self._keeper.start()

    def state(self) -> dict[str, int]:
        """Return how many workers are idle, run short and long queries, and how many queries wait."""
        with self._lock:
            return {
                "idle": len(self._idle),
                "short": self._short,
                "long": self._long,
                "waiting": self._waiting + self._queued,
            }

    def is_ready(self, seconds: float) -> bool:
        """Return whether there is a worker for short queries, or comes to be one within so many seconds."""
        with self._lock:
            return self._lock.wait_for(lambda: len(self._idle) + self._short > 0, seconds)

    def ask(self, request: dict[str, Any], limit: int) -> Answer:
        """Return the whole answer to a request of at most `limit` bytes, or raise Failure.

        A query changes nothing, so one whose worker was ended from outside is asked again.
        """
        request = {**request, "limit": limit, "seconds": self.settings.timeout}
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
            self.killed += 1
            answer.close()
            raise
        finally:
            self._give_back(worker, spent)
        if "error" in closing:
            answer.close()
            raise Failure(closing["error"], closing["message"])
        answer.form = closing["form"]
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

    # One query

    def _converse(self, worker: Worker, request: dict[str, Any], answer: Answer) -> dict[str, Any]:
        start = time.monotonic()
        deadline = start + self.settings.timeout
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
        worker.pid = 0
        return Failure(cause_of_death(status), f"the worker ended with {status}")

    def _make_long(self, worker: Worker) -> bool:
        """Give a worker a long place; return whether there was one, or raise Evicted where others wait for it."""
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
        """Lower a long query's priority where the processors have other queries to run; return whether it is lower."""
        if not worker.lowered and self._short + self._long >= PROCESSORS:
            worker.lower()
        return worker.lowered

    # Workers

    def _take(self) -> Worker:
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
                        raise Failure("busy", "no worker came free")
                finally:
                    self._waiting -= 1

    def _take_long(self, *, network: bool = False) -> Worker:
        """Return a worker with a long place, for a query that needs one; `network` leaves it its sockets."""
        until = time.monotonic() + self.settings.wait
        with self._lock:
            if self._queued >= self.settings.queue:
                raise Failure("busy", "the queue is full")
            self._queued += 1
            try:
                while self._long >= self.settings.workers:
                    if self._closing or not self._lock.wait(until - time.monotonic()):
                        raise Failure("busy", "every place for long queries is taken")
                self._long += 1
            finally:
                self._queued -= 1
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
            stale = worker.generation != self.launcher.generation
            if spent or worker.lowered or worker.network or stale or self._closing:
                self._retire(worker)
            else:
                worker.long = False
                self._idle.append(worker)
                if len(self._idle) + self._short > self.settings.express:
                    self._retire(self._idle.pop(0))
            self._lock.notify_all()

    def _retire(self, worker: Worker) -> None:
        self._done.append(worker)
        self._due.notify_all()

    def _launch(self, *, network: bool = False) -> Worker:
        generation, pid, sock = self.launcher.launch(network=network)
        return Worker(generation, pid, sock, frames.Reader(sock, timed=True), network)

    def _keep(self) -> None:
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
        worker.sock.close()
        self.ended += 1
        if worker.pid:
            self.launcher.reap(worker.generation, worker.pid)
