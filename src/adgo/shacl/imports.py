"""`owl:imports`: resolved through OASIS XML catalogs, and from the network only if the user allows it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from adgo.shacl.input_files import InputFiles
from adgo.shacl.inputs import InputError, Inputs
from adgo.shacl.model.names import IMPORTS, OWL_ONTOLOGY, SHACL, TYPE
from adgo.shacl.model.result import Finding, Place
from adgo.shacl.reporting.places import place_of
from adgo.turtle.document import Document
from adgo.turtle.errors import Fault, TurtleError
from adgo.turtle.formats import of_document
from adgo.turtle.reader import read_content
from adgo.turtle.term_parts import iri, is_iri
from adgo.turtle.web.errors import FetchError
from adgo.turtle.web.limits import FetchRules

Policy = Literal["none", "catalog", "network"]

#: The name under which Protégé and ROBOT look for a catalog beside an ontology.
CATALOG = "catalog-v001.xml"
#: Limits of each import from the network.
RULES = FetchRules(size=64 * 2**20, seconds=60, idle=30)

#: The vocabulary of SHACL itself: many shapes import it, and no shape is in it.
_OF_SHACL = frozenset((f"<{SHACL}>", f"<{SHACL.removesuffix('#')}>"))
_NAMESPACE = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}"


def catalog(path: Path, files: InputFiles) -> dict[str, Path]:
    """Return the entries of an OASIS XML catalog, IRI to file; InputError if it cannot be read."""
    from xml.etree import ElementTree  # Few documents import anything.

    try:
        root = ElementTree.fromstring(files.content(path))
    except (OSError, ElementTree.ParseError) as error:
        raise InputError([Fault(str(path), None, None, None, f"not an XML catalog: {error}")]) from error
    return {
        entry.attrib["name"]: (path.parent / entry.attrib["uri"]).resolve()
        for entry in root.iter(f"{_NAMESPACE}uri")
        if "name" in entry.attrib and "uri" in entry.attrib
    }


def resolve(inputs: Inputs, policy: Policy, catalogs: Iterable[Path] = ()) -> list[Finding]:
    """Add the imported documents to the inputs, and return a finding for each import that cannot be resolved.

    Imports of data and ontology are added to the ontology, those of shapes to the shapes; imports of imports too.

    Args:
        inputs: the documents; they are changed.
        policy: what imports may load: nothing, only files listed in a catalog, or also documents from the network.
        catalogs: OASIS XML catalogs, beside the `catalog-v001.xml` in the folder of each document.

    Raises:
        InputError: if a catalog or an imported document cannot be read.
    """
    return [] if policy == "none" else _Resolver(inputs, policy, catalogs).run()


class _Resolver:
    def __init__(self, inputs: Inputs, policy: Policy, catalogs: Iterable[Path]) -> None:
        self.inputs, self.policy = inputs, policy
        self.known: dict[str, Path] = {}
        for path in catalogs:
            self.known |= catalog(path, inputs.files)
        self.loaded = {Path(document.path).resolve() for document in inputs.documents}
        self.done: set[str] = set()
        self.findings: list[Finding] = []

    def run(self) -> list[Finding]:
        for role, target in (
            (self.inputs.data, self.inputs.ontology),
            (self.inputs.ontology, self.inputs.ontology),
            (self.inputs.shapes, self.inputs.shapes),
        ):
            queue = list(role)
            while queue:
                for document in self._imports(queue.pop()):
                    target.append(document)
                    queue.append(document)
        return self.findings

    def _imports(self, document: Document) -> list[Document]:
        predicate = self.inputs.table.find(IMPORTS)
        if predicate is None:
            return []
        found = []
        for number, (_, p, o) in enumerate(document.rows):
            term = self.inputs.table.terms[o]
            if p == predicate and is_iri(term) and term not in self.done:
                self.done.add(term)
                imported = self._load(document, iri(term))
                if imported is not None:
                    found.append(imported)
                elif term not in _OF_SHACL and not self._is_loaded(term):
                    self.findings.append(_unresolved(term, place_of(document, number, "object")))
        return found

    def _is_loaded(self, term: str) -> bool:
        """Return whether one of the documents declares itself to be the imported ontology."""
        node, type_, ontology = (self.inputs.table.find(each) for each in (term, TYPE, OWL_ONTOLOGY))
        wanted = (node, type_, ontology)
        return any(row == wanted for document in self.inputs.documents for row in document.rows)

    def _load(self, importer: Document, name: str) -> Document | None:
        beside = Path(importer.path).resolve().parent / CATALOG
        files = self.inputs.files
        known = self.known | (catalog(beside, files) if files.exists(beside) else {})
        file = known.get(name)
        if file is not None:
            return self._read(file)
        if self.policy == "network" and name.startswith(("http://", "https://")):
            return self._fetch(name)
        return None

    def _read(self, file: Path) -> Document | None:
        if file in self.loaded:
            return None
        self.loaded.add(file)
        try:
            return self.inputs.files.read(file, self.inputs.table, is_data=False)
        except TurtleError as error:
            raise InputError(error.faults) from error
        except OSError as error:
            raise InputError([Fault(str(file), None, None, None, error.strerror or str(error))]) from error

    def _fetch(self, name: str) -> Document:
        from adgo.turtle.web.client import fetch  # Slower to import than most files are to read.

        try:
            found = fetch(name, RULES)
            kind = of_document(found.media_type, found.url)
            if kind is None:
                raise FetchError(f"it is not RDF (its media type is {found.media_type[:100]!r})")
            return read_content(
                found.content,
                kind,
                path=name,
                base=found.url,
                table=self.inputs.table,
                limits=self.inputs.files.limits,
            )
        except TurtleError as error:
            raise InputError(error.faults) from error
        except FetchError as error:
            raise InputError([Fault(name, None, None, None, f"cannot be fetched: {error}")]) from error


def _unresolved(term: str, place: Place) -> Finding:
    message = f"{term} is imported, but no catalog names a file for it"
    remedy = f"add it to a {CATALOG} beside the file, or use --imports network"
    return Finding("unresolved-import", "warning", message, term, place, remedy)
