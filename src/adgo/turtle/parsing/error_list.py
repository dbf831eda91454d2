"""The syntax errors of one document as they are found, the repeated ones folded into one."""

from __future__ import annotations

from dataclasses import replace

from adgo.turtle.document import Document
from adgo.turtle.errors import Fault
from adgo.turtle.limits import Limits

#: Namespaces of W3C recommendations, so that a message can print the directive that is missing.
WELL_KNOWN = {
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


SCHEMES = ("http", "https", "urn", "mailto", "file", "tag")
"""What looks like a prefix but begins an IRI."""

LONGEST = 400
"""Characters of a message; what a hostile text puts into it is cut."""


class TooManyFaults(Exception):
    """The limit of listed syntax errors is reached; reading stops."""


class Complaints:
    """A list of faults that knows the document, so that an offset is enough to report one."""

    def __init__(self, document: Document, limits: Limits) -> None:
        self._document = document
        self._limit = limits.faults
        self._stopped = False
        self._prefixes: dict[str, tuple[int, int]] = {}
        self.faults: list[Fault] = []

    def add(self, start: int, end: int, message: str) -> None:
        """Report what stands at the offsets; TooManyFaults once the limit is reached."""
        line, column = self._document.position(start)
        last_line, end_column = self._document.position(max(end, start + 1))
        source = self._document.line_text(line)
        if last_line != line:
            end_column = max(len(source), column) + 1
        if len(message) > LONGEST:
            message = f"{message[: LONGEST // 2]} … {message[-LONGEST // 2 :]}"
        self.faults.append(Fault(self._document.path, line, column, end_column, message, source))
        if len(self.faults) >= self._limit:
            self._stopped = True
            raise TooManyFaults

    def undeclared(self, prefix: str, start: int, end: int, declared: list[str]) -> None:
        """Report a prefix without declaration, once, however often it is used."""
        if prefix in self._prefixes:
            place, times = self._prefixes[prefix]
            self._prefixes[prefix] = place, times + 1
            return
        self._prefixes[prefix] = len(self.faults), 1
        self.add(start, end, f"the prefix '{prefix}:' is not declared{_remedy(prefix, declared)}")

    def listed(self) -> list[Fault]:
        """Return all faults in the order of their places."""
        for place, times in self._prefixes.values():
            if times > 1:
                fault = self.faults[place]
                self.faults[place] = replace(fault, message=f"{fault.message} (used {times} times)")
        if self._stopped:
            note = f"reading stopped after {len(self.faults)} errors"
            self.faults[-1] = replace(self.faults[-1], message=f"{self.faults[-1].message} ({note})")
        return sorted(self.faults, key=lambda fault: (fault.line or 0, fault.column or 0))


def _remedy(prefix: str, declared: list[str]) -> str:
    from difflib import get_close_matches

    if prefix in SCHEMES:
        return f": is this an IRI? It stands in angle brackets, as in <{prefix}:…>"
    namespace = WELL_KNOWN.get(prefix, "…")
    close = get_close_matches(prefix, declared, 1) if prefix not in WELL_KNOWN else []
    guess = f", or did you mean '{close[0]}:'?" if close else ""
    return f": add '@prefix {prefix}: <{namespace}> .' above{guess}"
