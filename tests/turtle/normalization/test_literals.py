"""Literals are reported as changed if and only if the store returns another literal than the document has."""

from __future__ import annotations

import re
from io import BytesIO

from hypothesis import example
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store, parse
from random_examples import examples

from adgo.turtle.formats import N_TRIPLES, TURTLE
from adgo.turtle.normalization import counting, literals
from adgo.turtle.normalization.report import Changes
from adgo.turtle.terms import XSD

PREDICATE = NamedNode("http://e/p")


def typed(text: str, name: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + name))


#: XSD 1.1 part 2, figure 1: every datatype that RDF 1.1 (section 5.1) allows, and the others of XSD.
DATATYPES = re.findall(
    r"\w+",
    """
    anyURI base64Binary boolean byte date dateTime dateTimeStamp dayTimeDuration decimal double duration float
    gDay gMonth gMonthDay gYear gYearMonth hexBinary int integer language long Name NCName negativeInteger NMTOKEN
    nonNegativeInteger nonPositiveInteger normalizedString positiveInteger QName short time token unsignedByte
    unsignedInt unsignedLong unsignedShort yearMonthDuration
    """,
)

DIGITS = st.text("000112345678999", min_size=1, max_size=22)
SIGN = st.sampled_from(["", "", "-", "+"])
FRACTION = st.one_of(st.just(""), st.just("."), DIGITS.map(".".__add__))
EXPONENT = st.one_of(
    st.just(""), st.builds("{}{}{}".format, st.sampled_from("eE"), SIGN, DIGITS.map(lambda d: d[:3]))
)
NUMBER = st.builds("{}{}{}{}".format, SIGN, st.one_of(DIGITS, st.just("")), FRACTION, EXPONENT)
#: Numbers as programs write them: the engine keeps many of them.
COMPUTED = st.one_of(
    st.floats().map(repr), st.integers().map(str), st.decimals(allow_nan=False).map("{:f}".format)
)
ZONE = st.sampled_from(["", "Z", "+00:00", "-00:00", "+01:00", "-05:30", "+14:00", "-14:00", "+15:00", "z"])
TWO = st.one_of(st.integers(1, 12), st.integers(0, 61)).map("{:02}".format)
YEAR = st.sampled_from(["2020", "0001", "0000", "-0044", "12020", "02020", "9999", "20"])
DAY = st.one_of(st.builds("{}-{}-{}".format, YEAR, TWO, TWO), st.dates().map(str))
CLOCK = st.one_of(
    st.builds("{}:{}:{}{}".format, TWO, TWO, TWO, FRACTION), st.times().map(str), st.just("24:00:00")
)
TIMES = {
    "date": st.builds("{}{}".format, DAY, ZONE),
    "dateTime": st.builds("{}T{}{}".format, DAY, CLOCK, ZONE),
    "time": st.builds("{}{}".format, CLOCK, ZONE),
    "gYear": st.builds("{}{}".format, YEAR, ZONE),
    "gYearMonth": st.builds("{}-{}{}".format, YEAR, TWO, ZONE),
    "gMonthDay": st.builds("--{}-{}{}".format, TWO, TWO, ZONE),
    "gMonth": st.builds("--{}{}".format, TWO, ZONE),
    "gDay": st.builds("---{}{}".format, TWO, ZONE),
}


def part(letter: str) -> st.SearchStrategy[str]:
    return st.one_of(st.just(""), st.integers(0, 100).map(lambda number: f"{number}{letter}"))


SECONDS = st.builds("{}{}S".format, st.integers(0, 100), FRACTION) | st.just("")
DURATION = st.builds(
    "{}P{}{}{}{}{}{}{}".format,
    *(SIGN, part("Y"), part("M"), part("D"), st.sampled_from(["", "T"]), part("H"), part("M"), SECONDS),
)
OTHER = st.sampled_from(
    ["true", "false", "1", "0", "True", "NaN", "INF", "-INF", "+INF", "inf", "nan", "five", "", " 5", "5 "]
)
ANY = st.one_of(NUMBER, COMPUTED, DURATION, OTHER, st.text(max_size=5), *TIMES.values())


