"""The functions of SPARQL 1.1 on strings and their languages (sections 17.4.2 and 17.4.3), and digests (17.4.6)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from urllib.parse import quote

from adgo.sparql.evaluation.engine_functions import is_language_tag
from adgo.sparql.evaluation.values import (
    EvaluationError,
    Number,
    boolean,
    need_number,
    plain_text,
    tagged,
    text_of,
)
from adgo.sparql.xpath import regular_expressions
from adgo.sparql.xpath.pattern_reader import PatternError
from adgo.turtle.term_parts import language, literal
from adgo.turtle.terms import INTEGER


def _lang_matches(tag: str, wanted: str) -> str:
    have, want = plain_text(tag).lower(), plain_text(wanted).lower()
    if want == "*":
        return boolean(have != "")
    return boolean(have == want or have.startswith(want + "-"))


def _strlang(text: str, tag: str) -> str:
    if not is_language_tag(plain_text(tag)):
        raise EvaluationError
    return tagged(plain_text(text), plain_text(tag).lower())


def _concat(*terms: str) -> str:
    texts = [text_of(term) for term in terms]
    tags = {language(term).lower() for term in terms}
    return tagged("".join(texts), language(terms[0]) if len(tags) == 1 else "")


def _compatible(left: str, right: str) -> tuple[str, str]:
    """Return the texts of two argument-compatible strings (17.4.3.1.2)."""
    a, b = text_of(left), text_of(right)
    if language(right) and language(right).lower() != language(left).lower():
        raise EvaluationError
    return a, b


def _like(left: str, text: str) -> str:
    """Return a text as a string of the same tag as another."""
    return tagged(text, language(left))


def _before(left: str, right: str) -> str:
    a, b = _compatible(left, right)
    head, found, _ = a.partition(b) if b else ("", "yes", "")
    return _like(left, head) if found else literal("")


def _after(left: str, right: str) -> str:
    a, b = _compatible(left, right)
    _, found, tail = a.partition(b) if b else ("", "yes", a)
    return _like(left, tail) if found else literal("")


def _test(check: Callable[[str, str], bool]) -> Callable[[str, str], str]:
    return lambda left, right: boolean(check(*_compatible(left, right)))


def _substr(term: str, start: str, length: str | None = None) -> str:
    """Return the characters from `start`, counted from 1; both numbers are integers (17.4.3.3)."""
    text = text_of(term)
    first = _integer(start)
    end = len(text) + 1 if length is None else first + _integer(length)
    return _like(term, text[max(first, 1) - 1 : max(end, 1) - 1])


def _integer(term: str) -> int:
    value = need_number(term).value
    if not isinstance(value, int):
        raise EvaluationError
    return value


def _regex(term: str, pattern: str, flags: str = '""') -> str:
    try:
        return boolean(
            bool(regular_expressions.compiled(plain_text(pattern), plain_text(flags)).search(text_of(term)))
        )
    except PatternError as error:
        raise EvaluationError from error


def _replace(term: str, pattern: str, by: str, flags: str = '""') -> str:
    try:
        return _like(
            term,
            regular_expressions.replaced(
                text_of(term), plain_text(pattern), plain_text(by), plain_text(flags)
            ),
        )
    except PatternError as error:
        raise EvaluationError from error


def _digest(name: str) -> Callable[[str], str]:
    return lambda term: literal(
        hashlib.new(name, plain_text(term).encode(), usedforsecurity=False).hexdigest()
    )


STRING_FUNCTIONS: dict[str, Callable[..., str]] = {
    "LANGMATCHES": _lang_matches,
    "STRLANG": _strlang,
    "CONCAT": _concat,
    "STRLEN": lambda term: Number(INTEGER, len(text_of(term))).term(),
    "UCASE": lambda term: _like(term, text_of(term).upper()),
    "LCASE": lambda term: _like(term, text_of(term).lower()),
    "ENCODE_FOR_URI": lambda term: literal(quote(text_of(term), safe="-_.~")),
    "CONTAINS": _test(lambda left, right: right in left),
    "STRSTARTS": _test(lambda left, right: left.startswith(right)),
    "STRENDS": _test(lambda left, right: left.endswith(right)),
    "STRBEFORE": _before,
    "STRAFTER": _after,
    "SUBSTR": _substr,
    "REGEX": _regex,
    "REPLACE": _replace,
    **{name: _digest(name.lower()) for name in ("MD5", "SHA1", "SHA256", "SHA384", "SHA512")},
}
