"""How programs and search engines find the dataset: DCAT-AP and VoID in RDF, and schema.org in JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from string import Template
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from adgo.graph.namespaces import PREFIXES
from adgo.publishing.exports import Export
from adgo.publishing.links import ROOT
from adgo.publishing.manifest import PublishedFile
from adgo.server.engine.worker import write_for_people
from adgo.server.protocol.negotiation import GRAPHS
from adgo.server.site import Site
from adgo.server.views import description

FOLDER = Path(__file__).parent / "metadata"
TURTLE, JSON_LD, SCHEMA = "dataset.ttl", "dataset.jsonld", "schema.jsonld"
DATASET = f"{ROOT}/{TURTLE}#dataset"
LICENCE = PREFIXES["dcterms"] + "license"
#: What only a server has: its endpoint, and what describes it.
_SERVER = tuple(f"{ROOT}/{name}" for name in ("sparql", "openapi.json", "schema"))
_SERVED = f"{ROOT}/.well-known/void#"
_PREFIXES = {
    **PREFIXES,
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "spdx": "http://spdx.org/rdf/terms#",
}
#: The name of a property of a dataset in schema.org, to that of DCTERMS or DCAT.
_IN_SCHEMA = {
    "name": PREFIXES["dcterms"] + "title",
    "description": PREFIXES["dcterms"] + "description",
    "keywords": "http://www.w3.org/ns/dcat#keyword",
    "license": LICENCE,
}


def triples(site: Site, files: Sequence[tuple[Export, PublishedFile]]) -> list[Triple]:
    """Return the description: the dataset, its parts and their sizes, and each file with size and SHA-256.

    Args:
        site: the site, whose server would describe the same data.
        files: the files with data of the whole graph.
    """
    found = {_moved(each) for each in _described(site)}
    own = "own-data.ttl" if site.has_own_data else "packaged.ttl"
    for name in ("catalogue.ttl", own):
        found.update(_read((FOLDER / name).read_text(encoding="utf-8")))
    licences = _of_dataset(found).get(LICENCE, [])
    form = Template((FOLDER / "distribution.ttl").read_text(encoding="utf-8"))
    for number, (export, file) in enumerate(files, 1):
        named = {"title": export.title, "media_type": export.media_type, "path": export.path}
        found.update(_read(form.substitute(named, number=number, size=file.size, sha256=file.sha256)))
        distribution = NamedNode(f"{ROOT}/{TURTLE}#file-{number}")
        found.update(Triple(distribution, NamedNode(LICENCE), NamedNode(each)) for each in licences)
    return sorted(found, key=str)


def write(found: Iterable[Triple], wanted: str, public_url: str) -> bytes:
    """Return the description in a format, with the URL of the folder, or relative to it.

    Args:
        found: the triples.
        wanted: ttl or jsonld.
        public_url: the URL of the folder with a slash at its end; "" if it is not known.
    """
    file = BytesIO()
    write_for_people(found, file, wanted, _PREFIXES)
    return file.getvalue().replace(f"{ROOT}/".encode(), public_url.encode())


def schema(found: Iterable[Triple], files: Sequence[tuple[Export, PublishedFile]], public_url: str) -> str:
    """Return the dataset for search engines, as schema.org in JSON-LD.

    Args:
        found: the triples of the description.
        files: the files with data of the whole graph.
        public_url: the URL of the folder with a slash at its end; "" if it is not known.
    """
    values = _of_dataset(found)
    document: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{public_url}{TURTLE}#dataset",
    }
    for name, iri in _IN_SCHEMA.items():
        if iri in values:
            document[name] = values[iri] if name == "keywords" else values[iri][0]
    document["isAccessibleForFree"] = True
    if public_url:
        document["url"] = public_url
    document["distribution"] = [_download(export, file, public_url) for export, file in files]
    return json.dumps(document, ensure_ascii=False, indent=1)


def embedded(page: str, schema_org: str) -> str:
    """Return a page with the description for search engines in its head."""
    safe = schema_org.replace("<", "\\u003c")
    return page.replace("</head>", f'<script type="application/ld+json">\n{safe}\n</script>\n</head>', 1)


def _of_dataset(found: Iterable[Triple]) -> dict[str, list[str]]:
    """Return the values of each property of the dataset by its IRI, sorted."""
    values: dict[str, list[str]] = {}
    for each in sorted(found, key=str):
        if each.subject == NamedNode(DATASET) and isinstance(each.object, NamedNode | Literal):
            values.setdefault(each.predicate.value, []).append(each.object.value)
    return values


def _download(export: Export, file: PublishedFile, public_url: str) -> dict[str, str]:
    return {
        "@type": "DataDownload",
        "name": export.title,
        "contentUrl": public_url + export.path,
        "encodingFormat": export.media_type,
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
    }


def _described(site: Site) -> Iterator[Triple]:
    """Yield what a server of the same data says about them, without what it says about itself."""
    content = description.document(site, next(each for each in GRAPHS if each.name == "nt"))
    for quad in parse(content, RdfFormat.N_TRIPLES):
        ends = [it.value for it in (quad.subject, quad.object) if isinstance(it, NamedNode)]
        if not any(it.startswith(_SERVER) or it.endswith("#by-sparql") for it in ends):
            yield quad.triple


def _moved(triple: Triple) -> Triple:
    """Return a triple with the IRIs of the server's description changed to those of the folder's."""
    subject, predicate, object_ = (
        NamedNode(term.value.replace(_SERVED, f"{ROOT}/{TURTLE}#")) if isinstance(term, NamedNode) else term
        for term in triple
    )
    return Triple(subject, predicate, object_)


def _read(turtle: str) -> Iterator[Triple]:
    return (quad.triple for quad in parse(turtle.encode(), RdfFormat.TURTLE, base_iri=f"{ROOT}/"))
