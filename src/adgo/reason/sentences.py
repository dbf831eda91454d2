"""Axioms and facts in English, with prefixed names."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.reason import names
from adgo.reason.facts import Statement
from adgo.reason.names import term
from adgo.shacl.display import Display
from adgo.shacl.terms import is_blank, is_literal, lexical

#: Axioms of two names, to their sentences; {a} and {b} are the names, {a_} and {b_} those with an article.
_OF_TWO = {
    names.SUBCLASS: "every {a} is {b_}",
    names.EQUIVALENT_CLASS: "{a} and {b} mean the same",
    names.DISJOINT: "nothing is both {a_} and {b_}",
    names.SUBPROPERTY: "whatever has {a} to something has {b} to it too",
    names.EQUIVALENT_PROPERTY: "{a} and {b} mean the same",
    names.PROPERTY_DISJOINT: "nothing has both {a} and {b} to the same thing",
    names.INVERSE: "{a} is the reverse of {b}",
    names.DOMAIN: "whatever has {a} is {b_}",
    names.RANGE: "every value of {a} is {b_}",
    names.SAME: "{a} and {b} are one thing",
    names.DIFFERENT: "{a} and {b} are two things",
    names.TYPE: "{a} is {b_}",
    term("owl:complementOf"): "{a} is all that is not {b_}",
    term("owl:disjointUnionOf"): "every {a} is of exactly one of {b}",
    term("owl:unionOf"): "{a} is {b}",
    term("owl:intersectionOf"): "{a} is {b}",
    term("owl:oneOf"): "{a} has no members but {b}",
    term("owl:hasKey"): "no two of {a} agree on {b}",
    names.CHAIN: "{b}, one after the other, make {a}",
}
_TRAITS = {
    term("owl:FunctionalProperty"): "nothing has more than one value of {a}",
    term("owl:InverseFunctionalProperty"): "no two things have one value of {a}",
    term(
        "owl:TransitiveProperty"
    ): "{a} carries over: what has it to a thing has it to what that thing has it to",
    term("owl:SymmetricProperty"): "{a} holds both ways",
    term("owl:AsymmetricProperty"): "{a} never holds both ways",
    term("owl:ReflexiveProperty"): "everything has {a} to itself",
    term("owl:IrreflexiveProperty"): "nothing has {a} to itself",
}
_COUNTS = {
    "cardinality": "exactly", "qualifiedCardinality": "exactly",
    "minCardinality": "at least", "minQualifiedCardinality": "at least",
    "maxCardinality": "at most", "maxQualifiedCardinality": "at most",
}  # fmt: skip


def with_article(name: str) -> str:
    """Return a prefixed name with "a" or "an", as it is read out."""
    return f"{'an' if name.lstrip('<')[:1].lower() in 'aeioux' else 'a'} {name}"


class Sentences:
    """Says axioms and facts; the blank nodes of classes are read from their triples."""

    def __init__(self, display: Display) -> None:
        self._display = display

    def sentence(self, head: Statement, statements: Iterable[Statement]) -> str:
        """Return the sentence of an axiom or a fact: its first triple, and all of them."""
        told = _Told(statements)
        s, p, o = head
        if p == names.TYPE and o in _TRAITS:
            return _TRAITS[o].format(a=self._name(s, told))
        if p == names.TYPE and (o in names.PAIRWISE or o == names.NEGATIVE):
            return self._of_many(head, told)
        pattern = _OF_TWO.get(p)
        if pattern is None:
            return f"{self._name(s, told)} {self._display.term(p)} {self._name(o, told)}"
        a, b = self._name(s, told), self._name(o, told)
        return pattern.format(a=a, b=b, a_=self._with_article(s, a), b_=self._with_article(o, b))

    def _of_many(self, head: Statement, told: _Told) -> str:
        if head.object == names.NEGATIVE:
            parts = [told.one(head.subject, name) for name in ("sourceIndividual", "assertionProperty")]
            target = told.one(head.subject, "targetIndividual") or told.one(head.subject, "targetValue")
            s, p, o = (self._name(part or "?", told) for part in (*parts, target))
            return f"it is not so that {s} {p} {o}"
        members = told.items(
            told.one(head.subject, "members") or told.one(head.subject, "distinctMembers") or ""
        )
        listed = ", ".join(self._name(member, told) for member in members)
        kind = {names.DISJOINT: "nothing is of two of", names.DIFFERENT: "all these are different:"}.get(
            names.PAIRWISE[head.object], "no two things are linked by two of"
        )
        return f"{kind} {listed}"

    def _with_article(self, node: str, name: str) -> str:
        if not node.startswith("<"):
            return name
        return with_article(name)

    def _name(self, node: str, told: _Told) -> str:
        if not is_blank(node) or not told.knows(node):
            return self._display.term(node)
        items = told.items(node)
        if items:
            return ", ".join(self._name(item, told) for item in items)
        return self._expression(node, told)

    def _expression(self, node: str, told: _Told) -> str:
        for name, glue in (("unionOf", " or "), ("intersectionOf", " and "), ("oneOf", " or ")):
            listed = told.one(node, name)
            if listed:
                return f"({glue.join(self._name(item, told) for item in told.items(listed))})"
        opposite = told.one(node, "complementOf") or told.one(node, "datatypeComplementOf")
        if opposite:
            return f"anything but {self._name(opposite, told)}"
        inverse = told.one(node, "inverseOf")
        if inverse:
            return f"the reverse of {self._name(inverse, told)}"
        base = told.one(node, "onDatatype")
        if base:
            return f"{self._name(base, told)} within bounds"
        return self._restriction(node, told)

    def _restriction(self, node: str, told: _Told) -> str:
        about = self._name(told.one(node, "onProperty") or "?", told)
        some, only = told.one(node, "someValuesFrom"), told.one(node, "allValuesFrom")
        if some:
            return f"something with {about} to {self._with_article(some, self._name(some, told))}"
        if only:
            return f"something whose every {about} is {self._with_article(only, self._name(only, told))}"
        value = told.one(node, "hasValue")
        if value:
            return f"something with {about} {self._name(value, told)}"
        if told.one(node, "hasSelf"):
            return f"something with {about} to itself"
        for name, words in _COUNTS.items():
            count = told.one(node, name)
            if count:
                kind = told.one(node, "onClass") or told.one(node, "onDataRange")
                of = f" of {self._name(kind, told)}" if kind else ""
                number = lexical(count) if is_literal(count) else count
                return f"something with {words} {number} {about}{of}"
        return self._display.term(node)


class _Told:
    """The triples of one unit by subject and predicate."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._values = {(s, p): o for s, p, o in statements}
        self._nodes = {s for s, _ in self._values}

    def knows(self, node: str) -> bool:
        return node in self._nodes

    def one(self, node: str, name: str) -> str | None:
        return self._values.get((node, term(f"owl:{name}")))

    def items(self, node: str) -> list[str]:
        """Return the items of a list; none if the node is not one."""
        found = []
        first, rest = term("rdf:first"), term("rdf:rest")
        while (node, first) in self._values:
            found.append(self._values[(node, first)])
            node = self._values.get((node, rest), "")
        return found
