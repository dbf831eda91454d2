"""Rows of terms as a table for a terminal: labels, bare values, columns cut to the width of the terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from adgo.graph.namespaces import short

_GAP = "  "

#: The line under the header and the mark of a cut, each with its substitute in encodings that lack it.
_SIGNS = {"─": "-", "…": "~"}


def render(
    header: Sequence[str], rows: Iterable[Sequence[object]], labels: Mapping[NamedNode, str] | None = None
) -> str:
    """Return the table with a header and a line under it; cells are cut only if the output is a terminal.

    Args:
        header: the names of the columns.
        rows: the terms of each row; None for a variable without a value.
        labels: what is shown in place of an IRI; the IRIs that it leaves out are shown in short form.
    """
    rule, mark = map(_sign, _SIGNS)
    cells = [[_text(term, labels or {}) for term in row] for row in rows]
    widths = [max([len(name), *(len(row[i]) for row in cells)]) for i, name in enumerate(header)]
    if sys.stdout.isatty():
        widths = fit(widths, shutil.get_terminal_size().columns)
    lines = [_line(header, widths, mark), _GAP.join(rule * width for width in widths)]
    lines += [_line(row, widths, mark) for row in cells]
    return "\n".join(lines)


def fit(widths: Sequence[int], available: int) -> list[int]:
    """Return the widths of columns, the widest cut first, so that all fit with their gaps; at least 8 each."""
    fitted = list(widths)
    available -= len(_GAP) * (len(fitted) - 1)
    while sum(fitted) > available and max(fitted, default=0) > 8:
        fitted[fitted.index(max(fitted))] -= 1
    return fitted


def _sign(sign: str) -> str:
    try:
        sign.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return _SIGNS[sign]
    return sign


def _line(row: Sequence[str], widths: Sequence[int], mark: str) -> str:
    cut = (
        text if len(text) <= width else text[: width - 1] + mark
        for text, width in zip(row, widths, strict=True)
    )
    return _GAP.join(text.ljust(width) for text, width in zip(cut, widths, strict=True)).rstrip()


def _text(term: object, labels: Mapping[NamedNode, str]) -> str:
    if isinstance(term, NamedNode):
        return " ".join(labels.get(term, short(term.value)).split())
    if isinstance(term, Literal):
        return " ".join(term.value.split())
    if isinstance(term, BlankNode | Triple):
        return str(term)
    return ""
