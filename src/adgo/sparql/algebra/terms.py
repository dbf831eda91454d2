"""The terms and variables that a text writes, as strings in N-Triples form."""

from __future__ import annotations

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.errors import NotInAlgebra, QueryError
from adgo.sparql.algebra.names import QueryNames
from adgo.sparql.algebra.syntax_tree import Tree
from adgo.sparql.ambiguity import malformed
from adgo.sparql.tokens import SparqlToken
from adgo.turtle.terms import BOOLEAN, DECIMAL, DOUBLE, INTEGER, STRING_TYPE, escape, unescape


def variable(token: SparqlToken) -> algebra.Term:
    """Return a variable; `$x` and `?x` are the same one."""
    return "?" + token.text[1:]


def variable_or_iri(tree: Tree, names: QueryNames) -> algebra.Term:
    """Return what a `VarOrIri` holds."""
    iri = tree.one("Iri")
    return names.iri(iri) if iri else variable(tree.first_token)


def term(tree: Tree, names: QueryNames) -> algebra.Term:
    """Return the term or variable that a production of one term holds; NotInAlgebra if it is a triple term."""
    iri, literal = tree.one("Iri"), tree.one("Literal")
    if iri:
        return names.iri(iri)
    if literal:
        return _literal(literal, names)
    tokens = list(tree.tokens())
    first, last = tokens[0], tokens[-1]
    match last.kind:
        case "variable":
            return variable(last)
        case "number":
            return number(None if first is last else first, last)
        case "blank":
            return f"{algebra.HIDDEN}{last.text}"
    if last.word in ("TRUE", "FALSE"):
        return f'"{last.text.lower()}"^^{BOOLEAN}'
    raise NotInAlgebra(first)


def string(token: SparqlToken) -> str:
    """Return what a string token holds; QueryError if it has an escape that SPARQL does not have."""
    if malformed(token):
        raise QueryError(
            token, r"A backslash in this string begins no escape of SPARQL. Write \\ for a backslash."
        )
    quotes = 3 if token.text[:3] in ('"""', "'''") else 1
    return unescape(token.text[quotes:-quotes])


def _literal(tree: Tree, names: QueryNames) -> algebra.Term:
    tokens = list(tree.tokens())
    body = f'"{escape(string(tokens[0]))}"'
    iri = tree.one("Iri")
    if iri:
        datatype = names.iri(iri)
        return body if datatype == STRING_TYPE else f"{body}^^{datatype}"
    return body + (tokens[1].text.lower() if len(tokens) > 1 else "")


def number(sign: SparqlToken | None, digits: SparqlToken) -> algebra.Term:
    """Return a number with its sign, in the form in which it is written."""
    written = (sign.text if sign else "") + digits.text
    kind = DOUBLE if "e" in written.lower() else DECIMAL if "." in written else INTEGER
    return f'"{written}"^^{kind}'
