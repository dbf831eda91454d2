"""Syntax errors: all of a file at once, each at its position, with its remedy, and no spurious ones."""

from __future__ import annotations

import pickle

import pytest
from random_examples import examples
from turtle_graphs import BASE, texts

from adgo.turtle import Fault, Limits, TurtleError, parse

HEAD = "@prefix ex: <http://e/> .\n"


def faults(text: str, **options: object) -> tuple[Fault, ...]:
    with pytest.raises(TurtleError) as caught:
        parse(text, **options)  # type: ignore[arg-type]
    return caught.value.faults


def faults_if_any(text: str, **options: object) -> tuple[Fault, ...]:
    try:
        parse(text, **options)  # type: ignore[arg-type]
    except TurtleError as error:
        return error.faults
    return ()


MESSAGES = [
    ("ex:a fo:b 1 .", 6, 10, "the prefix 'fo:' is not declared: add '@prefix fo: <…> .' above"),
    ("ex:a exx:b 1 .", 6, 11, "did you mean 'ex:'?"),
    ("ex:a a owl:Class .", 8, 17, "add '@prefix owl: <http://www.w3.org/2002/07/owl#> .' above"),
    ('ex:a ex:p "5"^^xsd:int .', 16, 23, "the prefix 'xsd:' is not declared"),
    ("ex:a ex:p 1\nex:b ex:p 2 .", 11, 12, "'.' is missing here, before the next statement ('ex:b')"),
    ("ex:a ex:p 1", 11, 12, "'.' is missing here, before the end of the file"),
    ("ex:a ex:p 1\n@prefix b: <http://b/> .", 11, 12, "'.' is missing here, before '@prefix'"),
    ("ex:a ex:p 1\n  ex:q 2 ; ex:r 3 .", 11, 12, "';' is missing here, before the predicate 'ex:q'"),
    ("ex:a ex:p 1\n  2 .", 11, 12, "',' is missing between this object and the number '2'"),
    ("ex:a ex:p ex:b ex:c .", 14, 15, "',' is missing between this object and 'ex:c'"),
    ("ex:a ex:p .", 11, 12, "an object is missing between the predicate and '.'"),
    ("ex:a .", 6, 7, "a predicate and an object are missing before '.'"),
    ("ex:a ex:p 1 .\n  ex:q 2 .", 8, 9, "is the '.' that ends the statement before meant to be ';'?"),
    ("ex:a ex:p 1 . ; ex:q 2 .", 15, 16, "there is no statement to continue with ';'"),
    ("ex:a ex:p [ ex:q 1 .", 20, 21, "']' is missing before '.': the '[' of line 2 is still open"),
    ("ex:a ex:p ( 1 2 .", 17, 18, "')' is missing before '.': the '(' of line 2 is still open"),
    ("ex:a ex:p 1 ] .", 13, 14, "']' does not close anything: no bracket is open here"),
    ("ex:a ex:p ( 1 ] .", 15, 16, "found ']' where ')' must close the '(' of line 2"),
    ('"x" ex:p 1 .', 1, 4, 'the literal "x" cannot be a subject'),
    ("ex:a _:p 1 .", 6, 9, "the blank node '_:p' where a predicate was expected: a predicate is an IRI"),
    ("ex:a ex:p True .", 11, 15, "a boolean is an object and is written 'true'"),
    ("ex:a ex:p a .", 11, 12, "elsewhere write rdf:type"),
    ("ex:a ex:p word .", 11, 15, 'write a prefixed name (ex:word), an IRI (<…>) or a string ("word")'),
    ("ex:a ex:p 1.2.3 .", 14, 16, "follows another token without a space"),
    ("ex:a ex:p <a b> .", 11, 16, "a space is not allowed in an IRI: write %20"),
    ("ex:a ex:p <http://e/{x}> .", 11, 25, "'{' is not allowed in an IRI: write %7B"),
    ("ex:a ex:p <http://e .", 11, 22, "'>' is missing on this line"),
    ("ex:a ex:p <rel> .", 11, 16, "relative and there is no base"),
    ("ex:a ex:p <http://e/%zz> .", 11, 25, "not a valid IRI"),
    ('ex:a ex:p "a\\d" .', 11, 16, "'\\d' is not an escape in a string: write \\\\ for a backslash"),
    ('ex:a ex:p "\\uD800" .', 11, 19, "\\uD800 is not the code of a character"),
    ('ex:a ex:p "open .', 11, 18, 'end it with " on its line'),
    ('ex:a ex:p """open .', 11, 20, 'this string is never closed: """ is missing'),
    ('ex:a ex:p "x"@waytoolongtag .', 11, 28, "not a well-formed language tag (BCP 47)"),
    (
        'ex:a ex:p "x"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> .',
        11,
        71,
        "needs a language tag",
    ),
    ("ex:a ex:p { ex:b ex:c ex:d } .", 11, 12, "a file with named graphs is TriG"),
    ("ex:a ex:p << ex:b ex:c ex:d >> .", 11, 13, "RDF 1.2 syntax"),
    ("ex:a = ex:b .", 6, 7, "Notation3"),
    ("@prefix b <http://b/> .", 9, 10, "needs a prefix with a colon, as in 'ex:', and not 'b'"),
    ("@prefix b: http://b/ .", 12, 17, "needs an IRI in angle brackets"),
    ("@prefix b: <http://b/>\nex:a b:p 1 .", 22, 23, "'.' is missing here: it ends '@prefix'"),
    ("PREFIX b: <http://b/> .", 23, 24, "PREFIX and BASE without '@' take none"),
    ("@Prefix b: <http://b/> .\nex:a b:p 1 .", 1, 8, "write '@prefix' in lower case"),
    ("ex:a ex:p _: .", 11, 13, "not a blank node label"),
    (
        "ex:a ex:p ex:b/c .",
        15,
        16,
        "'/' must be escaped in a prefixed name: write '\\/', or the whole IRI",
    ),
    ("ex:a ex:p ex:b%zz .", 15, 16, "'%' must be escaped in a prefixed name"),
    ('ex:a ex:p "x"en .', 14, 16, "is an '@' missing before a language"),
    ("ex:a ex:p 'it's' .", 15, 16, "or a \\ before a quote inside the string?"),
    ('ex:a ex:p "x"@ .', 14, 15, "'@' is not a language tag: write one like @en"),
    ("ex:a ex:p “x” .", 11, 12, "write a straight one"),
    ("ex:a ex:p ( 1 , 2 ) .", 15, 16, "list items are separated by white space only"),
    ("ex:a ex:p http://e/x .", 11, 16, "is this an IRI? Write it in angle brackets, as in <http:…>"),
    ("ex:a ex:p 2025-01-01 .", 15, 18, "are the quotes of a date or similar missing?"),
    ("ex:a ex:p ?x .", 11, 12, "a SPARQL variable"),
]