def lexical(name: str) -> st.SearchStrategy[str]:
    """Forms that mostly look like those of a datatype."""
    if name in TIMES or name == "dateTimeStamp":
        return TIMES.get(name, TIMES["dateTime"]) | ANY
    if name.lower().endswith("duration"):
        return DURATION | ANY
    return st.one_of(DIGITS, NUMBER, COMPUTED, OTHER, ANY)


LITERALS = st.sampled_from(DATATYPES).flatmap(lambda name: st.builds(typed, lexical(name), st.just(name)))


#: Forms of which some are changed and some are kept, in each type.
DURATIONS = [
    "PT24H",
    "P1D",
    "P12M",
    "P14M",
    "P1Y2M",
    "P0Y",
    "P0M",
    "P0D",
    "PT0S",
    "-PT1.50S",
    "PT60M",
    "P1DT12H",
]
MOMENTS = [
    f"{start}{zone}"
    for start in ("2020-01-01", "24:00:00", "10:00:00.50", "2020-01-01T24:00:00", "2020-01-01T23:59:59.5")
    for zone in ("", "Z", "+00:00", "-00:00", "+14:00")
] + [
    "2020+00:00",
    "2020-01+00:00",
    "--01-31+00:00",
    "--01+00:00",
    "---31+00:00",
    "---31Z",
    "2020",
    "--01",
    "--02-30",
]


def stored(literal: Literal) -> Literal:
    """Return what a store gives back, asked without the code under test."""
    store = Store()
    store.add(Quad(PREDICATE, PREDICATE, literal))
    (quad,) = store.quads_for_pattern(None, None, None)
    assert isinstance(quad.object, Literal)
    return quad.object


@examples(25, 1000, st.lists(LITERALS, max_size=20))
@example(
    [
        typed("99999999999999999999", "integer"),
        typed("five", "int"),
        typed("0.1234567890123456789012345", "decimal"),
    ]
)
@example(
    [
        typed("5", "int"),
        typed("2020-01-01T00:00:00Z", "dateTimeStamp"),
        typed("1", "boolean"),
        typed("1.50", "float"),
    ]
)
@example([typed("2020-02-30T00:00:00+00:00", "dateTime"), typed("2020-02-28T00:00:00+00:00", "dateTime")])
@example([typed("-0", name) for name in ("integer", "decimal", "double", "float")])
@example(
    [typed("0.1", "double"), typed("1e22", "double"), typed("100.0", "double"), typed("123456789.1", "float")]
)
@example(
    [typed(text, name) for name in ("duration", "dayTimeDuration", "yearMonthDuration") for text in DURATIONS]
)
@example([typed(text, name) for name in (*TIMES, "dateTimeStamp") for text in MOMENTS])
def test_the_literals_that_a_store_changes_are_those_that_are_reported(drawn):
    terms = [str(literal) for literal in drawn]
    assert literals.changed(terms) == [str(literal) for literal in drawn if stored(literal) != literal]
    assert literals.stored(terms) == [str(stored(literal)) for literal in drawn]


@examples(25, 1000, st.lists(LITERALS, max_size=30))
def test_every_occurrence_is_counted_as_the_quads_of_a_document_pass(drawn):
    content = "".join(f"<a:{number}> <a:p> {literal} .\n" for number, literal in enumerate(drawn)).encode()
    found = Changes()
    origin = counting.Origin(N_TRIPLES, lambda: BytesIO(content), lambda: False)
    quads = list(counting.counted(parse(content, N_TRIPLES.engine_format()), origin, found))
    assert [quad.object for quad in quads] == drawn
    changed = [literal for literal in drawn if stored(literal) != literal]
    assert found.count == len(changed)
    assert {each.given for each in found.examples} <= {str(literal) for literal in changed}
    assert len(found.examples) == min(3, len(set(changed)))
    assert all(each.stored == str(stored(eval_literal(each.given))) for each in found.examples)


def eval_literal(term: str) -> Literal:
    (quad,) = parse(f"<a:a> <a:p> {term} .".encode(), N_TRIPLES.engine_format())
    assert isinstance(quad.object, Literal)
    return quad.object


