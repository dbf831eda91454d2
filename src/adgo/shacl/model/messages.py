"""The messages of results: replacing their variables, and choosing the one that is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from adgo.turtle.term_parts import language, lexical, literal, text

_VARIABLE = re.compile(r"\{[?$]([A-Za-z_][A-Za-z0-9_]*)\}")


def filled(message: str, bindings: Mapping[str, str]) -> str:
    """Return a message term with `{?name}` and `{$name}` replaced by the bindings' values (SHACL 5.2.1)."""

    def value(match: re.Match[str]) -> str:
        term = bindings.get(match[1])
        return match[0] if term is None else text(term)

    return literal(_VARIABLE.sub(value, lexical(message)), tag=language(message))


def chosen(messages: Sequence[str]) -> str:
    """Return the messages without a language or in English, otherwise all of them; "" if there are none."""
    plain = [each for each in messages if language(each) in ("", "en") or language(each).startswith("en-")]
    return "; ".join(lexical(each) for each in plain or messages)
