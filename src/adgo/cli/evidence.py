"""Commands of the evidence: `cite`, `verify` and `conflicts`."""

from __future__ import annotations

import click

from adgo.cli.failure import Unreadable

TEXTS = click.option(
    "--texts",
    envvar="ADGO_TEXTS",
    metavar="DIR",
    help="The folder with the articles' texts.  [default: $ADGO_TEXTS]",
)


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
        click.echo(f"{found.variants} more places match with other characters; not cited", err=True)
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
