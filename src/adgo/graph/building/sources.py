"""What one hand-written file contributes to the build: its lines, for the buckets that need them."""

from __future__ import annotations

import codecs
import json
from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Store

from adgo.graph.building.lines import Messages, Outbox, dumped, ending, split
from adgo.graph.building.vocabulary import BuildVocabulary
from adgo.graph.dataset import read_quads
from adgo.graph.documents import ONTOLOGY
from adgo.graph.namespaces import ADGO, PREFIXES, RDF
from adgo.turtle.terms import TYPE

SUBJECT, OBJECT, DISPUTES, PREFERS, REVIEWS, PASSAGE = (
    f"<{ADGO}{name}>" for name in ("subject", "object", "disputes", "prefers", "reviews", "passage")
)
HAS_SOURCE = f"<{PREFIXES['oa']}hasSource>"
NAME = f"<{PREFIXES['skos']}prefLabel>"

_TYPE, _DOCUMENT = NamedNode(RDF + "type"), NamedNode(PREFIXES["owl"] + "Ontology")

_VOCABULARY = NamedNode(ONTOLOGY)

#: Parts whose things are described in several files; of the others, only what the queries read is exchanged.
SHARED = ("entities", "claims")


class NotPartitionable(Exception):
    """The files cannot be built in several buckets with the same result; the message says why."""


def contribution(
    known: BuildVocabulary, buckets: int, reviewed: frozenset[str], sources: Iterable[tuple[str, Path, bytes]]
) -> dict[str, Messages]:
    """Return the lines of files, by kind and bucket.

    The kinds:
        claims: the lines of claims that are read, in the bucket of the subject, without graph.
        attached: the sources of their passages, and what else has a subject, there too.
        things: the lines of all other nodes that are read, in the bucket of the node, with the graph of their part.
        unread: how many lines of such a node in the claims are not read, and their digest.
        said: what the context reads of claims, in the bucket of the claim's own IRI.
        subjects: the subject of each claim and the file, in the bucket of the claim's own IRI.
        judged: the triples that judge or prefer a claim, in the bucket of the claim's own IRI.
        absent: nodes that a reviewed claim names and its file does not describe.
        reviewed: for bucket 0, what the reviews of claims are compared with.
        sizes: for bucket 0, the number of triples of each part that are in no bucket, as JSON.

    Args:
        known: the vocabulary.
        buckets: the number of buckets.
        reviewed: the claims that reviews are about, in N-Triples form.
        sources: part, path and content of each file.

    Raises:
        UnreadableFile: if a file has a syntax error.
        NotPartitionable: if a claim has several subjects, or a file describes the vocabulary or has blank nodes.
    """
    boxes: dict[str, Outbox] = defaultdict(lambda: Outbox(buckets))
    sizes: dict[str, int] = {}
    for part, path, content in sources:
        reader = _FileReader(known, boxes, part, path)
        reader.read(content)
        reader.keep(reviewed)
        if part != "entities":
            sizes[part] = sizes.get(part, 0) + (reader.unread if part == "claims" else reader.size)
    made = {kind: box.messages() for kind, box in sorted(boxes.items())}
    return made | {"sizes": {0: json.dumps(sizes) + "\n"}}


