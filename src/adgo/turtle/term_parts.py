"""RDF terms as strings in N-Triples form: their kinds and their parts."""

from __future__ import annotations

from adgo.turtle.terms import LANGUAGE_TYPE, STRING_TYPE, escape, unescape


def is_iri(term: str) -> bool:
    """Return whether the term is an IRI (an RDF 1.2 triple term is not)."""
    return term[0] == "<" and not term.startswith("<<")


def is_blank(term: str) -> bool:
    """Return whether the term is a blank node."""
    return term[0] == "_"


def is_literal(term: str) -> bool:
    """Return whether the term is a literal."""
    return term[0] == '"'


def iri(term: str) -> str:
    """Return the IRI without its angle brackets."""
    return term[1:-1]


def lexical(literal: str) -> str:
    """Return the lexical form of a literal, escapes resolved."""
    return unescape(literal[1 : literal.rindex('"')])


def datatype(literal: str) -> str:
    """Return the datatype of a literal as an N-Triples term; `xsd:string` and `rdf:langString` included."""
    if literal[-1] == '"':
        return STRING_TYPE
    suffix = literal[literal.rindex('"') + 1 :]
    return suffix[2:] if suffix[0] == "^" else LANGUAGE_TYPE


def language(literal: str) -> str:
    """Return the language tag of a literal, "" if it has none."""
    suffix = literal[literal.rindex('"') + 1 :]
    return suffix[1:] if suffix.startswith("@") else ""


def text(term: str) -> str:
    """Return the result of SPARQL's STR() for an IRI or a literal; for a blank node, its label."""
    if term[0] == '"':
        return unescape(term[1 : term.rindex('"')])
    return iri(term) if is_iri(term) else term


def literal(lexical_form: str, datatype_term: str = STRING_TYPE, tag: str = "") -> str:
    """Return the N-Triples term of a literal.

    Args:
        lexical_form: the lexical form, without escapes.
        datatype_term: the datatype as an N-Triples term.
        tag: the language tag; "" if the literal has a datatype.
    """
    body = escape(lexical_form)
    if tag:
        return f'"{body}"@{tag.lower()}'
    return f'"{body}"' if datatype_term == STRING_TYPE else f'"{body}"^^{datatype_term}'
