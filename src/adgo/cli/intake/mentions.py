"""`adgo mentions`: finds in an article what the graph knows, as drafts for a person to complete."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from adgo.cli.intake.article import document, number_of, read_article
from adgo.cli.options import JSON, SOURCE
from adgo.cli.output_streams import print_document


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@SOURCE
@JSON
def mentions(file: Path, source: str | None, as_json: bool) -> None:
    """Find known things, levels, dates and numbers in the article in FILE.

    Each line of the output is a draft with one passage and what it may mean. If the words may mean several things,
    all are listed. A draft is a claim only after somebody adds what the passage says. The output quotes the article:
    keep it out of version control.
    """
    from adgo.intake.mentions.finding import MentionFinder

    article, graph = read_article(file)
    number = number_of(article, graph, source)
    drafts = MentionFinder(graph).drafts(article.content, number)
    print_document(document(number, drafts, as_json=as_json))
    click.echo(_summary(drafts), err=True)


def _summary(drafts: Sequence[dict[str, Any]]) -> str:
    """Return how many mentions of each kind there are."""
    counts = Counter(each["found"]["kind"] for each in drafts)
    ambiguous = sum(each["found"]["ambiguous"] for each in drafts)
    kinds = ", ".join(f"{counts[kind]} of {kind}s" for kind in ("thing", "level", "date", "number"))
    return f"{len(drafts)} mentions: {kinds}; {ambiguous} ambiguous"
