"""Sphinx extension: replaces `<!-- generated: NAME -->` in a page with Markdown made from the code.

Nothing that is generated is committed, so a page cannot differ from the code.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sphinx.application import Sphinx


MARKER = re.compile(r"^<!-- generated: (\w+) -->$", re.MULTILINE)
HERE = Path(__file__).parent


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension; called by Sphinx."""
    app.connect("source-read", lambda app, page, source: source.__setitem__(0, filled(source[0])))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def filled(text: str) -> str:
    """Return the text of a page with its generated parts."""
    return MARKER.sub(lambda match: PARTS[match.group(1)](), text)


def commands() -> str:
    """Return a section for each command: its help, and a table of its arguments and options."""
    from adgo.cli import COMMANDS, adgo

    root = click.Context(adgo, info_name="adgo")
    sections = []
    for name in sorted(COMMANDS):
        command = adgo.get_command(root, name)
        assert command is not None
        sections.append(_command(command, click.Context(command, root, info_name=name), 2))
    return "\n\n".join(sections)


def _command(command: click.Command, context: click.Context, level: int) -> str:
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    blocks = [f"{'#' * level} {context.command_path}", _prose(command.help or ""), f"```text\n{usage}\n```"]
    options = [each for each in command.params if isinstance(each, click.Option) and not each.hidden]
    if options:
        rows = [each.get_help_record(context) for each in options]
        shown = [(f"`{row[0]}`", escaped(row[1])) for row in rows if row]
        blocks.append(table(("Option", "Meaning"), shown))
    if isinstance(command, click.Group):
        for name, each in sorted(command.commands.items()):
            blocks.append(_command(each, click.Context(each, context, info_name=name), level + 1))
    return "\n\n".join(blocks)


def _prose(text: str) -> str:
    """Return the help of a command as Markdown; a paragraph that click does not wrap is a block of text."""
    paragraphs = inspect.cleandoc(text).split("\n\n")
    return "\n\n".join(
        f"```text\n{each.removeprefix(chr(8)).strip(chr(10))}\n```"
        if each.startswith("\b")
        else escaped(each, True)
        for each in paragraphs
    )


def settings() -> str:
    """Return the table of the settings of `adgo serve`."""
    from adgo.server.settings import Bounds, bounds_of, described

    def limits(bounds: Bounds | None) -> str:
        return (
            f"{'more than ' if bounds.is_open else ''}{bounds.least:g} to {bounds.most}"
            if bounds
            else "on or off"
        )

    def default(name: str, value: Any) -> str:
        if name == "workers":
            return "2 per core, at least 4"
        return "off" if value is False else f"{value:g}"

    rows = [
        (
            f"`--{name.replace('_', '-')}`",
            default(name, value),
            limits(bounds_of(name)),
            escaped(line),
        )
        for name, value, line in described()
    ]
    return table(("Option", "Default", "Range", "Meaning"), rows)


def http() -> str:
    """Return a section for each path of openapi.json, with its methods and parameters."""
    from adgo.server.views import monitoring

    described = json.loads(monitoring.OPENAPI.read_text(encoding="utf-8"))
    shared = described["components"]["parameters"]
    return "\n\n".join(_path(path, methods, shared) for path, methods in described["paths"].items())


def _path(path: str, methods: Mapping[str, Any], shared: Mapping[str, Any]) -> str:
    blocks = [f"## {path}" if "{" not in path else f"## `{path}`"]
    for method, operation in methods.items():
        blocks.append(f"**{method.upper()}**: {escaped(operation['summary'])}.")
        parameters = (
            shared.get(each.get("$ref", "").rpartition("/")[2], each)
            for each in operation.get("parameters", [])
        )
        rows = [
            (f"`{each['name']}`", each["in"], escaped(each.get("description", ""))) for each in parameters
        ]
        if rows:
            blocks.append(table(("Parameter", "In", "Meaning"), rows))
        blocks += _responses(operation["responses"])
    return "\n\n".join(blocks)


def _responses(described: Mapping[str, Any]) -> Iterator[str]:
    """Yield a line with the formats of a successful answer, and one with the other statuses."""
    formats = [
        name for status in described if status[0] == "2" for name in described[status].get("content", ())
    ]
    if formats:
        yield f"Formats: {', '.join(f'`{each}`' for each in formats)}"
    yield f"Statuses: {', '.join(described)}"


def questions() -> str:
    """Return a section for each aim of a reader, with its stored questions and their parameters."""
    from adgo import queries
    from adgo.queries import aim

    stored = sorted(queries.load().values(), key=lambda each: (each.order, each.name))
    sections = []
    for each in aim.every():
        rows = [
            (
                f"`{question.name}`",
                escaped(question.general),
                "<br>".join(f"`{p.name}`: {escaped(p.meaning)}" for p in question.parameters),
            )
            for question in stored
            if question.aim == each.name
        ]
        sections += [
            f"## {each.name}",
            escaped(each.meaning),
            table(("Name", "Question", "Parameters"), rows),
        ]
    return "\n\n".join(sections)


def terms() -> str:
    """Return a section for each kind of term of the vocabulary, with names, labels and definitions."""
    from pyoxigraph import RdfFormat, Store

    from adgo.graph import files

    store = Store()
    for path in files.part("ontology"):
        store.bulk_load(path=str(path), format=RdfFormat.TURTLE)
    found = store.query((HERE / "terms.rq").read_text(encoding="utf-8"))
    rows = [tuple(term.value if term else "" for term in row) for row in found]  # type: ignore[union-attr]
    sections = []
    for kind, members in groupby(rows, key=lambda row: row[0]):
        shown = [(f"`adgo:{name}`", escaped(label), escaped(text)) for _, name, label, text in members]
        sections += [f"## {kind}", table(("Name", "Label", "Definition"), shown)]
    return "\n\n".join(sections)


def python() -> str:
    """Return a section for each public name of the package `adgo`, from its docstrings."""
    import adgo

    names = [name for name in adgo.__all__ if not name.startswith("_")]
    functions = [name for name in names if inspect.isroutine(getattr(adgo, name))]
    return "\n\n".join(
        [
            "## Functions",
            *(_documented("autofunction", name) for name in functions),
            "## Classes",
            *(_documented("autoclass", name) for name in names if name not in functions),
        ]
    )


def _documented(directive: str, name: str) -> str:
    options = "   :members:\n   :inherited-members:\n" if directive == "autoclass" else ""
    return f"```{{eval-rst}}\n.. {directive}:: adgo.{name}\n{options}```"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table in Markdown."""
    return "\n".join(_rows(tuple(head), rows))


def _rows(head: tuple[str, ...], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(' '.join(cell.split()).replace('|', chr(92) + '|') for cell in row)} |"


def escaped(text: str, keeps_lines: bool = False) -> str:
    """Return text as Markdown that shows it unchanged, except that words in backticks are code."""
    parts = re.split(r"(`[^`]*`)", text)
    plain = [
        re.sub(r"([\\*_<>\[\]{}#])", r"\\\1", part) if not part.startswith("`") else part for part in parts
    ]
    joined = "".join(plain)
    return joined if keeps_lines else " ".join(joined.split())


#: What a marker may name, and the function that makes it.
PARTS: dict[str, Callable[[], str]] = {
    each.__name__: each for each in (commands, settings, http, questions, terms, python)
}
