"""Lines of N-Quads, in which the steps of the build exchange triples, and the buckets that they go to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from zlib import crc32

from pyoxigraph import RdfFormat, Store

from adgo.graph.namespaces import GRAPH

#: Lines for each bucket of things.
Messages = dict[int, str]

#: A line, with its subject and predicate, in N-Triples form.
Split = tuple[str, str, str]


def bucket_of(term: str, buckets: int) -> int:
    """Return the number of the bucket of a thing, given its IRI in angle brackets."""
    return crc32(term.encode()) % buckets


def split(text: str) -> Iterator[Split]:
    """Yield the subject, the predicate and the rest (object, graph and final dot) of each line."""
    for line in text.split("\n"):
        if line:
            subject, predicate, rest = line.split(" ", 2)
            yield subject, predicate, rest


def ending(part: str) -> str:
    """Return how the lines of a part end; those of the default graph (part "") have no graph."""
    return f" <{GRAPH}{part}> ." if part else " ."


def moved(text: str, part: str, to: str = "") -> str:
    """Return the lines of one part as lines of another, or of the default graph.

    Args:
        text: the lines.
        part: their part; "" for the default graph.
        to: the part to put them in.
    """
    # A line end inside a literal is written as an escape, so that this is found at the end of lines only.
    return text.replace(ending(part) + "\n", ending(to) + "\n")


def dumped(store: Store) -> str:
    """Return the quads of a store as sorted lines."""
    return ordered((store.dump(format=RdfFormat.N_QUADS) or b"").decode().split("\n"))


def ordered(lines: Iterable[str]) -> str:
    """Return the lines, each once, sorted."""
    return "".join(f"{line}\n" for line in sorted(set(lines)) if line)


def filled(*texts: str) -> Store:
    """Return a store with the lines."""
    store = Store()
    for text in texts:
        add_lines(store, text)
    return store


def add_lines(store: Store, text: str) -> None:
    """Add lines to a store; their IRIs were checked when the files were read, and are not checked again."""
    if text:
        store.bulk_load(text.encode(), RdfFormat.N_QUADS, lenient=True)


def distinct(text: str) -> set[str]:
    """Return the lines, each once, without line ends."""
    return {line for line in text.split("\n") if line}


def chosen(text: str, predicates: Collection[str]) -> str:
    """Return the lines with one of the predicates."""
    return "".join([f"{line}\n" for line in text.split("\n") if line and line.split(" ", 2)[1] in predicates])


class Outbox:
    """Collects lines for buckets."""

    def __init__(self, buckets: int) -> None:
        self.buckets = buckets
        self._lines: dict[int, list[str]] = defaultdict(list)

    def send(self, term: str, line: str) -> None:
        """Add a line for the bucket of a thing."""
        self.of(term).append(line)

    def of(self, term: str) -> list[str]:
        """Return the lines for the bucket of a thing, to add to."""
        return self._lines[bucket_of(term, self.buckets)]

    def to(self, bucket: int, lines: Iterable[str]) -> None:
        """Add lines for a bucket."""
        self._lines[bucket] += lines

    def messages(self) -> Messages:
        """Return the lines of each bucket, each line once, sorted."""
        found = {bucket: ordered(lines) for bucket, lines in sorted(self._lines.items())}
        return {bucket: text for bucket, text in found.items() if text}
