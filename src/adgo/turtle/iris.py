"""Internationalised Resource Identifiers: their syntax (RFC 3987) and the resolution of relative ones (RFC 3986)."""

from __future__ import annotations

import re

UNRESERVED = "A-Za-z0-9._~\\-\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef" + "".join(
    f"{chr(plane + (0x1000 if plane == 0xE0000 else 0))}-{chr(plane + 0xFFFD)}"
    for plane in range(0x10000, 0xF0000, 0x10000)
)
PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
DELIMITERS = "!$&'()*+,;="
PERCENT = "%[0-9A-Fa-f]{2}"
AUTHORITY = (
    rf"(?:(?:[{UNRESERVED}{DELIMITERS}:]++|{PERCENT})*@)?"
    rf"(?:\[[0-9A-Fa-f:.]+\]|\[[vV][0-9A-Fa-f]+\.[A-Za-z0-9._~\-{DELIMITERS}:]+\]"
    rf"|(?:[{UNRESERVED}{DELIMITERS}]++|{PERCENT})*+)(?::[0-9]*)?"
)
PATH = rf"(?:[{UNRESERVED}{DELIMITERS}:@/]++|{PERCENT})*+"
TAIL = (
    rf"(?:\?(?:[{UNRESERVED}{DELIMITERS}:@/?{PRIVATE}]++|{PERCENT})*+)?+"
    rf"(?:\#(?:[{UNRESERVED}{DELIMITERS}:@/?]++|{PERCENT})*+)?+"
)
ABSOLUTE = rf"[A-Za-z][A-Za-z0-9+.\-]*+:(?://{AUTHORITY}(?=[/?\#]|\Z)|(?!//)){PATH}{TAIL}\Z"
#: Almost all IRIs, recognised quickly; a second `#` must be excluded separately.
PLAIN = re.compile(r"https?://[A-Za-z0-9.\-]+/[A-Za-z0-9/_~.#\-]*+\Z")

#: Characters that Turtle and N-Triples do not allow in an IRI, even if RFC 3987 did.
NEVER = re.compile(r'[\x00-\x20<>"{}|^`\\]')

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*+:")
PARTS = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(\?[^#]*)?(#.*)?", re.DOTALL)


def is_absolute(iri: str) -> bool:
    """Return whether the text starts with a scheme and so does not need a base."""
    return SCHEME.match(iri) is not None


def is_plain(iri: str) -> bool:
    """Return whether the text is a valid IRI of the usual form: ASCII, with a host and a path.

    Such an IRI stays valid if any ASCII characters of Turtle's local names are appended.
    """
    return PLAIN.match(iri) is not None and iri.count("#") < 2


def is_valid(iri: str) -> bool:
    """Return whether the text is an absolute IRI according to RFC 3987."""
    if is_plain(iri):
        return True
    # Compiled (and cached by `re`) only if an IRI is unusual: compiling takes longer than reading a small file.
    return re.match(ABSOLUTE, iri) is not None


def is_loose(iri: str) -> bool:
    """Return whether the text is an absolute IRI by the grammar of Turtle, which allows more than RFC 3987."""
    return is_absolute(iri) and NEVER.search(iri) is None


def resolve(base: str, reference: str) -> str:
    """Return the reference resolved against the base (RFC 3986, 5.2); an absolute one stays as written."""
    if is_absolute(reference):
        return reference
    scheme, authority, path, query, _ = _parts(base)
    _, own_authority, own_path, own_query, fragment = _parts(reference)
    if own_authority is not None:
        authority, path, query = own_authority, _without_dots(own_path), own_query
    elif own_path:
        path, query = _without_dots(_merged(authority, path, own_path)), own_query
    elif own_query is not None:
        query = own_query
    host = "" if authority is None else f"//{authority}"
    return f"{scheme}:{host}{path}{query or ''}{fragment or ''}"


def _parts(iri: str) -> tuple[str | None, str | None, str, str | None, str | None]:
    match = PARTS.match(iri)
    assert match is not None
    scheme, authority, path, query, fragment = match.groups()
    return scheme, authority, path, query, fragment


def _merged(authority: str | None, base_path: str, path: str) -> str:
    if path.startswith("/"):
        return path
    if authority is not None and not base_path:
        return "/" + path
    return base_path[: base_path.rfind("/") + 1] + path


def _without_dots(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")
    for place, segment in enumerate(segments):
        last = place == len(segments) - 1
        if segment == ".." and (len(kept) > 1 or (kept and kept[0] != "")):
            kept.pop()
        if segment not in (".", ".."):
            kept.append(segment)
        elif last:
            kept.append("")
    return "/".join(kept)
