"""An issued version of the ontology, read by the same queries as the served data."""

from __future__ import annotations

import json
from functools import cache, partial
from pathlib import Path
from typing import cast

from pyoxigraph import QueryResultsFormat, Store

from adgo.corpus.reading import Row
from adgo.graph import dataset
from adgo.server import page_queries
from adgo.server.pages.ontology_page import glossary
from adgo.server.pages.ontology_page.glossary import Ask, Glossary
from adgo.sparql.answering.query import query as answer


def asker(path: Path) -> Ask:
    """Return a function that runs a query of the pages over the file of an issued version."""
    return partial(_rows, _store(path))


@cache
def read_version(path: Path) -> Glossary:
    """Return the terms of an issued version, from memory: its file never changes."""
    return glossary.read_glossary(asker(path))


@cache
def _store(path: Path) -> Store:
    return dataset.load([path]).store


def _rows(store: Store, name: str) -> list[Row]:
    found = answer(store, page_queries.query(name, {}).text.source).rows
    document = json.loads(cast(bytes, found.serialize(format=QueryResultsFormat.JSON)))
    return cast(list[Row], document["results"]["bindings"])
