"""`adgo source add`: registers an article, so that claims can be made on it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from adgo.cli.errors import CheckFailed, Unreadable
from adgo.cli.intake.article import read_article
from adgo.cli.intake.locked_project import changing
from adgo.cli.intake.withdraw import withdraw
from adgo.cli.options import JSON, TEXTS
from adgo.cli.output_streams import print_document

if TYPE_CHECKING:
    from adgo.evidence.sources import Source
    from adgo.graph.project_changes import Write
    from adgo.intake.project_graph import ProjectGraph
    from adgo.intake.registration import ArticleText, Registration
    from adgo.intake.resemblance import Resemblance


@click.group()
def source() -> None:
    """Register and withdraw articles."""


source.add_command(withdraw)


@source.command()
@click.argument("file", type=click.Path(path_type=Path))
@TEXTS
@click.option("--label", required=True, help="The name of the article: its publisher or title, and its date.")
@click.option(
    "--language", metavar="TAG", help="The language of the text, such as en.  [default: found in the text]"
)
@click.option(
    "--published", type=click.DateTime(["%Y-%m-%d"]), help="The day of publication that the article states."
)
@click.option(
    "--family",
    metavar="NAME",
    help="The family of articles that retell the same report, such as family:gidc7.",
)
@click.option(
    "--own-family",
    is_flag=True,
    help="The article retells no report of a registered one, although it resembles one.",
)
@click.option("--dry-run", is_flag=True, help="Say what is found and write nothing.")
@JSON
def add(
    file: Path,
    texts: str | None,
    label: str,
    language: str | None,
    published: datetime | None,
    family: str | None,
    own_family: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Register the article in FILE: its digest, length, language, family and day of publication.

    The text itself is not copied: keep FILE in the folder of texts. If the article resembles a registered one, decide
    whether both retell one report: with --family NAME or --own-family. Until then, nothing is written, and the exit
    code is 1.
    """
    with changing() as write:
        article, graph = read_article(file)
        known = _registered_as(article, graph)
        if known:
            click.echo(f"{file} is registered already, as {known}; nothing changed", err=True)
            return
        alike = _alike(article, graph, texts)
        registration = _decided(article, graph, label, language, published, family)
        print_document(
            _as_json(registration.number, article, graph, alike)
            if as_json
            else _as_text(registration.number, article, graph, alike)
        )
        close = [record.name for record, each in alike if each.is_close]
        if close and not (family or own_family):
            raise CheckFailed(
                f"nothing was written: decide whether this article retells the report of {', '.join(close)}; "
                "if so, --family NAME, else --own-family"
            )
        _write(article, registration, None if dry_run else write)


def _registered_as(article: ArticleText, graph: ProjectGraph) -> str:
    from adgo.intake.registration import registered_as

    known = registered_as(article, graph.sources)
    return known.name if known else ""


def _decided(
    article: ArticleText,
    graph: ProjectGraph,
    label: str,
    language: str | None,
    published: datetime | None,
    family: str | None,
) -> Registration:
    """Return the registration that the options give."""
    from adgo.intake.registration import Registration, next_number
    from adgo.intake.withdrawal.withdrawal import withdrawn_numbers
    from adgo.turtle.parsing.term_resolver import is_language

    if language and not is_language(language):
        raise click.UsageError(f"--language: {language} is not a language tag, such as en")
    return Registration(
        number=next_number(graph.sources, withdrawn_numbers(graph.store)),
        label=_one_line(label),
        language=language or article.language or _no_language(),
        family=_family(family, graph) if family else "",
        published=published.date() if published else None,
    )


def _write(article: ArticleText, decided: Registration, write: Write | None) -> None:
    """Write a registration, or only say what would be written."""
    from adgo.graph.namespaces import short
    from adgo.intake import registration

    try:
        made = registration.new_texts(article, decided)
    except registration.Unregistrable as error:
        raise CheckFailed(str(error)) from error
    if write:
        write(made)
    click.echo(f"src:{decided.number} {'is' if write else 'would be'} registered", err=True)
    if decided.family:
        family = short(decided.family)
        click.echo(
            f"check in {registration.SOURCES} that the label and definition of {family} fit this article too",
            err=True,
        )


