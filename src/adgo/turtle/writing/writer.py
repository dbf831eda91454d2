"""Triples to canonical Turtle: the same bytes whatever the order of the triples and the labels of the blank nodes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from adgo.turtle.terms import FIRST, NIL, REST, TYPE
from adgo.turtle.writing.blank_nodes import Blanks
from adgo.turtle.writing.layout import lay_out
from adgo.turtle.writing.notation import Notation
from adgo.turtle.writing.order import ONTOLOGY, arrange, predicate_rank
from adgo.turtle.writing.tree import (
    Atom,
    Bracket,
    Collection,
    Directive,
    Entry,
    Pair,
    Section,
    Statement,
    Value,
)

Triple = tuple[str, str, str]


def write(
    triples: Iterable[Triple],
    prefixes: Mapping[str, str],
    *,
    sections: Callable[[str], str] | None = None,
    header: str = "",
) -> str:
    """Return canonical Turtle for triples of terms in N-Triples form, a triple said twice written once.

    Only the prefixes that are used are declared. `sections` names the section of a subject: sections come in the
    order of their names, each under its name as a remark, the one named "" first and without a heading. `header` is
    text for remarks at the top. The result is also what `format_text` makes of it.
    """
    return _Writer(set(triples), prefixes).text(sections, header)


class _Writer:
    """One graph on its way to text."""

    def __init__(self, triples: set[Triple], prefixes: Mapping[str, str]) -> None:
        self.notation = Notation(prefixes)
        self.blanks = Blanks(triples)
        self.said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for s, p, o in triples:
            self.said[s][p].append(o)

    def text(self, sections: Callable[[str], str] | None, header: str) -> str:
        """Return the whole text."""
        by_name: dict[str, Section] = {}
        for subject in self.said:
            if subject not in self.blanks.nested:
                name = sections(subject) if sections else ""
                section = by_name.setdefault(name, Section(_remarks(name)))
                section.statements.append(self.statement(subject))
        used = sorted(self.notation.used)
        directives = [Directive(prefix, f"<{self.notation.prefixes[prefix]}>") for prefix in used]
        body = [by_name[name] for name in sorted(by_name)]
        for section in body:
            arrange(section)
        return lay_out([Section(_remarks(header), directives), *body])

    def statement(self, subject: str) -> Statement:
        """Return all that is said of a subject."""
        is_ontology = f"<{ONTOLOGY}>" in self.said[subject].get(TYPE, ())
        if not subject.startswith("_:"):
            return Statement(Atom(self.notation.text(subject)), self.pairs(subject), first=is_ontology)
        if subject in self.blanks.labels:
            return Statement(Atom(self.blanks.labels[subject]), self.pairs(subject), first=is_ontology)
        items = self.blanks.items(subject)
        if items is not None:
            pairs = self.pairs(subject, besides=(FIRST, REST))
            return Statement(self.collection(items), pairs, first=is_ontology)
        return Statement(Bracket(), self.pairs(subject), first=is_ontology)

    def pairs(self, subject: str, besides: tuple[str, ...] = ()) -> list[Pair]:
        """Return the predicates of a subject, each with its objects."""
        found = []
        for predicate, objects in self.said.get(subject, {}).items():
            if predicate in besides:
                continue
            verb = self.notation.verb(predicate)
            entries = [Entry(self.value(each)) for each in objects]
            found.append(Pair(verb, predicate_rank(predicate[1:-1], verb), entries))
        return found

    def value(self, term: str) -> Value:
        """Return an object as it is written: a token, a list, or a blank node in brackets."""
        if term == NIL:
            return Collection()
        if term not in self.blanks.nested:
            return Atom(self.blanks.labels.get(term) or self.notation.text(term))
        items = self.blanks.items(term)
        if items is not None:
            return self.collection(items)
        return Bracket(self.pairs(term))

    def collection(self, items: list[str]) -> Collection:
        """Return a list as it is written."""
        return Collection([Entry(self.value(item)) for item in items])


def _remarks(text: str) -> list[str]:
    return [f"# {line}".rstrip() for line in text.splitlines()]
