"""What is known of one thing as tables: the claims about it and its undertakings, or else its properties."""

from __future__ import annotations

from adgo.corpus import undertakings
from adgo.corpus.corpus import Corpus, Term
from adgo.corpus.reading import Row
from adgo.corpus.tables import claims
from adgo.corpus.tables import undertakings as project_table
from adgo.corpus.tables.export_table import Cell, ExportTable, cell_of
from adgo.server import page_queries, site_corpus
from adgo.server.site import Site

#: The columns of the table of properties.
COLUMNS = ("subject", "relation", "value", "value name", "subject id", "relation id")


def of(here: Site, iri: str) -> list[ExportTable]:
    """Return the tables of a thing: its claims and undertakings if the data have claims about it, or its properties."""
    corpus = site_corpus.read_corpus(here)
    name = corpus.label(iri)
    found = claims.about(corpus, iri)
    if not found:
        return [_properties(here, corpus, iri)]
    tables = [claims.table(corpus, found, title=f"Claims about {name}")]
    if projects := undertakings.of(corpus, iri):
        tables.append(project_table.table(corpus, projects, "Projects"))
    return tables


def _properties(here: Site, corpus: Corpus, iri: str) -> ExportTable:
    found = page_queries.rows(here, "about", it=iri)
    rows = [_property(corpus, iri, row) for row in found]
    return ExportTable("properties", f"Properties of {corpus.label(iri)}", COLUMNS, rows)


def _property(corpus: Corpus, iri: str, row: Row) -> tuple[Cell, ...]:
    value, predicate = Term.of(row["value"]), row["predicate"]["value"]
    ends = (Term("uri", iri), value)
    one, other = ends if row["direction"]["value"] == "out" else ends[::-1]
    names = (corpus.show(one), corpus.label(predicate), cell_of(other), corpus.show(other))
    return (*names, cell_of(one), predicate)
