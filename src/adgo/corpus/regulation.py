"""Rules and barriers: which apply in a place or in a part of it, what they demand, and which claims say so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from adgo.corpus import editorial, standings
from adgo.corpus.corpus import Claim, Corpus
from adgo.graph.namespaces import ADGO

#: Classes of rules and barriers, in the order in which pages list them.
KINDS = ("Requirement", "RegulatoryRegime", "Barrier")
#: The property that says where a rule applies.
APPLIES = ADGO + "appliesIn"


@dataclass(frozen=True)
class Rule:
    """A regime, requirement or barrier in a place.

    `words` describe it. `parts` are the parts of the place to which it is limited, `on` the kinds of road. `claims` has
    one claim for each passage that says so. `disputed` is the judgement that one is mistaken, "" if there is none.
    """

    iri: str
    kind: str
    standings: tuple[str, ...]
    words: tuple[str, ...]
    demands: tuple[str, ...]
    parts: tuple[str, ...]
    on: tuple[str, ...]
    claims: tuple[Claim, ...]
    disputed: str = ""

    @property
    def is_real(self) -> bool:
        """Whether every family of sources asserts that it is or was in force, not only that it is prepared."""
        return standings.is_real(self.standings)

    @property
    def is_in_force(self) -> bool:
        """Whether it is real and no family of sources says that it is over."""
        return self.is_real and standings.line(self.standings) == standings.REAL_LINE


def of(corpus: Corpus, place: str) -> list[Rule]:
    """Return the rules and barriers that apply in a place or in a part of it."""
    found: dict[str, list[Claim]] = {}
    for claim in corpus.claims:
        if claim.predicate == APPLIES and place in corpus.around(claim.object.value):
            found.setdefault(claim.subject, []).append(claim)
    rules = [_rule(corpus, it, place, claims) for it, claims in found.items() if _is_rule(corpus, it)]
    order = {ADGO + name: number for number, name in enumerate(KINDS)}
    return sorted(rules, key=lambda rule: (order.get(rule.kind, len(order)), corpus.label(rule.iri)))


def _is_rule(corpus: Corpus, it: str) -> bool:
    return any(corpus.is_a(it, name) for name in KINDS)


def _rule(corpus: Corpus, it: str, place: str, applying: list[Claim]) -> Rule:
    about = corpus.by_subject.get(it, [])
    describing = [each for each in about if each.predicate == ADGO + "describedAs"]
    places = list(dict.fromkeys(each.object.value for each in applying))
    claims = (*applying, *describing)
    kinds = corpus.classes(it)
    return Rule(
        it,
        kinds[0] if kinds else "",
        tuple(standings.of_claims(corpus, applying)),
        words=tuple(dict.fromkeys(each.object.value for each in describing)),
        demands=_objects(about, "imposes", "demands"),
        parts=() if place in places else tuple(places),
        on=_objects(about, "appliesOn"),
        claims=tuple({each.passage or each.iri: each for each in reversed(claims)}.values())[::-1],
        disputed=editorial.disputing(corpus, claims),
    )


def _objects(claims: Iterable[Claim], *names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c.object.value for c in claims if c.predicate.removeprefix(ADGO) in names))
