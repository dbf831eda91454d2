"""Things that claims name and that nothing gives a kind: neither a file that people write nor a claim."""

from __future__ import annotations

from pyoxigraph import NamedNode, QuerySolutions, Store

from adgo.graph import files
from adgo.graph.namespaces import GRAPH, PREFIXES, short
from adgo.intake.listed_names import listed

_CHECK = "shapes/hygiene/untyped-things.rq"
_CLAIMS = NamedNode(GRAPH + "claims")
#: The graphs of the files that people write. The generated ones still know what the withdrawn article says, and context
#: types what it only knows the name of.
_WRITTEN = [NamedNode(GRAPH + part) for part in ("claims", "ontology", "entities", "outside")]


def things(store: Store) -> dict[str, set[str]]:
    """Return the things without a kind, each with the claims that name it.

    Args:
        store: a project, each part in its graph.
    """
    text = (files.root() / _CHECK).read_text(encoding="utf-8")
    found = store.query(text, default_graph=list(_WRITTEN))
    assert isinstance(found, QuerySolutions)
    return {row["thing"].value: _claims(store, row["thing"]) for row in found}


def _claims(store: Store, thing: NamedNode) -> set[str]:
    found = (quad.subject for quad in store.quads_for_pattern(None, None, thing, _CLAIMS))
    iris = (node.value for node in found if isinstance(node, NamedNode))
    return {iri for iri in iris if iri.startswith(PREFIXES["claim"])}


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
