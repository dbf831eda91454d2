"""`adgo reviews`: draws a random sample of claims for review, and records what the reviewers found."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from adgo.cli.errors import Unreadable
from adgo.cli.evidence import load
from adgo.cli.options import TEXTS
from adgo.turtle.writing.atomic_files import write_file

if TYPE_CHECKING:
    from pyoxigraph import Store

    from adgo.evidence.reviews.claim_draw import Draw
    from adgo.evidence.reviews.verdict_file import FieldVerdict


@click.group()
def reviews() -> None:
    """Draw a random sample of claims for review, and record what the reviewers found.

    `adgo stats` prints the resulting error rate.
    """


@reviews.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--seed", required=True, help="Any text; the same seed always gives the same sample.")
@click.option("--size", required=True, type=click.IntRange(min=1), help="Number of claims to draw.")
@click.option(
    "--day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Date to record for the sample.  [default: today]",
)
@TEXTS
def draw(file: Path, seed: str, size: int, day: datetime.datetime | None, texts: str | None) -> None:
    """Draw a sample, write it to FILE, and print the review sheet.

    The sheet has each claim with its labels and span, and the words of the article if its text is available. Do not
    publish the sheet: it contains words of the articles. FILE is JSON: the seed and the digest of each claim.
    """
    from adgo.evidence.reviews import claim_draw as drawing
    from adgo.evidence.reviews import work_sheet

    store = load(()).store
    held = _texts(texts, store)
    try:
        made = drawing.draw(store, seed, size, (day or datetime.datetime.now()).date().isoformat())
    except drawing.BadDraw as error:
        raise click.UsageError(str(error)) from error
    _write(file, made.text())
    click.echo(work_sheet.write(store, made, held), nl=False)
    click.echo(f"{file}: {size} of {made.population} claims, with words from {len(held)} articles", err=True)


@reviews.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--model",
    "models",
    nargs=3,
    multiple=True,
    metavar="LABEL NOTE CSV",
    help="A review by a language model: its label, a note on it, and its verdicts; may be repeated.",
)
@click.option(
    "--person",
    "persons",
    nargs=3,
    multiple=True,
    metavar="LABEL NOTE CSV",
    help="A review by a person: a label, a note, and the verdicts; may be repeated.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File to write the Turtle to.  [default: data/reviews.ttl]",
)
@TEXTS
def record(
    file: Path,
    models: tuple[tuple[str, str, str], ...],
    persons: tuple[tuple[str, str, str], ...],
    output: Path | None,
    texts: str | None,
) -> None:
    """Record what the reviewers found in the sample in FILE, as Turtle.

    A CSV has the columns claim, field, verdict (right, wrong or questionable) and reason. A correct claim has one line
    with field `all` and verdict `right`. Any other claim has one line for each field that is not right: subject,
    predicate, object, modality, status, attribution or span. Every claim of the sample must be in the CSV.

    Earlier records are replaced; the same input always gives the same bytes. If the texts are available, a reason that
    copies eight or more consecutive words of an article is refused.

    Exit codes: 0 recorded, 1 the verdicts break these rules, 2 wrong usage, 3 a file could not be read.
    """
    from adgo.evidence.reviews.review_records import ReviewReader, turtle
    from adgo.graph import files

    if not models and not persons:
        raise click.UsageError(
            "name at least one reviewer: --model LABEL NOTE CSV, or --person LABEL NOTE CSV"
        )
    made, found, faults = _verdicts(file, [Path(path) for _, _, path in (*models, *persons)])
    faults += _copied([verdict for verdicts in found for verdict in verdicts], texts)
    if faults:
        raise click.ClickException("\n".join(faults))
    readers = [ReviewReader(True, *reader[:2]) for reader in models]
    readers += [ReviewReader(False, *reader[:2]) for reader in persons]
    target = output or files.root() / "data" / "reviews.ttl"
    _write(target, turtle(made, readers, found))
    click.echo(f"{target}: {len(made.claims)} claims as judged by {len(readers)} reviewers", err=True)


def _verdicts(draw_file: Path, paths: list[Path]) -> tuple[Draw, list[list[FieldVerdict]], list[str]]:
    """The sample, the verdicts of each reviewer, and the errors in their files; Unreadable if a file cannot be read."""
    from adgo.evidence.reviews import claim_draw, verdict_file

    found: list[list[FieldVerdict]] = []
    faults = []
    try:
        made = claim_draw.read(draw_file)
        for path in paths:
            try:
                found.append(verdict_file.read(path, made.claims))
            except verdict_file.BadVerdicts as error:
                faults.append(str(error))
    except claim_draw.BadDraw as error:
        raise Unreadable(str(error)) from error
    except OSError as error:
        raise Unreadable(f"{error.filename}: {error.strerror}") from error
    return made, found, faults


def _copied(verdicts: list[FieldVerdict], texts: str | None) -> list[str]:
    """A message for each reason that copies words of an article."""
    from adgo.evidence.reviews.verdict_file import copies
    from adgo.evidence.verification.copied_wording import Wording, names

    store = load(()).store
    held = _texts(texts, store)
    found = copies(verdicts, Wording(held), names(store)) if held else []
    return [f"{each}: copied from an article; give the reason in your own words" for each in found]


def _texts(folder: str | None, store: Store) -> dict[str, str]:
    """Return the recorded texts that a folder contains, by number; Unreadable if one cannot be read."""
    from adgo.evidence import sources

    if not folder:
        return {}
    try:
        texts = sources.Texts(folder)
        found = {number: texts.of(record) for number, record in sources.read(store).items()}
    except sources.NoTexts as error:
        raise Unreadable(str(error)) from error
    return {number: text.content for number, text in found.items() if text and text.recorded}


def _write(path: Path, text: str) -> None:
    try:
        write_file(path, text.encode())
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror}") from error
