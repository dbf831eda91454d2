"""`adgo ingest`: takes drafts of claims from people and programs into the files of the project."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from adgo.cli.errors import CheckFailed, Unreadable
from adgo.cli.intake.locked_project import changing
from adgo.cli.options import JSON, TEXTS
from adgo.cli.output_streams import print_document
from adgo.intake.reading import FORMS
from adgo.turtle.writing.atomic_files import write_file

if TYPE_CHECKING:
    from adgo.intake.ingest import Ingestion


@click.command()
@click.argument("drafts", type=click.Path(path_type=Path))
@TEXTS
@click.option(
    "--form", type=click.Choice(FORMS), default="jsonl", show_default=True, help="The form of the file."
)
@click.option("--source", metavar="NUMBER", help="The article, for drafts that do not name theirs.")
@click.option("--dry-run", is_flag=True, help="Check the drafts and write nothing.")
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    help="List the refused drafts with reasons in this file. Keep it out of version control: it may quote the "
    "article.  [default: a file in drafts/, unless it is a dry run]",
)
@JSON
def ingest(
    drafts: Path,
    texts: str | None,
    form: str,
    source: str | None,
    dry_run: bool,
    report: Path | None,
    as_json: bool,
) -> None:
    """Check drafts of claims, and write those that are right into data/claims.

    DRAFTS is a JSON Lines file, or a file of another tool (--form). Each draft is found in its article by its
    quotation, never by its offsets. A draft that is already a claim changes nothing; one that a person has rejected in
    `adgo review` is refused. If a draft is refused, the others are written, the refused ones are listed in the
    project's folder drafts/, and the exit code is 1.
    """
    if texts is None:
        raise Unreadable(
            "ingest needs the articles' texts: name their folder with --texts DIR or in ADGO_TEXTS"
        )
    with changing() as write:
        found = _ingested(drafts, texts, form, source)
        if not dry_run:
            write(found.texts)
            report = report or _default_report(drafts, found)
    if report is not None:
        _write_report(report, found)
    print_document(_as_json(found) if as_json else _as_text(found))
    for each in found.warnings:
        click.echo(f"warning: {each}", err=True)
    new = sum(each.is_new for each in found.accepted)
    done = "would become claims" if dry_run else "became claims"
    click.echo(
        f"{new} {done}, {len(found.accepted) - new} were known, {len(found.refused)} refused"
        + (f", listed in {report}" if report is not None and found.refused else "")
        + ("; now run `adgo build` and `adgo validate`" if new and not dry_run else ""),
        err=True,
    )
    if found.refused:
        sys.exit(1)


def _ingested(path: Path, texts: str, form: str, source: str | None) -> Ingestion:
    """Return what becomes of the drafts in a file."""
    from adgo.corpus import names, reading
    from adgo.evidence.sources import NoTexts, Texts
    from adgo.graph import dataset
    from adgo.intake import ingest as intake
    from adgo.intake.project_graph import ProjectGraph
    from adgo.intake.reading import UnreadableDrafts, read
    from adgo.intake.review.decisions import DamagedDecisions
    from adgo.intake.review.earlier_decisions import without_decided
    from adgo.intake.shape_checks import ProjectShapes

    try:
        given = read(path, form, source)
        store = dataset.load().store
        corpus, graph = reading.read_store(store), ProjectGraph(store)
        return intake.ingest(
            without_decided(given, graph),
            graph,
            Texts(texts),
            lambda name: names.find(corpus, name),
            ProjectShapes().violations,
        )
    except (DamagedDecisions, UnreadableDrafts, NoTexts, dataset.UnreadableFile) as error:
        raise Unreadable(str(error)) from error
    except intake.IngestError as error:
        raise CheckFailed(f"nothing was written, because the files would break a rule:\n{error}") from error


def _default_report(drafts: Path, found: Ingestion) -> Path | None:
    """Return the file in the working folder for the refused drafts of a file; None if there are none, now or before."""
    from adgo.intake.review.drafts_file import refusals_of

    report = refusals_of(drafts)
    return report if found.refused or report.exists() else None


def _write_report(path: Path, found: Ingestion) -> None:
    lines = [json.dumps(vars(each), ensure_ascii=False) + "\n" for each in found.refused]
    try:
        write_file(path, "".join(lines).encode())
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror or error}") from error


def _as_text(found: Ingestion) -> str:
    """Return one line for each draft."""
    lines = [
        f"{each.place}: " + (f"claim:{each.claim}" if each.is_new else "already a claim")
        for each in found.accepted
    ]
    lines += [f"{each.place}: refused ({each.reason}): {each.message}" for each in found.refused]
    return "".join(line + "\n" for line in lines)


def _as_json(found: Ingestion) -> str:
    return (
        json.dumps(
            {
                "accepted": [vars(each) for each in found.accepted],
                "refused": [vars(each) for each in found.refused],
                "warnings": found.warnings,
            },
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
    )
