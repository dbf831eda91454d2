"""The W3C suites of Turtle 1.1 and N-Triples 1.1: every valid file read as pyoxigraph reads it, every other refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from turtle_graphs import canonical, canonical_rows

from adgo.turtle import TurtleError, decode, format_text, parse, write

MANIFEST = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def entries(folder: Path) -> Iterator[tuple[str, Path, str]]:
    """Kind, file and base IRI of each test."""
    base = f"https://w3c.github.io/rdf-tests/rdf/rdf11/{folder.name}/"
    quads = list(
        ox.parse((folder / "manifest.ttl").read_bytes(), ox.RdfFormat.TURTLE, base_iri=base + "manifest.ttl")
    )
    kinds = {quad.subject: str(quad.object) for quad in quads if quad.predicate == TYPE}
    for quad in quads:
        if quad.predicate.value == MANIFEST + "action":
            name = quad.object.value
            yield kinds[quad.subject], folder / name.removeprefix(base), name


@pytest.mark.parametrize(("name", "least"), [("rdf-turtle", 300), ("rdf-n-triples", 60)])
def test_suite(w3c: Path, name: str, least: int) -> None:
    turtle = name == "rdf-turtle"
    syntax = ox.RdfFormat.TURTLE if turtle else ox.RdfFormat.N_TRIPLES
    wrong, count = [], 0
    for kind, file, base in entries(w3c / "rdf" / "rdf11" / name):
        count += 1
        text = decode(file.read_bytes())
        try:
            document = parse(text, base=base if turtle else None, syntax="turtle" if turtle else "ntriples")
        except TurtleError:
            if "Negative" not in kind:
                wrong.append(f"refused: {file.name}")
            continue
        if "Negative" in kind:
            wrong.append(f"accepted: {file.name}")
        elif canonical_rows(list(document.triples())) != canonical(text, syntax, base):
            wrong.append(f"read differently: {file.name}")
    assert not wrong
    assert count >= least


def test_writer_and_formatter_keep_every_graph(w3c: Path) -> None:
    wrong, count = [], 0
    for file in sorted([*w3c.glob("rdf/rdf11/*/*.ttl"), *w3c.glob("shacl/**/*.ttl")]):
        text, base = decode(file.read_bytes()), "http://base.invalid/"
        try:
            document = parse(text, base=base)
        except TurtleError:
            continue
        count += 1
        graph = canonical(text, base=base)
        written, formatted = write(document.triples(), document.prefixes), format_text(text)
        checks = {
            "written": canonical(written, base=base) == graph,
            "formatted": canonical(formatted, base=base) == graph,
            "idempotent": format_text(formatted) == formatted,
            "written is formatted": format_text(written) == written,
            "remarks": formatted.count("#") >= text.count("#") - text.count("rdf-syntax-ns#type"),
        }
        wrong += [f"{what}: {file}" for what, holds in checks.items() if not holds]
    assert not wrong
    assert count > 250
