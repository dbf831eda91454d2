"""Words of a draft's sentence that are more cautious than the draft: plans, denials and the past are not facts.

A word in the quotation keeps a draft that would be a fact from becoming a claim until a person has checked it; so does
a denial in the quotation of any other draft. Other words are only shown: those that stand around the quotation, and
those that are mild (`adgo.intake.caution.modality_cues`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from adgo.evidence.folded_text import Span
from adgo.graph.table_rows import rows
from adgo.intake.caution.modality_cues import cues
from adgo.intake.caution.sentences import sentence
from adgo.intake.term_finder import expanded

#: The first letter of a sentence, and of words in quotation marks: its capital shows no name.
_FIRST = re.compile(r"(?:^|[.!?…][\"'”’)\]]*\s+|[“\"‘]\s*)[A-Z]")
_LONG_WORD = re.compile(r"\b[^\W\d_]{4,}\b")
_PAST = "Past"
_EXCEPTIONS = Path(__file__).with_name("exceptions.tsv")


@dataclass(frozen=True)
class Saying:
    """How sure a draft is: its predicate, the local name of its modality, and what keeps it from being a fact."""

    predicate: str
    modality: str
    is_hedged: bool
    #: Whether the status is Past, or another one that gives no fact.
    gives_no_fact: bool

    @property
    def is_fact(self) -> bool:
        """Whether its modality, hedge and status let it become a fact."""
        return self.modality == "Asserted" and not (self.is_hedged or self.gives_no_fact)

    @property
    def caution(self) -> int:
        """The first place that its modality, hedge and status have in the order of caution; the most cautious is 0."""
        order = _order()
        own = order.index(self.modality) if self.modality in order else len(order)
        if self.is_hedged:
            own = min(own, order.index("Hedged"))
        return min(own, order.index(_PAST)) if self.gives_no_fact else own


@dataclass(frozen=True)
class Doubt:
    """A word of the sentence that is more cautious than a draft."""

    word: str
    #: The modality that the word shows; Past if it shows that status.
    shown: str
    #: The modality of the draft.
    said: str
    #: Whether the word is within the quotation.
    is_quoted: bool
    #: Whether the draft must not become a claim before a person has checked it.
    is_grave: bool

    @property
    def reason(self) -> str:
        """A short reason for the refusal of the draft."""
        return f"says {self.shown}"

    @property
    def text(self) -> str:
        """What the words say, and what to do, for a person who decides."""
        where = "quotation" if self.is_quoted else "sentence around the quotation"
        remedy = "the status Past" if self.shown == _PAST else f"the modality {self.shown}"
        return (
            f"the {where} says {self.word!r}, and the draft is {self.said}: give {remedy}, unless the word is not "
            "about this claim"
        )

    @property
    def refusal(self) -> str:
        """What the words say, and what to do, for the person who hands in a draft."""
        return f"{self.text}; then a person who has checked that says why in the field checked"


def doubt(text: str, span: Span, saying: Saying) -> Doubt | None:
    """Return the most cautious word against a draft, in its quotation or else around it; None if there is none.

    A mild word comes after all others of the same words, so that it does not hide one that refuses the draft.

    Args:
        text: the text of the article.
        span: the place of the quotation.
        saying: how sure the draft is.
    """
    start, end = sentence(text, span)
    quoted = _read(text[slice(*span)], span[0] <= start)
    for words, is_quoted in ((quoted, True), (_read(text[start:end]), False)):
        found = min(_shown(words, saying), key=lambda each: each[2], default=None)
        if found:
            shown, word, is_mild = found
            is_grave = is_quoted and not is_mild and (saying.is_fact or shown == "Denied")
            return Doubt(word, shown, saying.modality, is_quoted, is_grave)
    return None


def _shown(words: str, saying: Saying) -> Iterator[tuple[str, str, bool]]:
    """Yield the modalities that words show and that are more cautious than a draft: each with its word, and if mild."""
    excepted = _exceptions().get(saying.predicate, frozenset())
    for cue in cues()[: saying.caution]:
        if cue.modality not in excepted:
            for match in cue.pattern.finditer(words):
                yield cue.modality, match[0], match.lastgroup == "mild"


def _read(words: str, is_start: bool = True) -> str:
    """Return words in the form of the cues: small letters where a capital shows no name, and in headlines."""
    words = " ".join(words.split())
    long = _LONG_WORD.findall(words)
    if len(long) > 2 and sum(each[0].isupper() for each in long) > 0.9 * len(long):
        return words.lower()
    kept = words if is_start else f"\0{words}"
    return _FIRST.sub(lambda found: found[0].lower(), kept).removeprefix("\0")


@cache
def _order() -> tuple[str, ...]:
    """Return the modalities in the order of the cues, the most cautious first."""
    return tuple(cue.modality for cue in cues())


@cache
def _exceptions() -> dict[str, frozenset[str]]:
    """Return the modalities of cues that do not weaken a claim, by the IRI of its predicate."""
    return {expanded(name): frozenset(modalities.split()) for name, modalities in rows(_EXCEPTIONS)}
