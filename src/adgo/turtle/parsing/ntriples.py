"""N-Triples and N-Quads 1.1 to a document, line by line; a faulty line costs that line alone."""

from __future__ import annotations

import re

from adgo.turtle.document import Document, Rows
from adgo.turtle.errors import Fault
from adgo.turtle.limits import Limits
from adgo.turtle.lines import LINE_END
from adgo.turtle.parsing.error_list import Complaints, TooManyFaults
from adgo.turtle.parsing.lexicon import Lexicon, Unresolved
from adgo.turtle.parsing.tokens import LINE, TOKEN

PLACES = (
    ("a subject: an IRI in <…> or a blank node", ("iri", "blank")),
    ("a predicate: an IRI in <…>", ("iri",)),
    ("an object: an IRI in <…>, a blank node or a string in double quotes", ("iri", "blank", "literal")),
)


def read(document: Document, limits: Limits, *, quads: bool = False) -> list[Fault]:
    """Return the faults of the text, its rows now in the document; graph names of N-Quads are checked and left out."""
    text = document.text
    lexicon = Lexicon(document.table, None, limits.literal)
    complaints = Complaints(document, limits)
    place = 0
    match_line = LINE.of(text).match
    try:
        while place < len(text):
            match = match_line(text, place)
            if match is None or (match.group(4) and not quads):
                place = _report(text, place, complaints, quads=quads)
                continue
            if match.group(1):
                _add(match, lexicon, document.rows, complaints)
            place = match.end()
    except TooManyFaults:
        pass
    return complaints.listed()


def _add(match: re.Match[str], lexicon: Lexicon, rows: Rows, complaints: Complaints) -> None:
    try:
        row = lexicon[match.group(1)], lexicon[match.group(2)], lexicon[match.group(3)]
        if match.group(4):
            lexicon[match.group(4)]
    except Unresolved:
        for group in range(1, 5 if match.group(4) else 4):
            try:
                lexicon[match.group(group)]
            except Unresolved as error:
                complaints.add(*match.span(group), str(error))
    else:
        rows.add(row, (match.start(1), match.start(2), match.start(3)))


def _report(text: str, place: int, complaints: Complaints, *, quads: bool) -> int:
    """Report what is wrong with a line and return where the next one begins."""
    from adgo.turtle.parsing.broken_token import broken_token  # Most texts have no fault.

    line_end = LINE_END.search(text, place)
    stop, following = line_end.span() if line_end else (len(text), len(text))
    for expected, kinds in PLACES:
        match = TOKEN.of(text).match(text, place, stop)
        if match is None:
            broken = broken_token(text[:stop], place)
            complaints.add(broken.start, broken.end, broken.message)
            return following
        kind, start = match.lastgroup or "end", match.start(match.lastgroup or 0)
        token = text[start : match.end()]
        if kind not in kinds or token.startswith("'") or ("^^" in token and not token.endswith(">")):
            found = f"'{token}'" if token else "the end of the line"
            complaints.add(start, match.end(), f"found {found} where N-Triples needs {expected}")
            return following
        place = match.end()
    match = TOKEN.of(text).match(text, place, stop)
    if match and match.group(match.lastgroup or 0) == ".":
        complaints.add(
            match.end(),
            stop,
            "after its '.' a line holds nothing but a remark: each triple stands on a line of its own",
        )
        return following
    remedy = "each triple stands on a line of its own and ends with '.'"
    complaints.add(
        place - 1,
        place,
        f"the line does not end with '.' after its {'terms' if quads else 'three terms'}: {remedy}",
    )
    return following
