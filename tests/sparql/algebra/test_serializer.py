"""Algebra as text: what is written is read as the same algebra, and by the engine."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path

import pytest
import w3c
from pyoxigraph import Store
from translated import query

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.errors import NotInAlgebra
from adgo.sparql.algebra.scope import visible
from adgo.sparql.algebra.serializer import written
from adgo.sparql.algebra.syntax_tree import parse
from adgo.sparql.algebra.translation import Translator
from adgo.sparql.differences.catalogue import FOLDER, differences
from adgo.sparql.tokens import tokenize

ROOT = Path(__file__).resolve().parents[3]
SUITE = w3c.suite()
BASE = "http://localhost/"
#: The column of a written SELECT that has none.
NONE = "?adgo_none"


def translated(text: str) -> algebra.Query | None:
    """Return the algebra of a query; None if it has none."""
    tree = parse(tokenize(text))
    try:
        return None if tree is None else Translator(BASE).query(tree)
    except NotInAlgebra:
        return None


# Written text names variables that had no name, and puts groups into subqueries: the algebra is the same otherwise.


def mapped(value: object, change: Callable[[object], object]) -> object:
    """Return algebra, each part changed after the parts in it."""
    if isinstance(value, tuple):
        return tuple(mapped(each, change) for each in value)
    if not is_dataclass(value):
        return change(value)
    return change(type(value)(*(mapped(getattr(value, each.name), change) for each in fields(value))))


def is_made(name: object) -> bool:
    return isinstance(name, str) and name.startswith((algebra.HIDDEN, "?adgo_", "_:adgo_"))


def merged(value: object) -> object:
    """Return a pattern without what writing adds: projections of all variables, and triples in two blocks."""
    match value:
        case algebra.Join(algebra.BasicGraphPattern(first), algebra.BasicGraphPattern(second)):
            return algebra.BasicGraphPattern(first + second)
        case algebra.Join(
            algebra.Join(left, algebra.BasicGraphPattern(first)), algebra.BasicGraphPattern(second)
        ):
            return algebra.Join(left, algebra.BasicGraphPattern(first + second))
        case algebra.Project((name,), algebra.Extend(inner)) if name == NONE:
            return algebra.Project((), inner)
        case algebra.Project(variables, inner) if set(visible(inner)) <= set(variables):
            return inner
        case algebra.Extend(algebra.Grouping() as group, name, algebra.Variable(made)) if is_made(made):
            named = tuple((name if each == made else each, one) for each, one in group.aggregates)
            return replace(group, aggregates=named)
    return value


def numbered(value: object) -> object:
    """Return algebra with its made variables numbered in the order of appearance."""
    names: dict[str, str] = {}
    return mapped(value, lambda each: names.setdefault(each, f"?{len(names)}") if is_made(each) else each)


def columns(found: algebra.Query) -> tuple[str, ...]:
    """Return the columns of a SELECT; no other form has any."""
    return () if found.form != "SELECT" or found.columns == (NONE,) else found.columns


def same(one: algebra.Query, other: algebra.Query) -> bool:
    normal = (numbered(mapped(replace(each, columns=columns(each)), merged)) for each in (one, other))
    return next(normal) == next(normal)


def check(text: str, name: object) -> bool:
    """Check one query; return False if it has no algebra."""
    first = translated(text)
    if first is None:
        return False
    again = written(first)
    second = translated(again)
    assert second is not None, f"{name}: {again}"
    assert same(first, second), f"{name}: {again}"
    with suppress(RuntimeError):  # The engine reads the text, and then does not know a function.
        try:
            Store().query(again)
        except SyntaxError:
            assert name in refused(), f"{name}: {again}"
    return True


@cache
def refused() -> set[object]:
    """Return the examples of the list of differences that the engine refuses as syntax errors."""
    return {
        FOLDER / f"{each.name}.rq"
        for each in differences().values()
        if "syntax error" in each.engine.split(".")[0]
    }


def queries() -> list[Path]:
    return sorted(
        path for folder in ("src", "ontology", "shapes", "tests") for path in (ROOT / folder).rglob("*.rq")
    )


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.full)])
def test_the_queries_of_the_project_are_written_as_they_are_read(step):
    """One in five in the everyday run."""
    checked = [check(path.read_text(encoding="utf-8"), path) for path in queries()[::step]]
    assert sum(checked) > 150 / step


@pytest.mark.skipif(SUITE is None, reason="ADGO_W3C names no folder with the W3C test suites")
def test_the_queries_of_the_w3c_are_written_as_they_are_read():
    checked = 0
    for path in sorted(SUITE.glob("*/manifest.ttl")):
        found = w3c.manifest(path)
        for kind in ("PositiveSyntaxTest11", "QueryEvaluationTest"):
            for test in found.of_type(kind):
                action = found.value(test, w3c.MF + "action")
                file = w3c.file_of(found.value(action, w3c.QT + "query") or action)
                checked += check(file.read_bytes().decode(), file)
    assert checked > 280


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ASK { ?s :p 'a\"\\n\\\\' }", r'ASK WHERE { ?s <http://e/p> "a\"\n\\" . }'),
        ("SELECT ?s { ?s :p/^:q* 1 }", "SELECT ?s WHERE { ?s (<http://e/p>/^((<http://e/q>)*)) 1 . }"),
    ],
)
def test_a_query_as_text(text, expected):
    integer = '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert written(query(text)) == expected.replace(" 1 .", f" {integer} .")


def test_made_names_are_free():
    """A query with a variable `?adgo_1` was written with the same name for another variable."""
    found = written(query("SELECT ?adgo_1 { ?adgo_1 :p [ :q 2 ] . ?adgo1_x :p 3 }"))
    assert "?adgo_1 <http://e/p> ?adgo2_1 . ?adgo2_1 <http://e/q>" in found


def test_a_filter_stays_inside_its_group():
    text = "SELECT * { { ?s :p ?o FILTER(?o > 1) } UNION { ?o :q ?s } { ?s :r ?x FILTER(?o = 1) } ?x :p ?y }"
    assert same(query(text), translated(written(query(text))))
    assert not same(query(text), query(text.replace("} ?x :p ?y }", "?x :p ?y } }")))
