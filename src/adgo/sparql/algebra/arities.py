"""How many arguments each built-in function takes (SPARQL 1.1, section 19.8, rule 121, BuiltInCall)."""

from __future__ import annotations

from adgo.sparql.algebra.errors import QueryError
from adgo.sparql.algebra.syntax_tree import Tree
from adgo.sparql.tokens import SparqlToken

_MANY = 1 << 30
#: The fewest and the most arguments.
_ARITIES = {
    **dict.fromkeys(("RAND", "NOW", "UUID", "STRUUID"), (0, 0)),
    "BNODE": (0, 1),
    **dict.fromkeys(
        ("STR", "LANG", "DATATYPE", "BOUND", "IRI", "URI", "ABS", "CEIL", "FLOOR", "ROUND"), (1, 1)
    ),
    **dict.fromkeys(("STRLEN", "UCASE", "LCASE", "ENCODE_FOR_URI", "YEAR", "MONTH", "DAY", "HOURS"), (1, 1)),
    **dict.fromkeys(
        ("MINUTES", "SECONDS", "TIMEZONE", "TZ", "MD5", "SHA1", "SHA256", "SHA384", "SHA512"), (1, 1)
    ),
    **dict.fromkeys(("ISIRI", "ISURI", "ISBLANK", "ISLITERAL", "ISNUMERIC"), (1, 1)),
    **dict.fromkeys(("LANGMATCHES", "CONTAINS", "STRSTARTS", "STRENDS", "STRBEFORE", "STRAFTER"), (2, 2)),
    **dict.fromkeys(("STRLANG", "STRDT", "SAMETERM"), (2, 2)),
    **dict.fromkeys(("REGEX", "SUBSTR"), (2, 3)),
    "REPLACE": (3, 4),
    "IF": (3, 3),
    **dict.fromkeys(("CONCAT", "COALESCE"), (0, _MANY)),
}
#: The keywords of all functions that are not aggregates.
FUNCTIONS = frozenset(_ARITIES)
#: The functions of SPARQL 1.2, with their arguments. The engine has them, ADGO's own evaluation does not.
LATER = {
    **dict.fromkeys(
        ("SUBJECT", "PREDICATE", "OBJECT", "ISTRIPLE", "LANGDIR", "HASLANG", "HASLANGDIR"), (1, 1)
    ),
    "ADJUST": (2, 2),
    **dict.fromkeys(("TRIPLE", "STRLANGDIR"), (3, 3)),
}


def check_distinct(arguments: Tree) -> None:
    """Raise QueryError if the arguments of a function begin with DISTINCT."""
    for token in arguments.own_tokens:
        if token.word == "DISTINCT":
            raise QueryError(token, "DISTINCT can stand in the arguments of an aggregate only. Remove it.")


def check(function: SparqlToken, arguments: Tree) -> None:
    """Raise QueryError if a function has too few or too many arguments, or DISTINCT before them."""
    check_distinct(arguments)
    fewest, most = {**_ARITIES, **LATER}.get(function.word, (0, _MANY))
    given = list(arguments.all("Expression"))
    if not fewest <= len(given) <= most:
        wanted = f"{fewest}" if fewest == most else f"{fewest} to {most}"
        noun = "argument" if wanted == "1" else "arguments"
        raise QueryError(function, f"{function.word} takes {wanted} {noun}, not {len(given)}.")
    if function.word == "BOUND":
        tokens = list(given[0].tokens())
        if [each.kind for each in tokens] != ["variable"]:
            raise QueryError(tokens[0], "BOUND takes a variable.")
