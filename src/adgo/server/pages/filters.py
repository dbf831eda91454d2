"""RDF terms on pages: how an IRI or literal reads, and where its link leads."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

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


def number(text: str) -> str:
    """Return a number with its thousands apart; what is no number as it is."""
    whole, point, part = text.partition(".")
    if not whole.lstrip("-").isdigit():
        return text
    return f"{int(whole):,}" + (point + part if part.strip("0") else "")


def iri(name: str) -> str:
    """Return the IRI of a name under one of the project's prefixes."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def spoken(name: str) -> str:
    """Return a name of the ontology or of a query's column in words: inForce reads in force."""
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()
    return words.removeprefix("other ")


def host(address: str) -> str:
    """Return the host of an address."""
    return urlsplit(address).netloc.removeprefix("www.") or address


FILTERS = {
    "curie": curie,
    "iri_link": link,
    "iri_of": iri,
    "note": note,
    "number": number,
    "spoken": spoken,
    "host": host,
}
