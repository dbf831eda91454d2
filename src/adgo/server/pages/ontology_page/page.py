"""The page of the ontology as it is now, and of each issued version."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import request

from adgo.corpus.tables.export_table import ExportTable
from adgo.graph import documents
from adgo.graph.namespaces import ADGO
from adgo.server import page_queries
from adgo.server.pages.ontology_page import (
    alignment,
    changelog,
    classtree,
    definition,
    glossary,
    guard,
    header,
    term_table,
    usage,
    version,
)
from adgo.server.pages.ontology_page.definition import Definition, Surroundings
from adgo.server.pages.ontology_page.glossary import Glossary
from adgo.server.pages.rendering import render_html
from adgo.server.protocol.negotiation import CSV, GRAPHS, XLSX
from adgo.server.site import Site

#: Title of each section, to the kind of its terms.
SECTIONS = {
    "Classes": "class",
    "Object properties": "object property",
    "Datatype properties": "datatype property",
    "Annotation properties": "annotation property",
}
#: Files of the vocabulary in other forms, by their labels.
FILES = {"adgo.owl (all parts, RDF/XML)": "/ontology/adgo.owl", "context.jsonld": "/ontology/context.jsonld"}


def render_ontology(site: Site) -> str:
    """Return the page, from memory if the data and the URL are those of the last one."""
    return site.kept("ontology", lambda: _current(site), depends=(site.url("ontology"), request.path))


def render_version(site: Site, number: str) -> str:
    """Return the page of an issued version; raise KeyError if there is none with that number."""
    path = documents.versions()[number]
    found = version.read_version(path)
    around = Surroundings(definition.apart(version.asker(path)))
    return _page(site, found, around, f"ontology/{number}", issued=number, current=documents.current())


def tabulated(site: Site) -> ExportTable:
    """Return the terms of the ontology as it is now as a table."""
    found = glossary.read_glossary(partial(page_queries.rows, site))
    describe = definition.describer(found, _around(site))
    return term_table.table(found, [describe(it) for it in found.terms])


def _around(site: Site) -> Surroundings:
    ask = partial(page_queries.rows, site)
    return Surroundings(
        definition.apart(ask),
        usage.counted(ask),
        guard.find_guards(ask),
        list(site.questions.values()),
        {} if site.has_own_data else header.defining_files(),
    )


def _current(site: Site) -> str:
    is_packaged = not site.has_own_data
    found, around = glossary.read_glossary(partial(page_queries.rows, site)), _around(site)
    logs = changelog.read_logs(found, around.files) if found.terms and is_packaged else []
    files = FILES if is_packaged else {}
    return _page(site, found, around, "ontology", logs=logs, compared=changelog.COMPARED, files=files)


def _page(site: Site, found: Glossary, around: Surroundings, path: str, **more: Any) -> str:
    describe = definition.describer(found, around)
    terms = [describe(it) for it in found.terms]
    current = [each for each in terms if not each.is_deprecated]
    sections = {title: [each for each in current if each.kind == kind] for title, kind in SECTIONS.items()}
    values = [each for each in current if each.kind == "value"]
    return render_html(
        "ontology.html",
        c=found,
        header=header.read_header(found, around.files),
        sections={title: each for title, each in sections.items() if each},
        lists=definition.lists(found, values),
        schemes={each.iri: each for each in values if not each.owners},
        deprecated=[each for each in terms if each.is_deprecated],
        others=aligned_things(found),
        formats=(*(() if "issued" in more else (CSV, XLSX)), *GRAPHS),
        path=path,
        address=site.url(path),
        **tree(sections["Classes"]),
        **more,
    )


def tree(classes: list[Definition]) -> dict[str, Any]:
    """Return the tree of classes and its picture; no picture if no class is below another."""
    roots = classtree.grow(classes)
    return {
        "roots": roots,
        "picture": classtree.draw_tree(roots) if any(each.below for each in roots) else None,
    }


def aligned_things(found: Glossary) -> dict[str, list[alignment.Alignment]]:
    """Return the alignments of things that are not terms of the ontology."""
    things = [it for it in found.records if not it.startswith(ADGO) and it not in found.documents]
    return {it: made for it in sorted(things, key=found.order) if (made := alignment.of(found, it))}
