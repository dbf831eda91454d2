"""Shapes that refer to themselves: the answer that SHACL gives if no node depends on itself, else a stated choice."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import strategies as st
from random_examples import examples

from adgo.shacl.engines import fast
from adgo.shacl.engines.outcome import EngineOutcome
from adgo.shacl.engines.recursion import unsupported
from adgo.shacl.evaluation.run import Run
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.errors import ShapesError
from adgo.turtle.reader import parse
from adgo.turtle.terms import TermTable

PREFIXES = "@prefix ex: <http://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
#: Each node of a list has a value, and so has the next one.
LIST = """ex:S a sh:NodeShape ; sh:targetNode ex:n0 ;
  sh:property [ sh:path ex:next ; sh:node ex:S ] , [ sh:path ex:v ; sh:minCount 1 ] .
"""
#: No next node conforms: whose turn it is loses if each move leads to a position that wins.
GAME = """ex:L a sh:NodeShape ; sh:targetNode ex:n0 ;
  sh:not [ sh:property [ sh:path ex:next ; sh:qualifiedValueShape ex:L ; sh:qualifiedMinCount 1 ] ] .
"""


def inputs(data: str, shapes: str) -> Inputs:
    table = TermTable()
    return Inputs(
        table,
        [parse(PREFIXES + data, path="data.ttl", table=table)],
        [parse(PREFIXES + shapes, path="shapes.ttl", table=table)],
    )


def validated(data: str, shapes: str) -> EngineOutcome:
    return fast.validate(inputs(data, shapes))


def failing(data: str, shapes: str) -> set[str]:
    return {each.focus.rpartition("/")[2].rstrip(">") for each in validated(data, shapes).results}


def chain(length: int, last: str = "") -> str:
    links = "".join(f"ex:n{number} ex:next ex:n{number + 1} ; ex:v 1 .\n" for number in range(length))
    return f"{links}ex:n{length} ex:in ex:data {last}.\n"


@pytest.mark.parametrize("length", [1, 2, 3, 4, 10, 400])
def test_a_fault_at_the_end_of_a_chain_is_found(length: int) -> None:
    """Bug: pySHACL took what is three steps away as conforming, and nothing said so."""
    assert failing(chain(length), LIST) == {"n0"}
    assert failing(chain(length, "; ex:v 1 "), LIST) == set()


@pytest.mark.parametrize("length", range(7))
def test_a_game_is_lost_and_won_in_turn(length: int) -> None:
    """Bug: from one move on, each was a violation. Who cannot move loses, so an even number of moves conforms."""
    assert failing(chain(length), GAME) == (set() if length % 2 == 0 else {"n0"})


def test_nodes_that_depend_on_each_other_conform_unless_something_else_fails() -> None:
    ring = "ex:n0 ex:next ex:n1 ; ex:v 1 . ex:n1 ex:next ex:n0 ; ex:v 1 .\n"
    assert failing(ring, LIST) == set()
    assert failing(ring + "ex:n1 ex:next ex:n2 .\n", LIST) == {"n0"}


@pytest.mark.parametrize("ring", ["ex:n0 ex:next ex:n0 .", "ex:n0 ex:next ex:n1 . ex:n1 ex:next ex:n0 ."])
def test_a_node_that_depends_on_itself_through_a_negation_is_refused(ring: str) -> None:
    with pytest.raises(ShapesError, match=r"through a negation such as sh:not.*SHACL does not say"):
        validated(ring, GAME)


def test_a_way_out_of_a_ring_decides_a_game() -> None:
    """n1 can move to n2, which cannot move: so n1 wins, whatever n0 does, and n0 has only a move to a winner."""
    assert failing("ex:n0 ex:next ex:n1 . ex:n1 ex:next ex:n0 , ex:n2 .", GAME) == set()


def test_a_shape_that_refers_to_itself_by_property_alone_is_followed_to_the_end_or_refused() -> None:
    shapes = "ex:P sh:targetNode ex:n0 ; sh:path ex:next ; sh:minCount 1 ; sh:property ex:P .\n"
    assert failing(chain(1), shapes) == {"n1"}
    with pytest.raises(ShapesError, match="does not follow it to the end"):
        validated(chain(30), shapes)


def test_the_reason_names_the_shape_that_refers_to_itself() -> None:
    """Bug: it named a shape that only leads to it."""
    shapes = "ex:A sh:targetNode ex:n0 ; sh:property ex:P . ex:P sh:path ex:next ; sh:property ex:P .\n"
    [reason] = unsupported(inputs(chain(1), shapes).shapes_reader.top_level()).values()
    assert reason.startswith("<http://example.org/P> refers to itself through sh:property alone")


@pytest.mark.parametrize("length", [50, 100, 200])
def test_each_node_is_evaluated_a_few_times_however_long_a_chain_is(
    monkeypatch: pytest.MonkeyPatch, length: int
) -> None:
    count = 0
    real = Run._fails

    def counted(self: Run, *arguments: object) -> bool:
        nonlocal count
        count += 1
        return real(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Run, "_fails", counted)
    failing(chain(length), LIST)
    # Two shapes for each node, once each to begin with and once more when what follows has failed.
    assert count <= 4 * (length + 1)


@dataclass(frozen=True)
class _MadeShape:
    """A shape of a random schema: its name, what it demands, and the shapes that this refers to."""

    demands: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)

    def turtle(self, number: int) -> str:
        parts = [f"sh:targetSubjectsOf ex:in ; {self._part(kind, others)}" for kind, others in self.demands]
        return f"ex:S{number} a sh:NodeShape ; {' ; '.join(parts)} .\n"

    @staticmethod
    def _part(kind: str, others: tuple[int, ...]) -> str:
        names = " ".join(f"ex:S{other}" for other in others)
        return {
            "v": "sh:property [ sh:path ex:v ; sh:minCount 1 ]",
            "all": f"sh:property [ sh:path ex:next ; sh:node {names} ]",
            "some": f"sh:property [ sh:path ex:next ; sh:qualifiedValueShape {names} ; sh:qualifiedMinCount 1 ]",
            "few": f"sh:property [ sh:path ex:next ; sh:qualifiedValueShape {names} ; sh:qualifiedMaxCount 1 ]",
            "none": f"sh:property [ sh:path ex:next ; sh:not {names} ]",
            "or": f"sh:property [ sh:path ex:next ; sh:or ( {names} ) ]",
            "xone": f"sh:property [ sh:path ex:next ; sh:xone ( {names} ) ]",
            "and": f"sh:property [ sh:path ex:next ; sh:and ( {names} ) ]",
        }[kind]


_ONE = st.tuples(st.integers(0, 2))
_DEMANDS = st.one_of(
    st.just(("v", ())),
    st.tuples(st.sampled_from(["all", "some", "few", "none"]), _ONE),
    st.tuples(st.sampled_from(["or", "xone", "and"]), st.tuples(st.integers(0, 2), st.integers(0, 2))),
)
_SCHEMAS = st.lists(st.builds(_MadeShape, st.lists(_DEMANDS, min_size=1, max_size=2)), min_size=3, max_size=3)
#: To each node, the later nodes that are next to it, and whether it has a value.
_DATA = st.lists(st.tuples(st.sets(st.integers(1, 4), max_size=3), st.booleans()), min_size=1, max_size=9)


def conforms(schema: list[_MadeShape], data: list[tuple[set[int], bool]], shape: int, node: int) -> bool:
    """Return whether a node conforms, by the definitions of SHACL; each node refers only to later ones."""
    next_nodes = [node + step for step in sorted(data[node][0]) if node + step < len(data)]

    def holds(kind: str, others: tuple[int, ...]) -> bool:
        fits = [[conforms(schema, data, other, each) for each in next_nodes] for other in others]
        match kind:
            case "v":
                return data[node][1]
            case "all":
                return all(fits[0])
            case "some":
                return sum(fits[0]) >= 1
            case "few":
                return sum(fits[0]) <= 1
            case "none":
                return not any(fits[0])
        counts = [sum(each) for each in zip(*fits, strict=True)]
        least, most = {"or": (1, 2), "xone": (1, 1), "and": (2, 2)}[kind]
        return all(least <= count <= most for count in counts)

    return all(holds(*demand) for demand in schema[shape].demands)


@examples(100, 3000, _SCHEMAS, _DATA)
def test_the_answer_is_that_of_the_definitions_if_no_node_depends_on_itself(
    schema: list[_MadeShape], data: list[tuple[set[int], bool]]
) -> None:
    turtle = "".join(
        f"ex:n{node} ex:in ex:data {'; ex:v 1 ' if has_value else ''}"
        + "".join(f"; ex:next ex:n{node + step} " for step in steps if node + step < len(data))
        + ".\n"
        for node, (steps, has_value) in enumerate(data)
    )
    shapes = "".join(each.turtle(number) for number, each in enumerate(schema))
    expected = {
        f"<http://example.org/n{node}>"
        for node in range(len(data))
        if not all(conforms(schema, data, shape, node) for shape in range(len(schema)))
    }
    assert {each.focus for each in validated(turtle, shapes).results} == expected
