"""Findings about names that are not defined in their known namespaces, with the nearest defined name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from adgo.shacl.checks import vocabulary
from adgo.shacl.checks.vocabulary import Vocabulary, split
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.display import Display
from adgo.shacl.model.names import TYPE
from adgo.shacl.model.result import Finding
from adgo.shacl.reporting import places
from adgo.shacl.reporting.places import Use
from adgo.turtle.document import Document
from adgo.turtle.term_parts import iri, is_iri, is_literal

Kind = Literal["class", "property", "value", "subject", "datatype"]

#: How similar (0 to 1) a name must be to be suggested, and to be regarded as the intended name.
LIKE, ALMOST = 0.6, 0.8


def check(inputs: Inputs) -> list[Finding]:
    """Return a finding for each name in data and shapes that its namespace does not define, once for each document.

    Files in the background are not checked, because the user cannot correct them. An undefined class, property or
    datatype is an error. Any other undefined value is an error if it is very similar to a defined name; otherwise it
    is a warning, unless the data themselves describe things in its namespace.
    """
    spelling = SpellingCheck(inputs)
    documents = {id(document): document for document in [*inputs.data, *inputs.shapes]}
    found = [
        finding
        for document in documents.values()
        if document.path not in inputs.background
        for finding in spelling.findings(document)
    ]
    return sorted(found, key=lambda finding: finding.order)


class SpellingCheck:
    """Checks the names in documents against one vocabulary."""

    def __init__(self, inputs: Inputs, known: Vocabulary | None = None) -> None:
        """Hold the documents, and their vocabulary if it has been read."""
        self.inputs = inputs
        if known is not None:
            self.vocabulary = known
        self.terms = inputs.table.terms
        self.type = inputs.table.find(TYPE)
        self.display = Display(inputs.prefixes)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The namespaces and names that the documents define."""
        return vocabulary.read(self.inputs)

    @cached_property
    def alike(self) -> dict[str, str]:
        """The known namespaces by their normalised forms, in which frequent mistakes are removed."""
        known = [
            *self.vocabulary.declared,
            *(name for name, has in self.vocabulary.spaces.items() if len(has) > 1),
        ]
        return {bare(namespace): namespace for namespace in reversed(known)}

    def findings(self, document: Document) -> Iterator[Finding]:
        """Yield the findings about the names in a document."""
        suspects = {node: meant for node in self._nodes(document) if (meant := self._meant(node))}
        if suspects:
            for node, use in places.first_uses(document, suspects).items():
                finding = self._finding(document, node, use, *suspects[node])
                if finding:
                    yield finding

    def _nodes(self, document: Document) -> set[int]:
        rows = document.rows
        return {*rows.subjects, *rows.predicates, *rows.objects}

    def _meant(self, node: int) -> tuple[str, str] | None:
        """Return the namespace and the name that a term should have; None if the term is correct."""
        term = self.terms[node]
        if is_literal(term):
            if term[-1] != ">":
                return None
            name = term[term.rindex("<") + 1 : -1]
            namespace, local = split(name)
            known = vocabulary.standard().get(namespace)
            return None if known is None or local in known else (namespace, local)
        if not is_iri(term):
            return None
        return self._misnamed(iri(term))

    def _misnamed(self, name: str) -> tuple[str, str] | None:
        namespace, local = split(name)
        if not local:
            return None
        known = vocabulary.standard().get(namespace)
        if known is not None:
            defined = local in known or _is_membership(name) or self._is_described(namespace, local)
            return None if defined else (namespace, local)
        if namespace in self.vocabulary.declared:
            if local in self.vocabulary.declared[namespace] or name in self.vocabulary.ontologies:
                return None
            return namespace, local
        return self._misplaced(name, namespace, local)

    def _is_described(self, namespace: str, local: str) -> bool:
        spaces = (self.vocabulary.spaces, self.vocabulary.own)
        return any(local in space.get(namespace, ()) for space in spaces)

    def _misplaced(self, name: str, namespace: str, local: str) -> tuple[str, str] | None:
        """Return the known namespace that is almost the same as an unknown one, and the name in it."""
        if local in self.vocabulary.spaces.get(namespace, ()) or name in self.vocabulary.ontologies:
            return None
        meant = self.alike.get(bare(namespace))
        if meant is not None and meant != namespace:
            other_scheme = _tail(meant) == _tail(namespace)
            return (meant, local) if other_scheme or local in self._names(meant) else None
        for declared, names in self.vocabulary.declared.items():
            stem = declared.rstrip("#/")
            rest = name.removeprefix(stem)
            if rest != name and rest in names:
                return declared, rest
            if local in names and _almost(namespace, declared):
                return declared, local
        return None

    def _names(self, namespace: str) -> set[str]:
        """Return the known names in a namespace."""
        if namespace in self.vocabulary.declared:
            return self.vocabulary.declared[namespace]
        return self.vocabulary.spaces.get(namespace, set())

    def _kind(self, document: Document, node: int, use: Use) -> Kind:
        """Return how a document uses a name."""
        if use.part == "predicate":
            return "property"
        if use.part == "subject":
            return "subject"
        if is_literal(self.terms[node]):
            return "datatype"
        return "class" if document.rows.predicates[use.row] == self.type else "value"

    def _finding(self, document: Document, node: int, use: Use, namespace: str, local: str) -> Finding | None:
        term, kind = self.terms[node], self._kind(document, node, use)
        name = term[term.rindex("<") + 1 : -1]
        misplaced = split(name) != (namespace, local)
        near, nearness = self._nearest(namespace, local)
        if misplaced:
            meant = self.display.term(f"<{namespace}{near if nearness >= ALMOST else local}>")
            message = f"{self.display.term(f'<{name}>')} is in a namespace that is almost, but not quite, a known one"
            check, remedy = "misplaced-term", f"did you mean {meant}?"
            severity = "error" if namespace in self.vocabulary.declared or nearness == 1 else "warning"
        else:
            if kind == "subject" or (kind == "value" and not self._is_surely_wrong(namespace, nearness)):
                return None
            message = f"{self.display.term(f'<{name}>')} is not defined in {self._where(namespace)}"
            check = "undefined-term"
            remedy = f"did you mean {self.display.term(f'<{namespace}{near}>')}?" if near else ""
            severity = "error" if kind != "value" or nearness >= ALMOST else "warning"
        if use.times > 1:
            message += f" (used {use.times} times in this file)"
        place = places.place_of(document, use.row, use.part)
        return Finding(check, severity, message, f"<{name}>", place, remedy, counts=True)

    def _is_surely_wrong(self, namespace: str, nearness: float) -> bool:
        """Return whether an undescribed value cannot be a thing that the data introduce themselves."""
        if nearness >= ALMOST:
            return True
        if namespace in vocabulary.standard():
            return True
        own = self.vocabulary.own.get(namespace, set()) - self.vocabulary.spaces.get(namespace, set())
        return namespace.endswith("#") and not own

    def _where(self, namespace: str) -> str:
        if namespace in vocabulary.standard():
            return f"the vocabulary of {namespace}"
        return "the ontology"

    def _nearest(self, namespace: str, local: str) -> tuple[str, float]:
        """Return the most similar name in a namespace, and the similarity from 0 to 1."""
        from difflib import (
            SequenceMatcher,
            get_close_matches,
        )  # takes longer to import than most data to check

        names = vocabulary.standard().get(namespace) or self._names(namespace)
        same = [name for name in names if name.lower() == local.lower()]
        if same:
            return min(same, key=lambda name: (name != local, name)), 1.0
        near = get_close_matches(local, sorted(names), n=1, cutoff=LIKE)
        if not near:
            return "", 0.0
        return near[0], SequenceMatcher(None, local, near[0]).ratio()


