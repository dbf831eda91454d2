"""A difference as an entry of `data/changes.ttl`, which the pages /changes and /corrections show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pyoxigraph import Literal

from adgo.corpus.changes import CORRECTION
from adgo.corpus.comparison.difference import PREFERRED, GraphDifference, RecordChanges
from adgo.corpus.comparison.wording import DifferenceWords
from adgo.graph import files
from adgo.graph.namespaces import PREFIXES, short

#: Most claims and things that the description says the change of; the rest are counted.
MOST = 20
#: For a kind of record that is not compared.
_NONE = RecordChanges((), (), {})
_NOTE = PREFIXES["skos"] + "editorialNote"
_KINDS = {
    "claims": ("claim", "claims"),
    "articles": ("article", "articles"),
    "statements": ("statement", "statements"),
    "things": ("thing", "things"),
    "judgements": ("judgement", "judgements"),
}


def turtle(difference: GraphDifference, day: date, title: str | None = None) -> str:
    """Return the Turtle of one entry, in the form of `data/changes.ttl`.

    Args:
        difference: what has changed.
        day: when.
        title: the title; None for one that counts the changes.
    """
    claims = difference.records.get("claims", _NONE)
    lines = [
        f"change:{_name(difference)}",
        f'    dcterms:type "{CORRECTION if claims.changed or claims.gone else "change"}" ;',
        f'    dcterms:issued "{day.isoformat()}"^^xsd:date ;',
        f"    dcterms:title {_english(title or _title(difference))} ;",
        f"    dcterms:description {_english(_description(difference))} ;",
    ]
    subjects = [_written(name) for name in _subjects(difference)]
    if len(subjects) == 1:
        lines.append(f"    dcterms:subject {subjects[0]} ;")
    elif subjects:
        lines += ["    dcterms:subject", *(f"        {each} ," for each in subjects)]
    return "\n".join(lines)[:-2] + " ."


def _name(difference: GraphDifference) -> str:
    """Return the local name of the entry: what was compared, without the folders of a path."""
    ends = (re.split(r"[/\\]", each.name)[-1] for each in (difference.before, difference.after))
    names = [re.sub(r"[^a-zA-Z0-9]+", "-", end).strip("-") for end in ends]
    return f"from-{names[0]}-to-{names[1]}"


def _title(difference: GraphDifference) -> str:
    counted = [
        f"{number} {kind} {verb}"
        for name, (one, many) in _KINDS.items()
        for verb, number in _numbers(difference.records.get(name))
        for kind in [one if number == 1 else many]
    ]
    appeared = difference.triples.get("facts")
    if not counted and appeared:
        counted = [f"{len(appeared.appeared)} facts appeared", f"{len(appeared.gone)} are gone"]
    other = "Blank nodes or graphs changed" if difference.elsewhere else "Evidence or reports changed"
    text = ", ".join(counted) or other
    return text[0].upper() + text[1:]


def _numbers(changes: RecordChanges | None) -> Iterator[tuple[str, int]]:
    if changes:
        pairs = (
            ("added", len(changes.added)),
            ("withdrawn", len(changes.gone)),
            ("changed", len(changes.changed)),
        )
        yield from (pair for pair in pairs if pair[1])


def _description(difference: GraphDifference) -> str:
    said = list(_sentences(difference))
    rest = f" And {len(said) - MOST} more." if len(said) > MOST else ""
    return " ".join(said[:MOST]) + rest or f"{_title(difference)}."


def _sentences(difference: GraphDifference) -> Iterator[str]:
    words = DifferenceWords(difference)
    claims, things = difference.records.get("claims", _NONE), difference.records["things"]
    for name, fields in claims.changed.items():
        for each in (field for field in fields if field.property != _NOTE):
            before, after = (", ".join(side) or "none" for side in words.sides(each.before, each.after))
            yield f"Claim {_local(name)}: {words.name(each.property)} was {before}, now {after}."
    yield from (f"Claim {_local(name)} is withdrawn." for name in claims.gone)
    for fields in things.changed.values():
        for each in (
            field for field in fields if field.property == PREFERRED and field.before and field.after
        ):
            yield f"{words.value(each.before[0])} is now called {words.value(each.after[0])}."
    for name, into in difference.merged.items():
        yield f"{_local(name)} is now one thing with {words.name(into)}."
    yield from (f"A plan is now a fact: {words.atom(atom)}." for atom in difference.became_fact())
    yield from (f"A fact is now a plan: {words.atom(atom)}." for atom in difference.became_plan())


def _subjects(difference: GraphDifference) -> list[str]:
    """Return what the entry is about and still exists; a new article in place of its claims."""
    records = difference.records
    claims, articles = (records.get(kind, _NONE) for kind in ("claims", "articles"))
    new = {_local(name) for name in articles.added}
    added = [name for name in claims.added if _local(name).partition("-")[0] not in new]
    renamed = [
        name
        for name, fields in records["things"].changed.items()
        if any(each.property == PREFERRED for each in fields)
    ]
    named = (*articles.added, *added, *claims.changed, *renamed)
    return sorted({*named, *difference.merged.values()})


def _local(iri: str) -> str:
    return iri.rpartition("/")[2]


def _english(text: str) -> str:
    return str(Literal(text, language="en"))


def _written(iri: str) -> str:
    """Return a name with its prefix if `data/changes.ttl` declares it, else in angle brackets."""
    prefix, _, local = short(iri).partition(":")
    return f"{prefix}:{local}" if local and prefix in _declared() else f"<{iri}>"


def _declared() -> list[str]:
    path = files.root() / "data" / "changes.ttl"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return re.findall(r"^@prefix ([\w-]+):", text, re.MULTILINE)
