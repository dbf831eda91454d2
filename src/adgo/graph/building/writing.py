"""The generated files: the statements of each bucket, and how they are joined."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping

from adgo.graph.building.lines import Messages
from adgo.graph.building.vocabulary import BuildVocabulary
from adgo.graph.namespaces import PREFIXES
from adgo.turtle.writing.writer import Triple, join_statements, write_statements

#: The generated parts whose triples are in the buckets.
WRITTEN = ("facts", "plans", "inferred", "reports", "context")
#: Those that the merged file has besides the vocabulary.
MERGED = ("entities", "context", "facts", "inferred", "reports")
ALL = "adgo-all"

#: Subject, sort key and text of each statement, and the prefixes that they use.
Statements = tuple[list[tuple[str, str, str]], set[str]]

#: Between a sort key and its text, and between statements; Turtle writes these characters as escapes.
_KEY, _STATEMENT = "\x01", "\x02"


def outputs(
    known: BuildVocabulary, parts: Mapping[str, Iterable[str]], sizes: Mapping[str, int]
) -> dict[str, Messages]:
    """Return the statements of the bucket for each file, the lines about the vocabulary, and the sizes.

    Args:
        known: the vocabulary.
        parts: the lines of each part in this bucket, without graph.
        sizes: the numbers of triples.
    """
    triples = {part: _triples(lines) for part, lines in parts.items()}
    found = {part: write_statements(each, PREFIXES) for part, each in triples.items()}
    made = {f"statements/{part}": _text(*found[part]) for part in WRITTEN if triples[part]}
    own = [triple for part in MERGED for triple in triples[part] if triple[0] in known.by_subject]
    merged, used = _merged(known, triples, found)
    if merged:
        made[f"statements/{ALL}"] = _text(merged, used)
    made["about"] = "".join(f"{' '.join(triple)} .\n" for triple in own)
    made["sizes"] = json.dumps(sizes) + "\n"
    return {kind: {0: text} for kind, text in made.items() if text}


def _triples(lines: Iterable[str]) -> list[Triple]:
    return [(s, p, rest[:-2]) for s, p, rest in (line.split(" ", 2) for line in lines)]


def _merged(
    known: BuildVocabulary, triples: Mapping[str, list[Triple]], found: Mapping[str, Statements]
) -> Statements:
    """Return the statements of the merged file: those of the parts, and new ones for subjects of several parts."""
    places: dict[str, set[str]] = defaultdict(set)
    for part in MERGED:
        for subject, _, _ in triples[part]:
            places[subject].add(part)
    several = {
        subject for subject, named in places.items() if len(named) > 1 and subject not in known.by_subject
    }
    again, used = write_statements(
        (each for part in MERGED for each in triples[part] if each[0] in several), PREFIXES
    )
    left_out = several | known.by_subject.keys()
    kept = [each for part in MERGED for each in found[part][0] if each[0] not in left_out]
    return again + kept, used.union(*(found[part][1] for part in MERGED))


def statements(triples: Iterable[Triple]) -> str:
    """Return the statements with their keys, after the prefixes that they use, as one text that `joined` reads."""
    return _text(*write_statements(triples, PREFIXES))


def _text(found: Iterable[tuple[str, str, str]], used: Iterable[str]) -> str:
    return (
        _STATEMENT.join([" ".join(sorted(used)), *(key + _KEY + text for _, key, text in found)]) + _STATEMENT
    )


def joined(texts: Iterable[str]) -> str:
    """Return the file with the statements of several texts."""
    used: set[str] = set()
    found: list[str] = []
    for text in texts:
        prefixes, *more = text.split(_STATEMENT)[:-1]
        used.update(prefixes.split())
        found += more
    found.sort()
    return join_statements([each.partition(_KEY)[2] for each in found], used, PREFIXES)


def measured(texts: Iterable[str]) -> dict[str, int]:
    """Return the sum of the sizes in several texts, by part."""
    total: dict[str, int] = {}
    for line in "".join(texts).split("\n"):
        for part, size in json.loads(line or "{}").items():
            total[part] = total.get(part, 0) + size
    return total
