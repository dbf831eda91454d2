"""Tokens, grammar, analysis and dataset of a query's text."""

from __future__ import annotations

import re
import time

import pytest
import w3c
from hypothesis import given
from hypothesis import strategies as st

from adgo.sparql import dataset_clause
from adgo.sparql.errors import at, explain
from adgo.sparql.grammar import misfit
from adgo.sparql.text import SparqlText
from adgo.sparql.tokens import place, tokenize

SUITE = w3c.suite()


@given(st.text(max_size=200))
def test_tokens_cover_the_text_and_know_their_places(text):
    last = 0
    for token in tokenize(text):
        assert token.start >= last
        assert text[token.start : token.start + len(token.text)] == token.text
        last = token.start + len(token.text)


@given(st.text(max_size=300))
def test_any_text_gets_an_analysis_and_an_explanation(text):
    query = SparqlText(text)
    assert query.analysis.depth >= 0
    problem = explain(query, "error at 1:1: expected SELECT")
    assert problem.line >= 1
    assert problem.column >= 1
    assert problem.excerpt.splitlines()[-1].endswith("^")


@pytest.mark.skipif(SUITE is None, reason="ADGO_W3C names no folder with the W3C test suites")
def test_the_grammar_finds_no_fault_in_what_is_right():
    seen = 0
    for path in sorted(SUITE.glob("*/manifest.ttl")):
        found = w3c.manifest(path)
        for kind in ("PositiveSyntaxTest11", "PositiveUpdateSyntaxTest11", "QueryEvaluationTest"):
            for test in found.of_type(kind):
                action = found.value(test, w3c.MF + "action")
                file = w3c.file_of(found.value(action, w3c.QT + "query") or action)
                text = file.read_bytes().decode()
                assert SparqlText(text, "Update" in kind).misfit is None, file
                seen += 1
    assert seen > 400


@pytest.mark.parametrize(
    ("text", "line", "column", "expected"),
    [
        ("SELECT * WHERE { ?s ?p }", 1, 24, "a variable, IRI, literal"),
        ("SELEC * {}", 1, 1, "`SELECT`"),
        ("SELECT *\n{ ?s ?p ?o", 2, 11, "`}`"),
        ("SELECT * { ?s ?p ?o } LIMIT many", 1, 29, "a number"),
        ("SELECT (COUNT(*) AS ?n { ?s ?p ?o }", 1, 24, "`)`"),
        ("", 1, 1, "`ASK`"),
        ("ASK { ?s ?p ?o FILTER ?o > 3 }", 1, 23, "an expression in brackets"),
        ("ASK { ?s <p> 'a'@en 'b' }", 1, 21, "`}`"),
        ("SELECT ?a ?b WHERE { ?a <p> ?b }\nORDER ?a", 2, 7, "`BY`"),
        ("ASK { BIND(1 + ?x) }", 1, 18, "`AS`"),
        ("CONSTRUCT { ?s ?p ?o WHERE { ?s ?p ?o }", 1, 22, "`}`"),
        ("SELECT * { ?s a ?o . } }", 1, 24, "`LIMIT`"),
    ],
)
def test_the_first_misfit_is_named_with_what_would_fit(text, line, column, expected):
    problem = explain(SparqlText(text), "error at 1:1: expected x")
    assert (problem.line, problem.column) == (line, column), problem
    assert expected in problem.detail


def test_long_lines_are_cut_around_the_place():
    text = "ASK { " + "?s ?p ?o . " * 50 + "?s ?p }"
    problem = explain(SparqlText(text), "error at 1:1: expected x")
    shown, caret = problem.excerpt.splitlines()
    assert len(shown) <= 100
    assert shown[caret.index("^")] == "}"


def test_places_count_every_kind_of_line_end():
    assert place("a\r\nb\rc\nd", 7) == (4, 1)
    assert at(SparqlText("a\tb"), 2, "x").excerpt == "a b\n  ^"


