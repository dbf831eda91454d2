"""The terms of the ontology as a table."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.corpus.tables.export_table import Cell, ExportTable, joined
from adgo.server.pages.ontology_page.definition import Definition
from adgo.server.pages.ontology_page.glossary import Glossary

COLUMNS = ("label", "kind", "definition", "broader", "subjects", "values", "example", "deprecated", "id")


def table(found: Glossary, terms: Iterable[Definition]) -> ExportTable:
    """Return a row for each term, in their order."""
    return ExportTable("ontology", "Terms of the ontology", COLUMNS, [_row(found, each) for each in terms])


def _row(found: Glossary, each: Definition) -> tuple[Cell, ...]:
    around = [joined([found.label(it) for it in its]) for its in (each.above, each.subjects, each.objects)]
    named = (each.label, each.kind, each.definition)
    return (*named, *around, joined(each.examples), each.is_deprecated, each.iri)
