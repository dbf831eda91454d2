"""Which lines of a summary a page shows at first, and which it folds."""

from __future__ import annotations

from adgo.corpus.summary.clause import Summary, SummaryLine

#: About how many characters of title and summary fit on the first screen of a telephone.
ROOM = 630
#: Room for the badge of a standing, for the number of a claim, and for a letter of the title, in characters.
BADGE, NUMBER, LETTER = 16, 2, 1.5
#: The line that leads to the differences is shown at first.
DIFFERENCES = "#differences"


def folded(summary: Summary, title: str) -> tuple[list[SummaryLine], list[SummaryLine]]:
    """Return the lines that a page with a title shows at first, and those that it folds."""
    first: list[SummaryLine] = []
    rest: list[SummaryLine] = []
    room = ROOM - LETTER * len(title)
    for each in sorted(summary.lines, key=_leads_to_differences, reverse=True):
        room -= _length(each)
        if room > 0 or not first or (_leads_to_differences(first[-1]) and len(first) == 1):
            first.append(each)
        else:
            rest.append(each)
            room = 0
    return sorted(first, key=_leads_to_differences), rest


def _leads_to_differences(line: SummaryLine) -> bool:
    return any(part.iri == DIFFERENCES for clause in line.clauses for part in clause.parts)


def _length(line: SummaryLine) -> int:
    words = [line.heading, *(part.text for group in line.groups for part in group.attribution)]
    words += [clause.text for clause in line.clauses]
    links = sum(len(clause.evidence) for clause in line.clauses)
    return sum(map(len, words)) + NUMBER * links + BADGE * len(line.standings)