@pytest.mark.parametrize(
    ("text", "form", "volatile", "depth", "remote"),
    [
        ("PREFIX select: <urn:x> ASK { ?s select:NOW 'SERVICE' }", "ASK", False, 1, None),
        ("# DELETE\nSELECT (NOW() AS ?t) { { { } } }", "SELECT", True, 3, None),
        ("DESCRIBE <urn:LOAD>", "DESCRIBE", False, 0, None),
        ("INSERT DATA { }", "INSERT", False, 1, None),
        ("ASK { service ?x { } }", "ASK", False, 2, "service"),
        ("SELECT ?LOAD { ?LOAD ?now ?service }", "SELECT", False, 1, None),
        ('ASK { FILTER("""a " SERVICE {{{ """ = "\\"SERVICE") }', "ASK", False, 2, None),
    ],
)
def test_the_analysis_reads_keywords_and_not_what_looks_like_them(text, form, volatile, depth, remote):
    found = SparqlText(text).analysis
    assert (found.form, found.volatile, found.depth) == (form, volatile, depth)
    assert (found.call and found.call.text) == remote


def test_prefixes_that_are_not_declared_are_found_once_each():
    text = "PREFIX a: <urn:a> SELECT * { ?s a:x b:y ; b:z c:1 }"
    assert [token.text for token in SparqlText(text).undeclared] == ["b:y", "c:1"]


def test_the_dataset_of_a_request_is_written_before_each_where():
    text = "INSERT { ?s <p> 'WHERE' } WHERE { ?s ?p ?o } ; DELETE { ?s ?p ?o } where { ?s ?p ?o MINUS { ?a ?b ?c } }"
    result = dataset_clause.with_dataset(SparqlText(text, is_update=True), ["urn:d"], ["urn:n"])
    assert result.count("USING <urn:d> USING NAMED <urn:n> ") == 2
    assert "USING <urn:d> USING NAMED <urn:n> WHERE { ?s ?p ?o } ;" in result
    assert "USING <urn:d> USING NAMED <urn:n> where {" in result


def test_delete_where_is_written_out_if_the_request_names_graphs():
    # It was refused, though section 2.2.3 of the protocol refuses no update but those with USING or WITH.
    block = "{ GRAPH ?g { ?s ?p '}' } # }\n }"
    result = dataset_clause.with_dataset(
        SparqlText(f"DELETE where {block} ; DELETE DATA {{ <a> <b> 1 }}"), ["urn:d"], []
    )
    assert result == f"DELETE {block} USING <urn:d> where {block} ; DELETE DATA {{ <a> <b> 1 }}"
    assert (
        dataset_clause.with_dataset(SparqlText("DELETE WHERE { ?s"), ["urn:d"], [])
        == "DELETE USING <urn:d> WHERE { ?s"
    )
    assert (
        dataset_clause.with_dataset(SparqlText("DELETE WHERE"), ["urn:d"], []) == "DELETE USING <urn:d> WHERE"
    )


