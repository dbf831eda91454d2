"""Registers an article: its record, its family, and a file for its claims; its text stays with the user."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Template

from adgo import __version__
from adgo.evidence.sources import Source, decode, read_bytes
from adgo.graph import files
from adgo.graph.namespaces import PREFIXES, short
from adgo.intake.articles.family_words import joined
from adgo.intake.claims_file import appended
from adgo.intake.dates import FoundDate, FoundDatePart, dates_in, partial_dates_in
from adgo.intake.language import language_of
from adgo.intake.withdrawal.turtle_edit import PrefixRebound
from adgo.turtle.writing.formatter import format_text
from adgo.turtle.writing.term_writer import quoted

SOURCES = "seeds/sources.ttl"
_TEMPLATES = Path(__file__).parent


class Unregistrable(ValueError):
    """An article cannot be registered; the message says why and what to do."""


@dataclass(frozen=True)
class ArticleText:
    """A text that is to be registered, and what is found in it."""

    path: Path
    content: str
    sha256: str
    #: The language tag; "" if it is not clear.
    language: str
    dates: tuple[FoundDate, ...]
    #: Months with a year, and days without one.
    partial_dates: tuple[FoundDatePart, ...] = ()


@dataclass(frozen=True)
class Registration:
    """What a person decides about an article, and the number that it gets.

    `family` is the IRI of a known family, or "" for one of its own. `published` is the day of publication, None if it
    is not known.
    """

    number: str
    label: str
    language: str
    family: str = ""
    published: date | None = None


def read_article(path: Path) -> ArticleText:
    """Return the article in a file; NoTexts if it cannot be read or is not UTF-8, Unregistrable if it is empty."""
    content = read_bytes(path)
    text = decode(content, path)
    if not text.strip():
        raise Unregistrable(f"{path}: the file has no text")
    digest = hashlib.sha256(content).hexdigest()
    return ArticleText(
        path, text, digest, language_of(text), tuple(dates_in(text)), tuple(partial_dates_in(text))
    )


def registered_as(article: ArticleText, records: Mapping[str, Source]) -> Source | None:
    """Return the record with exactly this text; None if there is none."""
    return next((each for each in records.values() if each.sha256 == article.sha256), None)


def next_number(records: Iterable[str], withdrawn: Iterable[str] = ()) -> str:
    """Return the next free number of an article, such as `005`; a number never stands for two articles.

    Args:
        records: the numbers of the registered articles.
        withdrawn: the numbers of articles that were withdrawn.
    """
    taken = (int(number) for number in (*records, *withdrawn) if number.isdecimal())
    return f"{max(taken, default=-1) + 1:03}"


def new_texts(article: ArticleText, decided: Registration) -> dict[Path, str]:
    """Return the texts of the files that change, by path, in the order in which they must be written.

    Args:
        article: the article.
        decided: what a person decided.

    Raises:
        Unregistrable: if there is another file with claims of this number.
    """
    number = decided.number
    claims, sources = files.root() / f"data/claims/{number}.ttl", files.root() / SOURCES
    values = _values(article, decided)
    blocks = [_filled("new_source", values)]
    if not decided.family:
        blocks.append(_filled("new_family", values))
    blocks.append(_told_at(decided))
    record = appended(_with_family(sources, decided.family), blocks, str(sources))
    prefixes = "".join(
        f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items() if prefix in _CLAIMS_USE
    )
    header = format_text(prefixes + _filled("new_claims", values), path=str(claims), keep_order=True)
    # A registration that was interrupted has left exactly this file.
    if claims.exists() and claims.read_text(encoding="utf-8") != header:
        raise Unregistrable(
            f"{claims}: exists already, but no article {number} is registered; remove or rename it"
        )
    # The record last: without it, a file for claims is only an unused header.
    return {claims: header, sources: record}


def _with_family(sources: Path, family: str) -> str:
    """Return the text of the file of sources; a known family is no longer said to be one article alone."""
    try:
        return joined(sources, family) if family else sources.read_text(encoding="utf-8-sig")
    except PrefixRebound as error:
        raise Unregistrable(str(error)) from error


#: Prefixes that the files of claims use.
_CLAIMS_USE = ("adgo", "claim", "dcterms", "id", "oa", "owl", "p", "rdf", "skos", "src", "st", "time", "xsd")


def _values(article: ArticleText, decided: Registration) -> dict[str, str]:
    """Return the values for the templates."""
    number, label = decided.number, decided.label
    return {
        "number": number,
        "label": quoted(label),
        "language": decided.language,
        "family": short(decided.family) if decided.family else f"family:article-{number}",
        "length": str(len(article.content)),
        "sha256": article.sha256,
        "name": quoted(f"{label} alone"),
        "definition": quoted(f"{label} alone; no other article here retells its report."),
        "title": quoted(f"ADGO: what “{label}” says, claim by claim"),
        "version": __version__,
    }


def _told_at(decided: Registration) -> str:
    number = decided.number
    if decided.published is None:
        return f'time:{number}-told a adgo:TimeExpression ; adgo:wording "undated"@en ; adgo:basis adgo:Unresolved .\n'
    day = decided.published
    return (
        f'time:{number}-told a adgo:TimeExpression ; adgo:wording "{day.day} {day:%B %Y}"@en ; '
        f'adgo:notBefore "{day}"^^xsd:date ; adgo:notAfter "{day}"^^xsd:date ; adgo:basis adgo:AsStated .\n'
    )


def _filled(name: str, values: Mapping[str, str]) -> str:
    return Template((_TEMPLATES / f"{name}.ttl").read_text(encoding="utf-8")).substitute(values)
