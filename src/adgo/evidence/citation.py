"""Makes a passage that cites words of an article, or a range of its characters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from adgo.evidence import graphemes, passages, sources
from adgo.evidence.folded_text import folded_text
from adgo.evidence.passages import Span
from adgo.evidence.sources import Source, Text, Texts
from adgo.evidence.word_boundaries import cuts_word, whole_words

RANGE = re.compile(r"(\d+):(\d+)")
ELLIPSIS = re.compile(r"\s*(?:…|\.{3,})\s*")


class Uncitable(ValueError):
    """A source, range or words cannot be cited; the message says why and what to do."""


class NotFound(Uncitable):
    """The words are not in the text; `nearest` is the most similar span, if there is one."""

    def __init__(self, message: str, nearest: Span | None) -> None:
        super().__init__(message)
        self.nearest = nearest


@dataclass(frozen=True)
class Citation:
    """One passage of an article: all spans with its words, and their digest."""

    text: Text
    spans: tuple[Span, ...]
    sha256: str
    #: The number of other places that match the request but have different words.
    variants: int = 0

    @property
    def source(self) -> Source:
        """The record of the cited article."""
        return self.text.source

    @property
    def words(self) -> str:
        """The words of the article, to show to the editor; they must not be copied into the data."""
        start, end = self.spans[0]
        return self.text.content[start:end]

    def turtle(self, name: str, description: str = "") -> str:
        """Return the passage in Turtle, without prefixes.

        Args:
            name: the name of the passage, such as `002-4`.
            description: a paraphrase in your own words.

        Raises:
            Uncitable: if the name belongs to another source.
        """
        if not re.fullmatch(re.escape(self.source.number) + r"-[A-Za-z0-9][A-Za-z0-9-]*", name):
            raise Uncitable(
                f"{name}: the name of a passage of this source is {self.source.number}- and a number"
            )
        return passages.turtle(name, self.source.number, list(self.spans), self.sha256, description)


def cite(
    source_id: str, words: str, texts: Texts | str | Path, records: dict[str, Source] | None = None
) -> Citation:
    """Return the citation of words, or of a range START:END, in the text of a source.

    Words are found with any kind of white space, quotes and dashes, and in any Unicode normalisation.
    `first words … last words` is the shortest span from the first to the last words. All other places with
    exactly the same characters belong to the citation too. Offsets count code points from 0, the end exclusive,
    as in the W3C's text position selector.

    Args:
        source_id: the number of the source (`002` or `2`), `src:002` or its IRI.
        words: the words, or the range.
        texts: the folder with the texts of the articles.
        records: the known sources by number; by default those of ADGO.

    Raises:
        NotFound: if the words are not in the text.
        Uncitable: if the source or range does not exist.
        NoTexts: if the text of the source is missing or cannot be read.
    """
    text = open_text(source_id, texts, records)
    span = RANGE.fullmatch(words.strip())
    if span:
        return cite_range(text, int(span[1]), int(span[2]))
    return cite_words(text, words)


def open_text(source_id: str, texts: Texts | str | Path, records: dict[str, Source] | None = None) -> Text:
    """Return the text of a source.

    Args:
        source_id: the number of the source (`002` or `2`), `src:002` or its IRI.
        texts: the folder with the texts of the articles.
        records: the known sources by number; by default those of ADGO.

    Raises:
        Uncitable: if the source does not exist.
        NoTexts: if its text is missing or cannot be read.
    """
    records = sources.packaged() if records is None else records
    number = source_id.removeprefix(sources.SOURCE).removeprefix("src:")
    if number not in records and number.isdecimal():  # 2 is short for 002.
        number = next((each for each in records if each.isdecimal() and int(each) == int(number)), number)
    if number not in records:
        known = "; ".join(f"{each.number} {each.label}".strip() for each in records.values())
        raise Uncitable(f"{source_id}: no such source; there are {known or 'none'}")
    folder = texts if isinstance(texts, Texts) else Texts(texts)
    text = folder.of(records[number])
    if text is None:
        raise sources.NoTexts(
            f"{folder.folder}: no text of {records[number].name}: no file has its digest, or a name "
            f"that starts with {number}"
        )
    return text


def cite_range(text: Text, start: int, end: int) -> Citation:
    """Return the citation of a range of code points.

    Args:
        text: the text of the source.
        start: the first code point, counted from 0.
        end: the code point after the last one.

    Raises:
        Uncitable: if the range is not inside the text, or starts or ends inside a word, number or grapheme.
    """
    length = len(text.content)
    if not 0 <= start < end <= length:
        raise Uncitable(
            f"{start}:{end}: not a range of {text.source.name}, which has {length} code points; "
            f"write START:END with START below END and END at most {length}"
        )
    if (start, end) != graphemes.whole(text.content, start, end):
        first, last = graphemes.whole(text.content, start, end)
        raise Uncitable(
            f"{start}:{end} cuts what a reader sees as one character, such as a letter and its accent; "
            f"write {first}:{last}"
        )
    if cuts_word(text.content, (start, end)):
        first, last = whole_words(text.content, start, end)
        raise Uncitable(f"{start}:{end} starts or ends inside a word or number; write {first}:{last}")
    words = text.content[start:end]
    return Citation(text, tuple(passages.occurrences(text.content, words)), passages.digest(words))


def cite_words(text: Text, words: str) -> Citation:
    """Return the citation of words of an article; NotFound if they are not in it."""
    found = find(text.content, words)
    if not found:
        raise _not_found(text, words)
    start, end = min(found, key=lambda span: (span[1] - span[0], span[0]))
    citation = cite_range(text, start, end)
    variants = len(set(found) - set(citation.spans))
    return Citation(text, citation.spans, citation.sha256, variants)


def find(text: str, words: str) -> list[Span]:
    """Return the spans of a text that match words, in their order; `…` or `...` matches any text.

    With an ellipsis, each span reaches from the first words to the nearest last words after them.

    Raises:
        Uncitable: if there are no words.
    """
    parts = [part for part in ELLIPSIS.split(words) if part.strip()]
    if not parts:
        raise Uncitable("no words to look for; give some, or a range START:END")
    first, *rest = [folded_text(text).find(part) for part in parts]
    found = []
    for start, end in first:
        for ends in rest:
            following = next((span for span in ends if span[0] >= end), None)
            if following is None:
                break
            end = following[1]
        else:
            found.append((start, end))
    return found


def nearest_place(text: str, words: str) -> tuple[Span, int, int] | None:
    """Return the place of a text with the longest run of words in common; None if it has none of the words.

    It is the span, how many words of the run there are, and how many words were looked for.
    """
    wanted = [word.casefold() for word in re.findall(r"\w+", words)]
    there = list(re.finditer(r"\w+", text))
    same = SequenceMatcher(
        None, [m[0].casefold() for m in there], wanted, autojunk=False
    ).find_longest_match()
    if same.size == 0:
        return None
    first = max(same.a - same.b, 0)
    last = min(first + len(wanted), len(there)) - 1
    return (there[first].start(), there[last].end()), same.size, len(wanted)


def _not_found(text: Text, words: str) -> NotFound:
    """Return the error for words that are not in a text, with the most similar place."""
    number = text.source.number
    nearest = nearest_place(text.content, words)
    if nearest is None:
        return NotFound(f"none of these words is in {text.source.name}", None)
    (start, end), common, wanted = nearest
    return NotFound(
        f"these words are not in {text.source.name}; the most similar place is {start}:{end}, with {common} "
        f"of your {wanted} words in a row; look at it with: adgo cite {number} {start}:{end} --show",
        (start, end),
    )
