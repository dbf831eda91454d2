"""The formatter keeps the graph and all comments, gives one text for any order of statements, and is idempotent."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import strategies as st
from random_examples import examples
from text_comparison import same_graph
from turtle_graphs import canonical, texts

from adgo.graph import files
from adgo.turtle import TurtleError, format_text
from adgo.turtle.writing.formatter import BASE

HEAD = "@prefix ex: <http://e/> .\n\n"


@examples(50, 500, texts(broken=False))
def test_a_formatted_text_says_the_same_and_stays(text: str) -> None:
    graph = canonical(text, base=BASE)
    for keep_order in (False, True):
        formatted = format_text(text, keep_order=keep_order)
        assert canonical(formatted, base=BASE) == graph
        assert format_text(formatted, keep_order=keep_order) == formatted


@examples(40, 500, texts(broken=False), st.data())
def test_no_comment_is_lost(text: str, data: st.DataObject) -> None:
    """A comment is allowed between any two tokens of a statement."""
    flat = format_text(text)
    if '"""' in flat or "'''" in flat or "\r" in flat:
        return
    lines = flat.splitlines()
    for number in sorted(data.draw(st.sets(st.integers(0, len(lines)), max_size=4)), reverse=True):
        if data.draw(st.booleans()) and number < len(lines):
            lines[number] += f" # behind {number}"
        else:
            lines.insert(number, f"# above {number}")
    remarked = "\n".join(lines)
    formatted = format_text(remarked)
    found = re.compile(r"# (?:behind|above) \d+")
    assert sorted(found.findall(formatted)) == sorted(found.findall(remarked))
    assert format_text(formatted) == formatted
    assert same_graph(text, formatted)


STATEMENTS = [
    "# about a\n# at length\nex:a a ex:T ; # a's type\n    # above p\n    ex:p 2 , 1 . # behind",
    "ex:b ex:p ( 3 1 2 ) .",
    "[] ex:p 1 .",
    "ex:a ex:q [ ex:r 1 ; # inner\n ex:s 2 ] .",
    "_:x ex:p ex:a .",
    "ex:c ex:p 1 . # one line",
]


def test_any_order_of_statements_gives_one_text() -> None:
    chance, found = random.Random(5), set()
    for _ in range(20):
        chance.shuffle(STATEMENTS)
        found.add(format_text(HEAD + "\n".join(STATEMENTS) + "\n"))
    assert len(found) == 1


def test_any_order_of_pairs_objects_and_prefixes_gives_one_text() -> None:
    one = "@prefix ex: <http://e/> . @prefix b: <http://b/> . ex:a b:q 1 ; a ex:T ; ex:p ex:y , ex:x ."
    other = "PREFIX b: <http://b/>\n@prefix ex: <http://e/>.\nex:a ex:p ex:x,ex:y;b:q 1;a ex:T."
    assert format_text(one) == format_text(other)


def test_the_canonical_style() -> None:
    text = """\
# A file of examples

@prefix ex: <http://e/> . # ours
# not ours
@prefix x: <http://x/> .

# ---- People ----

# Ann came first.
ex:ann a ex:Person ; # surely
    # in order of birth
    ex:children (
        ex:tom # the elder
        ex:eve
        # more to come
    ) ;
    ex:home [
        # of late
        ex:city x:paris
    ] ;
    ex:name
        "Ann"@en , # as she signs
        "Anna"@de . # as her mother says

ex:bob a ex:Person .

# Places

x:paris a ex:City .
x:paris ex:note \"\"\"raw
  text\"\"\" .

# the end
"""
    assert format_text(text) == text


def test_sections_keep_their_order() -> None:
    text = HEAD + "# Second letters\n\nex:b ex:p 1 .\n\nex:a ex:p 1 .\n\n# First letters\n\nex:z ex:p 1 .\n"
    assert format_text(text).index("ex:a") < format_text(text).index("ex:b") < format_text(text).index("ex:z")


