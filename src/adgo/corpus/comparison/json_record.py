"""A difference as one JSON object."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from adgo.corpus.comparison.difference import Atom, GraphDifference, RecordChanges
from adgo.corpus.comparison.graph_version import GraphVersion
from adgo.corpus.comparison.wording import DifferenceWords


def record(difference: GraphDifference) -> dict[str, Any]:
    """Return the versions, the counts and every change; values are in N-Triples form, with labels beside the names."""
    words = DifferenceWords(difference)
    return {
        "before": _version(difference.before),
        "after": _version(difference.after),
        "counts": _counts(difference),
        "records": {kind: _records(each, words) for kind, each in difference.records.items()},
        "triples": {
            part: {"appeared": _atoms(each.appeared, words), "gone": _atoms(each.gone, words)}
            for part, each in difference.triples.items()
        },
        "becameFact": _atoms(difference.became_fact(), words),
        "becamePlan": _atoms(difference.became_plan(), words),
        "merged": difference.merged,
        "elsewhere": difference.elsewhere,
        "notCompared": list(difference.missing),
        "lacking": {name: list(articles) for name, articles in difference.lacking().items()},
    }


def _version(version: GraphVersion) -> dict[str, str | None]:
    return {"name": version.name, "day": version.day.isoformat() if version.day else None}


def _counts(difference: GraphDifference) -> dict[str, dict[str, int]]:
    records = {
        kind: {"added": len(each.added), "gone": len(each.gone), "changed": len(each.changed)}
        for kind, each in difference.records.items()
    }
    triples = {
        part: {"appeared": len(each.appeared), "gone": len(each.gone)}
        for part, each in difference.triples.items()
    }
    return records | triples


def _records(changes: RecordChanges, words: DifferenceWords) -> dict[str, Any]:
    return {
        "added": [_named(name, words) for name in changes.added],
        "gone": [_named(name, words) for name in changes.gone],
        "changed": [
            _named(name, words)
            | {
                "fields": [
                    {"property": each.property, "before": list(each.before), "after": list(each.after)}
                    for each in fields
                ]
            }
            for name, fields in changes.changed.items()
        ],
    }


def _named(name: str, words: DifferenceWords) -> dict[str, Any]:
    return {
        "iri": name,
        "label": words.claim(name) or words.name(name),
        "article": words.article(name) or None,
    }


def _atoms(atoms: Iterable[Atom], words: DifferenceWords) -> list[dict[str, str]]:
    return [
        {"subject": atom[0], "predicate": atom[1], "object": atom[2], "words": words.atom(atom)}
        for atom in atoms
    ]
