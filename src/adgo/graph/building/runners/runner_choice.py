"""Chooses what runs the steps of a build, by its name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from adgo.graph.building.dataflow import Loop, Runner
from adgo.graph.building.runners.runner_error import RunnerError

#: The names of the runners.
NAMES = ("loop", "processes", "spark")


@contextmanager
def open_runner(name: str = "loop", workers: int | None = None) -> Iterator[Runner]:
    """Yield a runner, and end its processes after the block.

    Args:
        name: one of NAMES.
        workers: the number of processes, or of Spark's threads if it runs on this machine; None for one for each
            processor. The loop has none.

    Raises:
        RunnerError: if Spark or Java is missing, or a process ends before it is done.
    """
    number = workers or os.cpu_count() or 1
    if name == "processes":
        from adgo.graph.building.runners.process_runner import ProcessRunner

        with ProcessRunner(number) as processes:
            yield processes
    elif name == "spark":
        from adgo.graph.building.runners.spark_runner import SparkRunner

        with SparkRunner(number) as spark:
            yield spark
    elif name == "loop":
        yield Loop()
    else:
        raise RunnerError(f"unknown runner {name!r}; expected one of {', '.join(NAMES)}")
