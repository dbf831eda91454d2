"""The ontology's page: its header, how to take it, every term in words, and what changed since each issued version."""

from __future__ import annotations

from flask import render_template, request

from adgo.graph.namespaces import ADGO
from adgo.server.negotiation import GRAPHS
from adgo.server.pages import alignment, changelog, classtree, definition, glossary, header
from adgo.server.pages.glossary import Glossary
from adgo.server.site import Site

#: Title of each section, to the kind of its terms.
SECTIONS = {
    "Classes": "class",
    "Object properties": "object property",
    "Datatype properties": "datatype property",
    "Annotation properties": "annotation property",
}


def render(site: Site) -> str:
    """Return the page, from memory if data and address are those of the last one."""
    key = (site.edition.digest, site.url("ontology"), request.path)
    kept: tuple[object, str] | None = site.readings.get("ontology")
    if kept is None or kept[0] != key:
        kept = site.readings["ontology"] = (key, _render(site))
    return kept[1]


def _render(site: Site) -> str:
    found = glossary.read(site)
    describe = definition.describer(site, found)
    described = [describe(it) for it in found.terms]
    current = [each for each in described if not each.is_deprecated]
    values = [each for each in current if each.kind == "value"]
    sections = {title: [each for each in current if each.kind == kind] for title, kind in SECTIONS.items()}
    roots = classtree.grow(sections["Classes"])
    return render_template(
        "ontology.html",
        c=found,
        header=header.read(site, found),
        sections={title: terms for title, terms in sections.items() if terms},
        lists=definition.lists(found, values),
        schemes={each.iri: each for each in values if not each.owners},
        deprecated=[each for each in described if each.is_deprecated],
        others=aligned_things(found),
        logs=changelog.read(found) if described and not site.has_own_data else [],
        roots=roots,
        picture=classtree.draw(roots) if roots else None,
        formats=GRAPHS,
        address=site.url("ontology"),
    )


def aligned_things(found: Glossary) -> dict[str, list[alignment.Alignment]]:
    """Return the alignments of things that are no terms of the ontology."""
    things = [it for it in found.records if not it.startswith(ADGO) and it not in found.documents]
    return {it: made for it in sorted(things, key=found.order) if (made := alignment.of(found, it))}
