"""The rows that the stored questions on conflicts find, as pairs of sides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Store

from adgo import queries
from adgo.corpus.corpus import Term
from adgo.corpus.reading import Row, asking
from adgo.evidence.conflict_kinds import BADGES
from adgo.evidence.conflicts import PREFIX

#: Columns that belong to one side, in the order in which they are shown.
COLUMNS = ("predicate", "value", "organization", "speaker", "attribution")
#: The column with what the second side is about, if that is not what the first is about.
NEAR = "near"
#: Columns with the evidence of one side.
LINKS = ("claim", "passage", "source")


@dataclass(frozen=True)
class Side:
    """What one source says: terms by column, and the claim, passage and source ("" if not known)."""

    terms: tuple[tuple[str, Term], ...]
    claim: str = ""
    passage: str = ""
    source: str = ""

    @property
    def says_something(self) -> bool:
        """Whether it has more than the property on which the sides differ."""
        return any(column not in ("predicate", NEAR) for column, _ in self.terms)

    def term(self, name: str) -> Term | None:
        """Return the term of a column; None if the side does not have it."""
        return next((term for column, term in self.terms if column == name), None)


@dataclass(frozen=True)
class Difference:
    """One row: its kind, what it is about, one or two sides, and the columns that belong to neither."""

    kind: str
    about: str
    sides: tuple[Side, ...]
    rest: tuple[tuple[str, Term], ...] = ()

    @property
    def is_half(self) -> bool:
        """Whether only one of its sides says anything."""
        return len(self.sides) > 1 and not all(side.says_something for side in self.sides)

    @property
    def predicate(self) -> str:
        """The property on which the sides differ; "" if the kind has none."""
        found = (side.term("predicate") for side in self.sides)
        return next((term.value for term in found if term), "")


def find(ask: Callable[[str], list[Row]], questions: Mapping[str, str]) -> list[Difference]:
    """Return all rows, by kind in the order of the kinds.

    Args:
        ask: returns the rows of a SELECT query.
        questions: the text of each stored question by its name; kinds without a question are left out.
    """
    asked = [(kind, questions[PREFIX + kind]) for kind in BADGES if PREFIX + kind in questions]
    return read((kind, ask(text)) for kind, text in asked)


def of_store(store: Store) -> list[Difference]:
    """Return all rows that the stored questions on conflicts find in a store."""
    return find(asking(store), {name: question.text for name, question in queries.load().items()})


def read(answers: Iterable[tuple[str, list[Row]]]) -> list[Difference]:
    """Return the rows of answers, each with its kind."""
    return [_difference(kind, row) for kind, rows in answers for row in rows]


def _difference(kind: str, row: Row) -> Difference:
    terms = {name: Term.of(cell) for name, cell in row.items()}
    about = terms.pop("about").value
    near = terms.pop(NEAR, None)
    sides = [_side(terms, ""), _side(terms, "other", ((NEAR, near),) if near else ())]
    return Difference(kind, about, tuple(each for each in sides if each), tuple(terms.items()))


def _side(terms: dict[str, Term], prefix: str, first: tuple[tuple[str, Term], ...] = ()) -> Side | None:
    """Return one side and remove its columns from the row; None if the row does not have that side."""

    def take(name: str) -> Term | None:
        return terms.pop(prefix + name.capitalize() if prefix else name, None)

    shown = tuple((name, term) for name in COLUMNS if (term := take(name)))
    links = [term.value if (term := take(name)) else "" for name in LINKS]
    return Side((*first, *shown), *links) if shown or any(links) else None
