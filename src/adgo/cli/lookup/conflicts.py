"""The command `conflicts`."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import click

from adgo.cli.errors import Unreadable
from adgo.cli.evidence import load
from adgo.cli.options import DATA, JSON
from adgo.cli.output_streams import print_document
from adgo.cli.shell import completion

if TYPE_CHECKING:
    from pyoxigraph import Store

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
    from adgo.evidence import store_lookup

    stored = _kinds()
    unknown = [kind for kind in kinds if kind not in stored]
    if unknown:
        raise click.UsageError(f"unknown kind: {', '.join(unknown)}; expected one of {', '.join(stored)}")
    store = load(data).store
    if not store_lookup.instances(store, store_lookup.CLAIM):
        raise Unreadable("the data contain no claims, so nothing was compared")
    if as_json:
        from adgo.evidence.conflicts import as_json as written

        print_document(written(_rows(store, kinds or tuple(stored), about)))
    else:
        click.echo(_text(store, kinds, about))


def _text(store: Store, kinds: tuple[str, ...], about: str | None) -> str:
    """Return the cards as text; kinds that are not disagreements are listed only if they are asked for."""
    from adgo.corpus import reading
    from adgo.corpus.disagreements import cards, choice, rows, text
    from adgo.corpus.selection import Selection
    from adgo.evidence.conflict_kinds import BADGES
    from adgo.evidence.conflicts import PREFIX, as_text

    corpus = reading.read_store(store)
    questions = {PREFIX + kind: question.text for kind, question in _kinds().items()}
    every = cards.cards(corpus, rows.find(reading.asking(store), questions))
    differing = tuple(kind for kind in kinds if kind in BADGES)
    wanted = choice.Choice(_found(store, about), differing, Selection(corpus, {}))
    parts = []
    if differing or not kinds:
        width = max(shutil.get_terminal_size((WIDTH, 0)).columns, LEAST) if sys.stdout.isatty() else WIDTH
        parts.append(text.as_text(corpus, wanted.of(corpus, every), width))
    if agreeing := tuple(kind for kind in kinds if kind not in BADGES):
        parts.append(as_text(_rows(store, agreeing, about), store))
    return "\n\n".join(parts)


def _rows(store: Store, kinds: tuple[str, ...], about: str | None) -> list[Conflicts]:
    """Return the rows of the stored questions on some kinds; only those that name a thing, if one is given."""
    from adgo.evidence import conflicts as differences

    stored = _kinds()
    found = [differences.find(store, kind, stored[kind].question, stored[kind].text) for kind in kinds]
    return _naming(store, found, _found(store, about)) if about else found


def _naming(store: Store, found: list[Conflicts], it: str) -> list[Conflicts]:
    from dataclasses import replace

    from pyoxigraph import NamedNode

    from adgo.corpus import reading
    from adgo.corpus.disagreements import mentions

    corpus = reading.read_store(store)

    def names(row: dict[str, object]) -> bool:
        return it in mentions.named(corpus, (v.value for v in row.values() if isinstance(v, NamedNode)))

    return [replace(each, rows=tuple(row for row in each.rows if names(dict(row)))) for each in found]


def _found(store: Store, about: str | None) -> str:
    """Return the IRI of the thing with a name, "" if no name is given; UsageError if nothing has that name."""
    from adgo.corpus import names, reading

    if not about:
        return ""
    try:
        return names.find(reading.read_store(store), about)
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
