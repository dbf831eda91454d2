"""Takes drafts into the files of the project: checks each, and says for each what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from adgo.evidence.sources import Texts
from adgo.graph import files
from adgo.graph.namespaces import short
from adgo.intake.checking.kind_checks import misplaced, without_typing
from adgo.intake.checking.proposals import FindThing
from adgo.intake.claims_file import ClaimsWriter, OtherPrefix, appended
from adgo.intake.draft import Draft, Refusal
from adgo.intake.draft_checks import DraftChecks
from adgo.intake.new_claim import NewClaim, Proposal
from adgo.intake.project_graph import ProjectGraph

#: Returns the violations that new texts of files would cause: the IRI that each is about, and its message.
Validate = Callable[[Mapping[Path, str]], Sequence[tuple[str, str]]]

ENTITIES = "data/entities.ttl"
_BROKEN = (
    "nothing is written, as the project breaks these rules without the new claims: `adgo validate` names file and "
    "line. If you have corrected claims since the last build, run `adgo build`:"
)


@dataclass(frozen=True)
class Accepted:
    """A draft that became a claim, or that the graph had already (then `is_new` is False)."""

    place: str
    name: str
    #: The name of the new claim, such as 005-2c; "" for a known one.
    claim: str
    is_new: bool


class IngestError(Exception):
    """The drafts would break a rule, and it is not clear which of them does; the message has the violations."""


@dataclass
class Ingestion:
    """The outcome: accepted and refused drafts in the order of the drafts, and the new texts of changed files."""

    accepted: list[Accepted] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    #: In the order in which they must be written.
    texts: dict[Path, str] = field(default_factory=dict)
    #: The places of the drafts that each IRI of the new texts comes from.
    origins: dict[str, set[str]] = field(default_factory=dict)
    #: The new claims by their names.
    claims: dict[str, NewClaim] = field(default_factory=dict)
    #: New things whose type no claim asserts; `adgo validate` refuses them.
    untold: list[Proposal] = field(default_factory=list)

    @property
    def warnings(self) -> list[str]:
        """What `adgo validate` will not accept although the drafts are right, with what to do."""
        return [
            f"{short(each.iri)} has the type {short(each.class_iri)}, but no claim says so: add or accept a draft with "
            f"the subject {short(each.iri)}, the predicate rdf:type and the object {short(each.class_iri)}"
            for each in self.untold
        ]


def ingest(
    drafts: Sequence[Draft | Refusal],
    graph: ProjectGraph,
    texts: Texts,
    find_thing: FindThing,
    validate: Validate,
    proposing: Sequence[Draft] = (),
) -> Ingestion:
    """Return what becomes of drafts; nothing is written.

    A draft that names a thing of a wrong kind, or that the shapes refuse, is left out, and the others are checked again
    without it, until all are right.

    Args:
        drafts: the drafts, with the refusals of records that are none.
        graph: what the project knows.
        texts: the folder with the texts of the articles.
        find_thing: finds a thing by its name.
        validate: checks the new texts against the shapes.
        proposing: other drafts, whose proposed things the drafts may name.

    Raises:
        IngestError: if the new texts break a rule, and it is not clear by which draft.
    """
    given = [each for each in drafts if isinstance(each, Draft)]
    checks = DraftChecks(graph, texts, find_thing, [*given, *proposing])
    outcomes: list[NewClaim | Refusal] = [
        each if isinstance(each, Refusal) else checks.check(each) for each in drafts
    ]
    while True:
        try:
            found = _written(outcomes, graph, checks.proposals)
        except (OtherPrefix, OSError) as error:
            raise IngestError(str(error)) from error
        reason, refused = "kind", misplaced(found.claims, checks.proposals, graph)
        if not refused:
            reason, refused = "shapes", _blamed(found, validate(found.texts) if found.texts else ())
        if not refused:
            return found
        outcomes = [
            each.draft.refusal(reason, refused[each.draft.place])
            if isinstance(each, NewClaim) and each.draft.place in refused
            else each
            for each in outcomes
        ]


def _blamed(found: Ingestion, violations: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the message for each draft that violations come from, by its place; IngestError if one comes from none."""
    blamed: dict[str, str] = {}
    for iri, message in violations:
        for place in found.origins.get(iri, ()):
            blamed.setdefault(place, f"{short(iri)}: {message}")
    if violations and not blamed:
        listed = "".join(f"\n{short(iri)}: {message}" for iri, message in violations)
        raise IngestError(f"{_BROKEN}{listed}")
    return blamed


def _contradicts(claim: NewClaim, said: Iterable[str]) -> Refusal:
    """Return the refusal of a claim that is already made with another modality."""
    others = " and ".join(map(short, sorted(said)))
    message = (
        f"the passage already makes this claim as {others}, not {short(claim.modality)}: correct one of them"
    )
    return claim.draft.refusal("other modality", message)


def _written(
    outcomes: Iterable[NewClaim | Refusal], graph: ProjectGraph, proposals: Mapping[str, Proposal]
) -> Ingestion:
    """Return the outcome of checked drafts, with the texts of the files as they should become."""
    found = Ingestion()
    writer = ClaimsWriter(graph)
    blocks: dict[str, list[str]] = {}
    seen: dict[tuple[object, ...], set[str]] = {}
    needed: set[str] = set()
    for each in outcomes:
        if isinstance(each, Refusal):
            found.refused.append(each)
            continue
        key = (each.source, each.spans, each.atom)
        said = seen.setdefault(key, writer.known_modalities(each))
        name, is_new = "", not said
        if said and each.modality not in said:
            found.refused.append(_contradicts(each, said))
            continue
        if is_new:
            name, turtle, iris = writer.turtle(each)
            found.claims[name] = each
            blocks.setdefault(each.source, []).append(turtle)
            needed |= each.things
            for iri in iris | (each.things & proposals.keys()):
                found.origins.setdefault(iri, set()).add(each.draft.place)
        said.add(each.modality)
        found.accepted.append(Accepted(each.draft.place, each.draft.name, name, is_new))
    new = [proposal for iri, proposal in proposals.items() if iri in needed]
    found.untold = without_typing(found.claims.values(), new, graph)
    things = writer.things(new)
    # Entities first: a claim must never stand without the things that it names.
    if things:
        path = files.root() / ENTITIES
        found.texts[path] = appended(path.read_text(encoding="utf-8-sig"), [things], str(path))
    for source, added in sorted(blocks.items()):
        path = files.root() / f"data/claims/{source}.ttl"
        found.texts[path] = appended(path.read_text(encoding="utf-8-sig"), added, str(path))
    return found
