"""RDF terms on pages: how an IRI or literal reads, and where its link leads."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from adgo.graph.namespaces import ADGO, BASE, PREFIXES


def curie(iri: str) -> str:
    """Return the IRI in short form under the project's prefixes, or in angle brackets."""
    best = max((ns for ns in PREFIXES.values() if iri.startswith(ns)), key=len, default="")
    if not best or "/" in iri[len(best) :] or "#" in iri[len(best) :]:
        return f"<{iri}>"
    prefix = next(name for name, ns in PREFIXES.items() if ns == best)
    return f"{prefix}:{iri[len(best) :]}"


def link(iri: str) -> str | None:
    """Return where a page links for an IRI: this server for what ADGO minted, the web for http(s), nothing else."""
    if iri.startswith(ADGO):
        return "/ontology#" + quote(iri[len(ADGO) :])
    if iri.startswith(BASE):
        return "/" + quote(iri[len(BASE) :])
    return iri if iri.startswith(("http://", "https://")) else None


def note(term: dict[str, Any]) -> str:
    """Return what stands small beside a literal: its language or datatype; "" for plain strings and other terms."""
    if "xml:lang" in term:
        return "@" + str(term["xml:lang"])
    return curie(term["datatype"]).removeprefix("xsd:") if "datatype" in term else ""


FILTERS = {"curie": curie, "iri_link": link, "note": note}
