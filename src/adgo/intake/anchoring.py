"""Finds the span of a draft in the text of an article: by its quotation, never by its offsets.

Offsets of other programs count bytes, UTF-16 units or code points, of texts whose line ends or normalisation may
have changed. So they only decide between several places with the same words, and only if they are exact.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from adgo.evidence import graphemes
from adgo.evidence.citation import nearest_place
from adgo.evidence.folded_text import Span, fold, folded_text
from adgo.evidence.word_boundaries import cuts_word, whole_words


class OffsetUnit(StrEnum):
    """What offsets count: Unicode code points, UTF-16 code units (as JavaScript and Java), or bytes of UTF-8."""

    CODE_POINTS = "code-points"
    UTF16 = "utf-16"
    BYTES = "bytes"


_WIDTHS: dict[OffsetUnit, Callable[[str], int]] = {
    OffsetUnit.CODE_POINTS: lambda character: 1,
    OffsetUnit.UTF16: lambda character: 1 if character < "\U00010000" else 2,
    OffsetUnit.BYTES: lambda character: len(character.encode("utf-8", "surrogatepass")),
}


#: What to do about wrong offsets.
_INSTEAD = "; correct them, or give a quotation"


@dataclass(frozen=True)
class Quotation:
    """Words of an article, and the words directly before and after them ("" if not given)."""

    exact: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Offsets:
    """Start and end (exclusive) of a span, as a program counted them; the unit is None if it is not declared."""

    start: int
    end: int
    unit: OffsetUnit | None = None


class Unanchored(ValueError):
    """A draft has no certain place in the text; the message says why and what to do.

    `reason` is "absent", "ambiguous", "inside a word", "no unit", "outside the text", "cuts a character", "white space"
    or "nothing".
    `places` are the possible spans.
    """

    def __init__(self, reason: str, message: str, places: tuple[Span, ...] = ()) -> None:
        super().__init__(message)
        self.reason = reason
        self.places = places


def anchor(text: str, quotation: Quotation | None, offsets: Offsets | None = None) -> Span:
    """Return the one span of a text that a draft means, in code points, the end exclusive.

    With a quotation, it is a place with these words; offsets, and words before and after, only decide between
    several. Without one, it is the place of the offsets, and their unit must be declared.

    Args:
        text: the text of the article.
        quotation: the words of the draft.
        offsets: the place that the draft gives.

    Raises:
        Unanchored: if no place, or more than one, is possible, or the place would cut a word, number or
            grapheme, or start or end with white space.
    """
    if quotation is not None and fold(quotation.exact):
        return _decide(text, _places(text, quotation), offsets)
    if offsets is None:
        raise Unanchored("nothing", "the draft has neither a quotation nor offsets; give the article's words")
    return _by_offsets(text, offsets)


def _places(text: str, quotation: Quotation) -> list[Span]:
    """Return the places with the words of a quotation, and with those before and after it."""
    folded = folded_text(text)
    inside = folded.find_parts(quotation.exact)
    if not inside:
        raise _absent(text, quotation.exact)
    whole = [span for span in inside if not folded.cuts_word(span)]
    if not whole:
        message = "the quotation only occurs inside longer words or numbers; quote whole words"
        raise Unanchored("inside a word", message, tuple(inside))
    beside = [span for span in whole if folded.is_between(span, quotation.before, quotation.after)]
    if not beside:
        message = (
            "the quotation is in the text, but not with these words before and after it; correct or omit them"
        )
        raise Unanchored("absent", message, tuple(whole))
    return beside


def _absent(text: str, words: str) -> Unanchored:
    nearest = nearest_place(text, words)
    if nearest is None:
        return Unanchored(
            "absent", "none of the quotation's words is in the text: copy the words of this article"
        )
    (start, end), common, wanted = nearest
    message = (
        f"the quotation is not in the text; the most similar place is {start}:{end}, with {common} of its {wanted} "
        "words in a row; copy the words exactly"
    )
    return Unanchored("absent", message, ((start, end),))


def _decide(text: str, places: list[Span], offsets: Offsets | None) -> Span:
    """Return the only place, or the one with exactly the given offsets."""
    if len(places) == 1:
        return places[0]
    if offsets is not None:
        # Without a declared unit, offsets decide only if they mean the same place in every unit.
        meant = {
            _code_points(text, offsets, unit) for unit in ([offsets.unit] if offsets.unit else OffsetUnit)
        }
        if len(meant) == 1 and (place := meant.pop()) in places:
            return place
    listed = ", ".join(f"{start}:{end}" for start, end in places[:5])
    message = (
        f"the quotation occurs {len(places)} times, at {listed}{' …' if len(places) > 5 else ''}; quote more words, "
        "or give exact offsets with their unit"
    )
    raise Unanchored("ambiguous", message, tuple(places))


def _by_offsets(text: str, offsets: Offsets) -> Span:
    """Return the place of offsets without a quotation."""
    if offsets.unit is None:
        units = ", ".join(OffsetUnit)
        message = f"a draft without a quotation must declare the unit of its offsets: one of {units}"
        raise Unanchored("no unit", message)
    place = _code_points(text, offsets, offsets.unit)
    if place is None:
        message = f"{offsets.start}:{offsets.end} in {offsets.unit} is not a span of the text{_INSTEAD}"
        raise Unanchored("outside the text", message)
    _check_ends(text, place, f"{offsets.start}:{offsets.end} in {offsets.unit}")
    return place


def _check_ends(text: str, place: Span, named: str) -> None:
    """Refuse a place that no quotation can have; `named` is how the draft gives it."""
    words = text[slice(*place)]
    if graphemes.whole(text, *place) != place:
        message = f"{named} cuts what a reader sees as one character{_INSTEAD}"
        raise Unanchored("cuts a character", message, (graphemes.whole(text, *place),))
    if not words.strip():
        raise Unanchored(
            "nothing",
            f"there is only white space between these offsets{_INSTEAD}",
            (place,),
        )
    if cuts_word(text, place):
        message = f"{named} starts or ends inside a word or number{_INSTEAD}"
        raise Unanchored("inside a word", message, (whole_words(text, *place),))
    if words != words.strip():
        inner = (place[0] + len(words) - len(words.lstrip()), place[1] - len(words) + len(words.rstrip()))
        raise Unanchored("white space", f"{named} starts or ends with white space{_INSTEAD}", (inner,))


def _code_points(text: str, offsets: Offsets, unit: OffsetUnit) -> Span | None:
    """Return the span in code points; None if the offsets are outside the text, or inside a code point."""
    if not 0 <= offsets.start < offsets.end:
        return None
    places = list(accumulate(map(_WIDTHS[unit], text), initial=0))
    found = [bisect_left(places, offset) for offset in (offsets.start, offsets.end)]
    if any(
        index == len(places) or places[index] != offset
        for index, offset in zip(found, (offsets.start, offsets.end), strict=True)
    ):
        return None
    return found[0], found[1]
