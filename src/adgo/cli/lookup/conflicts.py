"""The command `conflicts`."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from adgo.cli.errors import Unreadable
from adgo.cli.evidence import load
from adgo.cli.options import DATA, JSON
from adgo.cli.output_streams import print_document
from adgo.cli.shell import completion

if TYPE_CHECKING:
    from pyoxigraph import Store

    from adgo.corpus.corpus import Corpus
    from adgo.evidence.conflicts import Conflicts
    from adgo.queries import Question

#: The width of a line if the output is not a terminal, and the least width of one.
WIDTH, LEAST = 110, 40


@click.command()
@DATA
@JSON
@click.option(
    "--about",
    metavar="NAME",
    shell_complete=completion.complete_names,
    help="List only what is about this thing, or names it: a label, a name such as id:Momenta, or an IRI.",
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    metavar="KIND",
    shell_complete=completion.complete_kinds,
    help="List only this kind; may be repeated.",
)
def conflicts(data: tuple[str, ...], as_json: bool, about: str | None, kinds: tuple[str, ...]) -> None:
    """List where the sources differ: for each statement a row for each aspect and a column for each source.

    Order and words are those of the page /differences: first what the editors dispute, contradictions, different
    details and different certainty; then what only one source says, who says it, and different names. Every kind is a
    stored question, conflicts-KIND; --json prints the rows of these questions. The kind `corroboration` counts what
    two families of sources both say. Disagreement is data, so the exit code is 0 even if differences are found.
    """
    from adgo.corpus import reading
    from adgo.evidence import conflicts as differences
    from adgo.evidence import store_lookup

    stored = _kinds()
    unknown = [kind for kind in kinds if kind not in stored]
    if unknown:
        raise click.UsageError(f"unknown kind: {', '.join(unknown)}; expected one of {', '.join(stored)}")
    store = load(data).store
    if not store_lookup.instances(store, store_lookup.CLAIM):
        raise Unreadable("the data contain no claims, so nothing was compared")
    corpus = reading.read_store(store)
    it = _found(corpus, about)
    if as_json:
        print_document(differences.as_json(_rows(store, corpus, kinds or tuple(stored), it)))
    else:
        click.echo(_text(store, corpus, kinds, it))


def _text(store: Store, corpus: Corpus, kinds: tuple[str, ...], it: str) -> str:
    """Return the cards as text; kinds that are not disagreements are listed only if they are asked for."""
    from adgo.corpus.disagreements import agreement, cards, choice, rows, text
    from adgo.corpus.selection import Selection
    from adgo.evidence.conflict_kinds import BADGES

    differing = tuple(kind for kind in kinds if kind in BADGES)
    agreeing = tuple(kind for kind in kinds if kind not in BADGES)
    width = max(shutil.get_terminal_size((WIDTH, 0)).columns, LEAST) if sys.stdout.isatty() else WIDTH
    parts = []
    if differing or not kinds:
        every = cards.cards(corpus, rows.of_store(store))
        chosen = choice.Choice(it, differing, Selection(corpus, {})).of(corpus, every)
        parts.append(text.as_text(corpus, chosen, width))
    if agreeing:
        parts.append(agreement.as_text(corpus, _rows(store, corpus, agreeing, it), width))
    return "\n\n".join(parts)


def _rows(store: Store, corpus: Corpus, kinds: tuple[str, ...], it: str) -> list[Conflicts]:
    """Return the rows of the stored questions on some kinds; only those that name a thing, if it is not ""."""
    from pyoxigraph import NamedNode

    from adgo.corpus.disagreements import mentions
    from adgo.evidence import conflicts as differences

    def names(row: differences.Row) -> bool:
        return it in mentions.named(corpus, (v.value for v in row.values() if isinstance(v, NamedNode)))

    stored = _kinds()
    found = [differences.find(store, kind, stored[kind].question, stored[kind].text) for kind in kinds]
    if not it:
        return found
    return [replace(each, rows=tuple(row for row in each.rows if names(row))) for each in found]


def _found(corpus: Corpus, about: str | None) -> str:
    """Return the IRI of the thing with a name, "" if no name is given; UsageError if nothing has that name."""
    from adgo.corpus import names

    try:
        return names.find(corpus, about) if about else ""
    except (names.UnknownName, names.AmbiguousName) as error:
        raise click.UsageError(str(error.args[0])) from error


def _kinds() -> dict[str, Question]:
    """Return the stored questions on conflicts, by kind."""
    from adgo import queries
    from adgo.evidence.conflicts import PREFIX

    return {
        name.removeprefix(PREFIX): question
        for name, question in queries.load().items()
        if name.startswith(PREFIX)
    }
