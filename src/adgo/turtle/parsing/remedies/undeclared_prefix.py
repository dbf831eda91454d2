"""What to write if a prefix is not declared."""

from __future__ import annotations

from difflib import get_close_matches

#: Namespaces of W3C recommendations, so that a message can print the missing directive.
WELL_KNOWN = {
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def remedy(prefix: str, declared: list[str], *, is_scheme: bool) -> str:
    """Return the end of the message about a prefix that is not declared.

    Args:
        prefix: the undeclared prefix, without its colon.
        declared: the prefixes that are declared, among which a similar one is looked for.
        is_scheme: whether the prefix is the scheme of IRIs, such as `http`.
    """
    if is_scheme:
        return f": is this an IRI? Write it in angle brackets, as in <{prefix}:…>"
    namespace = WELL_KNOWN.get(prefix, "…")
    close = get_close_matches(prefix, declared, 1) if prefix not in WELL_KNOWN else []
    guess = f", or did you mean '{close[0]}:'?" if close else ""
    return f": add '@prefix {prefix}: <{namespace}> .' above{guess}"
