"""The terms of JSON values: literals, numbers in canonical form, JSON literals, IRIs and blank nodes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache

from adgo.turtle import terms
from adgo.turtle.iris import is_valid
from adgo.turtle.jsonld.json_values import JsonValue
from adgo.turtle.parsing.placed_triples import JSON_TYPE
from adgo.turtle.parsing.term_resolver import is_language

NUMBER = re.compile(r"(-?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?\Z")
#: Numbers with more digits before the point are doubles.
MOST_DIGITS = 21


@lru_cache(maxsize=1024)
def is_label(label: str) -> bool:
    """Return whether a blank node may have a label, as pyoxigraph decides it."""
    from pyoxigraph import BlankNode  # Slow to import.

    try:
        BlankNode(label)
    except ValueError:
        return False
    return True


class TermMaker:
    """Makes terms in N-Triples form of what a document says."""

    def __init__(self, *, is_lenient: bool) -> None:
        """Hold whether terms are made that only RFC 3987 or BCP 47 dislikes, as pyoxigraph does if it is lenient."""
        self.is_lenient = is_lenient
        #: Whether a term was not made because it is not valid.
        self.has_refused = False
        self._iris: dict[str, str | None] = {}

    def iri(self, iri: str | None) -> str | None:
        """Return the term of an IRI; None if it is not valid."""
        if iri is None:
            return None
        if iri not in self._iris:
            self._iris[iri] = f"<{iri}>" if self._keeps(is_valid, iri) else None
        return self._iris[iri]

    def node(self, name: str | None) -> str | None:
        """Return the term of an IRI or of a blank node with a label; None if it is not valid."""
        if name is not None and name.startswith("_:"):
            return name if self._keeps(is_label, name[2:]) else None
        return self.iri(name)

    def _keeps(self, test: Callable[[str], bool], text: str) -> bool:
        """Return whether a term with this text is made: the text passes the test, or reading is lenient."""
        is_kept = self.is_lenient or test(text)
        self.has_refused |= not is_kept
        return is_kept

    def literal(
        self, value: JsonValue, datatype: str | None, language: str | None, direction: str | None
    ) -> str | None:
        """Return the term of a scalar; None if there is no such literal.

        Args:
            value: a string, number or boolean.
            datatype: the IRI of its datatype; None for the default.
            language: the language of a string; None for none.
            direction: its base direction, which counts only with a language.
        """
        if value.kind == "string" and language is not None:
            return self._tagged(value.text, language, direction)
        if value.kind == "string":
            return self._typed(value.text, datatype or terms.XSD + "string")
        if value.kind == "boolean":
            return self._typed(value.text, datatype or terms.XSD + "boolean")
        text, kind = canonical_number(value.text, is_double=datatype == f"{terms.XSD}double")
        return self._typed(text, datatype or terms.XSD + kind)

    def _tagged(self, text: str, language: str, direction: str | None) -> str | None:
        tag = language if self.is_lenient else language.lower()
        if not self._keeps(is_language, language):
            return None
        return f'"{terms.escape(text)}"@{tag}{"--" + direction if direction else ""}'

    def _typed(self, text: str, datatype: str) -> str | None:
        quoted, kind = f'"{terms.escape(text)}"', self.iri(datatype)
        if kind == terms.STRING_TYPE:
            return quoted
        return None if kind is None else f"{quoted}^^{kind}"


def canonical_number(text: str, *, is_double: bool) -> tuple[str, str]:
    """Return the canonical form of a number and the local name of its datatype: `integer` or `double`.

    Args:
        text: the number as written.
        is_double: whether it is a double even if it is whole.
    """
    match = NUMBER.match(text)
    assert match is not None
    sign, whole, fraction, written = match.groups("")
    digits = (whole + fraction).lstrip("0")
    # The number is 0.digits times ten to the power of `power`.
    power = int(written or "0") + len(digits) - len(fraction)
    digits = digits.rstrip("0")
    if not digits:
        sign, digits, power = "", "0", 1
    if not is_double and len(digits) <= power < MOST_DIGITS:
        return sign + digits + "0" * (power - len(digits)), "integer"
    return f"{sign}{digits[0]}.{digits[1:] or '0'}E{power - 1}", "double"


def json_term(value: JsonValue) -> str:
    """Return the JSON literal of a value; its numbers may be written differently from pyoxigraph's."""
    parts: list[str] = []
    stack: list[JsonValue | str] = [value]
    while stack:
        each = stack.pop()
        if isinstance(each, str):
            parts.append(each)
        elif each.kind == "array":
            items = [part for item in each.items for part in (",", item)]
            stack += reversed(["[", *items[1:], "]"])
        elif each.kind == "object":
            members = sorted(each.members, key=lambda member: member.key)
            pairs = [part for member in members for part in (",", _quoted(member.key) + ":", member.value)]
            stack += reversed(["{", *pairs[1:], "}"])
        else:
            parts.append(_quoted(each.text) if each.kind == "string" else each.text)
    return f'"{terms.escape("".join(parts))}"{JSON_TYPE}'


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
