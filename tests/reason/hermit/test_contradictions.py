"""The search for smallest contradictions, with sets in place of a reasoner."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from adgo.reason.hermit.contradictions import Contradictions, first_clash, minimal
from adgo.reason.triples import Statement

CLASHES = st.lists(st.frozensets(st.integers(0, 19), min_size=1, max_size=4), min_size=1, max_size=4)


def oracle(clashes: Sequence[frozenset[int]]):  # type: ignore[no-untyped-def]
    return lambda numbers: any(clash <= set(numbers) for clash in clashes)


@given(CLASHES)
def test_a_smallest_contradiction_is_one_and_no_less_is(clashes: list[frozenset[int]]) -> None:
    contradicts = oracle(clashes)
    found = minimal(range(20), contradicts)
    assert contradicts(found)
    assert not any(contradicts([each for each in found if each != left_out]) for left_out in found)


@given(CLASHES, st.integers(0, 19))
def test_the_first_clash_is_where_a_contradiction_is_complete(
    clashes: list[frozenset[int]], trusted: int
) -> None:
    assert first_clash(range(20), 0, trusted, oracle(clashes)) == min(map(max, clashes))


def test_there_is_no_clash_without_a_contradiction() -> None:
    assert first_clash(range(20), 0, 10, lambda _: False) is None


def test_a_contradiction_of_the_background_needs_nothing_else() -> None:
    assert minimal([1, 2], lambda _: True, [0]) == []


class Sets:
    """Says that units contradict each other if they hold all triples of a clash."""

    def __init__(self, *clashes: frozenset[Statement]) -> None:
        self.clashes = clashes

    def axioms(self, statements: Sequence[Statement]) -> list[Statement]:
        return list(statements)

    def is_consistent(self, axioms: Sequence[Statement]) -> bool:
        return not any(clash <= set(axioms) for clash in self.clashes)

    holds = is_consistent


def fact(subject: str, object_: str) -> Statement:
    return Statement(f"<urn:{subject}>", "<urn:p>", f"<urn:{object_}>")


AXIOM = Statement("<urn:A>", "<urn:disjoint>", "<urn:B>")
FACTS = [fact("a", "1"), fact("a", "2"), fact("b", "3"), fact("b", "4"), fact("c", "5")]
UNITS = [[each] for each in (AXIOM, *FACTS)]
TWO = Sets(frozenset([AXIOM, FACTS[0], FACTS[1]]), frozenset([AXIOM, FACTS[2], FACTS[3]]))


def search(hermit: Sets, **options: object) -> Contradictions:
    return Contradictions(hermit, UNITS, [0], **options)  # type: ignore[arg-type]


def test_independent_contradictions_are_all_reported() -> None:
    found = search(TWO)
    assert list(found.contradictions(0)) == [[0, 1, 2], [0, 3, 4]]
    assert found.complete


def test_beyond_the_limit_it_says_that_there_are_more() -> None:
    found = search(TWO)
    assert list(found.contradictions(1)) == [[0, 1, 2]]
    assert not found.complete


def test_a_limit_that_is_just_reached_leaves_nothing_out() -> None:
    found = search(TWO)
    assert len(list(found.contradictions(2))) == 2
    assert found.complete


def test_what_is_trusted_is_not_what_is_put_aside() -> None:
    """The last fact belongs to the user; the one that it contradicts is a packaged one."""
    hermit = Sets(frozenset([FACTS[4], AXIOM]))
    assert list(search(hermit, trusted=5).contradictions(0)) == [[0, 5]]


def test_what_a_rule_repeats_of_a_contradiction_is_not_reported_again() -> None:
    hermit = Sets(frozenset([AXIOM, FACTS[0]]), frozenset([AXIOM, FACTS[1]]))
    assert list(search(hermit, derived=[2]).contradictions(0)) == [[0, 1]]


def test_a_contradiction_that_only_a_rule_brings_about_is_reported() -> None:
    hermit = Sets(frozenset([AXIOM, FACTS[1]]))
    assert list(search(hermit, derived=[2]).contradictions(0)) == [[0, 2]]


def test_of_an_axiom_about_many_names_only_the_part_that_matters_is_reported() -> None:
    parts = [Statement("<urn:A>", "<urn:disjoint>", f"<urn:{name}>") for name in "XYZ"]
    hermit = Sets(frozenset([parts[1], FACTS[0]]), frozenset([AXIOM, FACTS[0]]))
    found = search(hermit, split={0: [[part] for part in parts]})
    assert list(found.contradictions(0)) == [[1, (0, 1)]]


def test_what_makes_a_class_impossible_is_found_among_more_axioms_than_are_kept() -> None:
    """Bug: of more than a thousand, the axioms were asked about without a member of the class."""
    axioms = [fact(f"a{number}", "axiom") for number in range(2500)]
    member = fact("new", "class")
    hermit = Sets(frozenset([axioms[5], axioms[2000], member]))
    found = Contradictions(hermit, [[each] for each in axioms], range(2500))  # type: ignore[arg-type]
    assert found.impossible([member]) == [5, 2000]


def test_a_class_can_be_impossible_because_of_a_fact() -> None:
    """Bug: all axioms were given as the reason if they were not enough."""
    member = fact("new", "class")
    hermit = Sets(frozenset([AXIOM, FACTS[2], member]))
    assert search(hermit).impossible([member]) == [0, 3]
    alone = Sets(frozenset([AXIOM, FACTS[2], member]), frozenset([AXIOM, member]))
    assert search(alone).impossible([member]) == [0]