def test_literals_inside_triple_terms_count():
    content = b'<a:a> <a:p> <<( <a:b> <a:p> "05"^^<http://www.w3.org/2001/XMLSchema#int> )>> .'
    found = Changes()
    origin = counting.Origin(N_TRIPLES, lambda: BytesIO(content), lambda: False)
    list(counting.counted(parse(content, N_TRIPLES.engine_format()), origin, found))
    assert (found.count, str(found.examples[0])) == (1, '"05"^^xsd:int to 5')


def test_no_literal_is_named_twice():
    """Bug: one that occurred again after the engine had been asked was named again."""
    literals_ = [typed("0", "boolean"), typed("0.0", "boolean"), typed("1", "boolean"), typed("0", "boolean")]
    content = "".join(
        f"<a:{number}> <a:p> {literal} .\n" for number, literal in enumerate(literals_)
    ).encode()
    found = Changes()
    origin = counting.Origin(N_TRIPLES, lambda: BytesIO(content), lambda: False)
    list(counting.counted(parse(content, N_TRIPLES.engine_format()), origin, found))
    assert (found.count, [each.given for each in found.examples]) == (
        3,
        [str(literals_[0]), str(literals_[2])],
    )


def test_more_distinct_literals_than_are_asked_about_at_once_are_all_counted(monkeypatch):
    monkeypatch.setattr(counting, "_BATCH", 50)
    monkeypatch.setattr(counting, "_REMEMBERED", 70)
    number = 305
    # Durations are always asked about. Hours become days if there are 24 or more of them.
    lines = [f'<a:a> <a:p> "PT{hours}H"^^<{XSD}dayTimeDuration> .\n' for hours in range(1, number)] * 2
    content, found = "".join(lines).encode(), Changes()
    origin = counting.Origin(N_TRIPLES, lambda: BytesIO(content), lambda: False)
    assert sum(1 for _ in counting.counted(parse(content, N_TRIPLES.engine_format()), origin, found)) == len(
        lines
    )
    assert found.count == 2 * (number - 24)


#: Valid literals that the engine keeps, but whose values it cannot compare, and valid ones whose values it knows.
UNREAD = (
    *((text, "integer") for text in ("9223372036854775808", "-12345678901234567890")),
    *(
        ("18446744073709551615", "unsignedLong"),
        ("0.1234567890123456789", "decimal"),
        ("99999999999999999999", "gYear"),
    ),
    *(("9999999999999-01-01", "date"), ("2020-01-01T00:00:00.1234567890123456789Z", "dateTime")),
    *(("P99999999999999999999Y", "duration"), ("P99999999999999999999D", "dayTimeDuration")),
)
READ = (
    *((text, "integer") for text in ("9223372036854775807", "-9223372036854775808")),
    *(("0.123456789012345678", "decimal"), ("-0044-03-15", "date"), ("12345", "gYear"), ("P1Y", "duration")),
    *((f"1999-12-31T20:00:00{zone}", "dateTime") for zone in ("", "Z", "+14:00")),
    *(("12:00:00", "time"), ("2000-01-01", "date"), ("2000", "gYear"), ("2000-01Z", "gYearMonth")),
)


def test_valid_literals_with_values_that_the_engine_does_not_know_are_found():
    """Bug: comparisons and sums left them out without a warning."""
    unread, read = ([f'"{text}"^^<{XSD}{name}>' for text, name in each] for each in (UNREAD, READ))
    ill_typed = [f'"{text}"^^<{XSD}{name}>' for text, name in (("ten", "integer"), ("2020-02-30", "date"))]
    assert literals.unread([*read, *unread, *ill_typed]) == unread
    assert literals.changed(unread) == []


def test_literals_with_values_that_the_engine_does_not_know_are_counted():
    big = f'"12345678901234567890"^^<{XSD}integer>'
    content = "".join(f"<a:{number}> <a:p> {big} , 007 .\n" for number in range(5)).encode()
    found = Changes()
    origin = counting.Origin(TURTLE, lambda: BytesIO(content), lambda: False)
    assert len(list(counting.counted(parse(content, TURTLE.engine_format()), origin, found))) == 10
    assert (found.count, found.unread, found.total) == (5, 5, 10)
    assert [each.given for each in found.unread_examples] == [big]
