"""How a query is answered: by the engine as it is, by the engine rewritten, or by ADGO's own evaluation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.errors import NotInAlgebra
from adgo.sparql.algebra.serializer import written
from adgo.sparql.algebra.syntax_tree import Tree, parse
from adgo.sparql.algebra.translation import Translator
from adgo.sparql.differences.detection import touched
from adgo.sparql.differences.refusal import check_answerable
from adgo.sparql.differences.rewriting import rewritten
from adgo.sparql.differences.shape import shape_of
from adgo.sparql.differences.stored_forms import with_stored_forms
from adgo.sparql.tokens import SparqlToken, tokenize

#: IRIs, except the few with quotes or brackets: their text is not a construct of SPARQL.
_IRI = re.compile(r"<[^<>\"{}|^`\\\s'()]*>")
#: A text without any of these asks for plain triples only, which the engine matches as the standard says.
_SUSPICIOUS = re.compile(
    r"\b(?:GRAPH|FILTER|BIND|VALUES|EXISTS|GROUP|ORDER|HAVING|FROM|AS)\b|[|*+^!/()]|\?(?![\w\x80-\uffff\U00010000-\U0010ffff])"
    r"|(?<![\w:.-])[-+]?\.?[0-9]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How one query is answered.

    Attributes:
        differences: the names of the differences that it may meet; () if the engine answers it as it is.
        text: the text for the engine; None if that is the query's own text, or if ADGO itself evaluates the query.
        query: the algebra for ADGO's own evaluation, None if the engine answers the query as it is.
        starred: the columns of a SELECT * that meets no difference; () for any other query that meets none; None if it
            may meet one, or is not SPARQL 1.1.
    """

    differences: tuple[str, ...] = ()
    text: str | None = None
    query: algebra.Query | None = None
    starred: tuple[str, ...] | None = None


PLAIN = Plan()
#: The difference that FROM, FROM NAMED, USING and USING NAMED can meet, which are not part of the pattern.
GRAPH_NAMED_TWICE = "graph-named-twice"


def plan(
    source: str,
    base: str | None = None,
    prefixes: Mapping[str, str] | None = None,
    *,
    has_merged_default: bool = False,
) -> Plan:
    """Return how a query is answered; PLAIN if it is not SPARQL 1.1, which the engine then reports.

    Args:
        source: the text of the query.
        base: the base IRI of the request.
        prefixes: prefixes that the query need not declare, with their namespaces.
        has_merged_default: whether the request makes the default graph of several graphs.

    Raises:
        QueryError: the query breaks a rule that the grammar does not express.
        Unanswerable: the query is correct, but its answer would not be that of SPARQL 1.1.
    """
    if not has_merged_default and not _SUSPICIOUS.search(_IRI.sub("<>", source)):
        return PLAIN
    declared = tuple((prefixes or {}).items())
    shape = None if has_merged_default else shape_of(source)
    starred = None if shape is None else _HARMLESS.get((shape, declared))
    if starred is not None:
        return _harmless(source, starred)
    planned = _planned(source, base, declared, has_merged_default)
    if shape is not None and planned.starred is not None:
        if len(_HARMLESS) >= _SHAPES:
            _HARMLESS.clear()
        _HARMLESS[shape, declared] = planned.starred
    return planned


#: By shape and declared prefixes: `starred` of the plans of queries that meet no difference.
_HARMLESS: dict[tuple[str, tuple[tuple[str, str], ...]], tuple[str, ...]] = {}
#: The largest number of shapes that are remembered.
_SHAPES = 1024


@lru_cache(maxsize=256)
def _planned(
    source: str, base: str | None, prefixes: tuple[tuple[str, str], ...], has_merged_default: bool
) -> Plan:
    tree = parse(tokenize(source))
    if tree is None:
        return PLAIN
    try:
        query = Translator(base, dict(prefixes), reads_services=True).query(tree)
    except NotInAlgebra:
        return PLAIN
    planned = for_query(query, has_merged_default=has_merged_default)
    if _names_a_graph_twice(tree, query):
        planned = _with_each_graph_once(planned, query)
    if not planned.differences:
        is_starred = query.form == "SELECT" and _star(source) is not None
        return _harmless(source, query.columns if is_starred else ())
    if planned.text is None:
        check_answerable(query, planned.differences, tokenize(source))
    return planned


def for_query(query: algebra.Query, *, has_merged_default: bool = False) -> Plan:
    """Return how a query is answered, given its algebra; PLAIN if it meets no difference.

    Args:
        query: the query.
        has_merged_default: whether the request makes the default graph of several graphs.
    """
    is_merged = has_merged_default or len(set(query.default or ())) > 1
    query = replace(query, pattern=with_stored_forms(query.pattern))
    found = tuple(dict.fromkeys(touched(query.pattern, has_merged_default=is_merged)))
    if not found:
        return PLAIN
    changed = rewritten(query, has_merged_default=is_merged)
    # A SELECT * without columns cannot be written once there are made variables in it.
    if any(touched(changed.pattern, rewritten=True)) or (query.form == "SELECT" and not query.columns):
        return Plan(found, query=query)
    return Plan(found, written(changed), query)


def _names_a_graph_twice(tree: Tree, query: algebra.Query) -> bool:
    """Return whether FROM or FROM NAMED names a graph more than once."""
    clauses = sum(len(list(part.all("DatasetClause"))) for part in tree.parts if isinstance(part, Tree))
    return clauses > len(query.default or ()) + len(query.named or ())


def _with_each_graph_once(planned: Plan, query: algebra.Query) -> Plan:
    """Return a plan that reads each graph once: the algebra, and so a rewritten query, names each graph once."""
    if planned.differences:
        return replace(planned, differences=(*planned.differences, GRAPH_NAMED_TWICE))
    has_columns = query.form != "SELECT" or query.columns
    return Plan((GRAPH_NAMED_TWICE,), written(query) if has_columns else None, query)


def _harmless(source: str, starred: tuple[str, ...]) -> Plan:
    """Return a plan in which the columns of SELECT * stand in the order in which the query mentions them."""
    star = _star(source) if starred else None
    if star is None:
        return Plan(starred=())
    return Plan(text=f"{source[: star.start]}{' '.join(starred)}{source[star.end :]}", starred=starred)


def _star(source: str) -> SparqlToken | None:
    """Return the asterisk of SELECT * at the beginning of a query, or None."""
    tokens = iter(tokenize(source))
    for token in tokens:
        if token.word == "SELECT":
            after = next(tokens, None)
            if after is not None and after.word in ("DISTINCT", "REDUCED"):
                after = next(tokens, None)
            return after if after is not None and after.text == "*" else None
    return None
