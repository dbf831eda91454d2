"""What the axioms say of a term beside its place among others: in words, and what it excludes."""

from __future__ import annotations

from collections import defaultdict

from adgo.server.pages.glossary import OWL, Ask, Glossary

#: The types of OWL that say something of a property, and what.
WORDS = {
    OWL + "FunctionalProperty": "functional: one value at most",
    OWL + "InverseFunctionalProperty": "inverse functional: a value belongs to one thing at most",
    OWL + "SymmetricProperty": "symmetric: it holds in both directions",
    OWL + "AsymmetricProperty": "asymmetric: it never holds in both directions",
    OWL + "TransitiveProperty": "transitive: it holds along a chain",
    OWL + "ReflexiveProperty": "reflexive: everything has it to itself",
    OWL + "IrreflexiveProperty": "irreflexive: nothing has it to itself",
}


def of(glossary: Glossary, it: str) -> list[str]:
    """Return the characteristics of a property in words."""
    kinds = glossary.kinds(it)
    return [words for kind, words in WORDS.items() if kind in kinds]


def apart(ask: Ask) -> dict[str, set[str]]:
    """Return the terms that share nothing with each term: classes without common members, properties without pairs."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in ask("apart"):
        found[row["one"]["value"]].add(row["other"]["value"])
    return found
