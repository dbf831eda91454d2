"""Commands of the evidence: `cite`, `verify` and `conflicts`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from adgo.cli.failure import Unreadable

if TYPE_CHECKING:
    from adgo.graph.dataset import Dataset

TEXTS = click.option(
    "--texts",
    envvar="ADGO_TEXTS",
    metavar="DIR",
    help="The folder with the articles' texts.  [default: $ADGO_TEXTS]",
)
DATA = click.option(
    "--data",
    multiple=True,
    metavar="PATH",
    help="A file or folder to read instead of ADGO's own graph; repeatable.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for machines.")


@click.command()
@click.argument("source")
@click.argument("words", metavar="WORDS|START:END")
@TEXTS
@click.option(
    "--name", metavar="NAME", help="The passage's name, as in 002-4.  [default: the next free number]"
)
@click.option("--description", metavar="TEXT", default="", help="A paraphrase in your own words.")
@click.option("--show", is_flag=True, help="Print the article's words, on standard error.")
def cite(source: str, words: str, texts: str | None, name: str | None, description: str, show: bool) -> None:
    """Print the Turtle of a passage: its span, its digest, and every place where its words stand.

    SOURCE is an article's number, as in 002. WORDS are the article's own, whatever quotes and white space you
    type them with; "first words … last words" (or ...) takes the shortest span from the one to the other.
    START:END are code points, END excluded; for words of that form, give a neighbouring word with them.
    """
    from adgo.evidence import citation, sources
    from adgo.graph.dataset import UnreadableFile

    if texts is None:
        raise Unreadable("no texts to cite from; name their folder with --texts DIR or in ADGO_TEXTS")
    try:
        found = citation.cite(source, words, texts)
        name = name or next_name(found.source.number)
        turtle = found.turtle(name, description)
    except citation.Uncitable as error:
        raise click.UsageError(str(error)) from error
    except (sources.NoTexts, UnreadableFile) as error:
        raise Unreadable(str(error)) from error
    click.echo(turtle, nl=False)
    start, end = found.spans[0]
    places = "one place" if len(found.spans) == 1 else f"{len(found.spans)} places"
    click.echo(f"{name}: {end - start} code points, in {places}", err=True)
    if found.variants:
        more = "one more place matches" if found.variants == 1 else f"{found.variants} more places match"
        click.echo(f"{more} with other characters; not cited", err=True)
    if found.cuts:
        click.echo("warning: the span begins or ends inside a word; look at it with --show", err=True)
    if not found.text.recorded:
        click.echo(f"warning: {found.text.path} is not the text on record (its digest differs)", err=True)
    if show:
        click.echo(found.words, err=True)


def next_name(source: str) -> str:
    """Return the next free passage name of a source; raises Unreadable where the claims cannot be read."""
    from adgo.evidence import passages
    from adgo.graph import dataset, files

    try:
        store = dataset.load(files.part("claims")).store if files.part("claims") else None
    except dataset.UnreadableFile as error:
        raise Unreadable(f"{error}\nmend it, or say which passage this is with --name {source}-1") from error
    names = [passage.name for passage in passages.read(store)] if store else []
    return passages.next_name(names, source)


@click.command()
@TEXTS
@DATA
@JSON
@click.option(
    "--fix",
    is_flag=True,
    help="Print the corrected Turtle of what can be put right; the report goes to stderr.",
)
def verify(texts: str | None, data: tuple[str, ...], as_json: bool, fix: bool) -> None:
    """Check every passage against its article's text and digest.

    Without texts, only what can be seen without them is checked. Exits with 1 where a passage is not true to its
    text, with 3 where there was nothing to check; warnings alone leave 0.
    """
    from adgo.evidence import report, verification
    from adgo.evidence.places import Places
    from adgo.evidence.sources import NoTexts, Texts

    found = load(data)
    try:
        result = verification.verify(found.store, Texts(texts) if texts else None)
    except NoTexts as error:
        raise Unreadable(str(error)) from error
    if not result.passages:
        raise Unreadable("no passage in the data, so nothing was checked")
    if texts and not result.texts:
        raise Unreadable(f"{texts}: the text of no article on record is here, so nothing was checked")
    places = Places(found.sources if result.findings else ())  # a second reading, for places alone
    if fix:
        click.echo(result.corrections(), nl=False)
    click.echo(report.as_json(result, places) if as_json else report.as_text(result, places), err=fix)
    sys.exit(1 if result.errors else 0)


def load(data: tuple[str, ...]) -> Dataset:
    """Return the dataset of the given files, or the packaged one; raises Unreadable if it cannot be read."""
    from adgo.graph import dataset

    try:
        return dataset.load(data)
    except dataset.UnreadableFile as error:
        raise Unreadable(str(error)) from error


@click.command()
@DATA
@JSON
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only this kind; repeatable.")
def conflicts(data: tuple[str, ...], as_json: bool, kinds: tuple[str, ...]) -> None:
    """List where the sources differ, each with both passages and sources.

    Every kind is a stored question, conflicts-KIND: contradictions, disputes of the editors, different values, views,
    motives, job titles, places and speakers, tighter bounds, hedges, names, what must not be merged, and what one
    source adds. Corroboration counts what two families of sources both say. Disagreement is data, so the exit code
    is 0 if some is found.
    """
    from adgo import queries
    from adgo.evidence import conflicts as room
    from adgo.evidence import terms

    stored = {
        name.removeprefix(room.PREFIX): question
        for name, question in queries.load().items()
        if name.startswith(room.PREFIX)
    }
    unknown = [kind for kind in kinds if kind not in stored]
    if unknown:
        raise click.UsageError(f"no such kind: {', '.join(unknown)}; there are {', '.join(stored)}")
    store = load(data).store
    if not terms.instances(store, terms.CLAIM):
        raise Unreadable("no claim in the data, so nothing was compared")
    found = [room.find(store, kind, stored[kind].question, stored[kind].text) for kind in kinds or stored]
    click.echo(room.as_json(found) if as_json else room.as_text(found, store))
