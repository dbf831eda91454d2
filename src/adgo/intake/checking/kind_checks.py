"""Checks that new claims use properties only with the kinds of things that they take, as `adgo validate` does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from adgo.evidence import store_lookup
from adgo.graph import hygiene
from adgo.graph.namespaces import ADGO, PREFIXES, short
from adgo.intake.checking.known_kinds import SCHEME, TAKES, KnownKinds, Role
from adgo.intake.draft import Refusal
from adgo.intake.new_claim import NewClaim, Proposal
from adgo.intake.project_graph import ProjectGraph
from adgo.sparql.answering.query import query

#: The hygiene checks that find things without a kind, subjects and objects of a wrong kind, and things linked to
#: themselves, with the column of the thing.
CHECKS = {"untyped-things": "thing", "misplaced-properties": "thing", "self-links": "node"}
#: Those that name the claim, so that others about the same thing are not blamed.
BLAMING = {"misplaced-properties"}

_DEFAULT = DefaultGraph()
_ATOM = (store_lookup.SUBJECT, store_lookup.PREDICATE, store_lookup.OBJECT)
_SPEAKER = NamedNode(ADGO + "speaker")
_TIME = NamedNode(ADGO + "TimeExpression")


def misplaced(
    claims: Mapping[str, NewClaim], proposals: Mapping[str, Proposal], graph: ProjectGraph
) -> dict[str, str]:
    """Return why claims are refused that name things of a wrong kind or of none, by the place of their drafts.

    The hygiene checks are asked about the new claims only, so the time does not grow with the graph.

    Args:
        claims: the new claims by their names.
        proposals: the proposed things by IRI.
        graph: what the project knows.
    """
    store = Store()
    store.extend(_about(claims, proposals, graph.store))
    found = _found(store)
    kinds = KnownKinds(store)
    refused = (
        (claim, [*_problems(claim, found[""] | found[PREFIXES["claim"] + name], kinds)])
        for name, claim in claims.items()
    )
    return {claim.draft.place: _message(claim, problems, kinds) for claim, problems in refused if problems}


def _found(store: Store) -> defaultdict[str, set[str]]:
    """Return the things that the checks find, by the IRI of the claim that a check blames; "" if it blames none."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for check in (each for each in hygiene.checks() if each.name in CHECKS):
        for row in query(store, check.text).rows:
            blamed = row["claim"].value if check.name in BLAMING else ""
            found[blamed].add(str(row[CHECKS[check.name]]))
    return found


def with_kinds(
    claim: NewClaim | Refusal, proposals: Mapping[str, Proposal], graph: ProjectGraph
) -> NewClaim | Refusal:
    """Return a claim, or its refusal if it names a thing of a wrong kind or of none.

    Args:
        claim: the claim, or why its draft makes none.
        proposals: the proposed things by IRI.
        graph: what the project knows.
    """
    if isinstance(claim, Refusal):
        return claim
    refused = misplaced({"new": claim}, proposals, graph)
    return claim.draft.refusal("kind", refused[claim.draft.place]) if refused else claim


def without_typing(
    claims: Iterable[NewClaim], proposals: Iterable[Proposal], graph: ProjectGraph
) -> list[Proposal]:
    """Return the proposed things with a type that none of the new claims asserts: `adgo validate` refuses them.

    Args:
        claims: the new claims.
        proposals: the things that they need.
        graph: what the project knows.
    """
    typed = {
        (each.atom[0][1:-1], kind.value)
        for each in claims
        if each.atom[1] == str(store_lookup.TYPE) and each.modality == ADGO + "Asserted"
        for kind in store_lookup.with_superclasses(graph.store, [NamedNode(each.atom[2][1:-1])])
    }
    return [each for each in proposals if each.class_iri and (each.iri, each.class_iri) not in typed]


def _about(claims: Mapping[str, NewClaim], proposals: Mapping[str, Proposal], store: Store) -> Iterator[Quad]:
    """Yield what the checks read: the new claims, the kinds of their things, and what properties take."""
    for verb in (store_lookup.SUBCLASS, *TAKES.values()):
        yield from store.quads_for_pattern(None, verb, None, _DEFAULT)
    for name, claim in claims.items():
        yield from _claim(NamedNode(PREFIXES["claim"] + name), claim)
    for iri in sorted({iri for claim in claims.values() for iri in claim.things if iri}):
        yield from _kinds(NamedNode(iri), store)
        if iri in proposals and proposals[iri].class_iri:
            yield Quad(NamedNode(iri), store_lookup.TYPE, NamedNode(proposals[iri].class_iri))


def _claim(node: NamedNode, claim: NewClaim) -> Iterator[Quad]:
    yield Quad(node, store_lookup.TYPE, store_lookup.CLAIM)
    lines = "".join(f"{node} {part} {term} .\n" for part, term in zip(_ATOM, claim.atom, strict=True))
    yield from parse(lines, RdfFormat.N_TRIPLES)
    if claim.speaker:
        yield Quad(node, _SPEAKER, NamedNode(claim.speaker))
    if claim.time is not None:
        yield Quad(NamedNode(claim.atom[2][1:-1]), store_lookup.TYPE, _TIME)


def _kinds(thing: NamedNode, store: Store) -> Iterator[Quad]:
    """Yield the kinds of a thing, and the parts of the claims that give it one."""
    for verb in (store_lookup.TYPE, SCHEME):
        yield from store.quads_for_pattern(thing, verb, None, _DEFAULT)
    for quad in store.quads_for_pattern(None, store_lookup.SUBJECT, thing, _DEFAULT):
        if Quad(quad.subject, store_lookup.PREDICATE, store_lookup.TYPE) in store:
            for part in _ATOM:
                yield from store.quads_for_pattern(quad.subject, part, None, _DEFAULT)


def _problems(claim: NewClaim, things: set[str], kinds: KnownKinds) -> Iterator[str]:
    """Yield what is wrong with each thing of a claim that a check found."""
    subject, property_, object_ = claim.atom
    for field, term in (("subject", subject), ("object", object_), ("speaker", f"<{claim.speaker}>")):
        if term not in things:
            continue
        if term.startswith("<") and not kinds.of(term):
            yield _without_kind(field, short(term[1:-1]))
        elif field == "object" and term == subject:
            yield f"object: {short(term[1:-1])} is the subject too, and nothing is linked to itself"
        elif field != "speaker" and not kinds.fits(term, property_, Role(field)):
            taken = kinds.listed(kinds.taken(property_, Role(field)))
            name = short(property_[1:-1])
            yield f"{field}: {name} takes {taken} as its {field}, and {kinds.described(term)}"


def _without_kind(field: str, name: str) -> str:
    return (
        f"{field}: no claim says what kind of thing {name} is: add, or accept first, a draft with the subject {name}, "
        "the predicate rdf:type and its class as the object"
    )


def _message(claim: NewClaim, problems: list[str], kinds: KnownKinds) -> str:
    """Return the problems of a claim, and what to do."""
    if all("no claim says" in each for each in problems):
        return "; ".join(problems)
    subject, _, object_ = claim.atom
    fitting = [short(each) for each in kinds.properties(subject, object_)]
    hint = f" (properties that take both: {', '.join(fitting)})" if fitting else ""
    return f"{'; '.join(problems)}: give another thing, value or property{hint}"
