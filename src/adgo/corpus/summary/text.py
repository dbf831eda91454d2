"""A summary as plain text, for commands and programs."""

from __future__ import annotations

from adgo.corpus import standings
from adgo.corpus.corpus import Corpus
from adgo.corpus.summary.clause import ClauseGroup, Summary, SummaryLine

#: Words for a clause that the editors dispute.
DISPUTED = "which the editors consider mistaken"


def as_text(corpus: Corpus, summary: Summary) -> str:
    """Return the lines of a summary, each a sentence that begins with its standing."""
    return "\n".join(line_text(corpus, each) for each in summary.lines)


def line_text(corpus: Corpus, line: SummaryLine) -> str:
    """Return one line of a summary as text."""
    lead = lead_text(corpus, line)
    words = "; ".join(group_text(each) for each in line.groups)
    more = f"; and {line.more} more" if line.more else ""
    return f"{lead}: {words}{more}." if lead else f"{words}{more}."


def lead_text(corpus: Corpus, line: SummaryLine) -> str:
    """Return the heading of a line with its standings, such as "Announced plan"; "" if it has neither."""
    given = " and ".join(standings.label(corpus, each) for each in line.standings)
    lead = f"{line.heading} ({given})" if line.heading and given else line.heading or given
    return lead[:1].upper() + lead[1:]


def group_text(group: ClauseGroup) -> str:
    """Return the clauses of a group with their attribution."""
    clauses = (f"{each.text}, {DISPUTED}" if each.disputed else each.text for each in group.clauses)
    return "; ".join(clauses) + "".join(part.text for part in group.attribution)
