"""`adgo publish`: the graph as a folder of static files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from adgo.cli.errors import Unreadable
from adgo.cli.options import CONTACT, DATA
from adgo.cli.serve import check_contact, check_public_url
from adgo.graph.namespaces import BASE


@click.command()
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@DATA
@click.option(
    "--public-url",
    default="",
    help="URL that the folder will have. With it, citations, the feed and metadata have absolute addresses, and the "
    "folder has a sitemap and redirect rules for w3id.org.",
)
@CONTACT
@click.option(
    "--day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day for which questions about today are answered.  [default: day of the last change that the data record]",
)
def publish(target: Path, data: tuple[str, ...], public_url: str, contact: str, day: datetime | None) -> None:
    """Write the graph as a folder of static files, which any web server can serve.

    The folder has all pages, each thing as HTML, Turtle, JSON-LD and CSV, all data as RDF and as tables, and
    manifest.sha256 with the SHA-256 of every file. Queries are answered in the browser. The same graph always gives
    the same bytes. The texts of the articles are never in the folder.

    If DIR exists, it is replaced as a whole. DIR must be empty, or written by `adgo publish` and not changed since.

    Exit codes: 0 written, 2 wrong usage, 3 the data could not be read or DIR not be written.
    """
    check_public_url(public_url or None)
    check_contact(contact)
    from adgo.publishing.manifest import NotPublished
    from adgo.publishing.page_writer import NotWritten
    from adgo.publishing.publication import NoDay, Publication, publish
    from adgo.server.engine.child_process import CannotStart

    url = f"{public_url.rstrip('/')}/" if public_url else ""
    publication = Publication(data, url, contact, f"{day:%Y-%m-%d}" if day else "")
    try:
        made = publish(publication, target)
    except NoDay as error:
        raise click.UsageError(f"{error}: name the day with --day") from error
    except (NotPublished, NotWritten, CannotStart) as error:
        raise Unreadable(str(error)) from error
    except OSError as error:
        raise Unreadable(f"{error.filename or target}: cannot be written: {error.strerror}") from error
    if not made.has_editor:
        click.echo(
            "Warning: the query engine is missing from this installation, so the folder has no query editor and its "
            "questions have fixed answers. It comes from npm when the package is built.",
            err=True,
        )
    if made.others:
        click.echo(
            f"Warning: {made.others:,} things have no page, as only IRIs below {BASE} have pages. They are in the data "
            "files, and queries find them.",
            err=True,
        )
    click.echo(
        f"{target}: {made.files:,} files, {made.size:,} bytes, {made.things:,} things with pages; questions about "
        f"today are answered for {made.day}",
        err=True,
    )
