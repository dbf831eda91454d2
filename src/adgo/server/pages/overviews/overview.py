"""What the pages of a selection share: the selection itself, the menus of its facets, and the views that keep it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import request

from adgo.corpus import editorial, facets, selection
from adgo.corpus.corpus import Corpus
from adgo.corpus.facets import Values
from adgo.corpus.selection import Menu, Selection
from adgo.corpus.tables import claims
from adgo.corpus.tables import undertakings as project_table
from adgo.corpus.tables.export_table import ExportTable
from adgo.corpus.undertakings import Undertaking
from adgo.server.protocol.problem import Problem
from adgo.server.site import site

#: The views that take a selection: path and name.
VIEWS = (
    ("/projects", "Table"),
    ("/network", "Network"),
    ("/map", "Map"),
    ("/timeline", "Timeline"),
    ("/indicators", "Key figures"),
    ("/differences", "Differences"),
)


@dataclass(frozen=True)
class Overview:
    """A selection with the menus of its facets; `shown` of `total` rows are selected, `noun` says what they are.

    If some of the rows may be one thing, there may be only `least`, and `hypotheses` are the judgements that say so.
    """

    selection: Selection
    menus: Sequence[Menu]
    shown: int
    total: int
    noun: str = "projects"
    least: int = 0
    hypotheses: Sequence[str] = ()

    @property
    def views(self) -> list[tuple[str, str]]:
        """The path and the name of each view, the path with this selection."""
        return [(path + self.selection.query, name) for path, name in VIEWS]

    def keeps(self, path: str) -> bool:
        """Return whether the page at a path takes the selection."""
        return path in dict(VIEWS)

    def titled(self, words: str) -> str:
        """Return a title for a table of this selection."""
        return f"{words} ({self.selection.words})" if self.selection else words


def requested(corpus: Corpus) -> Selection:
    """Return the selection of the current request.

    Raises:
        Problem: 400 if a filter has an unknown value; it names the nearest.
    """
    try:
        return selection.read(corpus, request.args.items(multi=True))
    except selection.UnknownValue as error:
        raise Problem(400, str(error), named=error.named) from error


def of_projects(chosen: Selection) -> Overview:
    """Return the overview of the undertakings that are selected, with how many of them may be one."""
    corpus = chosen.corpus
    values = list(facets.of_undertakings(corpus).values())
    shown = [each.iri for each in chosen.undertakings()]
    return replace(
        of_rows(chosen, values, "projects"),
        least=editorial.least(corpus, shown),
        hypotheses=editorial.hypotheses(corpus, shown),
    )


def of_rows(chosen: Selection, values: Sequence[Values], noun: str) -> Overview:
    """Return the overview of rows with these values.

    Args:
        chosen: the selection.
        values: the values of each row that the view could show.
        noun: what the rows are, in the plural.
    """
    shown = sum(chosen.matches(each) for each in values)
    # A published folder has no combinations of filters, so a page with a filter needs no menus.
    menus = [] if chosen and site().published else selection.menus(chosen, values)
    return Overview(chosen, menus, shown, len(values), noun)


def project_tables(overview: Overview, listed: Sequence[Undertaking]) -> list[ExportTable]:
    """Return the tables of undertakings: themselves, and the claims about them; first the one that is asked for."""
    corpus = overview.selection.corpus
    made = [
        project_table.table(corpus, listed, overview.titled("Projects")),
        claims.table(corpus, [claim for each in listed for claim in each.claims]),
    ]
    return made[::-1] if request.args.get("table") == "claims" else made
