"""Looks through all files of a project for traces of a withdrawn article."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from adgo.graph.namespaces import GRAPH, PREFIXES

#: A prefixed name, or an IRI, in any kind of text; a dot at its end may end a sentence.
_NAME = re.compile(r"https?://[^\s<>\"'`{}|\\^]+|(?<![\w:/.-])[a-z]+:[\w.-]*[\w-]")
_DIGEST = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
#: Namespaces in which the names of an article's parts start with its number.
_NUMBERED = (*(PREFIXES[name] for name in ("src", "p", "claim", "review", "time")), GRAPH + "claims/")
_VALUES = re.compile(r"(\bVALUES\s+\?\w+\s*\{)([^{}()]*)(\})")


@dataclass(frozen=True)
class Trace:
    """A name or digest of the article, or its name in a sentence, and where it is: the file and the line, from 1."""

    path: Path
    line: int
    text: str


def names_and_digests(
    paths: Iterable[Path], number: str, iris: Collection[str], digests: Collection[str]
) -> Iterator[Trace]:
    """Yield each trace of an article: a name of something that is gone, a name with its number, or a digest of it.

    Args:
        paths: the files; they need not be RDF.
        number: the number of the article.
        iris: the IRIs that are gone.
        digests: the digests of the article and its passages.
    """
    ours = re.compile(rf"(?:{'|'.join(map(re.escape, _NUMBERED))}){number}(?![0-9A-Za-z])")
    for path in paths:
        for line, text in enumerate(_lines(path), 1):
            for match in _NAME.finditer(text):
                iri = _expanded(match.group())
                if iri in iris or iri.rstrip(".,;:)") in iris or ours.match(iri):
                    yield Trace(path, line, match.group())
            yield from (Trace(path, line, each) for each in _DIGEST.findall(text) if each in digests)


def in_words(paths: Iterable[Path], labels: Iterable[str]) -> Iterator[Trace]:
    """Yield each line that names an article in words, for a person to read again.

    Args:
        paths: the files.
        labels: the labels of the article; what is in brackets at their end is optional.
    """
    names = {re.sub(r" \([^()]*\)$", "", label) for label in labels} - {""}
    if not names:
        return
    wanted = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(names)))
    for path in paths:
        for line, text in enumerate(_lines(path), 1):
            if match := wanted.search(text):
                yield Trace(path, line, match.group())


def without_values(text: str, iris: Collection[str]) -> str:
    """Return the text of a SPARQL query or update whose lists of values do not have some IRIs any more."""

    def kept(match: re.Match[str]) -> str:
        values = match[2].split()
        stay = [each for each in values if _expanded(each.strip("<>")) not in iris]
        return match[0] if stay == values else f"{match[1]} {' '.join(stay)} {match[3]}"

    return _VALUES.sub(kept, text)


def _expanded(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else name


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").split("\n")
