"""The steps of the build: pure functions of the lines that were sent to one bucket, which return lines for buckets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from adgo.graph.building import describing, projecting, writing
from adgo.graph.building.describing import mentions, read_by_context
from adgo.graph.building.lines import Messages, Outbox, chosen, distinct, ending, ordered, split
from adgo.graph.building.projecting import MARKS, without_graph
from adgo.graph.building.sources import HAS_SOURCE, NotPartitionable
from adgo.graph.building.vocabulary import BuildVocabulary
from adgo.graph.files import PARTS
from adgo.graph.namespaces import ADGO
from adgo.turtle.terms import TYPE

#: The property along which the rules follow things from one to the next.
WITHIN = f"<{ADGO}within>"
_CONTESTED_BY = f"<{ADGO}contestedBy>"

#: Lines by kind.
Inputs = dict[str, str]
Outputs = dict[str, Messages]


@dataclass(frozen=True)
class BuildStep:
    """A step: its name, the kinds of lines that it reads of its bucket, and those that it reads of bucket 0.

    `run` gets the vocabulary, the number of the bucket, the number of buckets, and the lines by kind.
    """

    name: str
    reads: tuple[str, ...]
    run: Callable[[BuildVocabulary, int, int, Inputs], Outputs]
    shared: tuple[str, ...] = ()


def forward(known: BuildVocabulary, bucket: int, buckets: int, inputs: Inputs) -> Outputs:
    """Return the judgements on claims for the buckets of the claims' subjects.

    Args:
        known: the vocabulary.
        bucket: the number of the bucket.
        buckets: the number of buckets.
        inputs: the lines by kind.

    Raises:
        NotPartitionable: if one claim, or one passage, is described in several files.
    """
    box = Outbox(buckets)
    subjects: dict[str, str] = {}
    for claim, subject, _ in split(inputs["subjects"]):
        if claim in subjects:
            raise NotPartitionable(f"{claim} stands in several files")
        subjects[claim] = subject
    _check_things(inputs, subjects.keys())
    counted: dict[str, tuple[str, str]] = {}
    for node, size, digest in split(inputs["unread"]):
        before = counted.setdefault(node, (size, digest))
        if before != (size, digest) and (before[0], size) != ("1", "1"):
            raise NotPartitionable(f"{node} is described in several files")
    for judgement, predicate, rest in split(inputs["judged"]):
        claim = rest[:-2]
        if claim in subjects:
            box.send(subjects[claim], f"{judgement} {predicate} {rest}")
    return {"judgements": box.messages()}


def _check_things(inputs: Inputs, claims: Iterable[str]) -> None:
    claimed, absent = set(claims), set(inputs["absent"].split("\n"))
    sources: dict[str, str] = {}
    for node, predicate, rest in split(inputs["things"]):
        is_claimed = node in claimed and rest.endswith((ending("claims"), ending("entities")))
        # A reading of a claim is compared with what the claim names if that has a type of its own: a time, a view.
        is_compared = predicate == TYPE and node in absent and rest.endswith(ending("claims"))
        if is_claimed or is_compared:
            raise NotPartitionable(f"{node} is described in several files")
        if predicate == HAS_SOURCE and sources.setdefault(node, rest) != rest:
            raise NotPartitionable(f"{node} has several sources")


def first(known: BuildVocabulary, bucket: int, buckets: int, inputs: Inputs) -> Outputs:
    """Return what follows from the claims of a bucket alone, and which things they name.

    Args:
        known: the vocabulary.
        bucket: the number of the bucket.
        buckets: the number of buckets.
        inputs: the lines by kind.
    """
    claims = inputs["claims"] + inputs["attached"]
    made = projecting.first(known, claims + inputs["judgements"], inputs["things"])
    marks, facts, inferred = (made.lines(part) for part in (MARKS, "facts", "inferred"))
    contested = {subject for subject, _, _ in split(chosen(marks, [_CONTESTED_BY]))}
    contests = (f"{s} {p} {r}" for s, p, r in split(marks + claims if contested else "") if s in contested)
    edges = without_graph(chosen(inputs["things"], [WITHIN]), PARTS) + chosen(facts, [WITHIN])
    kept = {
        "marks": marks,
        "facts": facts,
        "plans": made.lines("plans"),
        "inferences": inferred,
        "named": _named(chosen(claims, known.read_second)),
    }
    sent = {kind: {bucket: text} for kind, text in kept.items() if text}
    shared = {"contests": ordered(contests), "edges": ordered(edges.split("\n"))}
    return sent | {kind: {0: text} for kind, text in shared.items() if text}


def _named(text: str) -> str:
    """Return the nodes that lines name as values, one a line, without those that the same lines describe."""
    described, values = set(), set()
    for subject, _, rest in split(text):
        described.add(subject)
        if rest[0] == "<":
            values.add(rest[:-2])
    return "".join(f"{node}\n" for node in sorted(values - described))


def ask(known: BuildVocabulary, bucket: int, buckets: int, inputs: Inputs) -> Outputs:
    """Return which things a bucket needs to know of: those that its claims name, and what contains these.

    Args:
        known: the vocabulary.
        bucket: the number of the bucket.
        buckets: the number of buckets.
        inputs: the lines by kind.
    """
    larger: dict[str, list[str]] = defaultdict(list)
    for place, _, rest in split(inputs["edges"] + chosen(known.lines, [WITHIN])):
        larger[place].append(rest[:-2])
    asked: set[str] = set()
    waiting = [node for node in inputs["named"].split("\n") if node]
    while waiting:
        node = waiting.pop()
        if node not in asked:
            asked.add(node)
            waiting += larger.get(node, ())
    box = Outbox(buckets)
    for node in asked:
        box.send(node, f"{node} {bucket} .")
    return {"asks": box.messages()}


def answer(known: BuildVocabulary, bucket: int, buckets: int, inputs: Inputs) -> Outputs:
    """Return what a bucket knows of its own things, for each bucket that asks.

    Args:
        known: the vocabulary.
        bucket: the number of the bucket.
        buckets: the number of buckets.
        inputs: the lines by kind.
    """
    cards: dict[str, list[str]] = defaultdict(list)
    own = "".join(chosen(inputs[kind], known.read_second) for kind in ("facts", "inferences"))
    for subject, predicate, rest in split(_own(known, inputs["things"] + inputs["said"]) + own):
        cards[subject].append(f"{subject} {predicate} {rest}")
    box = Outbox(buckets)
    for node, asker, _ in split(inputs["asks"]):
        if node in cards:
            box.to(int(asker), cards[node])
    return {"cards": box.messages()}


def _own(known: BuildVocabulary, things: str) -> str:
    """Return the lines of things that are read after they have described themselves, without graph."""
    return without_graph(chosen(things, known.read_second), PARTS)


def second(known: BuildVocabulary, bucket: int, buckets: int, inputs: Inputs) -> Outputs:
    """Return the inferred triples and reports, for the buckets of their subjects, and all things that are named.

    Args:
        known: the vocabulary.
        bucket: the number of the bucket.
        buckets: the number of buckets.
        inputs: the lines by kind.
    """
    own = _own(known, inputs["things"])
    derived = inputs["marks"] + inputs["facts"] + inputs["inferences"]
    made = projecting.second(known, inputs["claims"] + inputs["attached"], derived, own + inputs["cards"])
    parts = {"inferred": inputs["inferences"] + made.lines("inferred"), "reports": made.lines("reports")}
    sent = {part: Outbox(buckets) for part in (*parts, "mentions")}
    for part, text in parts.items():
        for subject, predicate, rest in split(text):
            sent[part].send(subject, f"{subject} {predicate} {rest}")
    entities = "".join(
        f"{s} {p} {r}\n" for s, p, r in split(inputs["things"]) if r.endswith(ending("entities"))
    )
    for node in mentions(entities + inputs["facts"] + "".join(parts.values())):
        sent["mentions"].send(node, node)
    return {kind: box.messages() for kind, box in sent.items()}


def describe(known: BuildVocabulary, bucket: int, buckets: int, inputs: Inputs) -> Outputs:
    """Return the context of things that are named for the first time, and the things that it names in turn.

    Args:
        known: the vocabulary.
        bucket: the number of the bucket.
        buckets: the number of buckets.
        inputs: the lines by kind.
    """
    things = inputs["things"] + inputs["said"]
    things += "".join(read_by_context(known, inputs[part], part) for part in ("facts", "inferred", "reports"))
    made = describing.context(known, things, {node for node in inputs["mentions"].split("\n") if node})
    box = Outbox(buckets)
    for node in mentions(made):
        box.send(node, node)
    return {"context": {bucket: made} if made else {}, "mentions": box.messages()}


def write(known: BuildVocabulary, bucket: int, buckets: int, inputs: Inputs) -> Outputs:
    """Return the statements of a bucket in the generated files, and how many triples each part has here.

    Args:
        known: the vocabulary.
        bucket: the number of the bucket.
        buckets: the number of buckets.
        inputs: the lines by kind.
    """
    things = distinct(inputs["things"])
    parts = {part: distinct(inputs[part]) for part in writing.WRITTEN}
    entities = ending("entities")
    parts["entities"] = {line.removesuffix(entities) + " ." for line in things if line.endswith(entities)}
    sizes = {part: len(lines) for part, lines in parts.items()}
    unread = sum(int(line.split(" ", 2)[1]) for line in distinct(inputs["unread"]))
    described = sum(line.endswith(ending("claims")) for line in things)
    sizes["claims"] = len(distinct(inputs["claims"])) + unread + described
    return writing.outputs(known, parts, sizes)


STEPS = (
    BuildStep("forward", ("subjects", "judged", "absent", "unread", "things"), forward),
    BuildStep("first", ("claims", "attached", "judgements", "things"), first),
    BuildStep("ask", ("named",), ask, ("edges",)),
    BuildStep("answer", ("asks", "things", "said", "facts", "inferences"), answer),
    BuildStep("second", ("claims", "attached", "marks", "facts", "inferences", "cards", "things"), second),
    BuildStep("describe", ("mentions", "things", "said", "facts", "inferred", "reports"), describe),
    BuildStep("write", ("claims", "unread", "things", *writing.WRITTEN), write),
)
