"""Runs the steps of a build in several processes on this machine."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Any, Self

from adgo.graph.building.dataflow import Item, Result
from adgo.graph.building.runners.runner_error import RunnerError
from adgo.graph.building.runners.shipped_function import ShippedFunction

#: Items that wait for a process, for each process: enough that none is idle, and few enough to hold in memory.
_WAITING = 4


class ProcessRunner:
    """Runs items in processes, and yields the results in the order of the items."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        # A forked process would inherit the locks of the store's threads.
        self._pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the result for each item.

        Raises:
            RunnerError: if a process ends before it is done, for example because memory is short.
        """
        shipped = ShippedFunction(function)
        waiting: deque[Future[Any]] = deque()
        try:
            for item in items:
                waiting.append(self._pool.submit(shipped, item))
                if len(waiting) > self._workers * _WAITING:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise RunnerError(
                "a process of the build ended before it was done; if memory is short, use fewer --workers"
            ) from error
