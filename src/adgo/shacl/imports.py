"""`owl:imports`: resolved through OASIS XML catalogs, from the network only when asked."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from adgo.shacl.inputs import InputError, Inputs
from adgo.shacl.model.names import IMPORTS, OWL_ONTOLOGY, TYPE
from adgo.shacl.model.result import Finding
from adgo.shacl.model.terms import iri, is_iri
from adgo.shacl.reporting.places import place_of
from adgo.turtle.document import Document
from adgo.turtle.errors import Fault, TurtleError
from adgo.turtle.reader import decode, parse, read_file

Policy = Literal["none", "catalog", "network"]

#: The name under which Protégé and ROBOT look for a catalog beside an ontology.
CATALOG = "catalog-v001.xml"
#: Bytes that are taken from the network for one import.
MOST = 64 * 2**20
SECONDS = 30

_NAMESPACE = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}"


def catalog(path: Path) -> dict[str, Path]:
    """Return IRI to file as an OASIS XML catalog says; InputError where it cannot be read."""
    from xml.etree import ElementTree  # Few documents import anything.

    try:
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError) as error:
        raise InputError([Fault(str(path), None, None, None, f"no XML catalog: {error}")]) from error
    return {
        entry.attrib["name"]: (path.parent / entry.attrib["uri"]).resolve()
        for entry in root.iter(f"{_NAMESPACE}uri")
        if "name" in entry.attrib and "uri" in entry.attrib
    }


def resolve(inputs: Inputs, policy: Policy, catalogs: Iterable[Path] = ()) -> list[Finding]:
    """Add what the documents import, and return a finding for each import that nothing resolves.

    Imports of data and ontology join the ontology, those of shapes the shapes; imports of imports count too. Beside
    the given catalogs, a `catalog-v001.xml` in a document's folder counts for it. Raises InputError for a catalog or
    an imported file that cannot be read.
    """
    return [] if policy == "none" else _Resolver(inputs, policy, catalogs).run()


class _Resolver:
    def __init__(self, inputs: Inputs, policy: Policy, catalogs: Iterable[Path]) -> None:
        self.inputs, self.policy = inputs, policy
        self.known: dict[str, Path] = {}
        for path in catalogs:
            self.known |= catalog(path)
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
                elif not self._is_loaded(term):
                    place = place_of(document, number, "object")
                    message = f"{term} is imported, and no catalog says where it is"
                    remedy = f"name it in a {CATALOG} beside the file, or say --imports network"
                    self.findings.append(
                        Finding("unresolved-import", "warning", message, term, place, remedy)
                    )
        return found

    def _is_loaded(self, term: str) -> bool:
        """Return whether one of the documents is what is imported: it says that it is that ontology."""
        node, type_, ontology = (self.inputs.table.find(each) for each in (term, TYPE, OWL_ONTOLOGY))
        wanted = (node, type_, ontology)
        return any(row == wanted for document in self.inputs.documents for row in document.rows)

    def _load(self, importer: Document, name: str) -> Document | None:
        beside = Path(importer.path).resolve().parent / CATALOG
        known = self.known | (catalog(beside) if beside.is_file() else {})
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
            return read_file(file, self.inputs.table, base=file.as_uri())
        except TurtleError as error:
            raise InputError(error.faults) from error
        except OSError as error:
            raise InputError([Fault(str(file), None, None, None, error.strerror or str(error))]) from error

    def _fetch(self, name: str) -> Document:
        from urllib.request import Request, urlopen  # takes longer to load than most files to read

        request = Request(name, headers={"Accept": "text/turtle, application/n-triples;q=0.9"})
        try:
            with urlopen(request, timeout=SECONDS) as answer:
                content = answer.read(MOST + 1)
            if len(content) > MOST:
                raise OSError(f"it is larger than {MOST} bytes")
            return parse(decode(content, name), path=name, base=name, table=self.inputs.table)
        except TurtleError as error:
            raise InputError(error.faults) from error
        except OSError as error:
            raise InputError([Fault(name, None, None, None, f"cannot be fetched: {error}")]) from error
