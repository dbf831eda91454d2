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

NUMERAL = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*")
GROUPED = re.compile(r"\d{1,3}(?:([.,\u00a0\u202f])\d{3})(?:\1\d{3})*")
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
        for value in readings(token) if token[0].isdigit() else ():
            found |= {value, value / 100, value * SCALES.get(following, 1)}
    return found | _spelled(tokens)


def readings(numeral: str) -> set[Decimal]:
    """Return the readings of a numeral in digits: 200,000 has groups, 28.315 a decimal point or groups."""
    readings = set()
    if GROUPED.fullmatch(numeral):
        readings.add(Decimal(re.sub(r"\D", "", numeral)))
    plain = re.sub(r"[,\u00a0\u202f]", "", numeral)
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        readings.add(Decimal(plain))
    return readings or {Decimal(part) for part in re.findall(r"\d+", numeral)}


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
