"""A graph as columns of numbered terms, with indexes that are made when needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from adgo.turtle.terms import TermTable

Row = tuple[int, int, int]
Index = Mapping[int, Sequence[int]]


class Pairs(NamedTuple):
    """The subjects and objects of one predicate, side by side."""

    subjects: Sequence[int]
    objects: Sequence[int]


NONE = Pairs((), ())


class IndexedGraph:
    """Triples as (subject, predicate, object) numbers of one term table; a repeated triple counts once.

    The index of a predicate is made when it is first asked for, so a large graph costs only what its shapes use.
    """

    def __init__(self, table: TermTable, parts: Iterable[Iterable[Row]]) -> None:
        """Hold the rows of all parts, which are never changed."""
        self.table = table
        self.parts = list(parts)
        self._forward: dict[int, Index] = {}
        self._backward: dict[int, Index] = {}

    def id(self, term: str) -> int:
        """Return the number of a term; a new term gets a new number."""
        return self.table.intern(term)

    def term(self, number: int) -> str:
        """Return the N-Triples form of a numbered term."""
        return self.table.terms[number]

    @cached_property
    def by_predicate(self) -> Mapping[int, Pairs]:
        """Distinct subjects and objects by predicate, in the order of the files."""
        groups: dict[int, list[int]] = {}
        adders: dict[int, Callable[[Row], None]] = {}
        for rows in self.parts:
            for row in rows:
                try:
                    adders[row[1]](row)
                except KeyError:
                    adders[row[1]] = groups.setdefault(row[1], list(row)).extend
        return {
            predicate: distinct(Pairs(numbers[::3], numbers[2::3])) for predicate, numbers in groups.items()
        }

    @cached_property
    def size(self) -> int:
        """The number of distinct triples."""
        return sum(len(pairs.subjects) for pairs in self.by_predicate.values())

    def pairs(self, predicate: int) -> Pairs:
        """Return the distinct subjects and objects of one predicate."""
        return self.by_predicate.get(predicate, NONE)

    def forward(self, predicate: int) -> Index:
        """Return subject to objects of one predicate."""
        index = self._forward.get(predicate)
        if index is None:
            subjects, objects = self.pairs(predicate)
            index = self._forward[predicate] = _group(subjects, objects)
        return index

    def backward(self, predicate: int) -> Index:
        """Return object to subjects of one predicate."""
        index = self._backward.get(predicate)
        if index is None:
            subjects, objects = self.pairs(predicate)
            index = self._backward[predicate] = _group(objects, subjects)
        return index

    def objects(self, subject: int, predicate: int) -> Sequence[int]:
        """Return the objects of a subject and a predicate, in the order of the files."""
        return self.forward(predicate).get(subject, ())

    def subjects(self, predicate: int, object_: int) -> Sequence[int]:
        """Return the subjects of a predicate and an object, in the order of the files."""
        return self.backward(predicate).get(object_, ())

    def rows_about(self, subjects: set[int], without: Collection[int] = ()) -> Iterator[Row]:
        """Yield the distinct rows of some subjects, except those with a predicate of `without`."""
        for predicate, pairs in self.by_predicate.items():
            if predicate not in without and not subjects.isdisjoint(pairs.subjects):
                for subject, object_ in zip(*pairs, strict=True):
                    if subject in subjects:
                        yield subject, predicate, object_

    def rows(self) -> Iterator[Row]:
        """Yield every distinct row, grouped by predicate."""
        for predicate, (subjects, objects) in self.by_predicate.items():
            for subject, object_ in zip(subjects, objects, strict=True):
                yield subject, predicate, object_

    @cached_property
    def by_subject(self) -> Mapping[int, Sequence[Row]]:
        """Distinct rows by subject."""
        groups: defaultdict[int, list[Row]] = defaultdict(list)
        for row in self.rows():
            groups[row[0]].append(row)
        return dict(groups)

    @cached_property
    def by_object(self) -> Mapping[int, Sequence[Row]]:
        """Distinct rows by object."""
        groups: defaultdict[int, list[Row]] = defaultdict(list)
        for row in self.rows():
            groups[row[2]].append(row)
        return dict(groups)

    def closure(self, predicate: int, nodes: Collection[int], *, inverse: bool = False) -> set[int]:
        """Return the nodes that any number of steps along a predicate reach, including the given nodes.

        Args:
            predicate: the predicate.
            nodes: where to start.
            inverse: whether to go from objects to subjects.
        """
        index = self.backward(predicate) if inverse else self.forward(predicate)
        reached = set(nodes)
        frontier = list(reached)
        while frontier:
            for step in index.get(frontier.pop(), ()):
                if step not in reached:
                    reached.add(step)
                    frontier.append(step)
        return reached


def distinct(pairs: Pairs) -> Pairs:
    """Return the pairs of one predicate, each once."""
    subjects, objects = pairs
    # Usually no subject has two objects.
    if len(set(subjects)) == len(subjects):
        return pairs
    once = dict.fromkeys(zip(subjects, objects, strict=True))
    return pairs if len(once) == len(subjects) else Pairs([s for s, _ in once], [o for _, o in once])


def _group(keys: Sequence[int], values: Sequence[int]) -> Index:
    # Most keys have one value, and a tuple of one takes half the memory of a list.
    index: dict[int, Sequence[int]] = dict(zip(keys, zip(values, strict=False), strict=True))
    if len(index) == len(keys):
        return index
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for key, value in zip(keys, values, strict=True):
        groups[key].append(value)
    return {key: tuple(group) for key, group in groups.items()}
