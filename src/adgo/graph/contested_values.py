"""Contested values: claims that would give a fact and state different values of a functional property.

None of them gives a fact until an editor prefers one, and each is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Store

from adgo.graph import files
from adgo.graph.namespaces import ADGO, PREFIXES, XSD
from adgo.shacl.model.display import Display
from adgo.turtle.reader import read_file

#: What to do about a contested value.
REMEDY = (
    "state in data/judgements.ttl which claim is preferred, with adgo:prefers and the reason, "
    "or correct a claim"
)

_CONTESTED_BY = NamedNode(ADGO + "contestedBy")


@dataclass(frozen=True, slots=True, order=True)
class Contest:
    """A subject and a functional property, and the claims that state different values, each with its value.

    Terms are in N-Triples form.
    """

    subject: str
    predicate: str
    claims: tuple[tuple[str, str], ...]


def read(store: Store) -> list[Contest]:
    """Return the contests that `contested.rq` has marked in the default graph of a store, sorted."""
    groups: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for claim in {quad.subject for quad in store.quads_for_pattern(None, _CONTESTED_BY, None, None)}:
        subject, predicate, value = (
            _value(store, claim, name) for name in ("subject", "predicate", "object")
        )
        groups.setdefault((subject, predicate), set()).add((str(claim), value))
    return sorted(Contest(*key, tuple(sorted(claims))) for key, claims in groups.items())


def _value(store: Store, claim: object, name: str) -> str:
    found = store.quads_for_pattern(claim, NamedNode(ADGO + name), None, None)  # type: ignore[arg-type]
    return min(str(quad.object) for quad in found)


def described(contests: Sequence[Contest]) -> str:
    """Return the contests in words, with the file and line of every claim, and what to do."""
    if not contests:
        return ""
    places = _places({claim for contest in contests for claim, _ in contest.claims})
    return "\n".join(line for contest in contests for line in _lines(contest, places))


def _lines(contest: Contest, places: dict[str, str]) -> Iterator[str]:
    display = Display(PREFIXES)
    subject, predicate = display.term(contest.subject), display.term(contest.predicate)
    yield f"warning: {predicate} of {subject} is contested, so no value of it is a fact:"
    for claim, value in contest.claims:
        yield f"  {places.get(claim, '?')}: {display.term(claim)} gives {display.term(_plain(value))}"
    yield f"  {REMEDY}"


def _plain(value: str) -> str:
    """Return a number as it is written in Turtle; anything else unchanged."""
    text, _, datatype = value.rpartition("^^")
    return text.strip('"') if datatype in (f"<{XSD}integer>", f"<{XSD}decimal>") else value


def _places(claims: Iterable[str]) -> dict[str, str]:
    """Return the file and line of each claim, as `file:line`, for those that a file of claims has."""
    wanted, found = set(claims), {}
    for path in files.part("claims"):
        if any(_local(claim).encode() in path.read_bytes() for claim in wanted):
            found.update(_lines_of(path, wanted))
    return found


def _local(claim: str) -> str:
    return claim.rstrip(">").rpartition("/")[2]


def _lines_of(path: Path, claims: set[str]) -> dict[str, str]:
    document = read_file(path, base=path.resolve().as_uri())
    numbers = {document.table.ids[claim]: claim for claim in claims if claim in document.table.ids}
    name = path.relative_to(files.root()).as_posix()
    found: dict[str, str] = {}
    for row, subject in enumerate(document.rows.subjects):
        if subject in numbers:
            found.setdefault(numbers[subject], f"{name}:{document.locate(row, 'subject').line}")
    return found
