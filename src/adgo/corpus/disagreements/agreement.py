"""What several sources say alike, and what one source says twice, as plain text."""

from __future__ import annotations

import textwrap

from pyoxigraph import NamedNode

from adgo.corpus.corpus import Corpus
from adgo.evidence import conflict_kinds
from adgo.evidence.conflicts import Conflicts, Row
from adgo.graph.namespaces import PREFIXES, short


def as_text(corpus: Corpus, found: list[Conflicts], width: int) -> str:
    """Return the rows of each kind under its heading and question.

    Args:
        corpus: the graph, for labels.
        found: the rows of kinds that are not disagreements.
        width: the number of characters of a line.
    """
    return "\n\n".join(_section(corpus, each, width) for each in found)


def _section(corpus: Corpus, found: Conflicts, width: int) -> str:
    lines = [
        f"{conflict_kinds.heading(found.kind)} ({len(found.rows)})",
        textwrap.fill(found.question, width),
    ]
    lines += [
        textwrap.fill(_line(corpus, row), width, initial_indent="  ", subsequent_indent="    ")
        for row in found.rows
    ]
    return "\n".join(lines)


def _line(corpus: Corpus, row: Row) -> str:
    """Return who says a thing and how many of them independently, or how many passages a source has twice."""
    about = row["about"]
    name = about.value if isinstance(about, NamedNode) else str(about)
    numbers = getattr(row.get("told"), "value", "")
    if not numbers:
        return (
            f"{corpus.label(name)}: {getattr(row.get('value'), 'value', '?')} passages occur more than once"
        )
    sources = ", ".join(corpus.label(PREFIXES["src"] + number) for number in numbers.split())
    families = getattr(row.get("families"), "value", "?")
    reports = f"{families} independent report{'' if families == '1' else 's'}"
    return f"{corpus.label(name)} ({short(name)}): {sources}; {reports}"
