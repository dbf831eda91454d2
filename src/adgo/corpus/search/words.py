"""Texts as words that can be compared: folded, with synonyms in one form, without stop words, as stems."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from snowballstemmer.english_stemmer import EnglishStemmer

FOLDER = Path(__file__).parent / "vocabulary"
WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """Return a text in lower case, without accents and punctuation, its words separated by spaces."""
    plain = unicodedata.normalize("NFKD", text)
    kept = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return " ".join(WORD.findall(kept.replace("_", " ")))


def canonical(folded: str) -> tuple[str, ...]:
    """Return the words of a folded text, each phrase that has a synonym in the form that stands for all of them."""
    table, longest = _synonyms()
    words, found, at = folded.split(), [], 0
    while at < len(words):
        phrases = (tuple(words[at : at + size]) for size in range(min(longest, len(words) - at), 0, -1))
        phrase = next((each for each in phrases if each in table), None)
        found += table[phrase] if phrase else [words[at]]
        at += len(phrase) if phrase else 1
    return tuple(found)


def content(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words that say what is searched for; all of them if they are all stop words."""
    return tuple(word for word in words if word not in _stop_words()) or tuple(words)


@cache
def stem(word: str) -> str:
    """Return the stem of an English word, by which "plans" and "planned" are one word."""
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> EnglishStemmer:
    # Imported for the first word, as the package imports the stemmers of thirty languages.
    from snowballstemmer.english_stemmer import EnglishStemmer

    return EnglishStemmer()


@cache
def _stop_words() -> frozenset[str]:
    lines = (FOLDER / "stop_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _synonyms() -> tuple[dict[tuple[str, ...], list[str]], int]:
    """Return the words that stand for each phrase with a synonym, and the number of words of the longest phrase."""
    table: dict[tuple[str, ...], list[str]] = {}
    with (FOLDER / "synonyms.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            words = fold(row["words"]).split()
            for phrase in (row["words"], *row["other words"].split(";")):
                table[tuple(fold(phrase).split())] = words
    return table, max(map(len, table))
