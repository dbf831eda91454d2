"""`adgo format`: Turtle files in ADGO's style."""

from __future__ import annotations

import difflib
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from adgo.cli.errors import Unreadable
from adgo.turtle.file_names import printable, shell_quoted
from adgo.turtle.files import STANDARD_INPUT, name_of
from adgo.turtle.writing.atomic_files import write_file

#: Endings of the files that are formatted.
ENDINGS = (".ttl",)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "--check", is_flag=True, help="Change nothing; exit with 1 and name the files that would change."
)
@click.option("--diff", "show_diff", is_flag=True, help="Change nothing; print what would change.")
@click.option("--keep-order", is_flag=True, help="Keep the order of statements, predicates and objects.")
def format(paths: tuple[str, ...], check: bool, show_diff: bool, keep_order: bool) -> None:
    """Format Turtle files in ADGO's style.

    PATH is a file, a folder, a glob pattern, or - to format standard input to standard output. A folder means all
    .ttl files in it and its subfolders, except hidden ones and those listed in a .adgoignore file in the same folder.

    Statements are sorted within their section and comments move with them; lists keep their order. A file with a
    syntax error is not changed, the other files are formatted, and the exit code is 3.
    """
    from adgo.turtle.errors import TurtleError

    files, failures = _files(paths)
    changed = 0
    for path in files:
        try:
            with _without_cycle_search():
                old, new = _formatted(path, keep_order=keep_order)
        except (TurtleError, OSError) as error:
            failures.append(
                f"{printable(name_of(path))}: {error.strerror}" if isinstance(error, OSError) else str(error)
            )
            continue
        if path == STANDARD_INPUT and not (check or show_diff):
            sys.stdout.buffer.write(new)
        elif new != old:
            changed += 1
            if not (check or show_diff) and path.read_bytes() != old:
                failures.append(
                    f"{printable(path)}: another program changed this file while it was being formatted, so it was "
                    "not written; run the command again"
                )
                continue
            _report(path, old, new, check=check, show_diff=show_diff)
    if failures:
        # Each failure starts a line with its file, so that editors and CI can link to it.
        click.echo("\n".join(failures), err=True)
        raise Unreadable("not every file could be formatted: see the lines above")
    if changed and check:
        click.get_current_context().exit(1)


def _files(paths: tuple[str, ...]) -> tuple[list[Path], list[str]]:
    """The files that the paths mean, and a message for each path that means none."""
    from adgo.turtle.files import expand

    files: dict[Path, None] = {}
    failures = []
    for path in paths:
        inside, reason = ([STANDARD_INPUT], None) if path == str(STANDARD_INPUT) else expand(path, ENDINGS)
        files |= dict.fromkeys(inside)
        failures += [f"{printable(path)}: {reason}"] if reason else []
    return list(files), failures


@contextmanager
def _without_cycle_search() -> Iterator[None]:
    """Do without Python's search for cycles of objects: a large text makes many objects, but hardly any cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _formatted(path: Path, *, keep_order: bool) -> tuple[bytes, bytes]:
    """The bytes of a file and what they should be; TurtleError if it is not Turtle."""
    from adgo.turtle.errors import Fault, TurtleError
    from adgo.turtle.files import read_bytes
    from adgo.turtle.reader import decode
    from adgo.turtle.writing.blank_node_order import TooRegular
    from adgo.turtle.writing.formatter import format_document, read_text
    from adgo.turtle.writing.graph_comparison import have_same_graph

    name = name_of(path)
    if path == STANDARD_INPUT:
        old = sys.stdin.buffer.read()
    elif path.suffix.lower() not in ENDINGS:
        raise TurtleError([Fault(name, None, None, None, "not a Turtle file: only .ttl is formatted")])
    else:
        old = read_bytes(path)
    document = read_text(decode(old, name), name)
    new = format_document(document, keep_order=keep_order)
    if new.encode() == old:
        return old, old
    try:
        is_same = have_same_graph(document, read_text(new, table=document.table))
    except TooRegular as error:
        raise TurtleError([Fault(name, None, None, None, str(error))]) from None
    if not is_same:
        message = (
            "formatting would change the triples in this file, so it was not written: please report this bug"
        )
        raise TurtleError([Fault(name, None, None, None, message)])
    return old, new.encode()


def _report(path: Path, old: bytes, new: bytes, *, check: bool, show_diff: bool) -> None:
    if show_diff:
        before, after = (text.decode("utf-8-sig").splitlines(keepends=True) for text in (old, new))
        name = printable(name_of(path))
        click.echo("".join(difflib.unified_diff(before, after, name, f"{name} (formatted)")), nl=False)
    if check and path == STANDARD_INPUT:
        click.echo(f"{name_of(path)}: would change", err=True)
    elif check:
        click.echo(f"{printable(path)}: would change (run: adgo format {shell_quoted(path)})", err=True)
    elif not show_diff:
        write_file(path, new)
        click.echo(f"{printable(path)}: formatted", err=True)
