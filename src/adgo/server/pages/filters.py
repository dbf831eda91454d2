"""Template filters for RDF terms: how an IRI or literal reads, and where a page links for it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urlsplit

from adgo.graph.namespaces import ADGO, BASE, PREFIXES, short

#: A decimal numeral: sign, digits before the point, point, digits after it.
_DECIMAL = re.compile(r"(-?)([0-9]+)(?:(\.)([0-9]*))?")


def link(iri: str) -> str | None:
    """Return where a page links for an IRI: to this site for ADGO's own, to the web for http and https, else None."""
    if iri.startswith(ADGO):
        return "/ontology#" + quote(iri[len(ADGO) :])
    if iri.startswith(BASE):
        path = quote(iri[len(BASE) :])
        # Two slashes would begin the address of another host.
        return "/" + (path if not path.startswith("/") else "%2F" + path[1:])
    return iri if iri.startswith(("http://", "https://")) else None


def note(term: dict[str, Any]) -> str:
    """Return the language or datatype of a literal; "" for a plain string and for any other term."""
    if "xml:lang" in term:
        return "@" + str(term["xml:lang"])
    return short(term["datatype"]).removeprefix("xsd:") if "datatype" in term else ""


def number(text: str) -> str:
    """Format with thousands separators, without a fraction of zeros; return any other text unchanged."""
    found = _DECIMAL.fullmatch(text)
    if not found:
        return text
    sign, whole, point, fraction = found[1], found[2], found[3] or "", found[4] or ""
    whole = whole.lstrip("0") or "0"
    head = len(whole) % 3 or 3
    grouped = ",".join([whole[:head], *(whole[at : at + 3] for at in range(head, len(whole), 3))])
    return sign + grouped + (point + fraction if fraction.strip("0") else "")


def iri(name: str) -> str:
    """Return the IRI of a name with one of the project's prefixes."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def spoken(name: str) -> str:
    """Return a name of the ontology, or of a query's column, in words: inForce becomes "in force"."""
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()
    return words.removeprefix("other ")


def host(url: str) -> str:
    """Return the host of a URL; the text itself if it has none."""
    try:
        return urlsplit(url).netloc.removeprefix("www.") or url
    except ValueError:
        return url


def web_link(url: str) -> str | None:
    """Return a URL of the web as it is; None for any other text, such as one that would run a script."""
    return url if url.startswith(("http://", "https://")) else None


def from_root(path: str, root: str) -> str:
    """Return a link of a page as it is in a picture that is taken away.

    Args:
        path: the link: an absolute path of this site, or an address of the web.
        root: the address of the site; "" for a picture in a page of this site.
    """
    return root + path if root and path.startswith("/") else path


FILTERS = {
    "from_root": from_root,
    "curie": short,
    "iri_link": link,
    "iri_of": iri,
    "note": note,
    "number": number,
    "spoken": spoken,
    "host": host,
    "web_link": web_link,
}
