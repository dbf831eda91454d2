"""The namespaces that the documents of a validation declare, and the terms that they define in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from adgo.shacl.inputs import Inputs
from adgo.shacl.model.names import OWL, OWL_ONTOLOGY, RDFS, SHACL, TYPE
from adgo.turtle.document import Document
from adgo.turtle.term_parts import iri, is_iri, is_literal, lexical

_PREFERRED = "<http://purl.org/vocab/vann/preferredNamespaceUri>"
_PROPERTY = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#Property>"
_CLASSES = {f"<{RDFS}Class>", f"<{OWL}Class>", f"<{RDFS}Datatype>"}
_PROPERTIES = {
    _PROPERTY,
    f"<{OWL}ObjectProperty>",
    f"<{OWL}DatatypeProperty>",
    f"<{OWL}AnnotationProperty>",
}

#: A document without a header declares a namespace if it defines at least this many classes and properties in it.
LEAST = 5


@dataclass(slots=True)
class Vocabulary:
    """Namespaces to the local names that are defined in them.

    Attributes:
        declared: the namespaces of vocabularies: an undefined name in one of them is a mistake.
        spaces: the namespaces in which the ontology's documents describe something.
        own: the namespaces in which the data describe something.
        ontologies: the IRIs of ontologies.
    """

    declared: dict[str, set[str]] = field(default_factory=dict)
    spaces: dict[str, set[str]] = field(default_factory=dict)
    own: dict[str, set[str]] = field(default_factory=dict)
    ontologies: set[str] = field(default_factory=set)


def split(name: str) -> tuple[str, str]:
    """Return the namespace and the local name of an IRI, which is split after its last `#` or `/`."""
    cut = max(name.rfind("#"), name.rfind("/")) + 1
    return name[:cut], name[cut:]


@dataclass(slots=True)
class Described:
    """What one document describes.

    Attributes:
        spaces: the namespaces of its subjects, with the names in them.
        headers: the IRIs of the ontologies that it declares.
        named: the namespaces that it names as preferred ones.
        defined: the namespaces of the classes and properties that it declares, with their numbers.
    """

    spaces: dict[str, set[str]]
    headers: set[str]
    named: set[str]
    defined: Counter[str]


def described(document: Document, inputs: Inputs) -> Described:
    """Return what a document describes."""
    headers, named = _headers(document, inputs)
    counted = Counter(split(term)[0] for term in _defined(document, inputs))
    return Described(_spaces(document, inputs), headers, named, counted)


def read(inputs: Inputs, describe: Callable[[Document, Inputs], Described] = described) -> Vocabulary:
    """Return the namespaces that the documents declare, and the names that they define.

    Args:
        inputs: the documents.
        describe: returns what a document describes.
    """
    found = Vocabulary()
    _gather(inputs.ontology, inputs, found.spaces, describe)
    _gather([*inputs.data, *inputs.shapes], inputs, found.own, describe)
    for document in inputs.documents:
        about = describe(document, inputs)
        found.ontologies |= about.headers
        for namespace in _declared(document, inputs, about):
            known = found.spaces.get(namespace, set()) | found.own.get(namespace, set())
            found.declared[namespace] = known
    return found


@cache
def standard() -> dict[str, set[str]]:
    """Return the names of RDF, RDFS, OWL, XML Schema's datatypes, SKOS and the Dublin Core terms by namespace."""
    found: dict[str, set[str]] = {}
    for line in (Path(__file__).parent / "standard.nt").read_text(encoding="utf-8").splitlines():
        namespace, name = split(line[1 : line.index(">")])
        found.setdefault(namespace, set()).add(name)
    return found


def _gather(
    documents: Iterable[Document],
    inputs: Inputs,
    spaces: dict[str, set[str]],
    describe: Callable[[Document, Inputs], Described],
) -> None:
    for document in documents:
        for namespace, names in describe(document, inputs).spaces.items():
            spaces.setdefault(namespace, set()).update(names)


def _spaces(document: Document, inputs: Inputs) -> dict[str, set[str]]:
    terms, found = inputs.table.terms, dict[str, set[str]]()
    for subject in set(document.rows.subjects):
        term = terms[subject]
        if is_iri(term):
            namespace, name = split(iri(term))
            if name:
                found.setdefault(namespace, set()).add(name)
    return found


def _declared(document: Document, inputs: Inputs, about: Described) -> Iterator[str]:
    """Yield the namespaces that a document declares: those of its header, otherwise that of most of its terms."""
    counted = about.defined
    of_header = {each for each in (*about.named, *_of(about.headers)) if counted[each]}
    if of_header:
        yield from of_header
    elif counted and document in inputs.ontology:
        namespace, most = counted.most_common(1)[0]
        if most >= LEAST and 2 * most > counted.total():
            yield namespace


def _of(headers: Iterable[str]) -> Iterator[str]:
    for header in headers:
        yield from [header] if header.endswith(("#", "/")) else [f"{header}#", f"{header}/"]


def _headers(document: Document, inputs: Inputs) -> tuple[set[str], set[str]]:
    """Return the IRIs of the ontologies in a document, and their preferred namespaces."""
    table = inputs.table
    type_, ontology, preferred = (table.find(each) for each in (TYPE, OWL_ONTOLOGY, _PREFERRED))
    if ontology not in document.rows.objects and preferred not in document.rows.predicates:
        return set(), set()
    headers, named = set(), set()
    for s, p, o in document.rows:
        if p == type_ and o == ontology and is_iri(table.terms[s]):
            headers.add(iri(table.terms[s]))
        elif p == preferred:
            value = table.terms[o]
            named.add(lexical(value) if is_literal(value) else iri(value))
    return headers, named


def _defined(document: Document, inputs: Inputs) -> Iterator[str]:
    """Yield the classes and properties that a document declares, without those of the standards."""
    table = inputs.table
    type_ = table.find(TYPE)
    kinds = {table.find(each) for each in (*_CLASSES, *_PROPERTIES)} - {None}
    if kinds.isdisjoint(document.rows.objects):
        return
    known = (*standard(), SHACL)
    for s, p, o in document.rows:
        if p == type_ and o in kinds and is_iri(table.terms[s]):
            name = iri(table.terms[s])
            if not name.startswith(known):
                yield name
