"""Warnings about data point at the line of the caller's program."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

import adgo

XSD_INT = NamedNode("http://www.w3.org/2001/XMLSchema#int")
TAG = '{"@id": "urn:a", "urn:p": {"@value": "x", "@language": "a b"}}'


def changed_literal(folder: Path) -> Path:
    path = folder / "mine.nt"
    literal = Quad(NamedNode("urn:a"), NamedNode("urn:p"), Literal("05", datatype=XSD_INT))
    path.write_bytes(serialize([literal.triple], format=RdfFormat.N_TRIPLES) or b"")
    return path


def left_out_triple(folder: Path) -> Path:
    path = folder / "mine.jsonld"
    path.write_text(TAG, encoding="utf-8")
    return path


@pytest.mark.parametrize("write", [changed_literal, left_out_triple])
def test_a_warning_points_at_the_callers_line(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    """Bug: it pointed at a line inside ADGO, so that a filter for the caller's module did not find it."""
    path = write(tmp_path)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        line = inspect.stack()[0].lineno + 1
        adgo.load(path).query("SELECT * { ?s ?p ?o }")
    assert [(each.filename, each.lineno) for each in caught] == [(__file__, line)]
