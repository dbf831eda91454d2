"""The generated files: the statements of each bucket, and how they are joined."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from adgo.graph.building.lines import Messages, split
from adgo.graph.building.vocabulary import Vocabulary
from adgo.graph.namespaces import PREFIXES
from adgo.turtle.writing.writer import Triple, join_statements, write_statements

#: The generated parts whose triples are in the buckets.
WRITTEN = ("facts", "plans", "inferred", "reports", "context")
#: Those that the merged file has besides the vocabulary.
MERGED = ("entities", "context", "facts", "inferred", "reports")
ALL = "adgo-all"

#: Between a sort key and its text, and between statements; Turtle writes these characters as escapes.
_KEY, _STATEMENT = "\x01", "\x02"


def outputs(known: Vocabulary, parts: Mapping[str, str], sizes: Mapping[str, int]) -> dict[str, Messages]:
    """Return the statements of the bucket for each file, the lines about the vocabulary, and the sizes.

    Args:
        known: the vocabulary.
        parts: the lines of each part in this bucket, without graph.
        sizes: the numbers of triples.
    """
    merged = [triple for part in MERGED for triple in _triples(parts[part])]
    own = [triple for triple in merged if triple[0] in known.by_subject]
    files = {part: _triples(parts[part]) for part in WRITTEN}
    files[ALL] = [triple for triple in merged if triple[0] not in known.by_subject]
    made = {f"statements/{name}": statements(triples) for name, triples in files.items() if triples}
    made["about"] = "".join(f"{' '.join(triple)} .\n" for triple in own)
    made["sizes"] = json.dumps(sizes) + "\n"
    return {kind: {0: text} for kind, text in made.items() if text}


def _triples(text: str) -> list[Triple]:
    return [(subject, predicate, rest[:-2]) for subject, predicate, rest in split(text)]


def statements(triples: Iterable[Triple]) -> str:
    """Return the statements with their keys, after the prefixes that they use, as one text that `joined` reads."""
    found, used = write_statements(triples, PREFIXES)
    return _STATEMENT.join([" ".join(sorted(used)), *(key + _KEY + text for key, text in found)]) + _STATEMENT


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
