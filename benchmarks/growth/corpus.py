"""Makes a larger corpus from copies of the five articles, in a folder that `adgo` reads as its own.

Each copy has articles, passages, claims, statements, families, views and judgements of its own. What else the copies
share is a choice, as a larger corpus names new things as well as known ones:
`world`  what the world has once: places, vehicles, technologies, routes abroad, units;
`firms`  firms, organizations and people too, so that only undertakings, rules and barriers are new;
`things` every thing, so that all articles report the same undertakings.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Literal

Shared = Literal["world", "firms", "things"]

ARTICLES = 5
COPIED = ("data/judgements.ttl", "data/outside.ttl", "data/reviews.ttl", "seeds/sources.ttl")
ONCE = {"Place", "City", "Country", "Vehicle", "Technology", "ExpansionMode", "Concept"}
NAMED = {"Firm", "Automaker", "SolutionProvider", "PlatformOperator", "Organization", "PublicBody", "Person"}

_OPAQUE = re.compile(r'("""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|<[^>\s]*>|#.*)')
_NAME = re.compile(r"\b(id|src|p|claim|st|time|judgement|family|outside|report|review):([\w.-]*[\w-])")
_NUMBER = re.compile(r"(?<!\d)00([0-4])(?!\d)")
_LAST_NUMBER = re.compile(r"(.*\D)(\d{1,3})")
_LABELS = re.compile(
    r'((?:skos:(?:prefLabel|altLabel|definition)|rdfs:label)\s+)((?:"(?:[^"\\\n]|\\.)*"@\w+[\s,]*)+)'
)
_LAST = re.compile(r'(\.?"@)')
_SUBJECT = re.compile(r"^id:([\w.-]+) a (?:adgo|skos):(\w+)", re.MULTILINE)
_ANY_SUBJECT = re.compile(r"^id:([\w.-]+) ", re.MULTILINE)
_PREFIXED_BLOCK = re.compile(r"^[a-z]+:\S")


def write(root: Path, target: Path, copies: int, shared: Shared = "world") -> None:
    """Write a root folder with copies of the articles, including the program.

    Args:
        root: the folder with the original files.
        target: the folder to write.
        copies: how many copies of each article to write.
        shared: what the copies share: world, firms or things.
    """
    for folder in ("src/adgo", "ontology", "shapes"):
        shutil.copytree(
            root / folder, target / folder, ignore=shutil.ignore_patterns("static", "__pycache__")
        )
    entities = (root / "data/entities.ttl").read_text(encoding="utf-8")
    same = _same(entities, shared)
    _write(target / "data/entities.ttl", _repeated(entities, copies, same))
    for name in COPIED:
        if (root / name).exists():
            _write(target / name, _repeated((root / name).read_text(encoding="utf-8"), copies, same))
    for article in range(ARTICLES):
        text = (root / f"data/claims/{article:03}.ttl").read_text(encoding="utf-8")
        for copy in range(copies):
            name = f"data/claims/{ARTICLES * copy + article:03}.ttl"
            _write(target / name, "".join(_copied(block, copy, same) for block in _blocks(text)))


def _same(entities: str, shared: Shared) -> set[str]:
    """Return the local names of the things that all copies share."""
    if shared == "things":
        return set(_ANY_SUBJECT.findall(entities))
    kinds = ONCE | NAMED if shared == "firms" else ONCE
    return {name for name, kind in _SUBJECT.findall(entities) if kind in kinds}


def _repeated(text: str, copies: int, same: set[str]) -> str:
    """Return the text of a file with one copy of each block per copy, except for shared things."""
    blocks = _blocks(text)
    again = [block for block in blocks if _PREFIXED_BLOCK.match(block) and not _is_of(block, same)]
    return "".join(blocks) + "".join(
        _copied(block, copy, same) for copy in range(1, copies) for block in again
    )


def _blocks(text: str) -> list[str]:
    return [block + "\n\n" for block in text.strip().split("\n\n")]


def _is_of(block: str, same: set[str]) -> bool:
    subject = block.split(maxsplit=1)[0]
    return subject.startswith("id:") and subject.removeprefix("id:") in same


def _copied(block: str, copy: int, same: set[str]) -> str:
    """Return a block with the names of one copy, and different labels for things that are not shared."""
    if copy == 0:
        return block
    if not _is_of(block, same):
        block = _LABELS.sub(lambda found: found[1] + _LAST.sub(rf" {copy + 1}\1", found[2]), block)
    rename = _renaming(copy, same)
    return "".join(
        part if number % 2 else _NAME.sub(rename, part) for number, part in enumerate(_OPAQUE.split(block))
    )


def _renaming(copy: int, same: set[str]) -> Callable[[re.Match[str]], str]:
    """Return the function that renames: it changes the number of the article or at the end, or appends a word."""

    def rename(found: re.Match[str]) -> str:
        prefix, name = found.groups()
        if prefix == "id" and name in same:
            return found[0]
        numbered, count = _NUMBER.subn(lambda number: f"{ARTICLES * copy + int(number[1]):03}", name)
        if count:
            return f"{prefix}:{numbered}"
        if last := _LAST_NUMBER.fullmatch(name):
            return f"{prefix}:{last[1]}{1000 * copy + int(last[2])}"
        return f"{prefix}:{name}-copy-{copy + 1}"

    return rename


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
