"""The terms of the ontology as a table."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.corpus.tables.export_table import ExportTable, joined
from adgo.server.pages.ontology_page.definition import Definition
from adgo.server.pages.ontology_page.glossary import Glossary

COLUMNS = ("label", "kind", "definition", "broader", "subjects", "values", "example", "deprecated", "id")


def table(found: Glossary, terms: Iterable[Definition]) -> ExportTable:
    """Return a row for each term, in their order."""

    def labels(things: Iterable[str]) -> str:
        return joined([found.label(it) for it in things])

    rows = [
        (
            each.label,
            each.kind,
            each.definition,
            labels(each.above),
            labels(each.subjects),
            labels(each.objects),
            joined(each.examples),
            each.is_deprecated,
            each.iri,
        )
        for each in terms
    ]
    return ExportTable("ontology", "Terms of the ontology", COLUMNS, rows)