@pytest.mark.parametrize(
    ("text", "column", "end_column", "words"), MESSAGES, ids=[m[0][:40] for m in MESSAGES]
)
def test_an_error_has_its_position_and_its_remedy(
    text: str, column: int, end_column: int, words: str
) -> None:
    (fault,) = faults(HEAD + text)
    assert words in fault.message
    assert fault.line is not None
    source = (HEAD + text).splitlines()[fault.line - 1]
    assert (fault.column, fault.end_column, fault.source) == (column, end_column, source)


def test_all_errors_of_a_file_come_in_one_run() -> None:
    text = HEAD + "\n".join(
        [
            "ex:a ex:p word .",
            "ex:a ex:p 1 .",
            "ex:b ex:p <a b> , fo:x ; fo:y 2 .",
            'ex:c ex:p "open ;',
            "    ex:q 1 .",
            "ex:d ex:p [ ex:q 1 .",
            "ex:e ex:p 1",
            "ex:f ex:p 2 .",
            "ex:g ex:p 1 . }",
        ]
    )
    assert [fault.line for fault in faults(text)] == [2, 4, 4, 5, 7, 8, 10]


def test_an_undeclared_prefix_is_reported_once_with_its_number_of_uses() -> None:
    (fault,) = faults("fo:a fo:b fo:c .\n" * 3)
    assert fault.message.endswith("(used 9 times)")
    (twice,) = faults("fo:a <urn:b> fo:c .")
    assert twice.message.endswith("(used 2 times)")
    (once,) = faults("fo:a <urn:b> 1 .")
    assert "used" not in once.message


def test_one_mistake_gives_one_error() -> None:
    """No cascade: if any one mark is missing from a correct file, there is one error at most."""
    statements = ["ex:a a ex:T ;\n    ex:p 1 , 2 ;\n    ex:q [ ex:r ( ex:i ex:j ) ] .\n"] * 3
    text = HEAD + "".join(statements)
    for place in [place for place, char in enumerate(text) if char in ".;,[]()" and place > len(HEAD)]:
        broken = text[:place] + text[place + 1 :]
        assert len(faults_if_any(broken)) <= 1, broken


