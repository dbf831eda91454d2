"""Finds the numbers in an English text, in digits or in words."""

from __future__ import annotations

import re
from decimal import Decimal

SMALL = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"]
TEENS = ["twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

UNITS = {word: value for value, word in enumerate(SMALL + TEENS)} | {
    word: 10 * value for value, word in enumerate(TENS, start=2)
}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}

#: Words that mean a number; a part is found as a fraction and as a percentage.
PARTS = {"half": "0.5", "quarter": "0.25", "twice": "2", "double": "2", "both": "2", "dozen": "12"}

#: Words that mean one or a rank.
RANKS = {"a": 1, "an": 1, "first": 1, "largest": 1, "second": 2, "third": 3}

#: Blanks and apostrophes between the groups of a number: 1 900, 1’000.
_BETWEEN = " \u00a0\u2009\u202f'’"
NUMERAL = re.compile(
    rf"(?<![\w.,])\d{{1,3}}(?:[{_BETWEEN}]\d{{3}})+(?!\w)(?:[.,]\d+)?|\d+(?:[.,]\d+)*|(?<![\w.,])\.\d+"
)
GROUPED = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*")
#: A comma after groups with points, or before digits that are not a group of three, is decimal.
_DECIMAL = re.compile(r"(?P<whole>\d{1,3}(?:\.\d{3})+|\d+),(?P<part>\d+)")
#: Commas between groups, also of two digits as in India, and a point before decimals.
_POINT = re.compile(r"(?:[1-9]\d{0,2}(?:,\d{2,3})*,\d{3}|\d*)(?:\.\d+)?")
TOKEN = re.compile(rf"{NUMERAL.pattern}|[a-z]+")


def numbers(text: str) -> set[Decimal]:
    """Return all numbers in a text, in digits or words.

    A numeral with two possible readings gives both numbers. Every number is also returned divided by 100, so that
    65 percent gives 65 and 0.65.
    """
    tokens = TOKEN.findall(text.lower())
    found: set[Decimal] = set()
    for place, token in enumerate(tokens):
        following = tokens[place + 1] if place + 1 < len(tokens) else ""
        if token in PARTS:
            found |= {Decimal(PARTS[token]), Decimal(PARTS[token]) * 100}
        if token in RANKS:
            found.add(Decimal(RANKS[token]))
        for value in _all_readings(token) if not token[0].isalpha() else ():
            found |= {value, value / 100, value * SCALES.get(following, 1)}
    return found | _spelled(tokens)


def readings(numeral: str) -> set[Decimal]:
    """Return the readings of a numeral in digits: 200,000 has groups, 1,5 a decimal comma, 28.315 a point or groups."""
    plain = re.sub(f"[{_BETWEEN}]", "", numeral)
    readings = set()
    if GROUPED.fullmatch(plain):
        readings.add(Decimal(re.sub(r"\D", "", plain)))
    if _POINT.fullmatch(plain):
        readings.add(Decimal(plain.replace(",", "")))
    elif not readings and (comma := _DECIMAL.fullmatch(plain)):
        readings.add(Decimal(f"{comma['whole'].replace('.', '')}.{comma['part']}"))
    return readings or {Decimal(part) for part in re.findall(r"\d+", numeral)}


def _all_readings(numeral: str) -> set[Decimal]:
    """Return the readings of a numeral, also as several numbers if there are blanks in it."""
    parts = re.split(r"\s", numeral)
    return readings(numeral).union(*map(readings, parts)) if len(parts) > 1 else readings(numeral)


def _spelled(tokens: list[str]) -> set[Decimal]:
    """Return the values of runs of number words, as in two hundred and sixty-five, and of each prefix of a run."""
    found: set[Decimal] = set()
    total = current = 0
    running = False
    for token in tokens:
        if token in UNITS:
            current += UNITS[token]
        elif token in SCALES and running:
            current, total = (
                (current * 100, total) if token == "hundred" else (0, total + current * SCALES[token])
            )
        elif not (token == "and" and running):
            total, current, running = 0, 0, False
            continue
        running = True
        found.add(Decimal(total + current))
    return found
