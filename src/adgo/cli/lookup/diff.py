"""`adgo diff`: what differs between two versions of the graph."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import click

from adgo.cli.errors import Unreadable
from adgo.cli.options import JSON
from adgo.cli.output_streams import print_document

if TYPE_CHECKING:
    from adgo.corpus.comparison.difference import GraphDifference
    from adgo.corpus.comparison.graph_version import GraphVersion


@click.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="[B]", required=False)
@JSON
@click.option(
    "--turtle", is_flag=True, help="Print the entry for data/changes.ttl, which the page /changes shows."
)
@click.option("--title", metavar="TEXT", help="Title of the entry.  [default: the counts]")
@click.option("--check", is_flag=True, help="Exit with 1 if anything differs.")
def diff(before: str, after: str | None, as_json: bool, turtle: bool, title: str | None, check: bool) -> None:
    """Print what differs from A to B in claims, things, facts, plans and reports, with their labels.

    A and B are revisions of git, folders or files; without B, it is the project as it is now. A revision is read from
    the repository that the project is in; write ./NAME for a path that is also the name of a revision. Counts come
    first. A claim that states something else, a plan that became a fact and a report of another standing are named
    as such.

    Exit codes: 0 compared (with --check: nothing differs), 1 something differs and --check is given, 2 wrong usage,
    3 a version could not be read.
    """
    if as_json and turtle:
        raise click.UsageError("--json and --turtle cannot be combined")
    if title is not None and not turtle:
        raise click.UsageError("--title needs --turtle")
    found = _difference(before, after)
    if after is None and found:
        _warn_of_stale_files()
    if turtle:
        _print_entry(found, title)
    elif as_json:
        from adgo.corpus.comparison import json_record

        print_document(json.dumps(json_record.record(found), indent=2, ensure_ascii=False))
    else:
        from adgo.corpus.comparison import text_lines

        print_document("\n".join(text_lines.lines(found)))
    if check and found:
        raise SystemExit(1)


def _difference(before: str, after: str | None) -> GraphDifference:
    from adgo.corpus.comparison import difference

    return difference.between(_version(before), _version(after))


def _version(given: str | None) -> GraphVersion:
    from adgo.corpus.comparison import graph_version
    from adgo.graph.dataset import UnreadableFile
    from adgo.shacl.git_repository import GitError

    try:
        return graph_version.read(given)
    except (graph_version.NotVersion, GitError, UnreadableFile) as error:
        raise Unreadable(str(error)) from error


def _warn_of_stale_files() -> None:
    """Print which generated files of the project are stale: what they say does not follow from its claims."""
    from adgo.cli.build import stale_files
    from adgo.graph import claims_to_facts, files
    from adgo.graph.building.partitioned import FEW_ARTICLES

    if len(files.part("claims")) >= FEW_ARTICLES:
        click.echo(
            "note: generated files are compared as they are; check them with `adgo build --check`", err=True
        )
        return
    for name in stale_files(claims_to_facts.build(None, ("facts", "plans", "inferred", "reports"))):
        click.echo(f"warning: {name} is stale and is compared as it is; run `adgo build` first", err=True)


def _print_entry(found: GraphDifference, title: str | None) -> None:
    from adgo.corpus.comparison import change_entry

    if not found:
        raise click.ClickException("nothing differs, so there is no entry to write")
    print_document(change_entry.turtle(found, found.after.day or date.today(), title))
