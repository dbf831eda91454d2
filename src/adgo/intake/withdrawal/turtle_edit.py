"""Removes statements and values from a Turtle file, and keeps the rest with its comments."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from pathlib import Path

from adgo.turtle.parsing.term_resolver import TermResolver
from adgo.turtle.terms import RDF, TermTable
from adgo.turtle.writing.formatter import BASE, read_text
from adgo.turtle.writing.layout import lay_out
from adgo.turtle.writing.term_writer import TermWriter
from adgo.turtle.writing.tree import (
    Bracket,
    Collection,
    Directive,
    PredicateObjects,
    Section,
    TurtleStatement,
    Value,
    value_of,
)
from adgo.turtle.writing.tree_builder import build

#: Returns whether a value stays, given the IRI of the predicate and that of the value ("" for a literal).
Keeps = Callable[[str, str], bool]


class PrefixRebound(ValueError):
    """A file binds one prefix to two namespaces, so a name has no certain meaning in it."""


class TurtleEdit:
    """The statements of a Turtle file, which can be removed."""

    def __init__(self, path: Path) -> None:
        """Read a file; TurtleError if it has syntax errors, PrefixRebound if a prefix has two meanings."""
        self.path = path
        document = read_text(path.read_text(encoding="utf-8-sig"), str(path))
        self._sections = build(document.text, BASE)
        self._resolver = TermResolver(TermTable(), BASE, len(document.text))
        for directive in (each for section in self._sections for each in section.directives):
            self._declare(directive.prefix, self._resolver.iri(directive.iri))

    def _declare(self, prefix: str | None, iri: str) -> None:
        if prefix is None:
            if iri != BASE:
                raise PrefixRebound(f"{self.path}: has a base; write its IRIs in full")
        elif self._resolver.prefixes.get(prefix, iri) != iri:
            raise PrefixRebound(f"{self.path}: binds the prefix {prefix}: twice; use two prefixes")
        else:
            self._resolver.declare(prefix, iri)

    def iri(self, value: Value) -> str:
        """Return the IRI of a token; "" for anything else."""
        if not isinstance(value, str) or value[0] in "_\"'+-.0123456789" or value in ("true", "false"):
            return ""
        return self._resolver.term(value)[1:-1]

    def statements(self) -> Iterator[tuple[str, TurtleStatement]]:
        """Yield each statement, with the IRI of its subject."""
        for section in self._sections:
            for statement in section.statements:
                yield self.iri(statement.subject), statement

    def values(self, statement: TurtleStatement) -> Iterator[tuple[str, str]]:
        """Yield the IRI of the predicate, and that of the value ("" for a literal), of each triple of a statement."""
        for pair in statement.pairs:
            for entry in pair.entries:
                yield self.iri(pair.verb), self.iri(value_of(entry))

    def remove(self, subjects: Container[str]) -> list[TurtleStatement]:
        """Remove the statements with certain subjects, and the headings of sections that become empty; return them."""
        removed: list[TurtleStatement] = []
        for section in self._sections:
            gone = [each for each in section.statements if self.iri(each.subject) in subjects]
            if not gone:
                continue
            removed += gone
            section.statements = [each for each in section.statements if each not in gone]
            if not (section.statements or section.directives):
                section.heading = []
        return removed

    def keep_values(self, statement: TurtleStatement, keeps: Keeps) -> None:
        """Remove the values of a statement that do not stay, and predicates and statements without a value."""
        statement.pairs = self._kept_pairs(statement.pairs, keeps)
        if not statement.pairs:
            for section in self._sections:
                section.statements = [each for each in section.statements if each is not statement]

    def _kept_pairs(self, pairs: list[PredicateObjects], keeps: Keeps) -> list[PredicateObjects]:
        for pair in pairs:
            verb = self.iri(pair.verb)
            pair.entries = [each for each in pair.entries if self._is_kept(verb, value_of(each), keeps)]
        return [pair for pair in pairs if pair.entries]

    def _is_kept(self, verb: str, value: Value, keeps: Keeps) -> bool:
        if isinstance(value, Bracket):
            had = bool(value.pairs)
            value.pairs = self._kept_pairs(value.pairs, keeps)
            return bool(value.pairs) or not had
        if isinstance(value, Collection):
            had = bool(value.items)
            value.items = [each for each in value.items if self._is_kept(verb, value_of(each), keeps)]
            return bool(value.items) or not had
        return keeps(verb, self.iri(value))

    def add(self, subject: str, predicate: str, term: str, before: str = "") -> None:
        """Add a value to the description of a node that the file has.

        Args:
            subject: the IRI of the node.
            predicate: the IRI of the predicate.
            term: the value, in N-Triples form.
            before: the IRI of the predicate before which a new predicate goes; at the end if the node does not have it.
        """
        pairs = next(each.pairs for iri, each in self.statements() if iri == subject)
        verbs = [self.iri(pair.verb) for pair in pairs]
        if predicate in verbs:
            pairs[verbs.index(predicate)].entries.append(self._token(term))
        else:
            place = verbs.index(before) if before in verbs else len(pairs)
            pairs.insert(place, self._pair(predicate, term))

    def replace(self, subject: str, predicate: str, term: str, value: str = "") -> None:
        """Replace the values of a predicate of a node by one.

        Args:
            subject: the IRI of the node.
            predicate: the IRI of the predicate.
            term: the new value, in N-Triples form.
            value: the IRI of the only value to replace; "" for all.
        """
        for pair in (pair for iri, each in self.statements() if iri == subject for pair in each.pairs):
            if self.iri(pair.verb) != predicate:
                continue
            stay = [each for each in pair.entries if value and self.iri(value_of(each)) != value]
            if len(stay) < len(pair.entries):
                pair.entries = [*stay, self._token(term)]

    def describe(self, subject: str, values: Sequence[tuple[str, str]], namespace: str) -> None:
        """Describe a node after the last one whose IRI is in a namespace, or at the end.

        Args:
            subject: its IRI.
            values: predicates, and values in N-Triples form.
            namespace: the namespace.
        """
        section, index = self._place(namespace)
        pairs = [self._pair(predicate, term) for predicate, term in values]
        section.statements.insert(index, TurtleStatement(self._token(f"<{subject}>"), pairs))

    def _pair(self, predicate: str, term: str) -> PredicateObjects:
        verb = "a" if predicate == RDF + "type" else self._token(f"<{predicate}>")
        return PredicateObjects(verb, (0, verb), [self._token(term)])

    def _token(self, term: str) -> str:
        return TermWriter(self._resolver.prefixes).text(term)

    def insert(self, statements: list[TurtleStatement], namespace: str, origin: TurtleEdit) -> None:
        """Add statements of another file after the last one whose subject is in a namespace, or at the end.

        Args:
            statements: the statements.
            namespace: the namespace of their subjects.
            origin: the file that they come from; the prefixes that they use are declared here too.

        Raises:
            PrefixRebound: if a prefix that they use means something else here.
        """
        text = lay_out([Section(statements=statements)])
        for prefix, iri in origin._resolver.prefixes.items():
            if re.search(rf"(?<![\w-]){re.escape(prefix)}:", text):
                if prefix not in self._resolver.prefixes:
                    self._directives().append(Directive(prefix, f"<{iri}>"))
                self._declare(prefix, iri)
        section, index = self._place(namespace)
        section.statements[index:index] = statements

    def _directives(self) -> list[Directive]:
        """Return the first directives of the file."""
        for section in self._sections:
            if section.directives:
                return section.directives
        self._sections.insert(0, Section())
        return self._sections[0].directives

    def _place(self, namespace: str) -> tuple[Section, int]:
        """Return the place after the last statement with a subject in a namespace, or a new section at the end."""
        for section in reversed(self._sections):
            for index in range(len(section.statements), 0, -1):
                if self.iri(section.statements[index - 1].subject).startswith(namespace):
                    return section, index
        self._sections.append(Section())
        return self._sections[-1], 0

    def text(self) -> str:
        """Return the text of the file as it is now."""
        return lay_out(self._sections)
