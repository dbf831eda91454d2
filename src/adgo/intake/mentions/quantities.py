"""Numbers in digits with their units, and levels of autonomy, as English news writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, localcontext
from functools import cache
from pathlib import Path

from adgo.evidence.verification.number_words import NUMERAL, SCALES, SMALL, readings
from adgo.graph.table_rows import rows
from adgo.intake.mentions.mention import ArticleMention, MentionKind

#: The codes of currencies.
_MONEY = re.compile("[A-Z]{3}")
TABLE = Path(__file__).with_name("units.tsv")
_SCALES = SCALES | {"mn": 10**6, "bn": 10**9, "tn": 10**12}
#: Letters that are scales only beside money: $5m is five million dollars, 5m are five metres.
_LETTERS = {"k": 1_000, "m": 10**6, "b": 10**9}
_LEVEL_WORDS = {word: number for number, word in enumerate(SMALL[:6])}
_WORD = rf"(?:{'|'.join(_LEVEL_WORDS)})(?!\w)"
_LEVEL = re.compile(
    rf"(?:SAE[\s-]+)?(?:[Ll]evels?[\s-]*(?P<first>[0-5](?!\d)|{_WORD})|L[-\s]?(?P<short>[0-5])(?!\d))"
    r"(?:(?P<plus>\++)|\s*(?P<join>and|or|to|[-–/])\s*(?:[Ll]evel[\s-]*|L[-\s]?)?"
    rf"(?P<last>[0-5](?![\w%])|{_WORD}))?"
)
#: Signs before a number: minus signs, a dash, which may be one, and signs that make the number less exact.
_BELOW, _DASH, _VAGUE = "-−‐‑－", "–", "+±~≈<>≤≥＋"
_SIGN = rf"(?P<sign>(?<![^\s(\[{{“‘«\"'/$€£¥])[{_BELOW}{_DASH}{_VAGUE}])?"


def levels_in(text: str, levels: Mapping[int, str]) -> Iterator[ArticleMention]:
    """Yield the levels of autonomy in a text, such as Level 4, L2+ and L3 to L4.

    Args:
        text: the text.
        levels: the IRIs of the levels by number.
    """
    for match in _LEVEL.finditer(text):
        first = _level(match["first"] or match["short"])
        last = _level(match["last"]) if match["last"] else first
        is_range = match["join"] in ("to", "-", "–")
        meant = range(first, last + 1) if is_range and first <= last else sorted({first, last})
        known = tuple(levels[number] for number in meant if number in levels)
        if known:
            yield ArticleMention(
                match.span(), MentionKind.LEVEL, candidates=known, is_vague=bool(match["plus"])
            )


def _level(written: str) -> int:
    return _LEVEL_WORDS[written] if written in _LEVEL_WORDS else int(written)


def numbers_in(text: str) -> Iterator[ArticleMention]:
    """Yield the numbers in digits in a text, with scale and unit; times of day are left out."""
    pattern, before, after = _number()
    for match in pattern.finditer(text):
        units = [*before.get(match["before"] or "", ()), *after.get(_spaced(match["after"]), ())]
        yield ArticleMention(
            match.span(),
            MentionKind.NUMBER,
            values=_values(match["number"], match["sign"], (match["scale"] or match["letter"] or "").lower()),
            units=tuple(dict.fromkeys(units)),
            is_vague=bool(match["plus"]) or (match["sign"] or "-") in _VAGUE,
        )


def _values(numeral: str, sign: str | None, scale: str) -> tuple[str, ...]:
    """Return the readings of a number, in digits: 28.315 may have a point or groups, –5 a dash or a sign."""
    with localcontext() as context:
        context.prec = len(numeral) + 16
        factor = (_SCALES | _LETTERS).get(scale, 1)
        signs = (-1,) if sign and sign in _BELOW else (-1, 1) if sign == _DASH else (1,)
        return tuple(_digits(value * factor * each) for value in sorted(readings(numeral)) for each in signs)


def _digits(value: Decimal) -> str:
    written = format(value, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def _spaced(words: str | None) -> str:
    return " ".join((words or "").split())


@cache
def _number() -> tuple[re.Pattern[str], dict[str, list[str]], dict[str, list[str]]]:
    """Return the pattern of numbers, and the units of each form before and after them."""
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for unit, *forms in rows(TABLE):
        for found, written in zip((before, after), forms, strict=True):
            for form in filter(None, written.split("|")):
                found.setdefault(form, []).append(unit)
    money = {form: units for form, units in after.items() if any(map(_MONEY.fullmatch, units))}
    pattern = re.compile(
        rf"{_SIGN}(?:(?<!\w)(?P<before>{_any(before)})\s?)?(?<![\d:])(?P<number>{NUMERAL.pattern})"
        rf"(?!\d|:\d)(?:[\s-]?(?P<scale>(?i:{_any(_SCALES)}))(?!\w))?"
        rf"(?:(?P<letter>(?i:{_any(_LETTERS)}))(?!\w)(?(before)|(?=\s+(?:{_any(money)})(?!\w))))?"
        rf"(?P<plus>\+)?(?:[\s-]?(?P<after>{_any(after)})(?!\w|/\w))?"
    )
    return pattern, before, after


def _any(forms: Mapping[str, object]) -> str:
    """Return a pattern of any of these forms, the longest first."""
    return "|".join(
        re.escape(form).replace(r"\ ", r"\s+") for form in sorted(forms, key=lambda each: (-len(each), each))
    )
