"""`adgo questions`: the stored questions, for people who look for one."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING

import click

from adgo.cli.options import JSON
from adgo.cli.output_streams import print_document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adgo.queries import Parameter, Question

#: Characters of the column with the names.
WIDTH = 33


@click.command()
@click.argument("words", nargs=-1)
@JSON
def questions(words: tuple[str, ...], as_json: bool) -> None:
    """List the stored questions, or those with all WORDS in their name, title or words.

    Ask one with `adgo query NAME`. Its parameters are set with --set, such as
    `adgo query firm-profile --set firm=Momenta`.

    Exit codes: 0 listed, 1 no question has all of the words, 2 wrong usage.
    """
    from adgo import queries

    found = [each for each in queries.load().values() if _has(each, words)]
    if as_json:
        print_document(json.dumps([_record(each) for each in found], indent=2, ensure_ascii=False))
    elif found:
        click.echo("\n".join(_lines(found)).lstrip())
    if not found:
        click.echo(
            f"No stored question has all of these words: {' '.join(words)}. `adgo questions` lists all.",
            err=True,
        )
        raise SystemExit(1)


def _has(question: Question, words: Iterable[str]) -> bool:
    text = f"{question.name} {question.title} {question.question}".casefold()
    return all(word.casefold() in text for word in words)


def _record(question: Question) -> dict[str, object]:
    return {
        "name": question.name,
        "title": question.titled({}),
        "question": question.question,
        "aim": question.aim,
        "parameters": [
            {"name": each.name, "meaning": each.meaning, "default": each.default or None}
            for each in question.parameters
        ],
    }


def _lines(found: Iterable[Question]) -> Iterable[str]:
    """Yield the questions by the reader's aim: a line for each, and one below it for each of its parameters."""
    for aim, group in groupby(sorted(found, key=lambda each: (each.aim, each.order)), lambda each: each.aim):
        yield f"\n{aim}"
        for each in group:
            yield f"  {each.name:{WIDTH}} {each.title}"
            yield from map(_option, each.parameters)


def _option(parameter: Parameter) -> str:
    default = f" (default {parameter.default})" if parameter.default else ""
    return f"  {'':{WIDTH}} --set {parameter.name}=…  {parameter.meaning}{default}"
