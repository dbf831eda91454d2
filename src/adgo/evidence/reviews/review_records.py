"""Reviews of claims: writes the reviewers' verdicts as Turtle, and reads them from a store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Store

from adgo.evidence import store_lookup
from adgo.evidence.reviews.claim_draw import CLAIM, Draw, digest
from adgo.evidence.reviews.verdict_file import QUESTIONABLE, WRONG, FieldVerdict
from adgo.graph import documents
from adgo.graph.namespaces import ADGO, GRAPH, PREFIXES, XSD
from adgo.turtle import write

REVIEW = PREFIXES["review"]
DRAW = NamedNode(REVIEW + "draw")
PERSON, PROGRAM = (NamedNode(PREFIXES["prov"] + name) for name in ("Person", "SoftwareAgent"))
LABEL = NamedNode(PREFIXES["skos"] + "prefLabel")
NOTE = NamedNode(PREFIXES["skos"] + "editorialNote")

REVIEWS, READER, IN_DRAW, READ_SHA256, HAS_FINDING, ON_FIELD, VERDICT, SEED, SIZE, DRAWN_FROM, DRAWN_ON = (
    NamedNode(ADGO + name)
    for name in (
        *("reviews", "reader", "inDraw", "readSha256", "finding", "onField", "verdict"),
        *("seed", "drawSize", "drawnFrom", "drawnOn"),
    )
)

#: The property of a claim that a reader judges as a field; most have its name.
PROPERTIES = {"span": store_lookup.CITES}
VERDICTS = {WRONG: NamedNode(ADGO + "Wrong"), QUESTIONABLE: NamedNode(ADGO + "Questionable")}

HEADER = """Second readings of claims: who read, and what was not right. A reading without a finding found all right.
Written by `adgo reviews record`. Each reading has the digest of what was read, so that a later change shows."""

_Triple = tuple[str, str, str]


@dataclass(frozen=True)
class ReviewReader:
    """A person or a program that read claims: the label and a note for readers of the data."""

    is_program: bool
    label: str
    note: str


@dataclass(frozen=True)
class ClaimReading:
    """The judgement of one reader on one claim: verdicts by field, and whether the claim has changed since."""

    claim: str
    reader: str
    is_stale: bool
    findings: dict[str, str] = field(default_factory=dict)

    @property
    def is_wrong(self) -> bool:
        """Whether a field is wrong."""
        return WRONG in self.findings.values()


def turtle(made: Draw, readers: Sequence[ReviewReader], found: Sequence[Sequence[FieldVerdict]]) -> str:
    """Return the Turtle of the reviews of a sample.

    Args:
        made: the sample.
        readers: the readers.
        found: the verdicts of each reader, in the order of the readers.
    """
    header = documents.header(GRAPH + "reviews")
    triples = [(str(q.subject), str(q.predicate), str(q.object)) for q in header]
    triples += _draw(made)
    for number, (reader, findings) in enumerate(zip(readers, found, strict=True), 1):
        triples += _reader(number, reader)
        for claim, read in made.claims.items():
            triples += _reading(claim, read, number, [each for each in findings if each.claim == claim])
    return write(triples, PREFIXES, sections=_section, header=HEADER)


def _draw(made: Draw) -> Iterator[_Triple]:
    size = len(made.claims)
    yield _triple(DRAW, store_lookup.TYPE, NamedNode(ADGO + "ReviewDraw"))
    yield _triple(DRAW, LABEL, _english(f"draw of {size} of {made.population} claims"))
    yield _triple(DRAW, SEED, Literal(made.seed))
    yield _triple(DRAW, SIZE, Literal(size))
    yield _triple(DRAW, DRAWN_FROM, Literal(made.population))
    yield _triple(DRAW, DRAWN_ON, Literal(made.day, datatype=NamedNode(XSD + "date")))


def _reader(number: int, reader: ReviewReader) -> Iterator[_Triple]:
    node = _reader_node(number)
    yield _triple(node, store_lookup.TYPE, PROGRAM if reader.is_program else PERSON)
    yield _triple(node, LABEL, _english(reader.label))
    yield _triple(node, NOTE, _english(reader.note))


def _reading(claim: str, read: str, number: int, findings: Sequence[FieldVerdict]) -> Iterator[_Triple]:
    node = NamedNode(f"{REVIEW}{claim}.{number}")
    yield _triple(node, store_lookup.TYPE, NamedNode(ADGO + "Review"))
    yield _triple(node, LABEL, _english(f"claim {claim} as reader {number} judged it"))
    yield _triple(node, REVIEWS, NamedNode(CLAIM + claim))
    yield _triple(node, READER, _reader_node(number))
    yield _triple(node, IN_DRAW, DRAW)
    yield _triple(node, READ_SHA256, Literal(read))
    for finding in findings:
        part = NamedNode(f"{node.value}.{finding.field}")
        label = f"the {finding.field} of claim {claim}, {finding.verdict} to reader {number}"
        yield _triple(node, HAS_FINDING, part)
        yield _triple(part, store_lookup.TYPE, NamedNode(ADGO + "Finding"))
        yield _triple(part, LABEL, _english(label))
        yield _triple(part, ON_FIELD, PROPERTIES.get(finding.field, NamedNode(ADGO + finding.field)))
        yield _triple(part, VERDICT, VERDICTS[finding.verdict])
        yield _triple(part, NOTE, _english(finding.reason))


def _reader_node(number: int) -> NamedNode:
    return NamedNode(f"{REVIEW}reader-{number}")


def _section(subject: str) -> str:
    """Return the section heading of a subject: its article; "" for the sample and the reviewers."""
    name = subject[1:-1].removeprefix(REVIEW)
    return f"Article {name.partition('-')[0]}" if name[0].isdigit() else ""


def _english(text: str) -> Literal:
    return Literal(text, language="en")


def _triple(subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> _Triple:
    return str(subject), str(predicate), str(value)


def read(store: Store) -> list[ClaimReading]:
    """Return the reviews in a store, sorted by name.

    A review is stale if the claim has changed since it was read, or no longer exists.
    """
    return [_read(store, node) for node in store_lookup.instances(store, NamedNode(ADGO + "Review"))]


def _read(store: Store, node: NamedNode) -> ClaimReading:
    claim, reader = _one(store, node, REVIEWS), _one(store, node, READER)
    names = {verdict: name for name, verdict in VERDICTS.items()}
    fields = {judged: name for name, judged in PROPERTIES.items()}
    findings = {}
    for part in store_lookup.objects(store, node, HAS_FINDING):
        if isinstance(part, NamedNode):
            judged = _one(store, part, ON_FIELD)
            name = fields.get(judged, judged.value.removeprefix(ADGO))
            findings[name] = names[_one(store, part, VERDICT)]
    is_stale = digest(store, claim) != store_lookup.only(store, node, READ_SHA256)
    return ClaimReading(claim.value, reader.value, is_stale, findings)


def _one(store: Store, node: NamedNode, predicate: NamedNode) -> NamedNode:
    """Return the value of a property that is a named node; the shapes require one."""
    return next(
        value for value in store_lookup.objects(store, node, predicate) if isinstance(value, NamedNode)
    )


def readers(store: Store) -> list[ReviewReader]:
    """Return the readers, sorted by IRI."""
    found = {quad.object for quad in store.quads_for_pattern(None, READER, None, None)}
    nodes = sorted((node for node in found if isinstance(node, NamedNode)), key=str)
    return [
        ReviewReader(
            PROGRAM in store_lookup.objects(store, node, store_lookup.TYPE),
            store_lookup.text(store, node, LABEL) or node.value,
            store_lookup.text(store, node, NOTE) or "",
        )
        for node in nodes
    ]


def draw_of(store: Store) -> Draw | None:
    """Return the sample in a store, without the digests of its claims; None if there is none."""
    seed = store_lookup.only(store, DRAW, SEED)
    population, day = store_lookup.number(store, DRAW, DRAWN_FROM), store_lookup.only(store, DRAW, DRAWN_ON)
    return None if seed is None else Draw(seed, population or 0, day or "", {})
