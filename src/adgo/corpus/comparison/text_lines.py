"""A difference as text: counts first, then each change in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from adgo.corpus.comparison.difference import WRITTEN, Atom, FieldChange, GraphDifference, RecordChanges
from adgo.corpus.comparison.graph_version import PLACES, SOURCES
from adgo.corpus.comparison.wording import DifferenceWords
from adgo.graph.namespaces import short

_GONE = {"claims": "withdrawn"}
#: Part to what the counts call its records, if they differ.
_NAMES = {SOURCES: "articles"}


def lines(difference: GraphDifference) -> Iterator[str]:
    """Yield the lines: what is compared, the counts, then each change with its names in words."""
    words = DifferenceWords(difference)
    yield f"From {difference.before.name} to {difference.after.name}:"
    yield from _counts(difference)
    for kind, changes in difference.records.items():
        yield from _records(kind, changes, words, difference)
    yield from _triples(difference, words)


def _counts(difference: GraphDifference) -> Iterator[str]:
    for kind, changes in difference.records.items():
        if changes:
            gone, changed = _GONE.get(kind, "gone"), len(changes.changed)
            yield f"  {kind}: {len(changes.added)} added, {len(changes.gone)} {gone}, {changed} changed"
    for part, triples in difference.triples.items():
        if triples:
            yield f"  {part}: {len(triples.appeared)} appeared, {len(triples.gone)} gone"
    if difference.elsewhere:
        yield "  differs only in blank nodes or in the graphs of triples: each thing has the same values"
    if not difference:
        yield "  nothing differs"
    for part in difference.missing:
        yield f"  {_NAMES.get(part, part)}: not compared, as only one of the two has this part ({_where(part)})"

    for name, articles in difference.lacking().items():
        listed = ", ".join(map(short, articles))
        yield f"  {name} has nothing of {listed}: all that the other one has of them is listed as added or withdrawn"


def _where(part: str) -> str:
    """Return the files of a part, or what makes them."""
    return ", ".join(PLACES[part]) if part in WRITTEN else "`adgo build` makes generated parts"


def _records(
    kind: str, changes: RecordChanges, words: DifferenceWords, difference: GraphDifference
) -> Iterator[str]:
    yield from _section(f"{kind} added", (_record(kind, name, words) for name in changes.added))
    gone = (_record(kind, name, words) + _merged(name, words, difference) for name in changes.gone)
    yield from _section(f"{kind} {_GONE.get(kind, 'gone')}", gone)
    changed = (
        line
        for name, fields in changes.changed.items()
        for line in (_record(kind, name, words), *(f"  {_field(each, words)}" for each in fields))
    )
    yield from _section(f"{kind} changed", changed)


def _record(kind: str, name: str, words: DifferenceWords) -> str:
    article = words.article(name)
    said = words.claim(name) if kind == "claims" else words.name(name)
    about = "" if said == short(name) else f"  {said}"
    return f"{short(name)}{about}{f' ({article})' if article else ''}"


def _merged(name: str, words: DifferenceWords, difference: GraphDifference) -> str:
    into = difference.merged.get(name)
    return f", its name is now that of {short(into)} ({words.name(into)})" if into else ""


def _field(change: FieldChange, words: DifferenceWords) -> str:
    """Return the values of a property that only one version has, with an arrow."""
    before, after = ({*change.before} - {*change.after}), ({*change.after} - {*change.before})
    old, new = ("; ".join(each) or "none" for each in words.sides(before, after))
    return f"{words.name(change.property)}: {old} → {new}"


def _triples(difference: GraphDifference, words: DifferenceWords) -> Iterator[str]:
    to_fact, to_plan = difference.became_fact(), difference.became_plan()
    yield from _section("plans that are facts now", map(words.atom, to_fact))
    yield from _section("facts that are plans now", map(words.atom, to_plan))
    moved = {*to_fact, *to_plan}
    for part, changes in difference.triples.items():
        yield from _section(f"{part} that appeared", _others(changes.appeared, moved, words))
        yield from _section(f"{part} that are gone", _others(changes.gone, moved, words))


def _others(atoms: Sequence[Atom], moved: set[Atom], words: DifferenceWords) -> Iterator[str]:
    return (words.atom(atom) for atom in atoms if atom not in moved)


def _section(title: str, entries: Iterable[str]) -> Iterator[str]:
    listed = list(entries)
    if listed:
        yield ""
        yield title[0].upper() + title[1:]
        yield from (f"  {entry}" for entry in listed)
