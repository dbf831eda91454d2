"""Commands on the evidence: `cite` and `verify`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from adgo.cli.errors import Unreadable
from adgo.cli.options import DATA, JSON, TEXTS
from adgo.cli.output_streams import print_document
from adgo.cli.query_text import typed

if TYPE_CHECKING:
    from adgo.evidence.citation import Citation
    from adgo.evidence.verification.verifier import Verification
    from adgo.graph.dataset import Dataset


@click.command()
@click.argument("source")
@click.argument("words", metavar="WORDS|START:END")
@TEXTS
@click.option(
    "--name", metavar="NAME", help="Name of the passage, such as 002-4.  [default: the next free number]"
)
@click.option(
    "--description", metavar="TEXT", default="", help="Paraphrase of the passage in your own words."
)
@click.option("--show", is_flag=True, help="Print the words of the article to standard error.")
def cite(source: str, words: str, texts: str | None, name: str | None, description: str, show: bool) -> None:
    """Print the Turtle of a passage: its span, its digest, and every occurrence of its words.

    SOURCE is the number of an article, such as 002 or 2. WORDS are words of the article; differences in quotation marks
    and white space are ignored. "first words … last words" (or ...) is the shortest span from the first to the last
    words. START:END are offsets in code points, END excluded; they may not cut a word or number. If the words
    themselves look like START:END, add a neighbouring word.
    """
    from adgo.evidence import citation, sources
    from adgo.graph.dataset import UnreadableFile

    if texts is None:
        raise Unreadable(
            "cite needs the articles' texts: name their folder with --texts DIR or in ADGO_TEXTS"
        )
    try:
        found = citation.cite(source, typed(words, "WORDS"), texts)
        name = name or next_name(found.source.number)
        turtle = found.turtle(name, typed(description, "--description"))
    except citation.Uncitable as error:
        raise click.UsageError(str(error)) from error
    except (sources.NoTexts, UnreadableFile) as error:
        raise Unreadable(str(error)) from error
    print_document(turtle)
    _print_notes(found, name)
    if show:
        click.echo(found.words, err=True)


def _print_notes(found: Citation, name: str) -> None:
    """Print to standard error how large the passage is, and what to check about it."""
    start, end = found.spans[0]
    places = "one occurrence" if len(found.spans) == 1 else f"{len(found.spans)} occurrences"
    source = f" in {found.source.label}" if found.source.label else ""
    click.echo(
        f"{name}: {end - start} code point{'' if end - start == 1 else 's'}{source}, {places}", err=True
    )
    if found.variants:
        more, they = (
            ("one more place matches", "it is")
            if found.variants == 1
            else (f"{found.variants} more places match", "they are")
        )
        click.echo(f"{more} except for quotation marks or white space; {they} not cited", err=True)
    if not found.text.recorded:
        click.echo(f"warning: {found.text.path} is not the text on record (its digest differs)", err=True)


def next_name(source: str) -> str:
    """Return the next free passage name of a source; Unreadable if the claims cannot be read."""
    from adgo.evidence import passages
    from adgo.graph import dataset, files

    try:
        store = dataset.load(files.part("claims")).store if files.part("claims") else None
    except dataset.UnreadableFile as error:
        raise Unreadable(f"{error}\ncorrect it, or name the passage with --name {source}-1") from error
    names = [passage.name for passage in passages.read(store)] if store is not None else []
    return passages.next_name(names, source)


@click.command()
@TEXTS
@DATA
@JSON
@click.option(
    "--fix",
    is_flag=True,
    help="Print the Turtle of passages that can be corrected; the report goes to standard error.",
)
def verify(texts: str | None, data: tuple[str, ...], as_json: bool, fix: bool) -> None:
    """Check every passage against its article's text and digest.

    Without texts, the checks that compare a passage with its text are skipped.

    Exit codes: 0 no errors (warnings are allowed), 1 a passage does not match its text, 2 wrong usage, 3 a file could
    not be read or nothing was checked.
    """
    from adgo.evidence.verification import verification_report
    from adgo.evidence.verification.node_positions import NodePositions

    found = load(data)
    result = _verified(found, texts)
    # Reads the files again, for lines and columns.
    places = NodePositions(found.sources if result.findings else ())
    if fix:
        print_document(result.corrections())
    if as_json:
        print_document(verification_report.as_json(result, places), err=fix)
    else:
        click.echo(verification_report.as_text(result, places), err=fix)
    sys.exit(1 if result.errors else 0)


def _verified(found: Dataset, texts: str | None) -> Verification:
    """The result of checking all passages; Unreadable if nothing could be checked."""
    from adgo.evidence.sources import NoTexts, Texts
    from adgo.evidence.verification import verifier

    try:
        result = verifier.verify(found.store, Texts(texts) if texts else None)
    except NoTexts as error:
        raise Unreadable(str(error)) from error
    if not result.passages:
        raise Unreadable("the data contain no passages, so nothing was checked")
    if texts and not result.texts:
        raise Unreadable(
            f"{texts}: this folder contains none of the recorded articles, so nothing was checked"
        )
    return result


def load(data: tuple[str, ...]) -> Dataset:
    """Return the dataset of the given files, or the packaged one; Unreadable if it cannot be read."""
    from adgo.graph import dataset

    try:
        return dataset.load(data)
    except dataset.UnreadableFile as error:
        raise Unreadable(str(error)) from error
