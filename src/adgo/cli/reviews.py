"""`adgo reviews`: draw claims for a second reading, and record what the readers found."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from adgo.cli.evidence import TEXTS, load
from adgo.cli.failure import Unreadable
from adgo.cli.replacement import replace

if TYPE_CHECKING:
    from pyoxigraph import Store


@click.group()
def reviews() -> None:
    """Have claims read a second time: draw them, record what the readers found.

    `adgo stats` prints the error rate that follows.
    """


@reviews.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--seed", required=True, help="Any text; the same seed gives the same order of claims.")
@click.option("--size", required=True, type=click.IntRange(min=1), help="How many claims to draw.")
@click.option(
    "--day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of the draw, which is kept with it.  [default: today]",
)
@TEXTS
def draw(file: Path, seed: str, size: int, day: datetime.datetime | None, texts: str | None) -> None:
    """Draw claims, keep the draw in FILE, and print the work sheet for a reader.

    The sheet has each claim with its labels and span, and the words of the article if its text is at hand. It holds
    words of the articles, so it is not for publication. FILE is JSON: the seed and the digest of each claim.
    """
    from adgo.evidence import draw as drawing
    from adgo.evidence import sheet

    store = load(()).store
    held = _texts(texts, store)
    try:
        made = drawing.draw(store, seed, size, (day or datetime.datetime.now()).date().isoformat())
    except drawing.BadDraw as error:
        raise click.UsageError(str(error)) from error
    _write(file, made.text())
    click.echo(sheet.write(store, made, held), nl=False)
    click.echo(
        f"{file}: {size} of {made.population} claims, with the words of {len(held)} articles", err=True
    )


@reviews.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--model",
    "models",
    nargs=3,
    multiple=True,
    metavar="LABEL NOTE CSV",
    help="A reading by a language model: what to call it, what to know of it, its verdicts; repeatable.",
)
@click.option(
    "--person",
    "persons",
    nargs=3,
    multiple=True,
    metavar="LABEL NOTE CSV",
    help="The same for a reading by a person.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Where to write the Turtle.  [default: data/reviews.ttl]",
)
@TEXTS
def record(
    file: Path,
    models: tuple[tuple[str, str, str], ...],
    persons: tuple[tuple[str, str, str], ...],
    output: Path | None,
    texts: str | None,
) -> None:
    """Record what readers found of the draw in FILE, as Turtle.

    A CSV has the columns claim, field, verdict (right, wrong or questionable) and reason. A claim without fault has
    one line with field `all` and verdict `right`; any other has a line for each field that is not right, one of
    subject, predicate, object, modality, status, attribution and span. Every claim of the draw must be there.

    What was recorded before is replaced; the same input gives the same bytes. With the texts at hand, a reason that
    takes eight words or more in a row from an article is refused. Exits with 1 if the verdicts break these rules.
    """
    from adgo.evidence import draw as drawing
    from adgo.evidence import reviews as records
    from adgo.evidence import verdicts, wording
    from adgo.graph import files

    if not models and not persons:
        raise click.UsageError("name at least one reader: --model LABEL NOTE CSV, or --person LABEL NOTE CSV")
    faults = []
    found: list[list[verdicts.Finding]] = []
    try:
        made = drawing.read(file)
        for _, _, path in (*models, *persons):
            try:
                found.append(verdicts.read(Path(path), made.claims))
            except verdicts.BadVerdicts as error:
                faults.append(str(error))
    except drawing.BadDraw as error:
        raise Unreadable(str(error)) from error
    except OSError as error:
        raise Unreadable(f"{error.filename}: {error.strerror}") from error
    store = load(()).store
    if held := _texts(texts, store):
        every = [finding for findings in found for finding in findings]
        copied = verdicts.copies(every, wording.Wording(held), wording.names(store))
        faults += [f"{each}: taken from an article; give the reason in your own words" for each in copied]
    if faults:
        raise click.ClickException("\n".join(faults))
    readers = [records.Reader(True, *reader[:2]) for reader in models]
    readers += [records.Reader(False, *reader[:2]) for reader in persons]
    target = output or files.root() / "data" / "reviews.ttl"
    _write(target, records.turtle(made, readers, found))
    click.echo(f"{target}: {len(made.claims)} claims as judged by {len(readers)} readers", err=True)


def _texts(folder: str | None, store: Store) -> dict[str, str]:
    """Return the texts in a folder that are the ones on record, by number; raises Unreadable if one cannot be read."""
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
        replace(path, text.encode())
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror}") from error
