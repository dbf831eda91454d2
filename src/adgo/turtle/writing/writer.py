"""Writes canonical Turtle: the same text for any order of the triples and any labels of the blank nodes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from adgo.turtle.terms import FIRST, NIL, REST, TYPE
from adgo.turtle.writing.blank_nodes import Blanks
from adgo.turtle.writing.layout import lay_out
from adgo.turtle.writing.sorting import ONTOLOGY, predicate_rank, sort_section, sort_text
from adgo.turtle.writing.term_writer import TermWriter
from adgo.turtle.writing.tree import (
    Bracket,
    Collection,
    Directive,
    Entry,
    PredicateObjects,
    Section,
    TurtleStatement,
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
    """Return the canonical Turtle of a graph; `format_text` does not change it.

    Args:
        triples: subject, predicate and object in N-Triples form, in any order; repeated triples are written once.
        prefixes: prefix to namespace; only those that are used are declared.
        sections: returns the name of the section of a subject. Sections are sorted by name, and the name is written
            above as a comment. A section named "" comes first and has no heading. By default, there is only that one.
        header: text for comments at the top.

    Raises:
        TooRegular: if the blank nodes are so symmetric that their order cannot be found within the work limit.
    """
    return _Writer(set(triples), prefixes).text(sections, header)


def write_statements(
    triples: Iterable[Triple], prefixes: Mapping[str, str]
) -> tuple[list[tuple[str, str, str]], set[str]]:
    """Return subject, sort key and text of each statement, in order, and the prefixes that they use.

    The texts, sorted by key and joined by blank lines below the prefixes, are what `write` returns. The texts of
    several graphs without blank nodes and with different subjects can be joined in the same way.
    """
    writer = _Writer(set(triples), prefixes)
    made = {each: writer.statement(each) for each in writer.by_subject if each not in writer.blanks.nested}
    section = Section([], statements=list(made.values()))
    subjects = {id(statement): subject for subject, statement in made.items()}
    sort_section(section)
    found = [
        (subjects[id(each)], f"{sort_text(each)}{place:08}", lay_out([Section([], statements=[each])])[:-1])
        for place, each in enumerate(section.statements)
    ]
    return found, writer.terms.used


def join_statements(found: Iterable[str], used: Iterable[str], prefixes: Mapping[str, str]) -> str:
    """Return the file with the texts of statements in their order, below the prefixes that they use.

    Args:
        found: the texts.
        used: the prefixes.
        prefixes: prefix to namespace.
    """
    directives = [Directive(prefix, f"<{prefixes[prefix]}>") for prefix in sorted(used)]
    body = "\n\n".join(found)
    return lay_out([Section([], directives)]) + (f"\n{body}\n" if body else "")


class _Writer:
    """Writes one graph."""

    def __init__(self, triples: set[Triple], prefixes: Mapping[str, str]) -> None:
        self.terms = TermWriter(prefixes)
        self.blanks = Blanks(triples)
        self.by_subject: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for s, p, o in triples:
            self.by_subject[s][p].append(o)

    def text(self, sections: Callable[[str], str] | None, header: str) -> str:
        """Return the whole text."""
        by_name: dict[str, Section] = {}
        for subject in self.by_subject:
            if subject not in self.blanks.nested:
                name = sections(subject) if sections else ""
                section = by_name.setdefault(name, Section(_comments(name)))
                section.statements.append(self.statement(subject))
        used = sorted(self.terms.used)
        directives = [Directive(prefix, f"<{self.terms.prefixes[prefix]}>") for prefix in used]
        body = [by_name[name] for name in sorted(by_name)]
        for section in body:
            sort_section(section)
        return lay_out([Section(_comments(header), directives), *body])

    def statement(self, subject: str) -> TurtleStatement:
        """Return the statement with all triples of a subject."""
        is_ontology = f"<{ONTOLOGY}>" in self.by_subject[subject].get(TYPE, ())
        if not subject.startswith("_:"):
            return TurtleStatement(self.terms.text(subject), self.pairs(subject), first=is_ontology)
        if subject in self.blanks.labels:
            return TurtleStatement(self.blanks.labels[subject], self.pairs(subject), first=is_ontology)
        items = self.blanks.items(subject)
        if items is not None:
            pairs = self.pairs(subject, besides=(FIRST, REST))
            return TurtleStatement(self.collection(items), pairs, first=is_ontology)
        return TurtleStatement(Bracket(), self.pairs(subject), first=is_ontology)

    def pairs(self, subject: str, besides: tuple[str, ...] = ()) -> list[PredicateObjects]:
        """Return the predicates of a subject, except those in `besides`, each with its objects."""
        found = []
        for predicate, objects in self.by_subject.get(subject, {}).items():
            if predicate in besides:
                continue
            verb = self.terms.verb(predicate)
            entries: list[Entry] = [self.value(each) for each in objects]
            found.append(PredicateObjects(verb, predicate_rank(predicate[1:-1], verb), entries))
        return found

    def value(self, term: str) -> Value:
        """Return the tree of an object: a token, a list, or a blank node in brackets."""
        if term == NIL:
            return Collection()
        if term not in self.blanks.nested:
            return self.blanks.labels.get(term) or self.terms.text(term)
        items = self.blanks.items(term)
        if items is not None:
            return self.collection(items)
        return Bracket(self.pairs(term))

    def collection(self, items: list[str]) -> Collection:
        """Return the tree of a list."""
        return Collection([self.value(item) for item in items])


def _comments(text: str) -> list[str]:
    return [f"# {line}".rstrip() for line in text.splitlines()]
