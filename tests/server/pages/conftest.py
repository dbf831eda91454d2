"""One app over the packaged graph for all tests of pages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Store
from visited import Visit, read

from adgo.corpus.corpus import Corpus
from adgo.graph.dataset import load
from adgo.server import site_corpus
from adgo.server.app import close, create_app
from adgo.server.settings import Settings

SETTINGS = Settings(workers=2)


@pytest.fixture(scope="session")
def app() -> Iterator[Flask]:
    made = create_app(settings=SETTINGS)
    yield made
    close(made)


@pytest.fixture(scope="session")
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def corpus(app: Flask) -> Corpus:
    with app.test_request_context():
        return site_corpus.read_corpus(app.extensions["adgo"])


@pytest.fixture(scope="session")
def visit(client: FlaskClient) -> Visit:
    """A function that returns the page at a path, redirects followed, every tag closed in its order.

    Each page is read once: neither the app nor its data change. Tests that change them read for themselves.
    """
    return cache(lambda path: read(client, path))


@pytest.fixture(scope="session")
def store() -> Store:
    """The packaged graph, to ask it past the pages."""
    return load().store
