"""The findings beside the results of SHACL, kept from edit to edit as far as they cannot have changed."""

from __future__ import annotations

from adgo.shacl.checks import deprecation, lint, loose_terms, vocabulary
from adgo.shacl.checks.spelling import SpellingCheck
from adgo.shacl.checks.vocabulary import Described, Vocabulary
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.result import Finding
from adgo.turtle.document import Document


class DataFindings:
    """The findings about some documents, of which only data may change."""

    def __init__(self, inputs: Inputs) -> None:
        """Hold the documents."""
        self.inputs = inputs
        self._of_shapes = lint.of_shapes(inputs)
        #: By the `id` of a document, with the document itself, so that no other one gets this `id`.
        self._described: dict[int, tuple[Document, Described]] = {}
        self._misspelt: dict[int, tuple[Document, list[Finding]]] = {}
        self._key: object = None

    def all(self) -> list[Finding]:
        """Return the findings about the documents as they are now, in no order."""
        inputs = self.inputs
        return [
            *inputs.notes,
            *loose_terms.check(inputs),
            *self._of_shapes,
            *lint.of_targets(inputs),
            *self._spelling(),
            *deprecation.check(inputs),
        ]

    def _spelling(self) -> list[Finding]:
        documents = {id(document): document for document in (*self.inputs.data, *self.inputs.shapes)}
        everything = {id(document) for document in self.inputs.documents}
        for gone in self._described.keys() - everything:
            del self._described[gone]
        known = vocabulary.read(self.inputs, self._describe)
        key = _decisive(known)
        if key != self._key:
            self._key, self._misspelt = key, {}
        check = SpellingCheck(self.inputs, known)
        self._misspelt = {
            number: self._misspelt.get(number) or (document, list(check.findings(document)))
            for number, document in documents.items()
            if document.path not in self.inputs.background
        }
        return [finding for _, findings in self._misspelt.values() for finding in findings]

    def _describe(self, document: Document, inputs: Inputs) -> Described:
        if id(document) not in self._described:
            self._described[id(document)] = (document, vocabulary.described(document, inputs))
        return self._described[id(document)][1]


def _decisive(known: Vocabulary) -> tuple[object, ...]:
    """Return the part of a vocabulary that decides which names are misspelt."""
    standard = {namespace: known.own.get(namespace) for namespace in vocabulary.standard()}
    described = {
        namespace for namespace, names in known.own.items() if names - known.spaces.get(namespace, set())
    }
    return known.declared, known.spaces, known.ontologies, standard, described
