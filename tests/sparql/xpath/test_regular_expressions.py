r"""XPath's regular expressions (Functions and Operators 3.1, section 5.6, and XML Schema 1.1 part 2, appendix G).

Random expressions are matched by a reference of a few lines, which computes sets of places in the text, by Python's
engine and by the embedded engine; all three must agree.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, Store
from random_examples import examples

from adgo.sparql.xpath.regular_expressions import PatternError, compiled, for_engine, replaced

STORE = Store()


def matches(text: str, pattern: str, flags: str = "") -> bool:
    return compiled(pattern, flags).search(text) is not None


def engine_matches(texts: list[str], pattern: str) -> list[bool]:
    rows = "".join(f"({place} {Literal(text)})" for place, text in enumerate(texts))
    query = f"SELECT ?at (REGEX(?t, {Literal(pattern)}) AS ?found) {{ VALUES (?at ?t) {{ {rows} }} }} ORDER BY ?at"
    found = [row["found"] for row in STORE.query(query)]
    assert None not in found, f"the engine does not read {pattern}"
    return [each.value == "true" for each in found]


@pytest.mark.parametrize(
    ("text", "pattern", "flags", "expected"),
    [
        # The examples of F&O 3.1, 5.6.1 to 5.6.3.
        ("abracadabra", "bra", "", True),
        ("abracadabra", "^a.*a$", "", True),
        ("abracadabra", "^bra", "", False),
        ("hello\nworld", "hello.*world", "", False),
        ("hello\nworld", "hello.*world", "s", True),
        ("helloworld", "hello world", "x", True),
        ("helloworld", "hello[ ]world", "x", False),
        ("hello world", "hello\\ sworld", "x", True),
        ("Mum", "([md])[aeiou]\\1", "i", True),
        ("mom", "([md])[aeiou]\\1", "i", True),
        ("Dad", "([md])[aeiou]\\1", "i", True),
        ("DUD", "([md])[aeiou]\\1", "i", True),
        ("i", "[A-Z-[IO]]", "i", False),
        ("b", "[A-Z-[IO]]", "i", True),
        ("q", "[^Q]", "i", False),
        ("k", "[A-Z]", "i", True),
        ("\u212a", "[A-Z]", "i", True),
        ("a", "\\p{Lu}", "i", False),
        ("a", "[\\p{Lu}]", "i", False),
        ("A.C", "a.c", "qi", True),
        ("Abc", "a.c", "qi", False),
        ("a b", "a b", "qx", True),
        ("a\\b", "\\", "q", True),
        # Lines: a line feed at the very end begins no line.
        ("a\nb\nc", "^b$", "m", True),
        ("a\n", "^$", "m", False),
        ("a\n\nb", "^$", "m", True),
        ("", "^$", "m", True),
        ("b\n", "b$", "", False),
        ("b\n", "b$", "m", True),
        ("a\rb", "a.b", "", False),
        ("a\rb", "a.b", "s", True),
        # Groups, references, quantifiers.
        ("abab", "^(?:ab)+$", "", True),
        ("ab", "(a)|b\\1", "", True),
        ("b", "^((a)|b)\\2$", "", True),
        ("aa0", "(a)\\10", "", True),
        ("aaa", "^a{2}$", "", False),
        ("aaa", "^a{2,}$", "", True),
        ("aaa", "^a{0,2}$", "", False),
        ("aaa", "^a{2,}?$", "", True),
        ("ab", "^*a^?b$+", "", True),
        ("aaa", "^a{0,99999999999}$", "", True),
        ("aaa", "^a{99999999999}$", "", False),
        ("aaa", f"^a{{{'9' * 5000}}}$", "", False),
        ("aaa", "^a{003}$", "", True),
        ("", "()|a||b", "", True),
        # Classes.
        ("-", "[a-]", "", True),
        ("-", "[-a]", "", True),
        ("-", "[^-]", "", False),
        ("-", "[a-c-]", "", True),
        ("-", "[\\w-.]", "", True),
        ("-", "[a--[b]]", "", True),
        ("b", "[ab--[b]]", "", False),
        (",", "[+--]", "", True),
        ("^", "[a^]", "", True),
        ("$", "[$]", "", True),
        ("e", "^[a-z-[aeiou-[e]]]$", "", True),
        ("i", "^[a-z-[aeiou-[e]]]$", "", False),
        ("b", "^[^a-z-[b]]$", "", False),
        ("_", "\\w", "", False),
        ("€", "\\w", "", True),
        ("٣", "\\d", "", True),
        ("²", "\\d", "", False),
        ("\u00a0", "\\s", "", False),
        ("·", "\\i", "", False),
        ("·", "\\c", "", True),
        (":", "\\i", "", True),
        ("×", "\\I", "", True),
        ("-", "\\C", "", False),
        ("é", "\\p{IsLatin-1Supplement}", "", True),
        ("é", "\\p{IsBasicLatin}", "", False),
        ("é", "\\P{IsBasicLatin}", "", True),
        ("α", "[\\p{IsGreek}]", "", True),
        ("α", "[\\p{IsGreekandCoptic}]", "", True),
        ("\u20d0", "\\p{IsCombiningMarksforSymbols}", "", True),
        ("\u20d0", "\\p{IsCombiningDiacriticalMarksforSymbols}", "", True),
        ("\U000f0000", "\\p{IsPrivateUse}", "", True),
        ("\ue000", "\\p{IsPrivateUseArea}", "", True),
        ("😀", "\\p{IsEmoticons}", "", True),
        ("\ue000", "\\p{C}", "", True),
        ("a", "^\\/?a$", "", True),
        # Patterns that people use in shapes.
        ("Köln", "^\\p{L}+$", "", True),
        ("Köln", "^\\p{Lu}\\p{Ll}+$", "", True),
        ("_x1", "^\\i\\c*$", "", True),
        ("a-b", "^\\c+$", "", True),
        ("bcd", "^[a-z-[aeiou]]+$", "", True),
        ("abc", "^[a-z-[aeiou]]+$", "", False),
        ("abc", "^\\p{IsBasicLatin}+$", "", True),
        ("αβ", "^\\P{IsBasicLatin}+$", "", True),
        ("ab", "a b", "x", True),
        ("a#b", "a#b", "x", True),
        ("aa", "(a)\\1", "", True),
        ("a@b", "^[^\\s@]+@[^\\s@]+$", "", True),
        ("١٢", "^\\d+$", "", True),
        ("a_b", "^\\w+$", "", False),
        ("a-b.c", "^[\\w.-]+$", "", True),
        ("a-b", "^[a-zA-Z0-9\\-_]*$", "", True),
        ("/a", "^\\/a$", "", True),
        ("S", "ſ", "i", True),
        ("😀", "^.$", "", True),
        ("a\nc", "a.c", "s", True),
        ("", "^$", "", True),
        ("http://a/", "^https?://[^/]+/$", "", True),
        ("$", "\\$", "", True),
        ("3$", "^[\\d$]+$", "", True),
        ("b\n", "a$|b$", "", False),
    ],
)
def test_expressions_of_xpath(text: str, pattern: str, flags: str, expected: bool) -> None:
    assert matches(text, pattern, flags) is expected
    rust = for_engine(pattern, flags)
    if rust is not None:
        assert engine_matches([text], rust) == [expected]


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "(?=a)",
            "(?!a)",
            "(?<a>b)",
            "(?i)a",
            "(?i:a)",
            "a++",
            "a{,2}",
            "a{2",
            "a{2,1}",
            "a{1}{2}",
            "*a",
            "+",
            "?",
        ),
        *(
            "a)",
            "(a",
            "[a",
            "[]",
            "[^]",
            "a]",
            "}",
            "{",
            "\\",
            "\\b",
            "\\x41",
            "\\u0041",
            "\\A",
            "\\Z",
            "\\_",
            "\\ ",
        ),
        *(
            "[b-a]",
            "[a-\\d]",
            "[[:alpha:]]",
            "[a[b]]",
            "[a-[b]c]",
            "[\\1]",
            "(a\\1)",
            "\\1(a)",
            "\\0",
            "(a)\\2",
        ),
        *(
            "\\p",
            "\\p{}",
            "\\pL",
            "\\p{Xx}",
            "\\p{Cs}",
            "\\p{LC}",
            "\\p{Letter}",
            "\\p{IsNoBlock}",
            "\\p{Greek}",
        ),
        *("\\p{IsHighSurrogates}", "\\p{isBasicLatin}", "\\p{^L}", "^a\\_b$"),
    ],
)
def test_what_is_not_an_expression_of_xpath_is_an_error(pattern: str) -> None:
    with pytest.raises(PatternError) as caught:
        compiled(pattern)
    assert caught.value.code == "FORX0002"


def test_unknown_flags_are_an_error() -> None:
    with pytest.raises(PatternError, match="flags") as caught:
        compiled("a", "g")
    assert caught.value.code == "FORX0001"


def test_flags_may_be_repeated_and_be_in_any_order() -> None:
    assert matches("A\nB", " a . b ", "xssi")


def test_deep_nesting_is_an_error_that_ends_the_query() -> None:
    """It is an expression of XPath, so that the query would be answered wrongly if it only had no value."""
    with pytest.raises(RecursionError, match="nest too deeply"):
        compiled("(" * 5000 + "a" + ")" * 5000)


@pytest.mark.parametrize(
    ("text", "pattern", "by", "flags", "expected"),
    [
        # The examples of F&O 3.1, 5.6.4.
        ("abracadabra", "bra", "*", "", "a*cada*"),
        ("abracadabra", "a.*a", "*", "", "*"),
        ("abracadabra", "a.*?a", "*", "", "*c*bra"),
        ("abracadabra", "a", "", "", "brcdbr"),
        ("abracadabra", "a(.)", "a$1$1", "", "abbraccaddabbra"),
        ("AAAA", "A+", "b", "", "b"),
        ("AAAA", "A+?", "b", "", "bbbb"),
        ("darted", "^(.*?)d(.*)$", "$1c$2", "", "carted"),
        ("abcd", "(ab)|(a)", "[1=$1][2=$2]", "", "[1=ab][2=]cd"),
        ("a\\b\\c", "\\", "\\\\", "q", "a\\\\b\\\\c"),
        ("a/b/c", "/", "$", "q", "a$b$c"),
        ("abc", "b", "[$0]", "", "a[b]c"),
        ("abc", "(b)", "$1x", "", "abxc"),
        ("abc", "(b)", "$12", "", "ab2c"),
        ("abc", "(b)", "$9", "", "ac"),
        ("abc", "(b)", "$09", "", "ac"),
        ("abc", "b", "$10", "", "a0c"),
        ("abc", "b", "\\$\\\\", "", "a$\\c"),
        ("2020-1", "(\\d+)-(\\d+)", "$2th of $1y", "", "1th of 2020y"),
    ],
)
def test_replacements(text: str, pattern: str, by: str, flags: str, expected: str) -> None:
    assert replaced(text, pattern, by, flags) == expected


@pytest.mark.parametrize(
    ("pattern", "by", "code"),
    [("b", "$", "FORX0004"), ("b", "$$", "FORX0004"), ("b", "\\1", "FORX0004"), ("b", "\\", "FORX0004")]
    + [(each, "x", "FORX0003") for each in ("", "b*", "^", "(b)?", "b{0}", "b|")],
)
def test_wrong_replacements(pattern: str, by: str, code: str) -> None:
    with pytest.raises(PatternError) as caught:
        replaced("abc", pattern, by)
    assert caught.value.code == code


def test_an_expression_that_the_engine_reads_differently_is_not_for_it() -> None:
    """It has no references, another idea of lines, and a bound on memory."""
    assert for_engine("(a)\\1") is None
    assert for_engine("^a", "m") is None
    assert for_engine("\\w{500}") is None
    assert for_engine("^\\d{4}-\\d{2}-\\d{2}$") is not None


@pytest.mark.parametrize(
    "atom", ["a", "é", ".", "\\w", "\\p{L}", "[^\\d]", "[a-c]", "(é{2})", "(?:a|bc)", "(a+)"]
)
def test_the_engine_reads_the_largest_expression_that_is_for_it(atom: str) -> None:
    """Its bound on memory is not reached: the atom is repeated as often as `for_engine` allows.

    Once it was for `[^\\d]{123}`, whose REGEX had no value: a class whose ranges are cut at many bytes takes more
    memory than its ranges say.
    """
    most = bisect_left(range(1, 40_000), True, key=lambda times: for_engine(f"{atom}{{{times}}}") is None)
    assert 1 <= most < 39_000
    rust = for_engine(f"{atom}{{{most}}}")
    assert rust is not None
    assert engine_matches([""], rust) == [False]


# ── Random expressions against a reference ───────────────────────────────────────────────────────────────────────

TEXTS = "aAbBkK\u212ai\u0131sSſé1٣_- .\n\r😀"


@dataclass(frozen=True)
class Expression:
    """An expression: its text, and where its matches from a place in a text end."""

    written: str
    ends: Callable[[str, int, str], set[int]]


@dataclass(frozen=True)
class CharacterSet:
    written: str
    has: Callable[[str, str], bool]


def same(char: str, other: str, flags: str) -> bool:
    cases = char.lower() == other.lower() or char.upper() == other.upper()
    return char == other or ("i" in flags and cases)


def one_of(chars: CharacterSet) -> Expression:
    def ends(text: str, at: int, flags: str) -> set[int]:
        return {at + 1} if at < len(text) and chars.has(text[at], flags) else set()

    return Expression(chars.written, ends)


ESCAPES = [
    CharacterSet("\\d", lambda char, flags: unicodedata.category(char) == "Nd"),
    CharacterSet("\\D", lambda char, flags: unicodedata.category(char) != "Nd"),
    CharacterSet("\\w", lambda char, flags: unicodedata.category(char)[0] not in "PZC"),
    CharacterSet("\\W", lambda char, flags: unicodedata.category(char)[0] in "PZC"),
    CharacterSet("\\s", lambda char, flags: char in " \t\n\r"),
    CharacterSet("\\S", lambda char, flags: char not in " \t\n\r"),
    CharacterSet("\\p{Lu}", lambda char, flags: unicodedata.category(char) == "Lu"),
    CharacterSet("\\P{L}", lambda char, flags: unicodedata.category(char)[0] != "L"),
    CharacterSet("\\p{IsBasicLatin}", lambda char, flags: char < "\x80"),
]
escapes = st.sampled_from(ESCAPES)


def single(char: str) -> CharacterSet:
    written = {"\n": "\\n", "\r": "\\r"}.get(char, f"\\{char}" if char in ".-" else char)
    return CharacterSet(written, lambda found, flags: same(char, found, flags))


def span(pair: list[str]) -> CharacterSet:
    first, last = sorted(pair)

    def has(found: str, flags: str) -> bool:
        variants = (
            [code for code in map(chr, range(0x20000)) if same(code, found, flags)]
            if "i" in flags
            else [found]
        )
        return any(first <= each <= last for each in variants)

    return CharacterSet(f"{single(first).written}-{single(last).written}", has)


singles = st.sampled_from(TEXTS).map(single)
spans = st.lists(st.sampled_from("aAbBzZ19é"), min_size=2, max_size=2).map(span)


@st.composite
def classes(draw: st.DrawFn, depth: int = 1) -> CharacterSet:
    members = draw(st.lists(singles | spans | escapes, min_size=1, max_size=3))
    negative = draw(st.booleans())
    minus = draw(st.none() | classes(depth - 1)) if depth else None
    body = "".join(each.written for each in members)
    written = f"[{'^' if negative else ''}{body}{f'-{minus.written}' if minus else ''}]"

    def has(char: str, flags: str) -> bool:
        found = any(each.has(char, flags) for each in members) != negative
        return found and not (minus and minus.has(char, flags))

    return CharacterSet(written, has)


DOT = CharacterSet(".", lambda char, flags: "s" in flags or char not in "\n\r")
START = Expression("^", lambda text, at, flags: {at} if begins(text, at, flags) else set())
END = Expression("$", lambda text, at, flags: {at} if is_end(text, at, flags) else set())


def begins(text: str, at: int, flags: str) -> bool:
    return at == 0 or ("m" in flags and text[at - 1] == "\n" and at < len(text))


def is_end(text: str, at: int, flags: str) -> bool:
    if "m" not in flags:
        return at == len(text)
    return text[at] == "\n" if at < len(text) else text[-1:] != "\n"


def choice(options: list[Expression]) -> Expression:
    def ends(text: str, at: int, flags: str) -> set[int]:
        return set().union(*(each.ends(text, at, flags) for each in options))

    return Expression(f"(?:{'|'.join(each.written for each in options)})", ends)


def sequence(parts: list[Expression]) -> Expression:
    def ends(text: str, at: int, flags: str) -> set[int]:
        places = {at}
        for each in parts:
            places = set().union(*(each.ends(text, place, flags) for place in places))
        return places

    return Expression(f"({''.join(each.written for each in parts)})", ends)


def repeated(inner: Expression, quantifier: tuple[str, int, int]) -> Expression:
    mark, least, most = quantifier

    def ends(text: str, at: int, flags: str) -> set[int]:
        places, found = {at}, {at} if least == 0 else set()
        for times in range(1, min(most, least + len(text) + 1) + 1):
            places = set().union(*(inner.ends(text, place, flags) for place in places))
            found |= places if times >= least else set()
        return found

    return Expression(f"{inner.written}{mark}", ends)


QUANTIFIERS = [
    ("?", 0, 1),
    ("*", 0, 99),
    ("+", 1, 99),
    ("{2}", 2, 2),
    ("{0,1}", 0, 1),
    ("{1,}", 1, 99),
    ("*?", 0, 99),
]
atoms = st.one_of(singles.map(one_of), escapes.map(one_of), classes().map(one_of), st.just(one_of(DOT)))
expressions = st.recursive(
    atoms | st.sampled_from([START, END]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(choice),
        st.lists(inner, min_size=0, max_size=3).map(sequence),
        st.builds(repeated, st.lists(inner, max_size=2).map(sequence) | atoms, st.sampled_from(QUANTIFIERS)),
    ),
    max_leaves=5,
)


text_lists = st.lists(st.text(TEXTS, max_size=5), min_size=1, max_size=6)
flag_sets = st.sampled_from(["", "i", "s", "m", "im"])


@examples(25, 1000, expressions, text_lists, flag_sets)
def test_random_expressions_match_what_the_reference_matches(
    expression: Expression, texts: list[str], flags: str
) -> None:
    """They do in Python and in the engine."""
    expected = [any(expression.ends(text, at, flags) for at in range(len(text) + 1)) for text in texts]
    assert [matches(text, expression.written, flags) for text in texts] == expected
    rust = for_engine(expression.written, flags)
    if rust is not None:
        assert engine_matches(texts, rust) == expected


@given(st.text(TEXTS + "\\$^()[]{}?*+|#", max_size=6), st.text(TEXTS, max_size=4))
def test_with_flag_q_every_character_means_itself(pattern: str, rest: str) -> None:
    text = rest + pattern + rest
    assert matches(text, pattern, "q")
    assert matches(rest, pattern, "q") == (pattern in rest)
    rust = for_engine(pattern, "q")
    assert rust is not None
    assert engine_matches([text, rest], rust) == [True, pattern in rest]
