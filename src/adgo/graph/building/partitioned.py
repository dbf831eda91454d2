"""Builds the generated files in buckets; the result is that of `claims_to_facts.build`, byte for byte."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing, nullcontext
from zlib import crc32

from adgo.graph import claims_to_facts, contested_values, files
from adgo.graph.building import finishing, kept, sources, vocabulary
from adgo.graph.building.dataflow import Dataflow, Loop, Runner, SourceFile, source_file
from adgo.graph.building.lines import filled
from adgo.graph.building.memo import Memo, Spilled
from adgo.graph.claims_to_facts import HAND_WRITTEN, Measure
from adgo.graph.contested_values import Contest

#: With fewer articles, one store holds everything without effort.
FEW_ARTICLES = 50
#: Parts that are not read in buckets.
_WHOLE = ("ontology", "shapes")


def buckets_for(articles: int) -> int:
    """Return the number of buckets for a number of articles: a power of two near four times its square root.

    It changes rarely, as results are kept by bucket, and messages between buckets grow with its square.
    """
    return 1 if articles < FEW_ARTICLES else 2 ** round(math.log2(4 * math.sqrt(articles)))


def build(
    measure: Measure | None = None,
    contests: list[Contest] | None = None,
    *,
    buckets: int = 0,
    memo: Memo | None = None,
    runner: Runner | None = None,
    reasons: list[str] | None = None,
) -> dict[str, str]:
    """Return the text of every generated file by its path below the root.

    Args:
        measure: as for `claims_to_facts.build`.
        contests: as for `claims_to_facts.build`.
        buckets: the number of buckets; 0 for a number that suits the articles.
        memo: keeps results between builds; None for none.
        runner: runs the steps; None for one after the other in this process.
        reasons: receives why one store was used although several buckets were wanted, if so.

    Raises:
        UnreadableFile: if a hand-written file, a rule or a query of `ontology/projection` cannot be read.
    """
    buckets = buckets or buckets_for(len(files.part("claims")))
    if buckets > 1:
        try:
            with nullcontext(memo) if memo else closing(Spilled()) as results:
                return _in_buckets(measure, contests, buckets, results, runner or Loop())
        except sources.NotPartitionable as error:
            if reasons is not None:
                reasons.append(str(error))
    return claims_to_facts.build(measure, contests=contests)


def _in_buckets(
    measure: Measure | None, contests: list[Contest] | None, buckets: int, memo: Memo, runner: Runner
) -> dict[str, str]:
    known = vocabulary.read()
    if known.without_key:
        raise sources.NotPartitionable(f"no comment `# key: …` in {', '.join(known.without_key)}")
    flow = Dataflow(known, buckets, vocabulary.code_digest(), memo, runner)
    files_read = _sources()
    flow.read(_shelves(files_read, buckets), [source for source in files_read if source.part == "reviews"])
    flow.run()
    if contests is not None:
        contests += contested_values.read(filled("".join(flow.texts("contests"))))
    made = finishing.finished(flow, files_read, measure)
    memo.finish()
    return made


def build_kept(
    measure: Measure | None,
    contests: list[Contest],
    runner: Runner | None,
    *,
    keep: bool,
    reasons: list[str] | None = None,
) -> dict[str, str]:
    """Return the text of every generated file, and use the results that the last build has kept.

    Args:
        measure: as for `claims_to_facts.build`.
        contests: as for `claims_to_facts.build`.
        runner: as for `build`.
        keep: whether results are kept; with few articles, none are.
        reasons: as for `build`.

    Raises:
        UnreadableFile: as for `build`.
    """
    is_large = buckets_for(len(files.part("claims"))) > 1

    def made(memo: kept.Kept | None) -> dict[str, str]:
        contests.clear()
        return build(measure, contests, memo=memo, runner=runner, reasons=reasons)

    return kept.repeated(kept.of_project(files.root()) if keep and is_large else None, made)


def _sources() -> list[SourceFile]:
    generated = {files.root() / "shapes" / "guards.ttl"}
    return [
        source_file(part, path)
        for part in HAND_WRITTEN
        if part not in _WHOLE
        for path in files.part(part)
        if path not in generated
    ]


def _shelves(found: Sequence[SourceFile], buckets: int) -> Iterator[list[SourceFile]]:
    """Yield the files in groups that are read together, so that the messages to buckets are not too small."""
    shelves: dict[int, list[SourceFile]] = defaultdict(list)
    for source in found:
        if source.part == "claims":
            shelves[crc32(source.path.name.encode()) % buckets].append(source)
        else:
            yield [source]
    yield from (shelves[number] for number in sorted(shelves))
