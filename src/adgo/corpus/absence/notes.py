"""Notes on an answer without rows, the same for the command, the pages and Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

from pyoxigraph import NamedNode

from adgo.corpus.absence.required_terms import required_terms
from adgo.corpus.reading import Row
from adgo.graph import unknown_terms
from adgo.graph.namespaces import short
from adgo.sparql import hints
from adgo.sparql.text import SparqlText

FOLDER = Path(__file__).parent / "queries"
#: Returns the rows of a SELECT query.
Ask = Callable[[str], list[Row]]
#: What "no" means if the data are claims of articles. The schema card for language models says the same.
OPEN_WORLD = "No article in the graph says that it is so, which does not mean that it is false"
#: A query with more characters gets no notes.
LONGEST = 65536


def notes(text: SparqlText, ask: Ask) -> list[str]:
    """Return what can be the reason why a query has no rows, or the answer no: sentences without the full stop.

    Args:
        text: the query.
        ask: returns the rows of a SELECT query on the same data.
    """
    if len(text.source) > LONGEST:
        return []

    absent = unknown_terms.find(
        text, partial(occurs, ask), lambda: (row["term"]["value"] for row in ask(_query("terms")))
    )
    missing = {iri for iri, _ in absent}
    is_open = text.analysis.form == "ASK" and ask(_query("claim"))
    meaning = [OPEN_WORLD] if is_open else []
    return [*meaning, *hints.for_no_rows(text), *unknown_terms.words(absent), *_unused(text, ask, missing)]


def occurs(ask: Ask, iri: str) -> bool:
    """Return whether an IRI is anywhere in the data; a relative one may be.

    Args:
        ask: returns the rows of a SELECT query on the data.
        iri: the IRI.
    """
    return not _is_absolute(iri) or bool(ask(_query("occurs", iri)))


def _unused(text: SparqlText, ask: Ask, missing: set[str]) -> Iterator[str]:
    """Yield a sentence for each class without members and each property without triples; `missing` are left out."""
    classes, properties = required_terms(text)
    for part, role, iris in (("member", "class", classes), ("triple", "property", properties)):
        for iri in iris[: unknown_terms.MOST]:
            if iri in missing or not _is_absolute(iri) or ask(_query(f"{role}-is-used", iri)):
                continue
            near = _near(ask(_query(f"{role}-near", iri)), part)
            yield f"The {role} {short(iri)} has no {part}s in the data" + (f"; {near}" if near else "")


def _near(rows: list[Row], part: str) -> str:
    """Return that the narrower term with the most uses, or else the broader one with the fewest, has them.

    Args:
        rows: the terms that have uses; if there are none, the sentence is "".
        part: the name of a use.
    """
    found = sorted((row["side"]["value"], int(row["uses"]["value"]), row["near"]["value"]) for row in rows)
    narrower = [each for each in found if each[0] == "narrower"]
    chosen = narrower[-1:] or found[:1]
    return next(
        (
            f"the {side} {short(iri)} has {uses} {part}{'' if uses == 1 else 's'}"
            for side, uses, iri in chosen
        ),
        "",
    )


def _is_absolute(iri: str) -> bool:
    """Return whether an IRI is absolute: what a relative one stands for is not known here."""
    try:
        NamedNode(iri)
    except ValueError:
        return False
    return True


def _query(name: str, iri: str = "") -> str:
    return _read(name).replace("?it", f"<{iri}>")


@cache
def _read(name: str) -> str:
    return (FOLDER / f"{name}.rq").read_text(encoding="utf-8")
