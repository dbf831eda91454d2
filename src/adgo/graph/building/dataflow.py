"""Runs the steps of the build, and takes lines from each step to the buckets of the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol, TypeVar

from adgo.graph.building import sources
from adgo.graph.building.lines import distinct, ordered
from adgo.graph.building.memo import Manifest, Memo, digest_of
from adgo.graph.building.steps import STEPS, BuildStep, Inputs, Outputs
from adgo.graph.building.vocabulary import BuildVocabulary
from adgo.graph.dataset import UnreadableFile, read_bytes

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class SourceFile:
    """A hand-written file.

    Attributes:
        part: the part that its triples belong to.
        path: where it is.
        digest: the SHA-256 of its content when the build began.
    """

    part: str
    path: Path
    digest: str

    def read(self) -> tuple[str, Path, bytes]:
        """Return the part, the path and the content; UnreadableFile if the file has changed since the build began."""
        content = read_bytes(self.path)
        if sha256(content).hexdigest() != self.digest:
            raise UnreadableFile(f"{self.path}: was changed during the build; build again")
        return self.part, self.path, content


def source_file(part: str, path: Path) -> SourceFile:
    """Return a file as it is now; UnreadableFile if it cannot be read."""
    return SourceFile(part, path, sha256(read_bytes(path)).hexdigest())


class Runner(Protocol):
    """Applies a pure function to items, and yields the results in the order of the items."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the result for each item."""
        ...


class Loop:
    """Runs one item after the other in this process."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the result for each item."""
        return map(function, items)


