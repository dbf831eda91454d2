"""What one source says, in words."""

from __future__ import annotations

from adgo.corpus import dates, facts
from adgo.corpus.corpus import Corpus, Term
from adgo.corpus.disagreements.card import Aspect, Card
from adgo.corpus.disagreements.cells import FIGURES
from adgo.corpus.disagreements.rows import Side

#: What a source does not say it does not deny.
SILENT = "does not say"


def said(corpus: Corpus, side: Side) -> str:
    """Return what a side says: what it is about if that needs saying, the value, and who says it."""
    claim = corpus.by_iri.get(side.claim)
    predicate = claim.predicate if claim else ""
    words = {name: _shown(corpus, term, predicate if name == "value" else "") for name, term in side.terms}
    parts = [words[name] for name in ("near", "predicate", "value", "unit") if name in words]
    if "organization" in words:
        parts.append(f"at {words['organization']}")
    if "speaker" in words:
        form = f" ({words['attribution']})" if "attribution" in words else ""
        parts.append(words["speaker"] + form)
    elif "attribution" in words:
        parts.append(words["attribution"])
    return " ".join(parts)


def cell(corpus: Corpus, card: Card, aspect: Aspect, source: str) -> list[str]:
    """Return what a source says on an aspect, one text for each value; the words for silence if it says nothing.

    Args:
        corpus: the graph.
        card: the card.
        aspect: one of its rows.
        source: one of its columns.
    """
    sides = aspect.cells.get(source, [])
    texts = [
        said(corpus, each) + (" (disputed)" if is_disputed(corpus, card, aspect, each) else "")
        for each in sides
    ]
    return texts or [SILENT]


def is_disputed(corpus: Corpus, card: Card, aspect: Aspect, side: Side) -> str:
    """Return the judgement that what a side says is wrong; "" if there is none.

    Args:
        corpus: the graph.
        card: the card, which knows the disputed claims.
        aspect: one of its rows.
        side: what a source says on one aspect.
    """
    for iri, judgement in card.disputed.items() if aspect.badge == "disputed" else ():
        claim = corpus.by_iri.get(iri)
        shown = {term.value for _, term in side.terms}
        if side.claim == iri or (claim and claim.source == side.source and claim.object.value in shown):
            return judgement
    return ""


def families(corpus: Corpus, card: Card) -> list[str]:
    """Return a sentence for each family of which a card has several sources: they count as one."""
    found: dict[str, list[str]] = {}
    for source in card.sources:
        found.setdefault(corpus.first(source, "inFamily") or source, []).append(corpus.label(source))
    reason = "retell one report, so they count as one source."
    if len(found) == 1 and len(card.sources) == 2:
        return [f"Both {reason}"]
    return [f"{', '.join(alike[:-1])} and {alike[-1]} {reason}" for alike in found.values() if len(alike) > 1]


def _shown(corpus: Corpus, term: Term, predicate: str) -> str:
    """Return a term in words: a number of sites as the source counts them, a time with its bounds."""
    if counted := facts.counted(term.value, predicate):
        return counted
    if predicate in FIGURES and term.value.isdecimal():
        return f"{int(term.value):,}"
    if term.is_iri and (when := dates.read_time(corpus, term.value)):
        return f"{when.wording} ({when.words})" if when.words not in ("", when.wording) else when.wording
    return corpus.show(term)
