"""English around the names of things: articles by sound, lists with "and", and times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from adgo.corpus import dates
from adgo.corpus.corpus import Claim, Corpus
from adgo.corpus.dates import DateRange
from adgo.graph import table_rows

#: Beginnings of words whose article their letters alone do not give.
ARTICLES = Path(__file__).with_name("indefinite_articles.tsv")
VOWELS = "aeiou"
#: The end of a relation to a time, which the preposition of the time replaces.
AT = " at"
#: Letters whose names begin with a vowel, as in "an EV".
VOWEL_NAMES = "AEFHILMNORSX"
#: A word that is read letter by letter: capitals only, or one capital before a digit.
_SPELLED = re.compile(r"[A-Z](?:[A-Z]{1,3}|[0-9]+)?(?![a-z])")


def indefinite(words: str) -> str:
    """Return "a" or "an", by the sound with which the words begin."""
    first = words.lstrip("“\"'(")
    if _SPELLED.match(first):
        return "an" if first[0] in VOWEL_NAMES else "a"
    lowered = first.lower()
    fitting = [start for start in _beginnings() if lowered.startswith(start)]
    if fitting:
        return _beginnings()[max(fitting, key=len)]
    return "an" if lowered[:1] in VOWELS and lowered else "a"


def with_article(words: str) -> str:
    """Return the words after "a" or "an"."""
    return f"{indefinite(words)} {words}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Return words as a list in English: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def when(time: DateRange) -> str:
    """Return a time after its preposition: "in May 2025", "by 31 December 2026"; the source's wording if it is open."""
    if not time.words or not (time.first or time.last):
        return time.wording
    if time.first is None and time.last:
        return f"by {dates.day(time.last)}"
    if time.last is None and time.first:
        return f"from {dates.day(time.first)} on"
    if time.first == time.last:
        return f"on {time.words}"
    start, to, end = time.words.partition(" to ")
    return f"between {start} and {end}" if to else f"in {time.words}"


def dated(relation: str, time: DateRange) -> str:
    """Return a relation such as "announced at" with its time: "announced in May 2025", "announced on 3 May 2025"."""
    verb = relation.removesuffix(AT)
    return f"{verb} {when(time)}" if verb != relation else f"{relation} {time.words or time.wording}"


def proposition(corpus: Corpus, claim: Claim) -> str:
    """Return the subject, predicate and object of a claim in words."""
    relation, time = corpus.label(claim.predicate), dates.read_time(corpus, claim.object.value)
    said = dated(relation, time) if time else f"{relation} {corpus.show(claim.object)}"
    return f"{corpus.label(claim.subject)} {said}"


@cache
def _beginnings() -> dict[str, str]:
    return dict(table_rows.rows(ARTICLES))
