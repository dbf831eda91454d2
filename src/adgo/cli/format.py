"""`adgo format`: Turtle files in the style of the house."""

from __future__ import annotations

import difflib
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from adgo.cli.failure import Unreadable
from adgo.cli.replacement import replace


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Change nothing; exit 1 and name the files that would change.")
@click.option("--diff", "show_diff", is_flag=True, help="Change nothing; print what would change.")
@click.option(
    "--keep-order", is_flag=True, help="Leave statements, predicates and objects in the author's order."
)
def format(paths: tuple[Path, ...], check: bool, show_diff: bool, keep_order: bool) -> None:
    """Write Turtle files in the style of the house; folders are searched, `-` is standard input to standard output.

    Statements are sorted within their section, remarks go along, lists keep their order. A file with a syntax error
    stays as it is, and the others are done; the exit code is then 3.
    """
    from adgo.turtle.errors import TurtleError

    changed, failures = 0, []
    for path in _files(paths):
        try:
            old, new = _formatted(path, keep_order=keep_order)
        except (TurtleError, OSError) as error:
            failures.append(f"{path}: {error.strerror}" if isinstance(error, OSError) else str(error))
            continue
        if str(path) == "-" and not (check or show_diff):
            sys.stdout.buffer.write(new)
        elif new != old:
            changed += 1
            if not (check or show_diff) and path.read_bytes() != old:
                failures.append(
                    f"{path}: was changed by another while it was formatted, so it stays: run again"
                )
                continue
            _report(path, old, new, check=check, show_diff=show_diff)
    if failures:
        raise Unreadable("\n".join(failures))
    if changed and check:
        click.get_current_context().exit(1)


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    from adgo.turtle.files import below

    for path in paths:
        if not path.is_dir():
            yield path
            continue
        inside = below(path, {".ttl"})
        if not inside:
            raise Unreadable(f"{path}: no Turtle file (.ttl) in this folder")
        yield from inside


def _formatted(path: Path, *, keep_order: bool) -> tuple[bytes, bytes]:
    """The bytes of a file and what they should be; TurtleError where it is no Turtle."""
    from adgo.turtle.errors import Fault, TurtleError
    from adgo.turtle.files import read_bytes
    from adgo.turtle.reader import decode
    from adgo.turtle.writing.formatter import format_text, same_graph

    if str(path) == "-":
        old = sys.stdin.buffer.read()
    elif path.suffix.lower() != ".ttl":
        raise TurtleError([Fault(str(path), None, None, None, "not a Turtle file: only .ttl is formatted")])
    else:
        old = read_bytes(path)
    text = decode(old, str(path))
    new = format_text(text, path=str(path), keep_order=keep_order)
    if not same_graph(text, new):
        message = "formatting would change what this file says, so it stays as it is: please report this"
        raise TurtleError([Fault(str(path), None, None, None, message)])
    return old, new.encode()


def _report(path: Path, old: bytes, new: bytes, *, check: bool, show_diff: bool) -> None:
    if show_diff:
        before, after = (text.decode("utf-8-sig").splitlines(keepends=True) for text in (old, new))
        click.echo("".join(difflib.unified_diff(before, after, str(path), f"{path} (formatted)")), nl=False)
    if check:
        click.echo(f"{path}: would change (run: adgo format {shlex.quote(str(path))})", err=True)
    elif not show_diff:
        replace(path, new)
        click.echo(f"{path}: formatted", err=True)
