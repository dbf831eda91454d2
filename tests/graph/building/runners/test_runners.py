"""Runners: the same bytes from a loop, from processes and from Spark, and errors that say what to do."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from adgo.cli import adgo
from adgo.cli.build import RUNNERS
from adgo.graph import files
from adgo.graph.building import partitioned
from adgo.graph.building.dataflow import Runner
from adgo.graph.building.runners import runner_choice, spark_runner
from adgo.graph.building.runners.runner_choice import open_runner
from adgo.graph.building.runners.runner_error import RunnerError


def test_the_jobs_of_spark_fit_into_the_memory_of_java(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bug: a job had up to 256 items of any size, so 500 articles ended with an OutOfMemoryError of Java."""
    monkeypatch.setattr(spark_runner, "_BYTES_PER_JOB", 10)
    monkeypatch.setattr(spark_runner, "_PER_JOB", 3)
    items = [b"1234", b"123456", b"1", b"", b"12", b"123", b"x" * 99, b"12345678901", b"1"]
    made = list(spark_runner.jobs(items))
    assert [each for job in made for each in job] == items
    assert [len(job) for job in made] == [2, 3, 1, 1, 1, 1]
    assert list(spark_runner.jobs([])) == []


def product(by: int, number: int) -> int:
    """Return a product; at 13, fail as a step of the build does, and at 17, end the process."""
    if number == 13:
        raise files.NotProject(f"{number} is no good")
    if number == 17:
        os._exit(9)
    return by * number


@pytest.fixture(scope="module")
def processes() -> Iterator[Runner]:
    with open_runner("processes", 1) as runner:
        yield runner


def test_processes_return_the_results_in_the_order_of_the_items(processes: Runner) -> None:
    assert list(processes.map(partial(product, 3), (n for n in range(12)))) == [3 * n for n in range(12)]
    assert list(processes.map(partial(product, 5), [1])) == [5], "another function after the first"


def test_an_exception_in_a_process_is_raised_here(processes: Runner) -> None:
    with pytest.raises(files.NotProject, match="13 is no good"):
        list(processes.map(partial(product, 3), [12, 13]))


@pytest.mark.full
def test_a_process_that_ends_is_an_error_that_says_what_to_do() -> None:
    with open_runner("processes", 1) as runner, pytest.raises(RunnerError, match="use fewer --workers"):
        list(runner.map(partial(product, 3), [17]))


def test_processes_read_only_as_many_items_as_they_need(processes: Runner) -> None:
    read: list[int] = []

    def items() -> Iterator[int]:
        for number in range(1000, 1100):
            read.append(number)
            yield number

    next(processes.map(partial(product, 1), items()))
    assert len(read) < 10


@pytest.mark.full
def test_processes_build_the_same_bytes(built: dict[str, str]) -> None:
    with open_runner("processes", 2) as runner:
        made = partitioned.build(buckets=4, runner=runner)
    changed = {name for name in built if built[name] != made[name]}
    assert changed == {"data/catalog.ttl"}, (
        "only the measurements of reviews are missing, which were not asked for"
    )


def test_the_command_has_the_same_runners() -> None:
    assert RUNNERS == runner_choice.NAMES


@pytest.mark.parametrize(
    "arguments", [("--workers", "2"), ("--runner", "ray"), ("--runner", "processes", "--workers", "0")]
)
def test_options_without_sense_are_refused(arguments: tuple[str, ...]) -> None:
    assert CliRunner().invoke(adgo, ["build", *arguments]).exit_code == 2


def java(folder: Path, version: str) -> None:
    """Write a program that says that it is this version of Java."""
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2026-01-20' >&2\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


@pytest.mark.parametrize(
    ("version", "works"), [("17.0.21.1", True), ("21", True), ("11.0.2", False), ("25.0.2", False)]
)
def test_only_versions_of_java_that_spark_runs_on_are_taken(
    version: str, works: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java(tmp_path, version)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    if works:
        spark_runner.check_java()
        return
    with pytest.raises(
        RunnerError, match=rf"does not run on Java {version.split('.')[0]}.*openjdk-17-jre-headless"
    ):
        spark_runner.check_java()


def test_without_java_the_error_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(RunnerError, match="Spark needs Java: install Java 17"):
        spark_runner.check_java()


@pytest.mark.full
def test_without_pyspark_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    done = CliRunner().invoke(adgo, ["build", "--runner", "spark", "--check"])
    assert done.exit_code == 1
    assert "pip install 'adgo[spark]'" in done.output