class Dataflow:
    """The lines on their way from step to step, as digests of texts in a memo.

    Attributes:
        known: the vocabulary.
        buckets: the number of buckets.
        memo: keeps the texts.
        ran: how often each step has run, and how often its result was known.
    """

    def __init__(
        self, known: BuildVocabulary, buckets: int, version: str, memo: Memo, runner: Runner
    ) -> None:
        self.known, self.buckets, self.memo = known, buckets, memo
        self.ran: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        self._version = digest_of(version, known.digest, str(buckets))
        self._runner = runner
        self._inbox: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))

    def read(self, shelves: Iterable[Sequence[SourceFile]], reviews: Sequence[SourceFile]) -> None:
        """Read the files, shelf by shelf.

        Args:
            shelves: files that are read together.
            reviews: the files of reviews.

        Raises:
            UnreadableFile: if a file has a syntax error.
            NotPartitionable: if several buckets would not give the same result as one.
        """
        listed = self.once("reviews", _names(reviews), lambda: {"claims": _reviewed(reviews)})["claims"]
        function = partial(_contribution, self.known, self.buckets, frozenset(distinct(listed)))
        about = digest_of(listed)
        runs = ((digest_of("read", about, *_names(shelf)), shelf) for shelf in shelves)
        self._run("read", function, runs, _contents)

    def step(self, step: BuildStep, targets: Iterable[int]) -> None:
        """Run a step for the buckets."""
        function = partial(_ran, step.name, self.known, self.buckets)
        shared = [self.digests(kind, 0) for kind in step.shared]
        runs: list[tuple[str, tuple[int, dict[str, list[str]]]]] = []
        for bucket in targets:
            read = {kind: self.digests(kind, bucket) for kind in step.reads}
            read |= dict(zip(step.shared, shared, strict=True))
            parts = [f"{kind}:{' '.join(digests)}" for kind, digests in read.items()]
            runs.append((digest_of(step.name, str(bucket), *parts), (bucket, read)))
        self._run(step.name, function, runs, self._loaded)

    def _loaded(self, item: tuple[int, dict[str, list[str]]]) -> tuple[int, Inputs]:
        bucket, read = item
        return bucket, {kind: "".join(map(self.memo.get, digests)) for kind, digests in read.items()}

    def _run(
        self,
        name: str,
        function: Callable[[Any], Outputs],
        runs: Iterable[tuple[str, Any]],
        load: Callable[[Any], Any],
    ) -> None:
        """Run a function for what the memo does not know, and deliver what it returns."""
        missing: list[tuple[str, Any]] = []
        for key, item in runs:
            key = digest_of(self._version, key)
            manifest = self.memo.recall(key)
            self.ran[name][manifest is not None] += 1
            if manifest is None:
                missing.append((key, item))
            else:
                self._deliver(manifest)
        results = self._runner.map(function, (load(item) for _, item in missing))
        for (key, _), made in zip(missing, results, strict=True):
            manifest = {k: {b: self.memo.put(text) for b, text in each.items()} for k, each in made.items()}
            self.memo.note(key, manifest)
            self._deliver(manifest)

    def _deliver(self, manifest: Manifest) -> None:
        for kind, made in manifest.items():
            for bucket, digest in made.items():
                self._inbox[kind][bucket].append(digest)

    def run(self) -> None:
        """Run all steps after the files are read."""
        for step in STEPS:
            if step.name == "describe":
                self._describe(step)
            else:
                self.step(step, range(self.buckets))

    def _describe(self, step: BuildStep) -> None:
        """Run the step for the things that are named, then for those that their context names, and so on."""
        described: dict[int, list[str]] = defaultdict(list)
        while waiting := self._take_mentions(described):
            for bucket, named in waiting.items():
                self._inbox["mentions"][bucket] = [named]
                described[bucket].append(named)
            self.step(step, sorted(waiting))
            for bucket in waiting:
                del self._inbox["mentions"][bucket][0]

    def _take_mentions(self, described: Mapping[int, list[str]]) -> dict[int, str]:
        """Return the digest of the things that are named and not described yet, by bucket.

        Args:
            described: the digests of those that are described, by bucket.
        """
        found: dict[int, str] = {}
        for bucket, digests in self._inbox.pop("mentions", {}).items():
            make = partial(self._new, digests, described[bucket])
            made = self._noted("named", [*sorted(set(digests)), "", *described[bucket]], make)
            if made:
                found[bucket] = made["named"][0]
        return found

    def _new(self, named: Iterable[str], described: Iterable[str]) -> dict[str, str]:
        new = self._lines(named) - self._lines(described)
        return {"named": ordered(new)} if new else {}

    def _lines(self, digests: Iterable[str]) -> set[str]:
        return set().union(*(distinct(self.memo.get(each)) for each in digests))

    def once(self, name: str, about: Iterable[str], make: Callable[[], dict[str, str]]) -> dict[str, str]:
        """Return texts by name: those that were kept, or those that `make` returns.

        Args:
            name: what the texts are.
            about: all that they depend on besides the vocabulary.
            make: returns the texts.
        """
        return {kind: self.memo.get(each[0]) for kind, each in self._noted(name, about, make).items()}

    def _noted(self, name: str, about: Iterable[str], make: Callable[[], dict[str, str]]) -> Manifest:
        """Return the digests of such texts."""
        key = digest_of(self._version, name, *about)
        manifest = self.memo.recall(key)
        if manifest is None:
            manifest = {kind: {0: self.memo.put(text)} for kind, text in make().items()}
            self.memo.note(key, manifest)
        return manifest

    def texts(self, kind: str) -> list[str]:
        """Return the texts of a kind that were sent to bucket 0."""
        return [self.memo.get(digest) for digest in self.digests(kind)]

    def digests(self, kind: str, bucket: int = 0) -> list[str]:
        """Return the digests of the texts of a kind that were sent to a bucket, sorted."""
        return sorted(self._inbox[kind].get(bucket, ()))

    def kinds(self) -> list[str]:
        """Return the kinds of lines that were sent, sorted."""
        return sorted(self._inbox)


def _names(shelf: Sequence[SourceFile]) -> Iterator[str]:
    for source in shelf:
        yield f"{source.part} {source.path.name} {source.digest}"


def _reviewed(reviews: Sequence[SourceFile]) -> str:
    """Return the claims that files of reviews are about, a line for each."""
    read = (source.read() for source in reviews)
    return ordered(claim for _, path, content in read for claim in sources.reviewed_claims(path, content))


def _contents(shelf: Sequence[SourceFile]) -> list[tuple[str, Path, bytes]]:
    return [source.read() for source in shelf]


def _contribution(
    known: BuildVocabulary, buckets: int, reviewed: frozenset[str], shelf: Sequence[tuple[str, Path, bytes]]
) -> Outputs:
    return sources.contribution(known, buckets, reviewed, shelf)


def _ran(name: str, known: BuildVocabulary, buckets: int, item: tuple[int, Inputs]) -> Outputs:
    bucket, inputs = item
    step = next(each for each in STEPS if each.name == name)
    return step.run(known, bucket, buckets, inputs)
