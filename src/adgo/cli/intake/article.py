"""What the commands on the text of an article share: reading it, its number, and the drafts that they print."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adgo.cli.errors import CheckFailed, Unreadable

if TYPE_CHECKING:
    from adgo.intake.project_graph import ProjectGraph
    from adgo.intake.registration import ArticleText


def read_article(file: Path) -> tuple[ArticleText, ProjectGraph]:
    """Return the article in a file, and what the project knows.

    Args:
        file: the text of the article.

    Raises:
        Unreadable: if the text or a file of the project cannot be read.
        CheckFailed: if the file has no text.
    """
    from adgo.evidence.sources import NoTexts
    from adgo.graph.dataset import UnreadableFile, load
    from adgo.intake import registration
    from adgo.intake.project_graph import ProjectGraph

    try:
        return registration.read_article(file), ProjectGraph(load().store)
    except (NoTexts, UnreadableFile) as error:
        raise Unreadable(str(error)) from error
    except registration.Unregistrable as error:
        raise CheckFailed(str(error)) from error


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


def document(number: str, drafts: Sequence[dict[str, Any]], *, as_json: bool) -> str:
    """Return the drafts of an article as one JSON object, or as JSON Lines.

    Args:
        number: the number of the article.
        drafts: the drafts.
        as_json: whether it is one object.
    """
    if as_json:
        return json.dumps({"source": number, "drafts": drafts}, ensure_ascii=False, indent=2) + "\n"
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in drafts)
