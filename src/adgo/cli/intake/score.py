"""`adgo score`: compares drafts on an article with the claims on it that people made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from adgo.cli.errors import CheckFailed, Unreadable
from adgo.cli.options import JSON, TEXTS
from adgo.cli.output_streams import print_document
from adgo.intake.reading import FORMS

if TYPE_CHECKING:
    from adgo.intake.scoring.score import DraftScore


@click.command()
@click.argument("drafts", type=click.Path(path_type=Path))
@click.option(
    "--against", metavar="NUMBER", required=True, help="The article, such as 002, whose claims are compared."
)
@TEXTS
@click.option(
    "--form", type=click.Choice(FORMS), default="jsonl", show_default=True, help="The form of the file."
)
@JSON
def score(drafts: Path, against: str, texts: str | None, form: str, as_json: bool) -> None:
    """Score the drafts in a file against the hand-made claims on an article.

    Prints recall, precision and F1 with their counts and 95 % intervals: of triple, modality and overlapping passage
    together, of the triple alone, and of the passage alone. Drafts that state a plan as a fact are listed, and so are
    drafts with things that the article does not have. A draft that cannot be read as a claim counts as wrong. The
    claims may be incomplete: a draft without a match is not always wrong.
    """
    from adgo.intake.scoring import report

    if texts is None:
        raise Unreadable(
            "score needs the articles' texts: name their folder with --texts DIR or in ADGO_TEXTS"
        )
    found = _scored(drafts, against.removeprefix("src:"), texts, form)
    if as_json:
        print_document(json.dumps(report.record(found), ensure_ascii=False, indent=2) + "\n")
    else:
        print_document("".join(line + "\n" for line in report.lines(found)))


def _scored(path: Path, number: str, texts: str, form: str) -> DraftScore:
    """Return the score of the drafts in a file."""
    from adgo.corpus import names, reading
    from adgo.evidence.sources import NoTexts, Texts
    from adgo.graph import dataset
    from adgo.intake.project_graph import ProjectGraph
    from adgo.intake.reading import UnreadableDrafts, read
    from adgo.intake.scoring.score import Unscorable
    from adgo.intake.scoring.score import score as compare

    try:
        given = read(path, form, number)
        store = dataset.load().store
        corpus = reading.read_store(store)
        return compare(
            given, number, ProjectGraph(store), Texts(texts), lambda name: names.find(corpus, name)
        )
    except (UnreadableDrafts, NoTexts, dataset.UnreadableFile) as error:
        raise Unreadable(str(error)) from error
    except Unscorable as error:
        raise CheckFailed(str(error)) from error
