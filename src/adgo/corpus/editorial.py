"""What the editors add to the articles: judgements, inferences, records of web pages, and what only they record."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.corpus.corpus import SUBCLASS, TYPE, Claim, Corpus, Term
from adgo.graph.namespaces import ADGO, GRAPH, PREFIXES

#: The words for what the editors consider mistaken.
DISPUTED = "disputed by the editors"

#: Properties with names, kinds and notes of a thing.
NAMING = {
    TYPE, SUBCLASS, ADGO + "editorialPart",
    *(PREFIXES["skos"] + name for name in ("prefLabel", "altLabel", "editorialNote", "scopeNote")),
}  # fmt: skip
#: The property by which a judgement says that its subject is not one of its members.
APART = ADGO + "keepsApart"
#: The property by which a hypothesis names the things that may be one.
MEMBER = ADGO + "member"


def judgements(corpus: Corpus, it: str) -> list[str]:
    """Return the editors' judgements that are about a thing."""
    return [each for each, names in _naming(corpus, it).items() if not _is_aside(corpus, each, names)]


def kept_apart(corpus: Corpus, it: str) -> list[tuple[str, list[str]]]:
    """Return the judgements about something else that say only what a thing is not, each with what that is."""
    return [
        (each, [term.value for term in _subjects(corpus, each)])
        for each, names in _naming(corpus, it).items()
        if _is_aside(corpus, each, names)
    ]


def _is_aside(corpus: Corpus, judgement: str, names: set[str]) -> bool:
    return names == {APART} and bool(_subjects(corpus, judgement))


def _subjects(corpus: Corpus, judgement: str) -> list[Term]:
    """Return the things that a judgement keeps apart from others and that it is also about."""
    about = corpus.values(judgement, "concerns")
    return [term for term in corpus.values(judgement, APART) if term in about]


def _naming(corpus: Corpus, it: str) -> dict[str, set[str]]:
    """Return the judgements that name a thing, each with the properties by which it does."""
    index: dict[str, dict[str, set[str]]] = corpus.kept("judgements by thing", lambda: _by_thing(corpus))
    return {judgement: names for judgement, names in index.get(it, {}).items() if judgement != it}


def _by_thing(corpus: Corpus) -> dict[str, dict[str, set[str]]]:
    """Return for each value in a judgement the judgements that have it, each with the properties, in their order."""
    found: dict[str, dict[str, set[str]]] = {}
    for judgement, record in sorted(corpus.apart.get("judgements", {}).items()):
        for name, terms in record.items():
            for term in terms:
                found.setdefault(term.value, {}).setdefault(judgement, set()).add(name)
    return found


def is_disputed(corpus: Corpus, statement: str) -> bool:
    """Return whether the editors consider every claim of a statement mistaken; False for another thing."""
    return bool(all_disputed(corpus, corpus.by_statement.get(statement, [])))


def all_disputed(corpus: Corpus, claims: Iterable[Claim]) -> str:
    """Return a judgement that claims are mistaken, if there are claims and all of them are; else ""."""
    found = [disputing(corpus, [each]) for each in claims]
    return found[0] if all(found) and found else ""


def disputing(corpus: Corpus, claims: Iterable[Claim]) -> str:
    """Return the judgement that one of the claims is mistaken; "" if there is none."""
    disputes: dict[str, str] = corpus.kept("disputes", lambda: _disputes(corpus))
    return next((disputes[each.iri] for each in claims if each.iri in disputes), "")


def _disputes(corpus: Corpus) -> dict[str, str]:
    """Return each disputed claim with the judgement that it is mistaken."""
    return {
        term.value: judgement
        for judgement, record in corpus.apart.get("judgements", {}).items()
        for term in record.get(ADGO + "disputes", [])
    }


def hypotheses(corpus: Corpus, things: Iterable[str]) -> list[str]:
    """Return the editors' hypotheses that two or more of some things are one."""
    wanted = set(things)
    found = corpus.apart.get("judgements", {})
    return sorted(
        judgement
        for judgement, record in found.items()
        if len(wanted & {term.value for term in record.get(MEMBER, [])}) > 1
    )


def least(corpus: Corpus, things: Iterable[str]) -> int:
    """Return how many things there are at least, if all hypotheses that some of them are one are right."""
    wanted = set(things)
    groups = [{it} for it in wanted]
    for judgement in hypotheses(corpus, wanted):
        members = {term.value for term in corpus.apart["judgements"][judgement][MEMBER]}
        joined = [group for group in groups if group & members]
        groups = [group for group in groups if not group & members]
        groups.append(set[str]().union(*joined))
    return len(groups)


def outside(corpus: Corpus, it: str) -> list[str]:
    """Return the records from other web pages that have a thing as their subject or object."""
    index: dict[str, set[str]] = corpus.kept("outside records by thing", lambda: _outside(corpus))
    return sorted(index.get(it, ()))


def _outside(corpus: Corpus) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for record, parts in corpus.apart.get("outside", {}).items():
        for term in (term for end in ("subject", "object") for term in parts.get(ADGO + end, [])):
            found.setdefault(term.value, set()).add(record)
    return found


def recorded(corpus: Corpus, it: str, follows: Iterable[tuple[str, Term]]) -> list[tuple[str, Term]]:
    """Return what only the editors record of a thing: properties and values, without names and types.

    Args:
        corpus: the graph.
        it: the thing.
        follows: the properties and values that are inferred about it, which are left out.
    """
    shown = {(c.predicate, c.object.value) for c in corpus.by_subject.get(it, [])}
    shown |= {(predicate, term.value) for predicate, term in follows}
    return [
        (name, term)
        for name, terms in sorted(corpus.records.get(it, {}).items())
        for term in terms
        if name not in NAMING and (name, term.value) not in shown and not name.startswith(GRAPH)
    ]
