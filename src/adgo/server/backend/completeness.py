"""Whether an answer of the backend is whole: engines that limit the number of rows do not always say so."""

from __future__ import annotations

from dataclasses import dataclass

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.syntax_tree import Tree, form_of, parse
from adgo.sparql.algebra.translation import translated
from adgo.sparql.text import SparqlText
from adgo.sparql.tokens import SparqlToken

#: Limits of engines are round numbers: multiples of this one, or powers of two that are not smaller.
ROUND = 100


@dataclass(frozen=True)
class CountedQuery:
    """What says how many rows a query should have.

    Attributes:
        text: a query with one row, the number of the query's solutions; "" if it cannot be written.
        limit: the LIMIT of the query itself; None if it has none.
    """

    text: str
    limit: int | None


def may_be_cut(rows: int, cap: int | None) -> bool:
    """Return whether a number of rows can be where an engine stopped.

    Args:
        rows: the number.
        cap: the largest number of rows that the engine gives; None if that is not known.
    """
    if cap is not None and rows >= cap:
        return True
    return rows >= ROUND and (rows % ROUND == 0 or rows & (rows - 1) == 0)


def triples_may_be_cut(triples: int, cap: int | None) -> bool:
    """Return whether a number of triples can be where an engine stopped: Virtuoso gives one more than its limit.

    Args:
        triples: the number.
        cap: as for `may_be_cut`.
    """
    return may_be_cut(triples, cap) or may_be_cut(triples - 1, cap)


def counted(source: str) -> CountedQuery:
    """Return the count of the solutions of a SELECT, CONSTRUCT or DESCRIBE query that declares its prefixes."""
    form = _form(source)
    if form is None:
        return CountedQuery("", None)
    tokens = list(form.tokens())
    solutions = _subquery(source, form, tokens)
    return CountedQuery(_count(source, form, solutions) if solutions else "", _limit(tokens))


def has_pattern(source: str) -> bool:
    """Return whether a query has a pattern; DESCRIBE may have none."""
    form = _form(source)
    return form is None or form.one("WhereClause") is not None


def described(source: str) -> str:
    """Return a query with one row, the number of triples of the things that a DESCRIBE query describes.

    Every engine describes a thing by all triples of which it is the subject; some add others. It is "" if the query
    cannot be written.
    """
    form = _form(source)
    names = [_text(source, each) for each in form.all("VarOrIri")] if form else []
    if form is None or not names:
        return ""
    iris = [name for name in names if name[0] not in "?$"]
    things = [f"{{ VALUES ?adgo_thing {{ {' '.join(iris)} }} }}"] if iris else []
    if form.one("WhereClause") is not None:
        pattern = source[_where(form, list(form.tokens())) :]
        found = (name for name in names if name not in iris)
        things += [f"{{ SELECT ({name} AS ?adgo_thing) {pattern}\n}}" for name in found]
    if not things:
        return ""
    return _triple_count(source, form, f"{' UNION '.join(things)} ?adgo_thing ?adgo_property ?adgo_value")


def constructed(source: str) -> str:
    """Return a query with one row, the number of different triples that a CONSTRUCT query makes.

    It is "" if they cannot be counted: each solution has its own blank nodes, and two patterns cannot share a label.
    """
    tree = parse(SparqlText(source).tokens)
    if tree is None or (form := form_of(tree)).name != "ConstructQuery":
        return ""
    tokens = list(form.tokens())
    pattern, template = source[_where(form, tokens) :], _template(tree)
    has_labels = any(each.kind == "blank" for each in tokens)
    if not template or (has_labels and len(template) > 1):
        return ""
    made = (
        f"{{ SELECT ({s} AS ?adgo_thing) ({p} AS ?adgo_property) ({o} AS ?adgo_value) {pattern}\n}}"
        for s, p, o in template
    )
    is_triple = "isIRI(?adgo_property) && !isLiteral(?adgo_thing) && BOUND(?adgo_value)"
    return _triple_count(source, form, f"{{ {' UNION '.join(made)} }} FILTER ({is_triple})")


def _template(tree: Tree) -> list[tuple[str, str, str]]:
    """Return the triples of a CONSTRUCT query's template; [] if they have blank nodes, or are not known."""
    query = translated(tree, {})
    template = query.template if query else ()
    terms = [each for triple in template for each in triple if isinstance(each, str)]
    if len(terms) < 3 * len(template) or any(each.startswith(algebra.HIDDEN) for each in terms):
        return []
    return list(zip(terms[::3], terms[1::3], terms[2::3], strict=True))


def _form(source: str) -> Tree | None:
    """Return the tree of a query without its prologue; None if the text is not a query."""
    tree = parse(SparqlText(source).tokens)
    return form_of(tree) if tree else None


def _triple_count(source: str, form: Tree, pattern: str) -> str:
    """Return the query for the number of different triples that a pattern binds, over the dataset of a query."""
    triples = f"SELECT DISTINCT ?adgo_thing ?adgo_property ?adgo_value WHERE {{ {pattern} }}"
    return _count(source, form, triples)


def _count(source: str, form: Tree, solutions: str) -> str:
    """Return the query for the number of solutions of a subquery, over the dataset of a query."""
    prologue = source[: form.first_token.start]
    clauses = " ".join(_text(source, each) for each in form.all("DatasetClause"))
    return f"{prologue}SELECT (COUNT(*) AS ?adgo_solutions)\n{clauses} WHERE {{ {{\n{solutions}\n}} }}"


def _subquery(source: str, form: Tree, tokens: list[SparqlToken]) -> str:
    """Return a query as a subquery, which has no dataset; "" if it has no pattern, or no subquery is the same."""
    if form.name == "SelectQuery":
        head = _text(source, form.need("SelectClause"))
        return f"{head} {source[_where(form, tokens) :]}"
    is_grouped = any(
        each.word == "GROUP" for part in form.all("SolutionModifier") for each in part.own_tokens
    )
    if is_grouped:
        # SELECT * cannot be grouped.
        return ""
    if form.name == "ConstructQuery" or form.one("WhereClause") is not None:
        return f"SELECT * {source[_where(form, tokens) :]}"
    return ""


def _where(form: Tree, tokens: list[SparqlToken]) -> int:
    """Return where the pattern of a query begins in its text."""
    if (where := form.one("WhereClause")) is not None:
        return next(where.tokens()).start
    return next(each.start for each in tokens if each.word == "WHERE")


def _text(source: str, tree: Tree) -> str:
    tokens = list(tree.tokens())
    return source[tokens[0].start : tokens[-1].end]


def _limit(tokens: list[SparqlToken]) -> int | None:
    """Return the number after the last LIMIT outside braces, None if there is none."""
    found, depth, previous = None, 0, ""
    for token in tokens:
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0 and previous == "LIMIT" and token.text.isdecimal():
            found = int(token.text)
        previous = token.word
    return found