def _one_line(label: str) -> str:
    if not label.strip() or "\n" in label:
        raise click.UsageError("--label: give one line of text")
    return label.strip()


def _no_language() -> str:
    raise click.UsageError("the language of the text is not clear: name it with --language TAG")


def _family(name: str, graph: ProjectGraph) -> str:
    """Return the IRI of a registered family."""
    from adgo.intake.term_finder import UnknownTerm

    try:
        return graph.terms.member(name, "SourceFamily")
    except UnknownTerm as error:
        raise click.UsageError(f"--family: {error}") from error


def _alike(article: ArticleText, graph: ProjectGraph, texts: str | None) -> list[tuple[Source, Resemblance]]:
    """Return how much the article shares with each registered one whose text is there, most first."""
    from adgo.evidence.sources import NoTexts, Texts
    from adgo.intake.resemblance import compare

    names = sorted({label for labels in graph.labels.values() for label in labels})
    found, absent = [], []
    try:
        folder = Texts(texts) if texts else None
        for record in graph.sources.values():
            text = folder.of(record) if folder else None
            if text is None:
                absent.append(record.name)
            else:
                found.append((record, compare(article.content, text.content, names)))
    except NoTexts as error:
        raise Unreadable(str(error)) from error
    if absent:
        where = f"not in {texts}" if texts else "in no folder (--texts)"
        click.echo(
            f"warning: not compared with these articles, whose texts are {where}: {'; '.join(absent)}",
            err=True,
        )
    return sorted(found, key=lambda each: -each[1].shared)


def _as_text(
    number: str, article: ArticleText, graph: ProjectGraph, alike: list[tuple[Source, Resemblance]]
) -> str:
    from adgo.graph.namespaces import short
    from adgo.intake.articles.publishers import publishers_in

    places = sorted(
        [(each.start, each.end) for each in article.dates]
        + [(each.start, each.end) for each in article.partial_dates]
    )
    days = ", ".join(
        f"{' '.join(article.content[start:end].split())} ({start}:{end})" for start, end in places
    )
    named = ", ".join(
        f"{short(each.iri)} ({each.span[0]}:{each.span[1]})" for each in publishers_in(article.content, graph)
    )
    lines = [
        f"src:{number}: {len(article.content)} code points, sha256 {article.sha256}",
        f"language: {article.language or 'not clear'}",
        f"dates in the text: {days or 'none'}",
        f"publisher: {named or _NO_PUBLISHER}",
    ]
    for record, each in alike:
        common = ", ".join((*each.names[:6], *each.dates[:3]))
        lines.append(
            f"{each.shared:6.1%} of the shorter article's runs of three words are also in {record.name}"
            + (f"; both name {common}" if common else "")
        )
    return "".join(line + "\n" for line in lines)


#: The publisher is a claim of the article, or what editors presume; no option of this command decides it.
_NO_PUBLISHER = (
    "not found: the first and last lines name no publisher of a registered article; name it in --label, and hand in a "
    "claim with dcterms:publisher if the article states it"
)


def _as_json(
    number: str, article: ArticleText, graph: ProjectGraph, alike: list[tuple[Source, Resemblance]]
) -> str:
    from adgo.intake.articles.publishers import publishers_in

    found = {
        "source": number,
        "length": len(article.content),
        "sha256": article.sha256,
        "language": article.language or None,
        "dates": [{"start": each.start, "end": each.end, "day": str(each.day)} for each in article.dates],
        "partial_dates": [
            {"start": each.start, "end": each.end, "value": each.value} for each in article.partial_dates
        ],
        "publishers": [
            {"iri": each.iri, "start": each.span[0], "end": each.span[1]}
            for each in publishers_in(article.content, graph)
        ],
        "alike": [
            {
                "source": record.number,
                "shared": round(each.shared, 4),
                "close": each.is_close,
                "names": each.names,
            }
            for record, each in alike
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
