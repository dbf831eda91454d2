"""The arguments of `python -m adgo.shacl`, in the groups that the help of `adgo validate` has."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from adgo.shacl.options import OPTIONS, CheckOption, Kind
from adgo.turtle.formats import LONG_NAMES, GraphFormat, by_word


def arguments_parser() -> argparse.ArgumentParser:
    """Return the parser of the command's arguments."""
    parser = argparse.ArgumentParser(
        prog="python -m adgo.shacl",
        description="Check data against SHACL shapes; every result has a file, a line and a column.",
        epilog="SHACL Core needs no other package. SPARQL constraints, JSON-LD and RDF/XML need pyoxigraph; "
        "--engine pyshacl, shapes that refer to themselves through sh:property alone, and checks of the shapes' syntax "
        "need pyshacl.",
    )
    parser.add_argument(
        "data", nargs="+", metavar="DATA", help="a file, a folder, a glob pattern, or - for standard input"
    )
    groups = {heading: parser.add_argument_group(heading) for heading in _headings()}
    groups["Shapes"].add_argument(
        "--shapes",
        nargs="+",
        action="extend",
        required=True,
        metavar="SHAPES",
        help="Shapes, in the same form as the data.",
    )
    for option in OPTIONS:
        groups[option.group].add_argument(*option.names, **_settings(option))
    return parser


def _headings() -> dict[str, None]:
    return dict.fromkeys(option.group for option in OPTIONS)


def _settings(option: CheckOption) -> dict[str, Any]:
    """Return the arguments that make argparse's option."""
    if option.kind == "flag":
        return {"action": "store_true", "help": option.help}
    default = "" if option.default is None else "  [default: %(default)s]"
    found: dict[str, Any] = {"default": option.default, "help": option.help + default}
    if option.is_repeatable:
        found |= {"nargs": "+", "action": "extend", "default": []}
    if option.choices:
        return found | {"choices": option.choices}
    return found | {"metavar": option.metavar, "type": _READERS.get(option.kind, str)}


def _format(argument: str) -> GraphFormat:
    found = by_word(argument)
    if found is None:
        raise argparse.ArgumentTypeError(
            f"{argument!r} is not a format; expected one of {', '.join(LONG_NAMES)}"
        )
    return found


def _number(argument: str) -> int:
    if not (argument.isascii() and argument.isdigit()):
        raise argparse.ArgumentTypeError(f"{argument!r} is not a number of results")
    return int(argument)


def _seconds(argument: str) -> float:
    try:
        seconds = float(argument)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{argument!r} is not a number of seconds")
    return seconds


_READERS: dict[Kind, Callable[[str], object]] = {"format": _format, "count": _number, "seconds": _seconds}
