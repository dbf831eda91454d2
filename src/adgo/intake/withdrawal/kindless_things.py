"""Things that claims name and that nothing gives a kind: neither a file that people write nor a claim."""

from __future__ import annotations

from collections import defaultdict

from pyoxigraph import NamedNode, Store

from adgo.evidence import store_lookup
from adgo.graph.namespaces import ADGO, GRAPH, ID, short
from adgo.intake.listed_names import listed

#: The parts of a claim that name a thing.
_NAMING = (
    store_lookup.SUBJECT,
    store_lookup.OBJECT,
    *(NamedNode(ADGO + name) for name in ("speaker", "venue", "creditedTo")),
)
_CLAIMS = NamedNode(GRAPH + "claims")
#: The graphs that may give a thing a kind. That of context does not count: it types what it only knows the name of.
_TYPING = (_CLAIMS, *(NamedNode(GRAPH + part) for part in ("ontology", "entities", "outside")))


def things(store: Store) -> dict[str, set[str]]:
    """Return the things without a kind, each with the claims that name it.

    Args:
        store: a project, each part in its graph.
    """
    users: dict[str, set[str]] = defaultdict(set)
    for part in _NAMING:
        for quad in store.quads_for_pattern(None, part, None, _CLAIMS):
            claim, thing = quad.subject, quad.object
            if isinstance(claim, NamedNode) and isinstance(thing, NamedNode) and thing.value.startswith(ID):
                users[thing.value].add(claim.value)
    typed: set[object] = {
        quad.subject
        for graph in _TYPING
        for quad in store.quads_for_pattern(None, store_lookup.TYPE, None, graph)
    }
    for typing in store.quads_for_pattern(None, store_lookup.PREDICATE, store_lookup.TYPE, _CLAIMS):
        subjects = store.quads_for_pattern(typing.subject, store_lookup.SUBJECT, None, _CLAIMS)
        typed |= {each.object for each in subjects}
    return {thing: claims for thing, claims in users.items() if NamedNode(thing) not in typed}


def refusal(kindless: dict[str, set[str]]) -> str:
    """Return why an article cannot be withdrawn that leaves things without a kind.

    Args:
        kindless: the things, each with the claims that name it.
    """
    lines = (f"\n  {short(thing)}: {listed(claims)}" for thing, claims in sorted(kindless.items()))
    return (
        "these things would have no kind, as only the article says what they are, and claims that remain name them; "
        f"add a claim of another article on their kind, or remove what names them:{''.join(lines)}"
    )
