"""Labels of properties of other vocabularies; the ontology labels only its own."""

from __future__ import annotations

from pathlib import Path

from adgo.graph import table_rows
from adgo.graph.namespaces import PREFIXES, RDF

TABLE = Path(__file__).with_suffix(".tsv")


def _read() -> dict[str, str]:
    prefixes = {**PREFIXES, "rdf": RDF}
    rows = table_rows.rows(TABLE)
    return {prefixes[name.partition(":")[0]] + name.partition(":")[2]: label for name, label in rows}


#: The label of each property, by its IRI.
FOREIGN = _read()
