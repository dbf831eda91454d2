"""The facets of the graph: by which standing, place, party, level, source and kind a row can be selected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from adgo.corpus import standings
from adgo.corpus.corpus import Claim, Corpus
from adgo.corpus.undertakings import Undertaking, every
from adgo.graph.namespaces import ADGO

#: The values of a row: IRIs by facet.
Values = Mapping[str, frozenset[str]]
STANDING, PLACE, PARTY, LEVEL, SOURCE, KIND = "standing", "place", "party", "level", "source", "kind"
#: Classes of those who can take part in something.
PARTIES = ("Organization", "Person", "UnnamedGroup")


@dataclass(frozen=True)
class Facet:
    """One facet: the name of its argument, and its name for people."""

    name: str
    title: str


FACETS = (
    Facet(STANDING, "Standing"),
    Facet(PLACE, "Place or market"),
    Facet(PARTY, "Who takes part"),
    Facet(LEVEL, "Level"),
    Facet(SOURCE, "Source"),
    Facet(KIND, "Kind"),
)


def offered(corpus: Corpus, facet: str) -> frozenset[str]:
    """Return all things that can be chosen in a facet, whether or not any row has them."""
    return corpus.kept(f"facet {facet}", lambda: frozenset(_offered(corpus, facet)))


def _offered(corpus: Corpus, facet: str) -> Iterable[str]:
    classes = {STANDING: "Standing", PLACE: "Place", LEVEL: "AutonomyLevel", SOURCE: "Source"}
    if facet in classes:
        return corpus.of_class(classes[facet])
    undertaken = every(corpus)
    if facet == PARTY:
        return {
            *(it for name in PARTIES for it in corpus.of_class(name)),
            *(p for u in undertaken for p in u.parties),
        }
    below = (it for it in corpus.records if it.startswith(ADGO) and "Undertaking" in corpus.lineage(it))
    return {*below, *(kind for each in undertaken for kind in each.kinds)}


def of_undertakings(corpus: Corpus) -> dict[str, Values]:
    """Return the values of each undertaking; a place counts for every place that contains it."""
    return corpus.kept(
        "facets of undertakings", lambda: {each.iri: _of_undertaking(corpus, each) for each in every(corpus)}
    )


def _of_undertaking(corpus: Corpus, each: Undertaking) -> Values:
    return {
        STANDING: _standings(each.standings),
        PLACE: _rolled_up(corpus, each.grounds),
        PARTY: frozenset(each.parties),
        LEVEL: frozenset(each.levels),
        SOURCE: frozenset(each.sources),
        KIND: frozenset(each.kinds),
    }


def of_thing(corpus: Corpus, it: str) -> Values:
    """Return the values of anything: those of its undertaking if it is one, else those that its claims name."""
    undertaken = of_undertakings(corpus)
    if it in undertaken:
        return undertaken[it]
    claims = corpus.by_subject.get(it, [])
    named = {it, *(each.object.value for each in claims if each.object.is_iri)}
    return {
        STANDING: _standings(standings.of(corpus, it)),
        PLACE: _rolled_up(corpus, named),
        PARTY: frozenset(named & offered(corpus, PARTY)),
        LEVEL: frozenset(named & offered(corpus, LEVEL)),
        SOURCE: frozenset(each.source for each in claims if each.source),
        KIND: frozenset(corpus.classes(it)) & offered(corpus, KIND),
    }


def of_claims(corpus: Corpus, claims: Iterable[Claim]) -> Values:
    """Return the values of a row that claims support: what they name, with their own sources and standings.

    A claim that only states something as fact, such as a price of the past, gives no standing.
    """
    listed = list(claims)
    progressing = [each for each in listed if standings.of_row(corpus, each)]
    named = {it for each in listed for it in (each.subject, each.object.value)}
    parts = [_as_part(corpus, it) for it in named]
    found = {facet.name: frozenset[str]().union(*(part[facet.name] for part in parts)) for facet in FACETS}
    return found | {
        STANDING: _standings(standings.of_claims(corpus, progressing)),
        SOURCE: frozenset(each.source for each in listed if each.source),
    }


def _as_part(corpus: Corpus, it: str) -> Values:
    """Return the values that a thing gives to a claim about it: a party or place only itself, not where it is based."""
    if it in offered(corpus, PARTY) or it in offered(corpus, PLACE) or it not in corpus.by_subject:
        found = {facet.name: frozenset({it}) & offered(corpus, facet.name) for facet in FACETS}
        return found | {PLACE: _rolled_up(corpus, [it])}
    return of_thing(corpus, it)


def _standings(names: Iterable[str]) -> frozenset[str]:
    """Return the standings that count for a row.

    If any family reports a plan, none of what is done counts; if any reports that it is over, only that counts.
    """
    found = list(names)
    line = standings.line(found)
    kept = [each for each in found if standings.line([each]) == line]
    return frozenset(ADGO + each for each in kept)


def _rolled_up(corpus: Corpus, places: Iterable[str]) -> frozenset[str]:
    """Return places with all that contain them; of a group of countries only what contains it."""
    return frozenset(whole for place in places for whole in corpus.around(place)) & offered(corpus, PLACE)
