"""What depends on an article: everything that only it led to."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from adgo.graph import files
from adgo.graph.namespaces import ADGO, PREFIXES

#: Subject, predicate and object: IRIs; "" is a literal.
Link = tuple[str, str, str]

#: The parts that people write and that are edited; judgements and changes are treated on their own.
PARTS = ("claims", "entities", "reviews", "outside")

#: Namespaces of what stays only as long as something leads to it.
_SHARED = tuple(PREFIXES[name] for name in ("id", "st", "time", "family", "outside", "review"))
#: Properties of records about something: what they are about leads to the record.
_ABOUT = {ADGO + "reviews", ADGO + "subject"}
_DIGESTS = {ADGO + "sha256", ADGO + "readSha256"}
_RECORDS = (PREFIXES["outside"], PREFIXES["review"])


class ProjectLinks:
    """The links between all nodes that the files of a project describe."""

    def __init__(self) -> None:
        #: The links of each file.
        self.by_file: dict[Path, list[Link]] = {}
        #: The digests that each node has.
        self.digests: dict[str, set[str]] = defaultdict(set)
        for path in (path for part in PARTS for path in files.part(part)):
            self.by_file[path] = list(self._read(path))

    def _read(self, path: Path) -> Iterator[Link]:
        """Yield the links of a file; a blank node has a name of its own."""
        content = path.read_bytes().removeprefix(BOM_UTF8)
        for quad in parse(content, RdfFormat.TURTLE, base_iri="http://base.invalid/"):
            subject, value = _name(quad.subject, path), quad.object
            yield subject, quad.predicate.value, _name(value, path)
            if quad.predicate.value in _DIGESTS and isinstance(value, Literal):
                self.digests[subject].add(value.value)

    def digests_of(self, nodes: Collection[str]) -> set[str]:
        """Return the digests that only some nodes have."""
        own = {each for node in nodes for each in self.digests.get(node, ())}
        return own - {each for node, found in self.digests.items() if node not in nodes for each in found}

    def described(self, path: Path) -> set[str]:
        """Return the nodes that a file describes."""
        return {subject for subject, _, _ in self.by_file.get(path, ())}


def claims_path(number: str) -> Path:
    """Return the file with the claims of an article."""
    return files.root() / f"data/claims/{number}.ttl"


def dependents(number: str, links: ProjectLinks) -> set[str]:
    """Return the IRIs of the nodes that only an article led to, and of the article itself.

    What nothing led to before stays.

    Args:
        number: the number of the article.
        links: the links of the project.
    """
    described = links.described(claims_path(number))
    own = {iri for iri in described if not iri.startswith(_SHARED)} | {PREFIXES["src"] + number}
    edges = _edges(link for found in links.by_file.values() for link in found)
    nodes = {subject for found in links.by_file.values() for subject, _, _ in found}
    fixed = {node for node in nodes if not node.startswith(_SHARED)}
    before = _reached(edges, fixed)
    loose = {node for node in nodes if node.startswith(_SHARED)} - before - described
    after = _reached(edges, (fixed - own) | loose, own)
    return own | ((described | before) & nodes) - after


def _name(term: object, path: Path) -> str:
    if isinstance(term, NamedNode):
        return str(term.value)
    return f"_:{path}#{term.value}" if isinstance(term, BlankNode) else ""


def _edges(links: Iterable[Link]) -> Mapping[str, set[str]]:
    """Return what each node leads to."""
    edges: dict[str, set[str]] = defaultdict(set)
    for subject, predicate, value in links:
        if predicate in _ABOUT and subject.startswith(_RECORDS):
            edges[value].add(subject)
        elif value:
            edges[subject].add(value)
    return edges


def _reached(edges: Mapping[str, set[str]], roots: Collection[str], closed: Collection[str] = ()) -> set[str]:
    """Return the nodes that roots lead to, themselves included; nothing leads through closed nodes."""
    found, waiting = set(roots), list(roots)
    while waiting:
        for node in edges.get(waiting.pop(), ()):
            if node not in found and node not in closed:
                found.add(node)
                waiting.append(node)
    return found
