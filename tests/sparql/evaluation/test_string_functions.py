"""The functions of SPARQL 1.1 on strings (section 17.4.3), with the examples of the standard, and digests (17.4.6)."""

from __future__ import annotations

import pytest
from memory_dataset import value

TRUE, FALSE = '"true"^^xsd:boolean', '"false"^^xsd:boolean'


def number(value: int) -> str:
    return f'"{value}"^^xsd:integer'


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('STRLEN("chat")', number(4)),
        ('STRLEN("chat"@en)', number(4)),
        ('STRLEN("chat"^^xsd:string)', number(4)),
        ('STRLEN("😀")', number(1)),
        ("STRLEN(1)", None),
        ("STRLEN(:a)", None),
        ('SUBSTR("foobar", 4)', '"bar"'),
        ('SUBSTR("foobar"@en, 4)', '"bar"@en'),
        ('SUBSTR("foobar", 4, 1)', '"b"'),
        ('SUBSTR("foobar"@en, 4, 1)', '"b"@en'),
        # F&O 5.4.3: positions before 1 and after the end give nothing.
        ('SUBSTR("12345", 0, 3)', '"12"'),
        ('SUBSTR("12345", 5, -3)', '""'),
        ('SUBSTR("12345", -3, 5)', '"1"'),
        ('SUBSTR("12345", -42)', '"12345"'),
        ('SUBSTR("12345", 6)', '""'),
        ('SUBSTR("12345", 99, 2)', '""'),
        ('SUBSTR("12345", 4, 99)', '"45"'),
        ('SUBSTR("a😀b", 2, 1)', '"😀"'),
        ('SUBSTR("abc", 1.5)', None),
        ('SUBSTR("abc", "1")', None),
        ('UCASE("foo"@en)', '"FOO"@en'),
        ('UCASE("ß")', '"SS"'),
        ('LCASE("BAR")', '"bar"'),
        ("UCASE(1)", None),
        ('ENCODE_FOR_URI("Los Angeles")', '"Los%20Angeles"'),
        ('ENCODE_FOR_URI("Los Angeles"@en)', '"Los%20Angeles"'),
        ('ENCODE_FOR_URI("~bébé/-_.")', '"~b%C3%A9b%C3%A9%2F-_."'),
        ('CONCAT("foo", "bar")', '"foobar"'),
        ('CONCAT("foo"@en, "bar"@en)', '"foobar"@en'),
        ('CONCAT("foo", "bar"@en)', '"foobar"'),
        ('CONCAT("foo"@de, "bar"@en)', '"foobar"'),
        ('CONCAT("foo"@en)', '"foo"@en'),
        ("CONCAT()", '""'),
        ('CONCAT("foo", 1)', None),
        ('LANGMATCHES("en-US", "en")', TRUE),
        ('LANGMATCHES("EN-us", "en-US")', TRUE),
        ('LANGMATCHES("en", "en-US")', FALSE),
        ('LANGMATCHES("eng", "en")', FALSE),
        ('LANGMATCHES("fr", "*")', TRUE),
        ('LANGMATCHES("", "*")', FALSE),
        ('MD5("abc")', '"900150983cd24fb0d6963f7d28e17f72"'),
        ('MD5("abc"^^xsd:string)', '"900150983cd24fb0d6963f7d28e17f72"'),
        ('SHA1("abc")', '"a9993e364706816aba3e25717850c26c9cd0d89d"'),
        ('SHA256("abc")', '"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"'),
        (
            'SHA384("abc")',
            '"cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed'
            '8086072ba1e7cc2358baeca134c825a7"',
        ),
        (
            'SHA512("abc")',
            '"ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a'
            '2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"',
        ),
        ('MD5("abc"@en)', None),
        ("SHA1(1)", None),
    ],
)
def test_functions_on_strings(expression: str, expected: str | None) -> None:
    assert value(expression) == expected


