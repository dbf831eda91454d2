"""The arguments of `python -m adgo.shacl`, in the groups that the help of `adgo validate` has."""

from __future__ import annotations

import argparse

from adgo.shacl.evaluation.deadline import SECONDS
from adgo.shacl.reporting.formats import FORMATS
from adgo.turtle.formats import LONG_NAMES, GraphFormat, by_word


def arguments_parser() -> argparse.ArgumentParser:
    """Return the parser of the command's arguments."""
    parser = argparse.ArgumentParser(
        prog="python -m adgo.shacl",
        description="Check data against SHACL shapes; every result has a file, a line and a column.",
        epilog="SHACL Core needs no other package. SPARQL constraints, JSON-LD and RDF/XML need pyoxigraph; "
        "--engine pyshacl, recursive shapes and checks of the shapes' own syntax need pyshacl.",
    )
    parser.add_argument(
        "data", nargs="+", metavar="DATA", help="a file, a folder, a glob pattern, or - for standard input"
    )
    _add_input(parser)
    _add_shapes(parser)
    _add_output(parser)
    _add_failures(parser)
    _add_engine(parser)
    return parser


def _add_input(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("input").add_argument
    add(
        "--data-format",
        type=_format,
        metavar="FORMAT",
        help="format of standard input, and of data whose file ending says nothing: "
        f"{', '.join(LONG_NAMES)} (default: turtle for standard input)",
    )
    add(
        "--ontology",
        nargs="+",
        action="extend",
        default=[],
        metavar="PATH",
        help="files whose triples the shapes can use but that are not checked themselves",
    )
    add(
        "--imports",
        choices=("none", "catalog", "network"),
        default="catalog",
        help="what owl:imports may load: nothing, only files listed in a catalog, or also documents from the network "
        "(default: catalog)",
    )
    add("--catalog", nargs="+", action="extend", default=[], metavar="FILE", help="OASIS XML catalogs")
    add(
        "--inference",
        choices=("none", "rdfs", "owlrl"),
        default="none",
        help="first add what follows from data and ontology, by RDFS or by OWL 2 RL and RDFS (default: none)",
    )
    add(
        "--lenient",
        action="store_true",
        help="read IRIs that only RFC 3987 forbids, and language tags that only BCP 47 forbids; each gives a warning",
    )


def _add_shapes(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("shapes").add_argument
    add(
        "--shapes",
        nargs="+",
        action="extend",
        required=True,
        metavar="SHAPES",
        help="the shapes, in the same form as the data",
    )
    add(
        "--keep-going",
        action="store_true",
        help="skip shapes and constraints that cannot be evaluated, and check the rest; each is reported as an error, "
        "and the exit code is 3",
    )


def _add_output(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("output").add_argument
    add("--format", choices=tuple(FORMATS), default="text", help="format of the report (default: text)")
    add("-o", "--output", metavar="FILE", help="write the report to this file")
    add(
        "--max-results",
        type=_number,
        metavar="N",
        help="print at most N results in text and json, the most severe, and count the others (default: all)",
    )


def _add_failures(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("what fails").add_argument
    add(
        "--fail-on",
        choices=("violation", "warning", "info"),
        default="violation",
        help="the least severe result that makes the exit code 1 (default: violation)",
    )
    add(
        "--strict",
        action="store_true",
        help="exit with 3 if the shapes have errors or something in them is not evaluated, such as sh:js",
    )
    add("--allow-empty", action="store_true", help="exit with 0 if nothing was checked")
    add("--baseline", metavar="FILE", help="an earlier report in JSON; only new results are shown and fail")
    add(
        "--changed-since",
        metavar="REV",
        help="only results that are new since a git revision are shown and fail",
    )


def _add_engine(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("engine and limits").add_argument
    add("--engine", choices=("fast", "pyshacl", "both"), default="fast", help="the engine (default: fast)")
    add(
        "--query-timeout",
        type=_seconds,
        default=SECONDS,
        metavar="SECONDS",
        help="the time limit of one SPARQL query, or with pySHACL of one focus node; 0 for none "
        f"(default: {SECONDS:g})",
    )


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