def test_a_base_and_a_second_binding_keep_the_directives_in_order() -> None:
    text = "@prefix z: <z/> .\n@base <http://b/> .\n@prefix a: <a/> .\n\na:x z:y <w> .\n"
    assert format_text(text) == text
    text = "@prefix z: <http://z/> .\n@prefix a: <http://a/> .\n@prefix z: <http://y/> .\n\na:x z:y 1 .\n"
    assert format_text(text) == text


def test_a_directive_further_down_is_a_border() -> None:
    text = HEAD + "ex:b ex:p 1 .\n\n@prefix ex: <http://f/> .\n\nex:a ex:p 1 .\n"
    assert format_text(text) == text


def test_the_parts_of_a_triple_come_last_and_in_its_order() -> None:
    formatted = format_text(
        HEAD + "ex:c ex:object 1 ; ex:predicate ex:p ; ex:zone 2 ; ex:subject ex:s ; a ex:Claim ."
    )
    assert re.findall(r"ex:(zone|subject|predicate|object)", formatted) == [
        "zone",
        "subject",
        "predicate",
        "object",
    ]


def test_a_shape_says_first_what_it_is_and_last_what_to_do() -> None:
    head = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    text = (
        head
        + '[] sh:severity sh:Info ; sh:message "m" ; sh:in ( 1 ) ; sh:maxCount 1 ; sh:path sh:p ; a sh:PropertyShape .'
    )
    found = re.findall(r"(?:sh:|\b)(a|path|maxCount|in|message|severity) ", format_text(text))
    assert found == ["a", "path", "maxCount", "in", "message", "severity"]


def test_the_author_may_keep_the_order() -> None:
    lines = HEAD + "ex:b ex:p 1 .\nex:a ex:p 2 . # two\n\nex:c ex:p 3 .\n"
    assert format_text(lines, keep_order=True) == lines
    text = HEAD + "ex:b ex:q 2 ; ex:p ex:y , ex:x . # b\n@prefix a: <http://a/> .\nex:a ex:p 1 ."
    formatted = format_text(text, keep_order=True)
    assert re.findall(r"ex:[abpqxy]", formatted) == ["ex:b", "ex:q", "ex:p", "ex:y", "ex:x", "ex:a", "ex:p"]
    assert format_text(formatted, keep_order=True) == formatted
    assert same_graph(text, formatted)


def test_tokens_stay_as_written() -> None:
    assert format_text(HEAD + "ex:a ex:p 'x' , <http://e/b> , \"\\u00e9\" ^^ ex:t , 01 .").count("'x'") == 1
    assert '"\\u00e9"^^ex:t' in format_text(HEAD + 'ex:a ex:p "\\u00e9" ^^ ex:t .')


def test_line_ends_become_one_kind_outside_strings() -> None:
    formatted = format_text("@prefix ex: <http://e/> .\r\nex:a ex:p 1 ; # x\r\n ex:q '''a\r\nb''' .\r\n")
    assert formatted.count("\r") == 1


def test_an_empty_text_stays_empty() -> None:
    assert format_text("") == format_text(" \n\n") == ""
    assert format_text("# only this\n") == "# only this\n"


def test_a_faulty_text_is_refused() -> None:
    with pytest.raises(TurtleError, match="not declared"):
        format_text("ex:a ex:p 1 .")
    with pytest.raises(TurtleError, match="more than 100 brackets are open at once, the limit"):
        format_text(HEAD + "ex:a ex:p " + "[ ex:p " * 101 + "1" + " ]" * 101 + " .")


@pytest.mark.full
def test_every_file_of_the_project_keeps_its_graph() -> None:
    paths = [path for part in files.PARTS for path in files.part(part)]
    assert paths
    for path in paths:
        text = path.read_text(encoding="utf-8")
        formatted = format_text(text, path=str(path))
        assert same_graph(text, formatted), path
        assert format_text(formatted) == formatted, path
