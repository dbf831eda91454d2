"""The summary of a firm or another organization: what it is, what it does and plans, and who works for it."""

from __future__ import annotations

from collections.abc import Sequence

from adgo.corpus import editorial, english, posts, standings, undertakings
from adgo.corpus.corpus import TYPE, Claim, Corpus
from adgo.corpus.posts import Post
from adgo.corpus.summary import elements, projects, vocabulary
from adgo.corpus.summary.attribution import label, line, lines
from adgo.corpus.summary.clause import Clause, SummaryLine, TextPart, TextParts, capitalised, listed, named
from adgo.graph.namespaces import ADGO

COUNTRY, SEAT, DESCRIBED = (ADGO + name for name in ("basedInCountry", "headquarteredIn", "describedAs"))
#: Properties that say what a firm does, in the order of the summary.
DOING = tuple(
    ADGO + name
    for name in ("cooperatesWith", "targetsMarket", "usesExpansionMode", "usesTechnology", "engagesIn")
)


def described(corpus: Corpus, it: str) -> list[SummaryLine]:
    """Return the lines of the summary of an organization."""
    found = []
    if kind := _kind(corpus, it):
        found.append(line(corpus, "", [kind]))
    doing = projects.clauses(corpus, undertakings.of(corpus, it), it)
    doing += [clause for predicate in DOING for clause in facts(corpus, it, predicate)]
    found += lines(corpus, "", doing)
    return found + lines(corpus, "People", _people(corpus, it))


def _kind(corpus: Corpus, it: str) -> Clause | None:
    """Return what an organization is and where it is from, by what its sources state as fact."""
    about = corpus.by_subject.get(it, [])
    given = {name: _stated(corpus, about, name) for name in (TYPE, COUNTRY, SEAT, DESCRIBED)}
    kinds = corpus.classes(it)
    given[TYPE] = [each for each in given[TYPE] if each.object.value in kinds]
    items: list[TextParts] = []
    noun: TextParts = (TextPart(corpus.label(given[TYPE][0].object.value)),) if given[TYPE] else ()
    if given[COUNTRY]:
        items.append((*noun, TextPart(" from " if noun else "based in "), *_values(corpus, given[COUNTRY])))
    elif noun:
        items.append(noun)
    if given[SEAT]:
        items.append((TextPart("with headquarters in "), *_values(corpus, given[SEAT])))
    if given[DESCRIBED] and not noun:
        words = dict.fromkeys(each.object.value for each in given[DESCRIBED])
        items.append((TextPart("described as "), *listed([(TextPart(f"“{each}”"),) for each in words])))
    if not items:
        return None
    parts = [part for place, item in enumerate(items) for part in ((TextPart(", "),) if place else ()) + item]
    if noun:
        del given[DESCRIBED]
    claims = tuple(each for name in given for each in given[name])
    return Clause(capitalised(parts), claims, (it,), (), editorial.disputing(corpus, claims))


def _stated(corpus: Corpus, about: Sequence[Claim], predicate: str) -> list[Claim]:
    """Return the claims that give a property, of those values that all families of sources state as fact."""
    found = elements.values(about, predicate).values()
    return [each for claims in found if elements.is_fitting(corpus, (), claims) for each in claims]


def _values(corpus: Corpus, claims: Sequence[Claim]) -> TextParts:
    return named(dict.fromkeys((label(corpus, each.object.value), each.object.value) for each in claims))


def facts(corpus: Corpus, it: str, predicate: str) -> list[Clause]:
    """Return a property of a thing as clauses, one for each of the standings of its values.

    Args:
        corpus: the graph.
        it: the thing.
        predicate: the property.
    """
    alike: dict[tuple[str, ...], list[Claim]] = {}
    for claims in elements.values(corpus.by_subject.get(it, []), predicate).values():
        alike.setdefault(tuple(standings.of_fact(corpus, claims)), []).extend(claims)
    return [_fact(corpus, predicate, given, claims) for given, claims in alike.items()]


def _fact(corpus: Corpus, predicate: str, given: tuple[str, ...], claims: list[Claim]) -> Clause:
    is_over = standings.is_over(corpus, claims)
    phrase = vocabulary.doing(predicate, corpus.label(predicate), next(iter(given), ""), is_over=is_over)
    after = (TextPart(phrase.after),) if phrase.after else ()
    hedges = dict.fromkeys(words for each in claims for words in each.hedges)
    wording = f" (wording: {english.listed([f'“{each}”' for each in hedges], 'or')})" if hedges else ""
    return Clause(
        (
            TextPart(phrase.before),
            *_values(corpus, claims),
            *after,
            *((TextPart(wording),) if wording else ()),
        ),
        tuple(claims),
        tuple(each.iri for each in claims),
        given,
        editorial.disputing(corpus, claims),
    )


def _people(corpus: Corpus, it: str) -> list[Clause]:
    """Return the people with a post at an organization, each with the titles that sources give."""
    found: dict[tuple[str, ...], list[Post]] = {}
    for post in posts.of(corpus, it):
        if post.person and post.person != it:
            given = standings.of_fact(corpus, post.claims)
            found.setdefault((post.person, post.disputed, *given), []).append(post)
    return [_holder(corpus, alike) for alike in found.values()]


def _holder(corpus: Corpus, alike: Sequence[Post]) -> Clause:
    titles = {posts.title_key(each.title): each.title for each in reversed(alike) if each.title}
    words = english.listed(list(titles.values())[::-1], "or")
    claims = tuple(claim for each in alike for claim in each.claims)
    return Clause(
        (
            TextPart(corpus.label(alike[0].person), alike[0].person),
            *((TextPart(f" ({words})"),) if words else ()),
        ),
        claims,
        tuple(each.role for each in alike),
        tuple(standings.of_fact(corpus, claims)),
        alike[0].disputed,
    )
