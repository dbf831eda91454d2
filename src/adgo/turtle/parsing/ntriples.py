"""N-Triples and N-Quads 1.1 parser: reads line by line; a faulty line does not affect the others."""

from __future__ import annotations

import re

from adgo.turtle.document import Document, Rows
from adgo.turtle.errors import Fault
from adgo.turtle.limits import Limits
from adgo.turtle.lines import LINE_END
from adgo.turtle.parsing.fault_list import FaultList, TooManyFaults
from adgo.turtle.parsing.term_resolver import LooseTerm, TermResolver, Unresolved
from adgo.turtle.tokens import LINE, TOKEN

#: For subject, predicate and object: what a message calls it, and the kinds of token that are allowed.
PARTS = (
    ("a subject: an IRI in <…> or a blank node", ("iri", "blank")),
    ("a predicate: an IRI in <…>", ("iri",)),
    ("an object: an IRI in <…>, a blank node or a string in double quotes", ("iri", "blank", "literal")),
)


def read(document: Document, limits: Limits, *, quads: bool = False) -> list[Fault]:
    """Return the faults of the text; its rows are now in the document.

    Args:
        document: the document whose text is read.
        limits: the limits of the document.
        quads: whether the text is N-Quads; graph names are checked and dropped.
    """
    text = document.text
    resolver = TermResolver(document.table, None, limits.literal)
    faults = FaultList(document, limits)
    place = 0
    match_line = LINE.of(text).match
    try:
        while place < len(text):
            match = match_line(text, place)
            if match is None or (match.group(4) and not quads):
                place = _report(text, place, faults, quads=quads)
                continue
            if match.group(1):
                _add(match, resolver, document.rows, faults, lenient=limits.lenient)
            place = match.end()
    except TooManyFaults:
        pass
    return faults.listed()


def _add(
    match: re.Match[str], resolver: TermResolver, rows: Rows, faults: FaultList, *, lenient: bool
) -> None:
    """Add the triple of a line to the rows, or its faults to the list.

    Args:
        match: the line.
        resolver: the terms.
        rows: the triples.
        faults: the faults, and warnings about loose terms.
        lenient: whether loose terms are only warnings.
    """
    try:
        row = resolver[match.group(1)], resolver[match.group(2)], resolver[match.group(3)]
        if match.group(4):
            resolver[match.group(4)]
    except Unresolved:
        groups = range(1, 5 if match.group(4) else 4)
        terms = [_term(match, group, resolver, faults, lenient) for group in groups]
        if None in terms:
            return
        row = terms[0] or 0, terms[1] or 0, terms[2] or 0
    rows.add(row, (match.start(1), match.start(2), match.start(3)))


def _term(
    match: re.Match[str], group: int, resolver: TermResolver, faults: FaultList, lenient: bool
) -> int | None:
    """Return the number of the term in a group of a line; None if it is faulty."""
    try:
        return resolver[match.group(group)]
    except LooseTerm as error:
        if lenient:
            faults.warn(*match.span(group), str(error))
            return resolver.accept(match.group(group))
        faults.add(*match.span(group), str(error), is_loose=True)
    except Unresolved as error:
        faults.add(*match.span(group), str(error))
    return None


def _report(text: str, place: int, faults: FaultList, *, quads: bool) -> int:
    """Report what is wrong with a line and return the offset of the next line."""
    from adgo.turtle.parsing.remedies import invalid_token  # Most texts have no faults.

    line_end = LINE_END.search(text, place)
    stop, following = line_end.span() if line_end else (len(text), len(text))
    for expected, kinds in PARTS:
        match = TOKEN.of(text).match(text, place, stop)
        if match is None:
            invalid = invalid_token.diagnose(text[:stop], place)
            faults.add(invalid.start, invalid.end, invalid.message)
            return following
        kind, start = match.lastgroup or "end", match.start(match.lastgroup or 0)
        token = text[start : match.end()]
        if kind not in kinds or token.startswith("'") or ("^^" in token and not token.endswith(">")):
            found = f"'{token}'" if token else "the end of the line"
            faults.add(start, match.end(), f"found {found}, but N-Triples needs {expected}")
            return following
        place = match.end()
    match = TOKEN.of(text).match(text, place, stop)
    if match and match.group(match.lastgroup or 0) == ".":
        message = "only a comment may follow the '.' of a triple: write each triple on a line of its own"
        faults.add(match.end(), stop, message)
        return following
    remedy = "write each triple on a line of its own and end it with '.'"
    message = f"the line does not end with '.' after its {'terms' if quads else 'three terms'}: {remedy}"
    faults.add(place - 1, place, message)
    return following
