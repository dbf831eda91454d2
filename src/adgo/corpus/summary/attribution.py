"""Who says it: sources by name, those of one family counted once, and the speakers if no article says it itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from adgo.corpus import standings
from adgo.corpus.corpus import Claim, Corpus
from adgo.corpus.summary import vocabulary
from adgo.corpus.summary.clause import Clause, ClauseGroup, SummaryLine, TextPart, TextParts, listed, named
from adgo.graph.namespaces import ADGO

#: The form of a claim that the caption of a picture makes.
CAPTION = ADGO + "Caption"
#: Words for several sources of one family.
TOGETHER = "one source"
#: How many clauses a line has at most, and one about what is done or running.
MOST, MOST_REAL = 3, 2
#: Whom a line names: nobody if articles themselves state it as done or running, always the sources, or always both.
BOTH, SOURCES, IF_NEEDED = "sources and speakers", "sources", "if needed"


def sources(corpus: Corpus, claims: Iterable[Claim]) -> TextParts:
    """Return the names of the sources of claims, family by family."""
    families: dict[str, list[str]] = {}
    for source in dict.fromkeys(each.source for each in claims if each.source):
        families.setdefault(corpus.first(source, "inFamily") or source, []).append(source)
    items = []
    for family, members in families.items():
        item = named((short_name(corpus, each), each) for each in members)
        items.append(
            (*item, TextPart(" ("), TextPart(TOGETHER, family), TextPart(")")) if len(members) > 1 else item
        )
    return listed(items)


def short_name(corpus: Corpus, source: str) -> str:
    """Return the label of a source without what it has in brackets, after "the" if it names a kind of text."""
    name = corpus.label(source).partition(" (")[0]
    return f"the {name}" if vocabulary.is_kind_of_text(name.rpartition(" ")[2]) else name


def label(corpus: Corpus, it: str) -> str:
    """Return the label of a thing; of a group without a name, the label without its source, and that it has no name."""
    words = corpus.label(it)
    if not corpus.is_a(it, "UnnamedGroup"):
        return words
    for source in corpus.of_class("Source"):
        for suffix in (f", in {short_name(corpus, source)}", f" in {short_name(corpus, source)}"):
            words = words.removesuffix(suffix)
    return f"{words} (not named)"


def teller(claim: Claim) -> str:
    """Return who says it if not the article itself: the speaker, or the agency that the article credits; "" for nobody.

    The credit of a caption is for the picture.
    """
    return claim.speaker or (claim.credited if claim.attribution != CAPTION else "")


def is_said(claims: Iterable[Claim]) -> bool:
    """Return whether claims have a speaker or a credit, so that no article says it itself."""
    return all(map(teller, claims))


def attribution(corpus: Corpus, clause: Clause, whom: str = BOTH) -> TextParts:
    """Return ", according to" with the sources of a clause, and with the tellers if no article says it itself.

    Args:
        corpus: the graph.
        clause: the clause; if it names its only source, nothing is added.
        whom: `BOTH` or `SOURCES`.
    """
    tellers = dict.fromkeys(map(teller, clause.claims))
    who = named((corpus.label(each), each) for each in tellers) if whom != SOURCES and all(tellers) else ()
    where = sources(corpus, clause.claims)
    if not who and len(where) == 1 and where[0].text in clause.text:
        return ()
    if not who and not where:
        return ()
    return (TextPart(", according to "), *who, *((TextPart(" in "),) if who and where else ()), *where)


def line(
    corpus: Corpus, heading: str, clauses: Sequence[Clause], most: int = MOST, whom: str = IF_NEEDED
) -> SummaryLine:
    """Return a line of clauses with the same standings, grouped by who says so.

    Args:
        corpus: the graph.
        heading: the heading, "" if the standings are.
        clauses: the clauses, at least one.
        most: how many of them the line has at most.
        whom: whom it names.
    """
    given = clauses[0].standings
    is_plain = whom == IF_NEEDED and (not given or standings.is_real(given))
    groups: dict[TextParts, list[Clause]] = {}
    for each in clauses[:most]:
        each = replace(each, parts=(*each.parts, *_ended(corpus, each)))
        words = () if is_plain and not is_said(each.claims) else attribution(corpus, each, whom)
        groups.setdefault(words, []).append(each)
    made = tuple(ClauseGroup(tuple(alike), words) for words, alike in groups.items())
    return SummaryLine(heading, given, made, max(0, len(clauses) - most))


def _ended(corpus: Corpus, clause: Clause) -> TextParts:
    """Return that what a clause says has ended if its standings do not, in brackets, and who says so if not all do."""
    past = [each for each in clause.claims if standings.over(corpus, clause.standings, [each])]
    if not clause.standings or not past:
        return ()
    where = () if len(past) == len(clause.claims) else (TextPart(" in "), *sources(corpus, past))
    return (TextPart(f" ({standings.over(corpus, clause.standings, past)}"), *where, TextPart(")"))


def lines(
    corpus: Corpus,
    heading: str,
    clauses: Iterable[Clause],
    most: int = MOST,
    most_real: int = MOST_REAL,
    whom: str = IF_NEEDED,
) -> list[SummaryLine]:
    """Return a line for each of the standings that clauses have, the most certain first.

    Args:
        corpus: the graph.
        heading: the heading of all of them, "" if the standings are.
        clauses: the clauses.
        most: how many clauses a line has at most.
        most_real: the same for a line about what is done or running.
        whom: whom the lines name.
    """
    return [
        line(corpus, heading, alike, most_real if standings.is_real(given) else most, whom)
        for given, alike in _by_standings(corpus, clauses).items()
    ]


def _by_standings(corpus: Corpus, clauses: Iterable[Clause]) -> dict[tuple[str, ...], list[Clause]]:
    found: dict[tuple[str, ...], list[Clause]] = {}
    for each in clauses:
        found.setdefault(each.standings, []).append(each)
    order = {name: place for place, name in enumerate(standings.every(corpus))}
    return {
        given: found[given]
        for given in sorted(found, key=lambda it: [order.get(name, len(order)) for name in it])
    }
