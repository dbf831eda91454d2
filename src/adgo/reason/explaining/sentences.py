"""Writes axioms and facts as English sentences with prefixed names."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.reason import owl_vocabulary
from adgo.reason.owl_vocabulary import term
from adgo.reason.triples import Lists, Statement
from adgo.shacl.model.display import Display
from adgo.turtle.term_parts import is_blank, is_literal, lexical

#: Axioms of two names, to their sentences; {a} and {b} are the names, {a_} and {b_} those with an article.
_OF_TWO = {
    owl_vocabulary.SUBCLASS: "every {a} is {b_}",
    owl_vocabulary.EQUIVALENT_CLASS: "{a} and {b} mean the same",
    owl_vocabulary.DISJOINT: "nothing is both {a_} and {b_}",
    owl_vocabulary.SUBPROPERTY: "if a thing has {a} to another, it has {b} to it too",
    owl_vocabulary.EQUIVALENT_PROPERTY: "{a} and {b} mean the same",
    owl_vocabulary.PROPERTY_DISJOINT: "nothing has both {a} and {b} to the same thing",
    owl_vocabulary.INVERSE: "{a} is the reverse of {b}",
    owl_vocabulary.DOMAIN: "everything with {a} is {b_}",
    owl_vocabulary.RANGE: "every value of {a} is {b_}",
    owl_vocabulary.SAME: "{a} and {b} are the same thing",
    owl_vocabulary.DIFFERENT: "{a} and {b} are different things",
    owl_vocabulary.TYPE: "{a} is {b_}",
    term("owl:complementOf"): "{a} is everything that is not {b_}",
    term("owl:disjointUnionOf"): "every {a} is of exactly one of {b}",
    term("owl:unionOf"): "{a} is {b}",
    term("owl:intersectionOf"): "{a} is {b}",
    term("owl:oneOf"): "{a} has no members except {b}",
    term("owl:hasKey"): "no two things in {a} have the same {b}",
    owl_vocabulary.CHAIN: "{b}, followed one after the other, imply {a}",
}
_TRAITS = {
    term("owl:FunctionalProperty"): "nothing has more than one value of {a}",
    term("owl:InverseFunctionalProperty"): "no two things have the same value of {a}",
    term("owl:TransitiveProperty"): "{a} is transitive: if x has it to y, and y to z, then x has it to z",
    term("owl:SymmetricProperty"): "{a} is symmetric",
    term("owl:AsymmetricProperty"): "{a} never holds in both directions",
    term("owl:ReflexiveProperty"): "everything has {a} to itself",
    term("owl:IrreflexiveProperty"): "nothing has {a} to itself",
}
_COUNTS = {
    "cardinality": "exactly", "qualifiedCardinality": "exactly",
    "minCardinality": "at least", "minQualifiedCardinality": "at least",
    "maxCardinality": "at most", "maxQualifiedCardinality": "at most",
}  # fmt: skip


def with_article(name: str) -> str:
    """Return a prefixed name with "a" or "an", according to its pronunciation."""
    return f"{'an' if name.lstrip('<')[:1].lower() in 'aeioux' else 'a'} {name}"


def impossible(name: str, is_property: bool) -> str:
    """Return the sentence that a class or property is unsatisfiable."""
    return f"nothing can have a value of {name}" if is_property else f"nothing can be {with_article(name)}"


class Sentences:
    """Writes sentences for axioms and facts; class expressions are read from the triples of their blank nodes."""

    def __init__(self, display: Display) -> None:
        self._display = display

    def sentence(self, head: Statement, statements: Iterable[Statement]) -> str:
        """Return the sentence of an axiom or a fact: its first triple, and all of them."""
        unit = _Unit(statements)
        s, p, o = head
        if p == owl_vocabulary.TYPE and o in _TRAITS:
            return _TRAITS[o].format(a=self._name(s, unit))
        if p == owl_vocabulary.TYPE and (o in owl_vocabulary.PAIRWISE or o == owl_vocabulary.NEGATIVE):
            return self._of_many(head, unit)
        pattern = _OF_TWO.get(p)
        if pattern is None:
            return f"{self._name(s, unit)} {self._display.term(p)} {self._name(o, unit)}"
        a, b = self._name(s, unit), self._name(o, unit)
        return pattern.format(a=a, b=b, a_=self._with_article(s, a), b_=self._with_article(o, b))

    def _of_many(self, head: Statement, unit: _Unit) -> str:
        if head.object == owl_vocabulary.NEGATIVE:
            parts = [unit.one(head.subject, name) for name in ("sourceIndividual", "assertionProperty")]
            target = unit.one(head.subject, "targetIndividual") or unit.one(head.subject, "targetValue")
            s, p, o = (self._name(part or "?", unit) for part in (*parts, target))
            return f"it is not true that {s} {p} {o}"
        members = unit.items(
            unit.one(head.subject, "members") or unit.one(head.subject, "distinctMembers") or ""
        )
        listed = ", ".join(self._name(member, unit) for member in members)
        kind = {
            owl_vocabulary.DISJOINT: "nothing is more than one of",
            owl_vocabulary.DIFFERENT: "all these are different:",
        }.get(owl_vocabulary.PAIRWISE[head.object], "no two things are linked by more than one of")
        return f"{kind} {listed}"

    def _with_article(self, node: str, name: str) -> str:
        if not node.startswith("<"):
            return name
        return with_article(name)

    def _name(self, node: str, unit: _Unit) -> str:
        if not is_blank(node) or not unit.knows(node):
            return self._display.term(node)
        items = unit.items(node)
        if items:
            return ", ".join(self._name(item, unit) for item in items)
        return self._expression(node, unit)

    def _expression(self, node: str, unit: _Unit) -> str:
        for name, glue in (("unionOf", " or "), ("intersectionOf", " and "), ("oneOf", " or ")):
            listed = unit.one(node, name)
            if listed:
                return f"({glue.join(self._name(item, unit) for item in unit.items(listed))})"
        opposite = unit.one(node, "complementOf") or unit.one(node, "datatypeComplementOf")
        if opposite:
            return f"anything except {self._name(opposite, unit)}"
        inverse = unit.one(node, "inverseOf")
        if inverse:
            return f"the reverse of {self._name(inverse, unit)}"
        base = unit.one(node, "onDatatype")
        if base:
            return f"{self._name(base, unit)} within bounds"
        return self._restriction(node, unit)

    def _restriction(self, node: str, unit: _Unit) -> str:
        about = self._name(unit.one(node, "onProperty") or "?", unit)
        some, only = unit.one(node, "someValuesFrom"), unit.one(node, "allValuesFrom")
        if some:
            return f"something with {about} to {self._with_article(some, self._name(some, unit))}"
        if only:
            return f"something whose every {about} is {self._with_article(only, self._name(only, unit))}"
        value = unit.one(node, "hasValue")
        if value:
            return f"something with {about} {self._name(value, unit)}"
        if unit.one(node, "hasSelf"):
            return f"something with {about} to itself"
        for name, words in _COUNTS.items():
            count = unit.one(node, name)
            if count:
                kind = unit.one(node, "onClass") or unit.one(node, "onDataRange")
                of = f" of {self._name(kind, unit)}" if kind else ""
                number = lexical(count) if is_literal(count) else count
                return f"something with {words} {number} {about}{of}"
        return self._display.term(node)


class _Unit:
    """The triples of one unit by subject and predicate."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        statements = list(statements)
        self._lists = Lists(statements)
        self._values = {(s, p): o for s, p, o in statements}
        self._nodes = {s for s, _ in self._values}

    def knows(self, node: str) -> bool:
        return node in self._nodes

    def one(self, node: str, name: str) -> str | None:
        return self._values.get((node, term(f"owl:{name}")))

    def items(self, node: str) -> list[str]:
        return self._lists.items(node)
