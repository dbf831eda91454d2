"""Shared fixtures: the folders of the articles and the W3C suites, and the packaged graph, loaded once."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from adgo.corpus.corpus import Corpus
from adgo.corpus.reading import read_store
from adgo.evidence.reviews.review_statistics import measurements
from adgo.graph.claims_to_facts import build
from adgo.graph.dataset import Dataset, load

# Every run uses the same random examples, so that a failure comes from the change and not from chance.
# `HYPOTHESIS=wild` tries others each time, and more of them.
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
settings.register_profile(
    "wild", settings.get_profile("steady"), derandomize=False, max_examples=1000, print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS", "steady"))

# A process that a shell starts in the background ignores interrupts, and the processes under test inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect the tests without the garbage collector, which would visit all of them again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def _folder(variable: str, what: str) -> Path:
    value = os.environ.get(variable)
    if not value:
        pytest.skip(f"set {variable} to the folder with {what}")
    path = Path(value)
    assert path.is_absolute(), f"{variable} must be an absolute path, not {value!r}"
    assert path.is_dir(), f"{variable} is {value!r}, which is not a folder"
    return path


@pytest.fixture(scope="session")
def texts() -> Path:
    """Return the folder of the five articles, or skip."""
    return _folder("ADGO_TEXTS", "the articles")


@pytest.fixture(scope="session")
def w3c() -> Path:
    """Return the folder of the W3C test suites, or skip."""
    return _folder("ADGO_W3C", "the W3C test suites")


@pytest.fixture(scope="session")
def packaged() -> Dataset:
    """Return the packaged graph."""
    return load()


@pytest.fixture(scope="session")
def built() -> dict[str, str]:
    """Return the contents of the generated files, made once from the project's own claims."""
    return build(measurements)


@pytest.fixture(scope="session")
def corpus(packaged: Dataset) -> Corpus:
    """Return the packaged graph as people read it, without a server."""
    return read_store(packaged.store)
