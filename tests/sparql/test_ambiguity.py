"""If the engine reads a call or a volatile function in a text, the analysis shows it or the text is ambiguous."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from adgo.sparql.analysis import VOLATILE
from adgo.sparql.text import SparqlText

GOOD, BAD = "http://127.0.0.1:1/good", "http://127.0.0.1:1/bad/"
PREFIXES = f"PREFIX : <{BAD}> PREFIX ex: <http://example.org/> PREFIX port: <http://example.org:> "
ENGINE = Store()


def accepted(text: str, *, is_update: bool = False) -> bool:
    """Whether the engine parses the text."""
    try:
        ENGINE.update(text) if is_update else ENGINE.query(text, base_iri="http://localhost/sparql")
    except SyntaxError:
        return False
    except (OSError, RuntimeError, ValueError):
        return True
    return True


def calls(text: str, word: str = "SERVICE", *, is_update: bool = False) -> bool:
    """Whether the engine takes a word for a keyword: it does if it takes no letters in their place."""
    other = re.sub(word, "x" * len(word), text, flags=re.IGNORECASE | re.ASCII)
    return accepted(text, is_update=is_update) and not accepted(other, is_update=is_update)


#: Each is a query that calls a server, as the engine reads it, and none as its tokens say, or another server.
HIDDEN = {
    "glued to SILENT": f"SELECT * {{ SERVICESILENT<{BAD}> {{ ?s ?p ?o }} }}",
    "glued to a boolean": f"SELECT * {{ ?s ?p trueSERVICE<{BAD}> {{ ?s ?p ?o }} }}",
    "glued to a group": f"SELECT * {{ {{}}SERVICESILENT<{BAD}>{{ ?s ?p ?o }} }}",
    "glued to a prefixed name": PREFIXES + "SELECT * { SERVICE:x { ?s ?p ?o } }",
    "glued to SILENT and a prefixed name": PREFIXES + "SELECT * { serviceSILENTex:x { ?s ?p ?o } }",
    "behind the second dot of a name": PREFIXES + "SELECT * { ?s ?p ex:a.b.SERVICE:x { ?s ?p ?o } }",
    "behind the second dot, apart": PREFIXES + "SELECT * { ?s ?p ex:a.b.SERVICE :x { ?s ?p ?o } }",
    "in a name that is no IRI": PREFIXES + "SELECT * { ?s ?p port:SERVICE:x { ?s ?p ?o } }",
    "in a string with a wrong escape": (
        f"SELECT * {{ VALUES ?x {{'''a'}}SERVICE<{BAD}>{{?s ?p ?o}}}}#\\x '''}}}}"
    ),
    "in a string with half a character": (
        f"SELECT * {{ VALUES ?x {{'''a'}}SERVICE<{BAD}>{{?s ?p ?o}}}}#\\uD800 '''}}}}"
    ),
    "in a string behind two less-thans": f"SELECT * {{ FILTER(1<<b:'>)SERVICE<{BAD}>{{?s ?p ?o}} }} #'",
    "in what looks like an IRI": PREFIXES + "SELECT * { FILTER(1<1)SERVICE:x#>\n{?s ?p ?o} }",
    "in a string behind what looks like an IRI": (
        PREFIXES + f"SELECT * {{ FILTER(1<'>') SERVICE<{BAD}>{{?s ?p ?o}} }} #'"
    ),
    "in a comment behind an IRI with an escape": (
        f"SELECT * {{ ?s ?p <http://example.org/\\u0041#> . SERVICE<{BAD}> {{?s ?p ?o}}\n }}"
    ),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_a_call_that_the_tokens_hide_is_found(name):
    text = HIDDEN[name]
    assert calls(text)
    found = SparqlText(text).analysis
    assert BAD in found.services or None in found.services or SparqlText(text).ambiguous() is not None
    assert found.services != (GOOD,)


@pytest.mark.parametrize(
    "text",
    [
        f"PREFIX a: <{GOOD}> PREFIXa: <{BAD}> SELECT * {{ SERVICE a: {{?s ?p ?o}} }}",
        f"PREFIX a: <{GOOD}>PREFIXa:<{BAD}>SELECT*{{ SERVICE a: {{?s ?p ?o}} }}",
        f"PREFIX SILENTa: <{GOOD}> PREFIX a: <{BAD}> SELECT * {{ SERVICE SILENTa: {{?s ?p ?o}} }}",
        f"SELECT ?s {{{{SERVICE <{GOOD}> {{?a ?b ?c}}}} UNION {{SERVICESILENT<{BAD}> {{?s ?p ?o}}}}}}",
        PREFIXES + f"SELECT ?s {{{{SERVICE <{GOOD}> {{?a ?b ?c}}}} UNION {{SERVICE:sparql {{?s ?p ?o}}}}}}",
    ],
)
def test_a_call_that_seems_to_be_allowed_is_ambiguous(text):
    """These reached a server that was not on the list."""
    assert calls(text)
    assert SparqlText(text).analysis.services == (GOOD,)
    assert SparqlText(text).ambiguous(strict=True) is not None


@pytest.mark.parametrize(
    "text",
    [
        f"LOADSILENT<{BAD}>",
        f"loadSilent<{BAD}>",
        f"PREFIX:<{BAD}>LOAD:x",
        f"PREFIX : <{BAD}> LOADSILENT:x INTO GRAPH :x",
        f"PREFIX : <{BAD}> INSERTDATA{{}};LOAD:x",
        f"PREFIX : <{BAD}> CLEARALL;LOAD:x;INSERT {{}} WHERE {{ SELECT * {{}} }}",
    ],
)
def test_a_load_that_the_tokens_hide_is_found(text):
    assert calls(text, "LOAD", is_update=True)
    assert SparqlText(text, is_update=True).ambiguous() is not None


def test_a_call_in_an_update_that_the_tokens_hide_is_found():
    text = "PREFIX : <urn:x> DELETE {?s ?p ?o} WHERE {?s ?p ?o FILTER NOT EXISTS {SERVICE:x{?s ?p ?o}}}"
    assert calls(text, is_update=True)
    assert SparqlText(text, is_update=True).ambiguous() is not None


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX service: <urn:x> SELECT ?service { ?service a service:Service ; service:download ?load }",
        "PREFIX ex: <urn:x> SELECT * { GRAPH ex:Service { ?s ex:a.service ?o } } # SERVICE",
        'SELECT * FROM <urn:service> { ?s <#service> \'SERVICE\' , "it\'s a \\"service\\" { \\u00e9" }',
        "ASK { ?s ?p '''service's''', _:service, 'a'@service FILTER(?x < 3 && ?service > ?y) }",
        "SELECT * { ?s <a(1),b#service> ?o }",
        "PREFIX ex: <urn:x> SELECT * { ?s ex:payload ex:Service . { ?s ?p ?o } }",
    ],
)
def test_letters_of_a_call_that_call_nothing_are_not_ambiguous(text):
    assert accepted(text)
    assert SparqlText(text).analysis.call is None
    assert SparqlText(text).ambiguous() is None


def test_names_of_an_update_that_begin_like_a_keyword_are_not_ambiguous():
    text = (
        "PREFIX load: <urn:x> INSERT DATA { load:a load:b 'LOAD' } ; CLEAR GRAPH load:c ; ADD load:c TO load:d ; "
        "WITH load:c DELETE { ?s load:x ?o } INSERT { ?s ?p load:x } USING NAMED load:d WHERE { ?load ?p ?o }"
    )
    assert accepted(text, is_update=True)
    assert SparqlText(text, is_update=True).ambiguous() is None


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(DISTINCTRAND()) AS ?x) {}",
        "SELECT (1<2&&NOW()>3 AS ?x) {}",
        "SELECT (1<ex:a&&STRUUID()>'' AS ?x) {}",
        "SELECT (1+now # (\n () AS ?x) {}",
        "SELECT*{VALUES ?x{'''a'}FILTER(RAND()<2)}#\\x'''",
        "SELECT (COUNT(DISTINCTUUID( )) AS ?x) {}",
    ],
)
def test_a_function_whose_value_varies_is_found_however_it_is_written(text):
    assert accepted(PREFIXES + text)
    assert SparqlText(PREFIXES + text).analysis.volatile


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("CONSTRUCTWHERE{?s ?p ?o}", "CONSTRUCT"),
        ("PREFIX:<http://example.org/>DESCRIBE:x", "DESCRIBE"),
        ("PREFIX construct: <http://example.org/> ASKWHERE{ construct:x ?p ?o }", "ASK"),
        ("PREFIXdescribe:<http://example.org/> SELECT*{}", "SELECT"),
        ("SELECTDISTINCT*{}", "SELECT"),
    ],
)
def test_the_form_is_known_without_a_space_behind_it(text, form):
    assert accepted(text)
    assert SparqlText(text).analysis.form == form


SKELETONS = [
    "SELECT * { ?s ?p ?o . SERVICE :x { ?s ?p ?o } }",
    "SELECT ( ?a < ex:b && NOW ( ) > 3 AS ?y ) { FILTER ( 1 < 2 ) SERVICE SILENT ex:x { ?s ?p ?o } }",
    "SELECT ?s { { SERVICE ex:x { } } UNION { ?s a ex:a.b } VALUES ?x { ''' 'a' ''' true } }",
    "ASK FROM NAMED ex:g { GRAPH ex:SERVICE { ?s ex:p / ex:q ?o , 'a'@en , 1.5 ; ?p [ ] } }",
    "CONSTRUCT WHERE { << ?s ?p ?o >> ?p 'x' }",
    "SELECT ( COUNT ( DISTINCT RAND ( ) ) AS ?x ) { ?s ?p ?o OPTIONAL { ?s ex:SERVICE :SERVICE } }",
    "SELECT * { BIND ( IF ( ?a , UUID ( ) , 5 ) AS ?x ) FILTER NOT EXISTS { SERVICE :y { } } }",
]
PIECES = """
SERVICE SERVICE:x SERVICE: SERVICESILENT SILENT service ex:SERVICE ex:a.b.SERVICE:x ex:a.b. port:SERVICE:x port: port:1
:x :SERVICE aSERVICE:x trueSERVICE 1SERVICE UNIONSERVICE:x ?SERVICE $x ?x ? a true 1 1.5 .5 1. 1e5 + - * / < <= << <<(
<urn:x> <SERVICE> <x#> <x'> <(x)> <\\u0041#> <\\u0041'> ' " '' \"\"\" ''' # \\ \\x \\u0041 \\uD800 'SERVICE' '\\x' @en
@enSERVICE @en--ltr _:b _:SERVICE { } ( ) [ ] . ; , | || && ! ^ ^^ = != { { FILTER BIND AS VALUES UNION OPTIONAL GRAPH
IN NOT EXISTS SELECT WHERE LIMIT RAND() NOW BNODE() uuid ex:RAND ( ) ~ {| |} )>> >> > é 𐀀 éSERVICE COUNT DISTINCT
""".split()  # noqa: SIM905
gaps = st.sampled_from(["", "", "", " ", "\n", "#\n", "#'\n"])


@st.composite
def glued(draw) -> str:
    """A query, some of its tokens replaced, taken out or put in, and spaces between them or none."""
    words = draw(st.sampled_from(SKELETONS)).split(" ")
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(words)))
        words[start : start + draw(st.integers(0, 2))] = draw(st.lists(st.sampled_from(PIECES), max_size=3))
    return PREFIXES + "".join(word + draw(gaps) for word in words)


@settings(max_examples=200)
@given(glued())
@pytest.mark.full
def test_every_call_and_volatile_function_that_the_engine_reads_is_found(text):
    if not accepted(text):
        return
    found = SparqlText(text).analysis
    if calls(text):
        assert found.call is not None or SparqlText(text).ambiguous() is not None
    if any(calls(text, name) for name in VOLATILE):
        assert found.volatile
        assert SparqlText(text).full_analysis.volatile
