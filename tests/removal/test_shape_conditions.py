"""Each condition of each shape is left out in turn, and then a fixture of the shape gives other results.

Conditions are the targets, constraints, nested shapes and members of lists, and the parts of each query. The shapes in
guards.ttl are tried with guards.csv; their lists of kinds are built from the vocabulary, and `adgo build --check`
compares them with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
import rule_examples
import test_guards as csv
from redundancies import redundant, rows
from shapes_graph import SHAPE, changes, removals, shapes

from adgo.graph import files
from adgo.graph.namespaces import PREFIXES

FIXTURES = Path(__file__).parents[1] / "shapes"
HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())


def name_of(shape: str) -> str:
    return shape[1:-1].removeprefix(SHAPE)


GUARDS = [shape for shape in shapes() if not (FIXTURES / name_of(shape)).is_dir()]
OTHERS = [shape for shape in shapes() if shape not in GUARDS]


@cache
def cases() -> dict[str, str]:
    """Return what is tried with each guard, as Turtle: the cases of guards.csv, and two for shapes without a row."""
    tried = {
        row.property: "\n".join([*(csv.written(case) for case in csv.of(row)), *claimed(row)])
        for row in csv.rows()
    }
    untyped = "\n".join(f"id:untyped-{name} adgo:{name} id:other ." for name in tried)
    return {**tried, "Typed": untyped, "expectsOneValue": 'adgo:cityCount adgo:expectsOneValue "yes" .'}


def claimed(row: csv.Row) -> Iterator[str]:
    """Yield nodes of wrong kinds, as Turtle; claims about them name the right kinds, but not as their types."""
    sides = (("subject", row.subjects, row.wrong_subjects), ("value", row.values, row.wrong_values))
    for side, right, wrong in sides:
        kinds = [csv.kind(each) for each in right if csv.CLASS.fullmatch(each)]
        others = [csv.kind(each) for each in wrong if csv.CLASS.fullmatch(each)]
        for number, other in enumerate(others if kinds else ()):
            subject, value = (
                f"id:{row.property}-claimed-{each}-{side}-{number}" for each in ("subject", "value")
            )
            node = subject if side == "subject" else value
            kind, value = (other, row.values[0]) if side == "subject" else (csv.kind(row.subjects[0]), value)
            if csv.CLASS.fullmatch(value):
                yield f"{subject}-value a {csv.kind(value)} ."
                value = f"{subject}-value"
            yield f"{subject} a {kind} ; adgo:{row.property} {value} ."
            yield f"{node} a {other} ."
            yield f"[] adgo:subject {node} ; adgo:predicate adgo:engagesIn ; adgo:object {', '.join(kinds)} ."
            yield f"[] adgo:subject {node} ; adgo:predicate rdf:type ; adgo:object {other} ."


def unseen(shape: str, fixtures: Iterable[Path], *, members: bool = True) -> list[str]:
    """Return the conditions of a shape without which all of its fixtures give the same."""
    paths = list(fixtures)
    assert paths, "no fixture"
    return sorted(
        each.removed for each in removals(shape, members=members) if not changes(shape, each, paths)
    )


@pytest.mark.full
@pytest.mark.parametrize("shape", OTHERS, ids=name_of)
def test_no_condition_of_a_shape_can_be_left_out_unseen(shape: str) -> None:
    fixtures = (FIXTURES / name_of(shape)).glob("*.ttl")
    assert unseen(shape, fixtures) == redundant(name_of(shape))


@pytest.mark.full
@pytest.mark.parametrize("shape", GUARDS, ids=name_of)
def test_no_constraint_of_a_guard_can_be_left_out_unseen(shape: str, tmp_path: Path) -> None:
    path = tmp_path / "cases.ttl"
    path.write_text(HEAD + cases()[name_of(shape)], encoding="utf-8")
    assert unseen(shape, [path], members=False) == redundant(name_of(shape))


def test_what_is_redundant_names_a_query_or_a_shape() -> None:
    queries = {path.stem for path in (*rule_examples.EXAMPLES, *files.hygiene())}
    assert {name for name, _, _ in rows()} <= queries | set(map(name_of, shapes()))