#: 17.4.3.1.2: both without a language, both with the same, or a language in the first alone.
@pytest.mark.parametrize(
    ("left", "right", "are_compatible"),
    [
        ('"abc"', '"b"', True),
        ('"abc"', '"b"^^xsd:string', True),
        ('"abc"@en', '"b"', True),
        ('"abc"@en', '"b"@en', True),
        ('"abc"', '"b"@en', False),
        ('"abc"@en', '"b"@fr', False),
        ('"abc"', "1", False),
        ("1", '"b"', False),
        (":abc", '"b"', False),
    ],
)
def test_arguments_must_be_compatible(left: str, right: str, are_compatible: bool) -> None:
    tests = [f"{name}({left}, {right})" for name in ("CONTAINS", "STRSTARTS", "STRENDS")]
    assert [value(each) for each in tests] == ([TRUE, FALSE, FALSE] if are_compatible else [None] * 3)
    tag = "@en" if left.endswith("@en") else ""
    parts = [value(f"{name}({left}, {right})") for name in ("STRBEFORE", "STRAFTER")]
    assert parts == ([f'"a"{tag}', f'"c"{tag}'] if are_compatible else [None] * 2)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('STRSTARTS("foobar", "foo")', TRUE),
        ('STRENDS("foobar", "bar")', TRUE),
        ('CONTAINS("foobar", "bar")', TRUE),
        ('CONTAINS("foobar", "")', TRUE),
        ('STRBEFORE("abc", "b")', '"a"'),
        ('STRBEFORE("abc"@en, "bc")', '"a"@en'),
        ('STRBEFORE("abc"@en, "b"@cy)', None),
        ('STRBEFORE("abc"^^xsd:string, "")', '""'),
        ('STRBEFORE("abc", "xyz")', '""'),
        ('STRBEFORE("abc"@en, "z"@en)', '""'),
        ('STRBEFORE("abc"@en, "z")', '""'),
        ('STRBEFORE("abc"@en, ""@en)', '""@en'),
        ('STRBEFORE("abc"@en, "")', '""@en'),
        ('STRAFTER("abc", "b")', '"c"'),
        ('STRAFTER("abc"@en, "ab")', '"c"@en'),
        ('STRAFTER("abc"@en, "b"@cy)', None),
        ('STRAFTER("abc"^^xsd:string, "")', '"abc"'),
        ('STRAFTER("abc", "xyz")', '""'),
        ('STRAFTER("abc"@en, "z"@en)', '""'),
        ('STRAFTER("abc"@en, "z")', '""'),
        ('STRAFTER("abc"@en, ""@en)', '"abc"@en'),
        ('STRAFTER("abc"@en, "")', '"abc"@en'),
    ],
)
def test_parts_of_strings(expression: str, expected: str | None) -> None:
    assert value(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('REGEX("Alice", "^ali", "i")', TRUE),
        ('REGEX("Bob", "^ali", "i")', FALSE),
        ('REGEX("Alice"@en, "^Ali")', TRUE),
        ('REGEX(1, "1")', None),
        ('REGEX("a", "a"@en)', None),
        ('REGEX("a", "(?=a)")', None),
        ('REGEX("a", "a", "g")', None),
        ('REPLACE("abcd", "b", "Z")', '"aZcd"'),
        ('REPLACE("abab", "B", "Z", "i")', '"aZaZ"'),
        ('REPLACE("abab", "B.", "Z", "i")', '"aZb"'),
        ('REPLACE("abcd"@en, "b", "Z")', '"aZcd"@en'),
        ('REPLACE("abcd", "(b)", "[$1]")', '"a[b]cd"'),
        ('REPLACE("abcd", "b*", "Z")', None),
        ('REPLACE("abcd", "b", "$")', None),
        ('REPLACE("abcd", "b", 1)', None),
    ],
)
def test_regular_expressions(expression: str, expected: str | None) -> None:
    assert value(expression) == expected


@pytest.mark.parametrize("tag", ["x", "a", "en-", "en-x", "a-DE", "", "en us"])
def test_strlang_with_what_is_not_a_language_tag_is_an_error(tag: str) -> None:
    """BCP 47, section 2.1. Regression: "x" made a literal that could not be written, so the whole query failed."""
    assert value(f'STRLANG("a", "{tag}")') is None
    assert value('STRLANG("a", "en-GB-x-a")') == '"a"@en-gb-x-a'
