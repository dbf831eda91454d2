"""Settings of a command in `[tool.adgo.<command>]` of a project's pyproject.toml."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from glob import escape, has_magic
from pathlib import Path
from typing import Any

import click

from adgo.cli.errors import Unreadable

FILE = "pyproject.toml"
#: Parameters whose values are paths: relative ones start at the folder of the file.
_PATHS = frozenset(("shapes", "ontology", "catalog", "baseline", "output"))
_SYNTAX_PLACE = re.compile(r"(.*) \(at line ([0-9]+), column ([0-9]+)\)", re.DOTALL)


def settings(context: click.Context, folder: Path) -> dict[str, Any]:
    """Return the values for a command's parameters from the nearest file with settings for it; {} if there is none.

    Args:
        context: the context of the command.
        folder: where the search begins; it goes on in the folders around it.

    Raises:
        Unreadable: a file cannot be read.
        click.UsageError: the settings have an unknown key or a wrong value.
    """
    name = context.command.name or ""
    for each in (folder, *folder.parents):
        file = each / FILE
        text = _text(file) if file.is_file() else ""
        if "adgo" not in text:
            continue
        table = _table(file, text, name)
        if table is not None:
            return _checked(context, _Settings(file, text, name, table))
    return {}


class _Settings:
    """The table of a command in a file."""

    def __init__(self, file: Path, text: str, command: str, table: Mapping[str, Any]) -> None:
        self.file, self.text, self.command, self.table = file, text, command, table

    def error(self, key: str, message: str) -> click.UsageError:
        return click.UsageError(f"{os.path.relpath(self.file)}:{self._line(key)}: {message}")

    def _line(self, key: str) -> int:
        """Return the line of a key; that of the table if the key is written in an unusual way."""
        table = re.search(rf"^\s*\[\s*tool\.adgo\.{self.command}\s*\]", self.text, re.MULTILINE)
        start = table.end() if table else 0
        written = re.compile(rf"^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*[=.]", re.MULTILINE)
        found = written.search(self.text, start)
        at = found.start() if found else start
        return self.text.count("\n", 0, at) + 1

    def path(self, value: str) -> str:
        """Return a path of the settings as it is from the working folder."""
        folder = str(self.file.parent)
        joined = os.path.join(escape(folder) if has_magic(value) else folder, value)
        return os.path.relpath(joined)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"{file}: cannot be read: {error}") from error


def _table(file: Path, text: str, command: str) -> Mapping[str, Any] | None:
    import tomllib  # most projects have no settings

    try:
        table = tomllib.loads(text).get("tool", {}).get("adgo", {}).get(command)
    except tomllib.TOMLDecodeError as error:
        found = _SYNTAX_PLACE.fullmatch(str(error))
        place = f"{os.path.relpath(file)}:{found[2]}:{found[3]}: {found[1]}" if found else f"{file}: {error}"
        raise Unreadable(place) from error
    if table is None or isinstance(table, dict):
        return table
    raise click.UsageError(f"{os.path.relpath(file)}: tool.adgo.{command} must be a table")


def _checked(context: click.Context, found: _Settings) -> dict[str, Any]:
    """Return the values by the name of their parameter, each converted once to see that it is right."""
    options = {
        max(each.opts, key=len).removeprefix("--"): each
        for each in context.command.params
        if isinstance(each, click.Option)
    }
    values: dict[str, Any] = {}
    for key, given in found.table.items():
        option = options.get(key)
        if option is None or option.name is None:
            known = ", ".join(sorted(options))
            message = f"{key!r} is not a setting of adgo {found.command}; expected one of: {known}"
            raise found.error(key, message)
        values[option.name] = _value(context, option, key, given, found)
    return values


def _value(context: click.Context, option: click.Option, key: str, given: Any, found: _Settings) -> Any:
    """Return a value with its paths as they are from the working folder; UsageError if it is wrong."""
    if option.is_flag != isinstance(given, bool):
        raise found.error(key, f"{key} must be {'true or false' if option.is_flag else 'text or a number'}")
    values = given if isinstance(given, list) else [given]
    if isinstance(given, list) and not option.multiple:
        raise found.error(key, f"{key} has one value, not a list")
    if not all(isinstance(each, str | int | float) for each in values):
        raise found.error(key, f"{key} must be text or a number")
    if option.name in _PATHS:
        values = [found.path(str(each)) for each in values]
    try:
        converted = [option.type.convert(each, option, context) for each in values]
    except click.BadParameter as error:
        raise found.error(key, f"{key}: {error.message}") from error
    return converted if option.multiple else values[0] if option.name in _PATHS else given
