"""Runs HermiT (from owlready2) in this process to decide whether axioms and facts are consistent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from adgo.reason import owl_vocabulary
from adgo.reason.owl_vocabulary import SAME
from adgo.reason.triples import Statement
from adgo.turtle.term_parts import datatype, is_literal, language, lexical
from adgo.turtle.terms import STRING_TYPE

_PACKAGE = "org.semanticweb"


class Hermit:
    """HermiT with axioms that are made once per unit, so that a question costs little more than the reasoning."""

    def __init__(self, library: Path, declarations: Sequence[Statement], memory: int) -> None:
        """Start the virtual machine.

        Args:
            library: the shared library of the Java virtual machine.
            declarations: the triples that declare classes and properties.
            memory: the memory that Java may use, in megabytes.
        """
        import jpype
        import owlready2

        folder = Path(owlready2.__file__).parent / "hermit"
        # -Xrs: Java installs no signal handlers, so that an interrupt ends Python too.
        options = [f"-Xmx{memory}M", "-Xrs", "-XX:+UseSerialGC", "-XX:-UsePerfData"]
        jpype.startJVM(str(library), *options, classpath=[str(folder), str(folder / "HermiT.jar")])
        self._class = jpype.JClass
        self._manager = self._class(f"{_PACKAGE}.owlapi.apibinding.OWLManager")
        self._source = self._class(f"{_PACKAGE}.owlapi.io.StringDocumentSource")
        self._iri = self._class(f"{_PACKAGE}.owlapi.model.IRI")
        self._reasoner = self._class(f"{_PACKAGE}.HermiT.Reasoner")
        self._sets = self._class("java.util.HashSet")
        self._make = self._manager.getOWLDataFactory()
        self._declared: dict[str, list[Statement]] = {}
        for each in declarations:
            self._declared.setdefault(each.subject, []).append(each)

    def axioms(self, statements: Sequence[Statement]) -> list[Any]:
        """Return the OWL axioms of the triples of one unit."""
        if len(statements) == 1 and statements[0].predicate != SAME:
            made = self._fact(statements[0])
            if made is not None:
                return [made]
        used = {term for statement in statements for term in statement}
        needed = [each for term in sorted(used) for each in self._declared.get(term, ())]
        text = "".join(statement.line for statement in [*needed, *statements])
        manager = self._manager.createOWLOntologyManager()
        read = manager.loadOntologyFromOntologyDocument(self._source(text))
        return list(read.getAxioms())

    def is_consistent(self, axioms: Sequence[Any]) -> bool:
        """Return whether the axioms do not contradict each other."""
        return self._checked(self._manager.createOWLOntologyManager().createOntology(self._set(*axioms)))

    def holds(self, statements: Iterable[Statement]) -> bool:
        """Return whether the axioms of the triples do not contradict each other; faster for thousands of triples."""
        declared = (each for of_name in self._declared.values() for each in of_name)
        return self.is_text_consistent("".join(each.line for each in chain(declared, statements)))

    def is_text_consistent(self, ontology: str) -> bool:
        """Return whether an ontology in Turtle or N-Triples does not contradict itself."""
        manager = self._manager.createOWLOntologyManager()
        return self._checked(manager.loadOntologyFromOntologyDocument(self._source(ontology)))

    def _checked(self, ontology: Any) -> bool:
        reasoner = self._reasoner(ontology)
        try:
            return bool(reasoner.isConsistent())
        finally:
            reasoner.dispose()

    def _fact(self, statement: Statement) -> Any | None:
        s, p, o = statement
        make = self._make
        if p == owl_vocabulary.TYPE:
            known = any(each.object == owl_vocabulary.CLASS for each in self._declared.get(o, ()))
            return (
                make.getOWLClassAssertionAxiom(make.getOWLClass(self._name(o)), self._thing(s))
                if known
                else None
            )
        if p == owl_vocabulary.DISJOINT and "_" not in (s[0], o[0]):
            return make.getOWLDisjointClassesAxiom(
                self._set(*(make.getOWLClass(self._name(each)) for each in (s, o)))
            )
        if p.startswith(owl_vocabulary.RESERVED):
            return None
        if is_literal(o):
            value = self._literal(o)
            return make.getOWLDataPropertyAssertionAxiom(
                make.getOWLDataProperty(self._name(p)), self._thing(s), value
            )
        linking = make.getOWLObjectProperty(self._name(p))
        return make.getOWLObjectPropertyAssertionAxiom(linking, self._thing(s), self._thing(o))

    def _set(self, *items: Any) -> Any:
        made = self._sets()
        for item in items:
            made.add(item)
        return made

    def _name(self, term: str) -> Any:
        return self._iri.create(term[1:-1])

    def _thing(self, term: str) -> Any:
        return self._make.getOWLNamedIndividual(self._name(term))

    def _literal(self, term: str) -> Any:
        if language(term):
            return self._make.getOWLLiteral(lexical(term), language(term))
        if datatype(term) == STRING_TYPE:
            return self._make.getOWLLiteral(lexical(term))
        return self._make.getOWLLiteral(lexical(term), self._make.getOWLDatatype(self._name(datatype(term))))
