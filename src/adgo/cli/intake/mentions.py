"""`adgo mentions`: finds in an article what the graph knows, as drafts for a person to complete."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from adgo.cli.errors import CheckFailed, Unreadable
from adgo.cli.options import JSON
from adgo.cli.output_streams import print_document

if TYPE_CHECKING:
    from adgo.intake.project_graph import ProjectGraph
    from adgo.intake.registration import ArticleText


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--source",
    metavar="NUMBER",
    help="The number of the article.  [default: that of the registered article with this text]",
)
@JSON
def mentions(file: Path, source: str | None, as_json: bool) -> None:
    """Find known things, levels, dates and numbers in the article in FILE.

    Each line of the output is a draft with one passage and what it may mean. Where the words may mean several things,
    all are listed. A draft is a claim only after somebody adds what the passage says. The output quotes the article:
    keep it out of version control.
    """
    from adgo.evidence.sources import NoTexts
    from adgo.graph.dataset import UnreadableFile, load
    from adgo.intake import registration
    from adgo.intake.mentions.finding import MentionFinder
    from adgo.intake.project_graph import ProjectGraph

    try:
        article = registration.read_article(file)
        graph = ProjectGraph(load().store)
    except (NoTexts, UnreadableFile) as error:
        raise Unreadable(str(error)) from error
    except registration.Unregistrable as error:
        raise CheckFailed(str(error)) from error
    number = number_of(article, graph, source)
    drafts = MentionFinder(graph).drafts(article.content, number)
    print_document(_as_json(number, drafts) if as_json else "".join(map(line, drafts)))
    click.echo(_summary(drafts), err=True)


def number_of(article: ArticleText, graph: ProjectGraph, given: str | None) -> str:
    """Return the number of an article; CheckFailed if none is given and it is not registered, or it is another text's.

    Args:
        article: the article.
        graph: what the project knows.
        given: the number that the user gives; None for that of the registered article.
    """
    from adgo.intake.registration import registered_as

    if given is None:
        known = registered_as(article, graph.sources)
        if known is None:
            raise CheckFailed(
                f"{article.path} is the text of no registered article: register it with `adgo source add`, or give "
                "its number with --source"
            )
        return known.number
    number = given.removeprefix("src:")
    record = graph.sources.get(number)
    if record is not None and record.sha256 != article.sha256:
        raise CheckFailed(f"{article.path} is not the text of {record.name}: its digest differs")
    return number


def line(draft: dict[str, Any]) -> str:
    """Return the line of a draft in JSON Lines."""
    return json.dumps(draft, ensure_ascii=False) + "\n"


def _as_json(number: str, drafts: Sequence[dict[str, Any]]) -> str:
    return json.dumps({"source": number, "drafts": drafts}, ensure_ascii=False, indent=2) + "\n"


def _summary(drafts: Sequence[dict[str, Any]]) -> str:
    """Return how many mentions of each kind there are."""
    counts = Counter(each["found"]["kind"] for each in drafts)
    ambiguous = sum(each["found"]["ambiguous"] for each in drafts)
    kinds = ", ".join(f"{counts[kind]} of {kind}s" for kind in ("thing", "level", "date", "number"))
    return f"{len(drafts)} mentions: {kinds}; {ambiguous} ambiguous"
