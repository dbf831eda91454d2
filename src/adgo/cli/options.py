"""Options that several commands have, and commands with groups of options."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from adgo.turtle.files import RULE
from adgo.turtle.formats import LONG_NAMES, GraphFormat, by_word

TEXTS = click.option(
    "--texts",
    envvar="ADGO_TEXTS",
    metavar="DIR",
    help="Folder with the articles' texts.  [default: $ADGO_TEXTS]",
)
DATA = click.option(
    "--data",
    multiple=True,
    metavar="PATH",
    help=f"File, folder or glob pattern to read instead of the packaged graph; may be repeated. {RULE}",
)
#: For a command that reads the file of an article.
SOURCE = click.option(
    "--source",
    metavar="NUMBER",
    help="The number of the article.  [default: that of the registered article with this text]",
)
CONTACT = click.option(
    "--contact",
    envvar="ADGO_CONTACT",
    default="",
    help="Mail address, or URL of a form, to which readers report errors.  [default: none; the pages say so]",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
STRICT_TERMS = click.option(
    "--strict-terms",
    is_flag=True,
    envvar="ADGO_STRICT_TERMS",
    help='Refuse data with literals that the store would change, such as "5"^^xsd:int (exit code 1).',
)
#: Ignores the settings in pyproject.toml; `GroupedCommand` looks for it before the settings are read.
ISOLATED = "--isolated"


class FiniteNumber(click.FloatRange):
    """A finite number within bounds: a comparison with a bound would not refuse "nan", nor "inf" without a maximum."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number, or fail.

        Args:
            value: what the user gave.
            param: the option that it was given for.
            ctx: the context of the command.
        """
        number = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is not a finite number.", param, ctx)
        return number


def format_named(ctx: click.Context, param: click.Parameter, value: str | None) -> GraphFormat | None:
    """Return the format that the value of an option names; BadParameter lists the names.

    Args:
        ctx: the context, for the message.
        param: the option, for the message.
        value: what the user gave, or None.
    """
    found = None if value is None else by_word(value)
    if value is not None and found is None:
        message = f"{value!r} is not a format; expected one of {', '.join(LONG_NAMES)}."
        raise click.BadParameter(message, ctx, param)
    return found


class GroupedCommand(click.Command):
    """A command whose options are in groups in its help, and may be set in the project's pyproject.toml."""

    def __init__(self, *arguments: Any, groups: Mapping[str, Sequence[str]], **named: Any) -> None:
        """Create the command.

        Args:
            arguments: as for `click.Command`.
            groups: the heading of each group to the names of its options, such as `--shapes`.
            named: as for `click.Command`.
        """
        super().__init__(*arguments, **named)
        self.groups = groups

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the settings of the project, then the arguments, which take precedence."""
        from adgo.cli.project_settings import settings  # other commands have none

        if ISOLATED not in args and not {"-h", "--help"} & set(args):
            ctx.default_map = {**(ctx.default_map or {}), **settings(ctx, Path.cwd())}
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write one section for each group, and one for options that are in none."""
        options = [each for each in self.get_params(ctx) if isinstance(each, click.Option)]
        rows = {max(each.opts, key=len): row for each in options if (row := each.get_help_record(ctx))}
        for heading, names in self.groups.items():
            if inside := [rows.pop(name) for name in names if name in rows]:
                with formatter.section(heading):
                    formatter.write_dl(inside)
        if rows:
            with formatter.section("Other"):
                formatter.write_dl(list(rows.values()))
