"""Random graphs and random Turtle texts, and what pyoxigraph makes of them."""

from __future__ import annotations

import pyoxigraph as ox
from hypothesis import strategies as st

from adgo.turtle.terms import FIRST, NIL, REST, TYPE, XSD, escape

Triple = tuple[str, str, str]

BASE = "http://base.example/folder/file"
PREFIXES = {"": "http://e/", "ex": "http://e/x#", "xsd": XSD, "q": "http://e/x#q"}

characters = st.characters(codec="utf-8")
words = st.text(characters, max_size=12) | st.sampled_from(
    [
        "",
        '"',
        '""',
        '"""',
        "'''",
        "\\",
        "a\nb",
        'a\n"',
        "\r\n",
        "\t",
        "x\\",
        "\U0001f600",
        "e\u0301",
        "\ufeff",
        "\u202e\0",
    ]
)
numerals = st.sampled_from(
    ["0", "05", "+5", "-0", "1.0", ".5", "5.", "1e3", ".5E-3", "INF", " 5", "true", "1"]
)
datatypes = st.sampled_from([f"<{XSD}{name}>" for name in ("integer", "decimal", "double", "boolean", "int")])
literals = st.one_of(
    words.map(lambda word: f'"{escape(word)}"'),
    st.tuples(words, st.sampled_from(["en", "de-at", "zh-hans", "x-own"])).map(
        lambda t: f'"{escape(t[0])}"@{t[1]}'
    ),
    st.tuples(numerals, datatypes).map(lambda t: f'"{t[0]}"^^{t[1]}'),
    st.tuples(words, datatypes).map(lambda t: f'"{escape(t[0])}"^^{t[1]}'),
)
locals_ = st.sampled_from(
    ["a", "b", "x#q", "x#q1", "x#q10", "x#", "", "x#a.b", "x#a.", "x#-a", "é", "\U00010400", "a/b", "x#%41"]
)
iris = locals_.map(lambda local: f"<http://e/{local}>") | st.sampled_from([NIL, "<urn:x>"])
blanks = st.integers(0, 6).map(lambda number: f"_:n{number}")
predicates = st.sampled_from([TYPE, FIRST, REST, "<http://e/p>", "<http://e/x#q2>"])
triples = st.tuples(iris | blanks, predicates, iris | blanks | blanks | literals)
graphs = st.lists(triples, max_size=12)


@st.composite
def trees(draw: st.DrawFn) -> list[Triple]:
    """Graphs of the kind people write: nested blank nodes and lists under named subjects."""
    made: list[Triple] = []

    def fresh() -> str:
        return f"_:t{len(made)}x{draw(st.integers(0, 10**6))}"

    def value(depth: int) -> str:
        kind = draw(st.sampled_from(["term", "node", "list"] if depth < 3 else ["term"]))
        if kind == "term":
            return draw(iris | literals)
        node = fresh()
        if kind == "node":
            for _ in range(draw(st.integers(0, 3))):
                made.append((node, draw(predicates), value(depth + 1)))
            return node
        items = [value(depth + 1) for _ in range(draw(st.integers(1, 3)))]
        cells = [node, *(f"{node}c{n}" for n in range(1, len(items)))]
        for cell, item, rest in zip(cells, items, [*cells[1:], NIL], strict=True):
            made.extend([(cell, FIRST, item), (cell, REST, rest)])
        return node

    for _ in range(draw(st.integers(1, 4))):
        made.append((draw(iris), draw(predicates), value(0)))
    return made