def _is_membership(name: str) -> bool:
    """Return whether a name is `rdf:_1`, `rdf:_2` and so on."""
    return (
        name.startswith("http://www.w3.org/1999/02/22-rdf-syntax-ns#_") and name.rpartition("_")[2].isdigit()
    )


def _tail(namespace: str) -> str:
    """Return a namespace without its scheme."""
    return namespace.partition("://")[2]


def bare(namespace: str) -> str:
    """Return a namespace without the parts in which mistakes are frequent: scheme, `www.`, capitals, separators."""
    return _tail(namespace).lower().removeprefix("www.").replace("#", "/").rstrip("/").replace("//", "/")


def _almost(namespace: str, other: str) -> bool:
    """Return whether two namespaces differ in one word only, by a missing letter or two exchanged ones."""
    ours, theirs = (each.replace("#", "/").split("/") for each in (namespace, other))
    if len(ours) != len(theirs):
        return False
    differing = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    return len(differing) == 1 and _is_slip(*differing[0])


def _is_slip(word: str, other: str) -> bool:
    if not (word.isalpha() and other.isalpha() and min(len(word), len(other)) >= 4):
        return False
    if len(word) == len(other):
        at = [place for place, (a, b) in enumerate(zip(word, other, strict=True)) if a != b]
        if len(at) == 2:
            return word[at[0]] == other[at[1]] and word[at[1]] == other[at[0]] and at[1] == at[0] + 1
        return False
    longer, shorter = sorted((word, other), key=len, reverse=True)
    return len(longer) == len(shorter) + 1 and any(
        longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer))
    )