class _FileReader:
    """Distributes the lines of one file."""

    def __init__(self, known: BuildVocabulary, boxes: dict[str, Outbox], part: str, path: Path) -> None:
        self._boxes, self._part, self._path = boxes, part, path
        self._known = known
        self._read_of_things = known.read_of_things
        self._by_node: dict[str, list[tuple[str, str]]] = {}
        self.size = self.unread = 0

    def read(self, content: bytes) -> None:
        """Read the file and send its lines."""
        by_node: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for subject, predicate, rest in split(_text(self._path, content)):
            value = rest[:-2]
            if subject[0] == "_" or value[0] == "_":
                raise NotPartitionable(f"{self._path}: has blank nodes")
            if predicate in self._known.schema or (predicate == TYPE and value in self._known.schema):
                raise NotPartitionable(f"{self._path}: {subject} belongs to the vocabulary")
            by_node[subject].append((predicate, value))
            self.size += 1
        self._by_node = by_node
        for node, pairs in by_node.items():
            subjects = {value for predicate, value in pairs if predicate == SUBJECT}
            if subjects:
                self._send_claim(node, pairs, subjects)
            if not subjects or self._part not in SHARED:
                self._send_thing(node, pairs)
            self._send_judged(node, pairs)

    def keep(self, reviewed: frozenset[str]) -> None:
        """Send what reviews of claims are compared with: the claims, and what they name, as far as it is here."""
        if self._part != "claims":
            return
        end = ending(self._part)
        for claim in reviewed & self._by_node.keys():
            named = {value for predicate, value in self._by_node[claim] if predicate in (OBJECT, PASSAGE)}
            inner = {value for node in named for _, value in self._by_node.get(node, ()) if value[0] == "<"}
            for node in (claim, *sorted(named | inner)):
                lines = [f"{node} {p} {value}{end}" for p, value in self._by_node.get(node, ())]
                self._boxes["reviewed"].to(0, lines)
            for node in named - self._by_node.keys():
                if node[0] == "<":
                    self._boxes["absent"].send(node, node)

    def _send_claim(self, node: str, pairs: list[tuple[str, str]], subjects: set[str]) -> None:
        if len(subjects) > 1 or self._part == "entities" or any(v in self._known.schema for _, v in pairs):
            raise NotPartitionable(f"{self._path}: {node} has several subjects or is about the vocabulary")
        (subject,) = subjects
        own = self._boxes["claims" if self._part == "claims" else "attached"].of(subject)
        for predicate, value in pairs:
            if predicate not in self._known.read_of_claims:
                self.unread += self._part == "claims"
                continue
            own.append(f"{node} {predicate} {value} .")
            if predicate == PASSAGE:
                for inner, source in self._by_node.get(value, ()):
                    if inner == HAS_SOURCE:
                        self._boxes["attached"].send(subject, f"{value} {inner} {source} .")
            if predicate in self._known.read_by_context and self._part == "claims":
                self._boxes["said"].send(node, f"{node} {predicate} {value}{ending(self._part)}")
        self._boxes["subjects"].send(node, f"{node} {subject} {self._path.name}")

    def _send_thing(self, node: str, pairs: list[tuple[str, str]]) -> None:
        end = ending(self._part)
        unread = []
        things = self._boxes["things"].of(node)
        for predicate, value in pairs:
            if self._part == "entities" or predicate in self._read_of_things:
                things.append(f"{node} {predicate} {value}{end}")
            elif self._part == "claims":
                unread.append(f"{predicate} {value}")
        # What has a name may be described in several files, which may say the same.
        texts = [[each] for each in unread] if any(p == NAME for p, _ in pairs) else [unread] * bool(unread)
        for text in texts:
            digest = sha256("\n".join(text).encode()).hexdigest()
            self._boxes["unread"].send(node, f"{node} {len(text)} {digest}")

    def _send_judged(self, node: str, pairs: list[tuple[str, str]]) -> None:
        for predicate, value in pairs:
            if predicate in (DISPUTES, PREFERS):
                self._boxes["judged"].send(value, f"{node} {predicate} {value} .")


def _text(path: Path, content: bytes) -> str:
    """Return the lines of a file without graph and without its header."""
    store = Store()
    try:
        # It takes a fraction of the time of reading quads one by one; that gives the message if there is an error.
        store.bulk_load(content.removeprefix(codecs.BOM_UTF8), RdfFormat.TURTLE)
    except (SyntaxError, ValueError):
        store.bulk_extend(list(read_quads(path, content)))
    for quad in list(store.quads_for_pattern(None, _TYPE, _DOCUMENT, None)):
        if quad.subject != _VOCABULARY:
            for each in list(store.quads_for_pattern(quad.subject, None, None, None)):
                store.remove(each)
    return dumped(store)


def reviewed_claims(path: Path, content: bytes) -> frozenset[str]:
    """Return the claims that a file of reviews is about, in N-Triples form."""
    return frozenset(rest[:-2] for _, predicate, rest in split(_text(path, content)) if predicate == REVIEWS)