@pytest.mark.parametrize(
    "text",
    [
        "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "INSERT { } USING <urn:g> WHERE { }",
        "DELETE WHERE { ?s ?p ?o } ; WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_an_update_with_a_dataset_of_its_own_is_refused(text):
    with pytest.raises(dataset_clause.DatasetConflict) as caught:
        dataset_clause.with_dataset(SparqlText(text, is_update=True), ["urn:d"], [])
    assert caught.value.token.text in ("WITH", "USING")


#: Repeated, these took the square of the time, or might.
UNITS = [
    *(
        "a-",
        "a.",
        "é-",
        "é",
        "%4",
        "\\",
        "'''",
        '"""',
        '"',
        '\\"',
        '\\"""\n',
        "\\'''\n",
        "_:a.",
        "_:a-",
        ":a.",
        ":%4",
        ":%41",
    ),
    *(
        "1e",
        "1.",
        "1",
        "@a-",
        "<a",
        "<a\\u0041",
        "<",
        "#",
        "?a",
        "a..",
        ".",
        "a:",
        "a-1.5",
        "()",
        "{",
        "!",
        "service-",
        "SERVICE",
    ),
    *("SERVICE:a{", "now ", "PREFIX a:<b>", "PREFIX ", "'a\\x'", "<#a>service", "\n", "\r\n", "𐀀-"),
]

#: Those that are tried every day; all of them in the full run.
UNITS_OF_THE_DAY = UNITS[::4]

BEGINNING = "SELECT * { "


def seconds(function, text) -> float:
    start = time.process_time()
    function(text)
    return time.process_time() - start


def proportional(function, unit, length) -> bool:
    """Whether an eighth of a text takes no less than a twentieth of the time: with the square it is a sixty-fourth."""
    short, long = (BEGINNING + unit * (size // len(unit)) for size in (length // 8, length))
    return any(seconds(function, long) < 0.2 + 20 * seconds(function, short) for _ in range(3))


@pytest.mark.parametrize(
    "first",
    ["a", "<", *(pytest.param(first, marks=pytest.mark.full) for first in "1.-:_%\\\"'#@(eé")],
)
def test_tokens_take_time_in_proportion_to_a_text_of_any_two_characters(first):
    """64 KiB of `a-` took a minute, in the server itself, where no limit ends it."""
    for second in "a1.-:_%\\\"'<#@(e \n":
        assert proportional(lambda text: list(tokenize(text)), first + second, 8192), first + second


@pytest.mark.parametrize(
    "unit",
    [unit if unit in UNITS_OF_THE_DAY else pytest.param(unit, marks=pytest.mark.full) for unit in UNITS],
)
@pytest.mark.parametrize(
    "function",
    [
        lambda text: SparqlText(text).full_analysis,
        lambda text: SparqlText(text).analysis,
        lambda text: SparqlText(text).ambiguous(),
        lambda text: explain(SparqlText(text), "error at 1:1: expected " + text),
    ],
    ids=["full analysis", "analysis", "ambiguity", "explanation"],
)
def test_what_is_done_with_a_text_takes_time_in_proportion_to_it(function, unit):
    assert proportional(function, unit, 32768)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a-b", ["word", "mark", "word"]),
        ("true-1e+5", ["word", "sign", "number"]),
        ("- 1 +.5 -?x", ["mark", "number", "sign", "number", "mark", "variable"]),
        ("a.b-c.d:e", ["pname"]),
        ("true.?x", ["word", "mark", "variable"]),
        ("é-a:b é-a", ["pname", "stray", "mark", "word"]),
        ('"""a"}', ["string", "string", "mark"]),
        ('\'\'\' """a"""', ["string", "stray"]),
        ('"a b\n?x', ["stray", "variable"]),
        ("<a\\u0041'b> 'x'", ["iri", "string"]),
        ("<a\\x>", ["mark", "word", "stray", "word", "mark"]),
    ],
)
def test_tokens_are_as_long_as_they_can_be(text, expected):
    assert [token.kind for token in tokenize(text)] == expected


@pytest.mark.parametrize("word", ["TRUE", "True", "false", "FALSE"])
def test_booleans_stand_in_any_case(word):
    """The grammar refused `TRUE`, though keywords match in any case (section 19.8, note 1)."""
    assert SparqlText(f"ASK {{ ?s ?p {word} FILTER({word}) }}").misfit is None


def test_the_keyword_a_stands_in_one_case():
    assert SparqlText("ASK { ?s A ?o }").misfit.token.text == "A"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('SELECT * { ?s :p "a }', '`"a }` begins a string that does not end.'),
        ("SELECT * { ?s :p 'a\nb' }", "A string of several lines needs three at each end."),
        ("SELECT * { ?s ?p ?o FILTR(?o) }", "Did you mean FILTER?"),
        ("SELCT * { ?s ?p ?o }", "Did you mean SELECT?"),
        ("SELECT * { ?s ?p ?o } ODER BY ?s", "Did you mean ORDER?"),
    ],
)
def test_a_typing_error_is_named(text: str, part: str) -> None:
    found = misfit(tokenize(text))
    assert found is not None
    assert part in found.sentence()


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX : <http://e/> SELECT * { ?s :p ?o , ( 1 [ :q 2 ] ) . VALUES ?x { 1 } OPTIONAL { ?s a ?o } } LIMIT 1",
        "SELECT ?s { ?s ?p ?o FILTER ( ?o IN ( 1 , ?p ) ) } GROUP BY ?s VALUES ( ?s ) { ( 1 ) }",
    ],
)
def test_nothing_is_expected_that_sparql_1_1_lacks(text: str) -> None:
    """LATERAL and VERSION were proposed, and the marks of triple terms and annotations."""
    words = text.split()
    for length in range(len(words) + 1):
        found = misfit(tokenize(" ".join([*words[:length], "\N{SECTION SIGN}"])))
        assert found is not None
        quoted = re.findall("`([^`]+)`", found.sentence())
        assert not {"LATERAL", "VERSION", "<<", "<<(", "~", "{|"} & set(quoted), found.sentence()
