"""Labels of properties of other vocabularies; the ontology labels only its own."""

from __future__ import annotations

from pathlib import Path

from adgo.graph.namespaces import PREFIXES, RDF

TABLE = Path(__file__).with_suffix(".tsv")


def _read() -> dict[str, str]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    prefixes = {**PREFIXES, "rdf": RDF}
    return {prefixes[name.partition(":")[0]] + name.partition(":")[2]: label for name, label in rows}


#: The label of each property, by its IRI.
FOREIGN = _read()
