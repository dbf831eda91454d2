"""Inputs from texts, for tests."""

from __future__ import annotations

from adgo.shacl.inputs import Inputs
from adgo.turtle.reader import parse
from adgo.turtle.terms import TermTable

PREFIXES = """@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def made(data: str, shapes: str, ontology: str | None = None) -> Inputs:
    """Return documents of texts, each with the usual prefixes before it, on six lines."""
    table = TermTable()
    documents = [
        parse(PREFIXES + text, path=path, table=table, base="http://example.org/")
        for text, path in ((data, "data.ttl"), (shapes, "shapes.ttl"), (ontology, "ontology.ttl"))
        if text is not None
    ]
    return Inputs(table, [documents[0]], [documents[1]], documents[2:])