def test_errors_end_at_the_limit_and_say_so() -> None:
    found = faults(HEAD + "ex:a ex:p word .\n" * 50, limits=Limits(faults=7))
    assert len(found) == 7
    assert "reading stopped after 7 errors" in found[-1].message


def test_errors_can_be_pickled() -> None:
    with pytest.raises(TurtleError) as caught:
        parse("ex:a ex:p 1 .")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.faults, str(again)) == (caught.value.faults, str(caught.value))


def test_a_rendering_shows_the_line_and_a_caret() -> None:
    with pytest.raises(TurtleError) as caught:
        parse(HEAD + "\tex:a ex:p word .", path="data/x.ttl")
    first, second, third = str(caught.value).splitlines()
    assert first.startswith("data/x.ttl:2:12: found 'word'")
    assert second == " 2 | \tex:a ex:p word ."
    assert third == "   | \t          ^^^^"


def test_a_rendering_of_a_very_long_line_is_short() -> None:
    text = HEAD + 'ex:a ex:p "' + "x" * 10_000 + '" , word , "' + "y" * 10_000 + '" .'
    with pytest.raises(TurtleError) as caught:
        parse(text)
    _, shown, caret = str(caught.value).splitlines()
    assert len(shown) < 200
    assert shown[caret.index("^") : caret.rindex("^") + 1] == "word"


def test_a_message_about_a_very_long_word_is_short() -> None:
    (fault,) = faults(HEAD + "ex:a ex:p " + "x" * 100_000 + " .")
    assert len(fault.message) < 600


N_TRIPLES = [
    ('<urn:a> <urn:p> "x"', 19, "does not end with '.'"),
    ('<urn:a> "p" <urn:o> .', 9, "but N-Triples needs a predicate: an IRI"),
    ("<urn:a> <urn:p> .", 17, "N-Triples needs an object"),
    ("<urn:a> <urn:p> 5 .", 17, "found '5', but N-Triples needs an object"),
    ("<urn:a> <urn:p> 'x' .", 17, "a string in double quotes"),
    ('<urn:a> <urn:p> "\\q" .', 17, "'\\q' is not an escape"),
    ("<a> <urn:p> <urn:o> .", 1, "relative"),
    ("<urn:a> <urn:p> <urn:o> . <urn:a> <urn:p> <urn:o> .", 26, "a line of its own"),
    ("@prefix ex: <http://e/> .", 1, "N-Triples needs a subject"),
]


@pytest.mark.parametrize(("line", "column", "words"), N_TRIPLES)
def test_a_faulty_line_of_n_triples_does_not_affect_other_lines(line: str, column: int, words: str) -> None:
    good = '<urn:a> <urn:p> "x"@en .\n'
    (fault,) = faults(good + line + "\n" + good, syntax="ntriples")
    assert words in fault.message
    assert (fault.line, fault.column, fault.source) == (2, column, line)


@examples(50, 1000, texts(broken=True))
def test_every_error_has_a_position_in_the_text(text: str) -> None:
    found = faults_if_any(text, base=BASE)
    for fault in found:
        assert 1 <= (fault.column or 0) < (fault.end_column or 0)
        assert (fault.column or 0) <= len(fault.source) + 1
        assert fault.render().count("^") >= 1
    places = [(fault.line or 0, fault.column or 0) for fault in found]
    assert places == sorted(places)


def test_a_string_left_open_does_not_hide_the_errors_of_the_next_statement() -> None:
    """The unclosed string contains the '.' of its line; the statement after it was skipped as well."""
    text = HEAD + 'ex:a ex:p "open .\nex:b ex:q , 1 .\nex:c ex:p 1 .\n'
    assert [fault.line for fault in faults(text)] == [2, 3]
    (fault,) = faults(HEAD + 'ex:a ex:p "two lines.\nof a text" .\nex:b ex:p 1 .\n')
    assert fault.line == 2


def test_a_rendering_has_no_control_characters() -> None:
    with pytest.raises(TurtleError) as caught:
        parse(HEAD + 'ex:a ex:p "\x1b[2J\x9b\u202e\x7f" word .')
    _, source, caret = str(caught.value).splitlines()
    assert source == ' 2 | ex:a ex:p "␛[2J\ufffd\ufffd␡" word .'
    assert source[caret.index("^") :].startswith("word")