# Not only '@prefix': after a string, pyoxigraph reads it as a language tag.
TOKENS = [
    *(
        "ex:a",
        ":",
        ":b.c",
        "ex:x-1",
        "ex:%41",
        "ex:\\-b",
        "ex:1",
        "_:x",
        "_:y.z",
        "<http://e/i>",
        "<rel>",
        "<#f>",
        "<>",
        "a",
    ),
    *(
        "true",
        "false",
        "5",
        "-05",
        "1.5",
        ".5",
        "1.",
        "1e9",
        "1.e-9",
        '"s"',
        "'s'",
        '"""l"\n"o"""',
        "'''l'o'''",
        '""',
        "''",
    ),
    *(
        '"x"@en',
        '"x"@EN-gb',
        '"x" @de',
        '"x"^^ex:t',
        '"x" ^^ xsd:int',
        '"\\u00e9\\n"',
        '"\\x"',
        "<\\u0041>",
        "<a b>",
        "<\\u0020>",
    ),
    *(
        ".",
        ";",
        ",",
        "[",
        "]",
        "(",
        ")",
        "[]",
        "()",
        "[ ]",
        "( )",
        ".",
        ";",
        ",",
        "#c\n",
        "# . ;\r",
        "foo",
        "undeclared:x",
    ),
    *(
        "@prefix ex: <http://o/> .",
        "PREFIX ex: <http://p/>",
        "@base <http://b/> .",
        "base <sub/>",
        "ex:a\\q",
        "_:",
        "@en",
    ),
    *(
        "ex:a ex:p ex:b",
        "ex:a ex:p 5 .",
        "[ ex:p 5 ]",
        "[ :p ( 1 :b ) ]",
        "( 1 [ :p :o ] )",
        "\U00010400:x",
        "ex:\U0001f600",
        "ex:é",
    ),
]
NAMES = [
    "ex:a",
    ":",
    ":b.c",
    "ex:x-1",
    "ex:%41",
    "ex:\\-b",
    "ex:1",
    "<http://e/i>",
    "<rel>",
    "<#f>",
    "<>",
    "<../up>",
    "ex:é",
]
LABELS = ["_:x", "_:y.z", "_:0", "[]", "[ #c\n ]"]
DIRECTIVES = [
    "@prefix ex: <http://o/> .",
    "PREFIX ex: <http://p/>",
    "@base <http://b/c/d> .",
    "base <sub/>",
    "prefix : <#>",
]
STRINGS = [
    '"s"',
    "'s'",
    '"""l"\n""o"""',
    "'''l''o'''",
    '""',
    "''",
    '"\\u00e9\\n\\U0001F600\\\\"',
    '"#"',
    '"😀"',
]
SUFFIXES = [
    "",
    "@en",
    "@EN-gb",
    " @de",
    "^^ex:t",
    " ^^ xsd:int",
    "^^<rel>",
    "^^xsd:string",
    "#c\n^^#c\nxsd:int",
]
NUMBERS = ["5", "-05", "1.5", ".5", "+1.e-9", "1e9", "true", "false"]
HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
gaps = st.sampled_from([" ", " ", " ", "", "\n", "\t", "\r\n", " #x . ;\r"])


@st.composite
def statements(draw: st.DrawFn) -> list[str]:
    """The tokens of a valid statement or directive."""

    def pick(*pools: list[str]) -> list[str]:
        return [draw(st.sampled_from([token for pool in pools for token in pool]))]

    def value(depth: int) -> list[str]:
        kind = draw(st.integers(0, 5 if depth < 3 else 3))
        if kind == 4:
            return ["[", *pairs(depth + 1), "]"]
        if kind == 5:
            return ["(", *(token for _ in range(draw(st.integers(0, 3))) for token in value(depth + 1)), ")"]
        if kind == 3:
            return [pick(STRINGS)[0] + pick(SUFFIXES)[0]]
        return pick(NAMES, LABELS, NUMBERS)

    def pairs(depth: int) -> list[str]:
        found: list[str] = []
        for number in range(draw(st.integers(1, 3))):
            found += [";"] * (number > 0) + pick(NAMES, ["a"]) + value(depth)
            for _ in range(draw(st.integers(0, 1))):
                found += [",", *value(depth)]
        return found + [";"] * draw(st.integers(0, 2))

    kind = draw(st.integers(0, 6))
    if kind == 0:
        return pick(DIRECTIVES)
    if kind == 1:
        return ["[", *pairs(1), "]", "."]
    return [
        *(pick(NAMES, LABELS) if kind < 5 else ["[", *pairs(1), "]"] if kind == 5 else ["(", *value(1), ")"]),
        *pairs(0),
        ".",
    ]


@st.composite
def texts(draw: st.DrawFn, *, broken: bool) -> str:
    """Turtle with every kind of token and gap; if `broken`, with one token removed, doubled or inserted at random."""
    tokens = [token for _ in range(draw(st.integers(1, 5))) for token in draw(statements())]
    if broken:
        place = draw(st.integers(0, len(tokens) - 1))
        tokens[place : place + draw(st.integers(0, 1))] = draw(st.lists(st.sampled_from(TOKENS), max_size=2))
    # What would be one token without a space between is kept apart, and so are `5ex:a` and `a.5`, which Turtle
    # lets be two tokens and pyoxigraph does not.
    text = HEAD
    for token, following in zip(tokens, [*tokens, "."][1:], strict=True):
        apart = token[-1] not in "[]();,.>\"'" and following[0] not in "[]();,<\"'"
        apart |= token[-1] in "\"'" and following[0] in "\"'"
        text += token + (draw(gaps) or (" " if apart else ""))
    return text


def n_triples(rows: list[Triple]) -> str:
    return "".join(f"{s} {p} {o} .\n" for s, p, o in rows)


def canonical(
    text: str | bytes, syntax: ox.RdfFormat = ox.RdfFormat.TURTLE, base: str | None = BASE
) -> ox.Dataset:
    """The graph as pyoxigraph reads it, its blank nodes named by their surroundings, so that == compares graphs."""
    dataset = ox.Dataset(ox.parse(text, syntax, base_iri=base if syntax == ox.RdfFormat.TURTLE else None))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def canonical_rows(rows: list[Triple]) -> ox.Dataset:
    return canonical(n_triples(rows), ox.RdfFormat.N_TRIPLES)
