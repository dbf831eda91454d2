"""Takes drafts into the files of the project: checks each, and says for each what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from adgo.evidence.sources import Texts
from adgo.graph import files
from adgo.graph.namespaces import short
from adgo.intake.checking.blame import Blame, Validate, Violation
from adgo.intake.checking.kind_checks import misplaced, without_typing
from adgo.intake.checking.proposals import FindThing
from adgo.intake.claims_file import ClaimsWriter, OtherPrefix, appended
from adgo.intake.draft import Draft, Refusal
from adgo.intake.draft_checks import DraftChecks
from adgo.intake.new_claim import NewClaim, Proposal
from adgo.intake.project_graph import ProjectGraph
from adgo.intake.stance import Stance, conflict

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
    """The project breaks a rule without the drafts, or a file cannot be extended; the message says where and why."""


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
    #: What the sentences of new claims say that the claims do not, each with the place of its draft.
    doubts: list[str] = field(default_factory=list)

    @property
    def warnings(self) -> list[str]:
        """What a person should look at, or `adgo validate` will not accept although the drafts are right."""
        return self.doubts + [
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
    *,
    is_reviewed: bool = False,
) -> Ingestion:
    """Return what becomes of drafts; nothing is written.

    A draft is left out if it names a thing of a wrong kind, or states as a fact what its quotation does not, or if the
    shapes refuse it. The others are checked again without it, until all are right.

    Args:
        drafts: the drafts, and a refusal for each record that is not a draft.
        graph: what the project knows.
        texts: the folder with the texts of the articles.
        find_thing: finds a thing by its name.
        validate: checks the new texts against the shapes.
        proposing: other drafts, whose proposed things the drafts may name.
        is_reviewed: whether a person has seen the doubts about the drafts and accepts them.

    Raises:
        IngestError: if the project breaks a rule without the drafts.
    """
    given = [each for each in drafts if isinstance(each, Draft)]
    checks = DraftChecks(graph, texts, find_thing, [*given, *proposing])
    outcomes = [each if isinstance(each, Refusal) else checks.check(each) for each in drafts]
    if not is_reviewed:
        outcomes = [checks.without_grave_doubt(each) for each in outcomes]
    while True:
        try:
            found = _written(outcomes, graph, checks.proposals)
        except (OtherPrefix, OSError) as error:
            raise IngestError(str(error)) from error
        reason, refused = "kind", misplaced(found.claims, checks.proposals, graph)
        if not refused:
            reason, refused = "shapes", _blamed(found, graph, checks.proposals, validate)
        if not refused:
            break
        outcomes = [_refused(each, reason, refused) for each in outcomes]
    if not is_reviewed:
        found.doubts = [*filter(None, map(checks.warning, found.claims.values()))]
    return found


def _refused(found: NewClaim | Refusal, reason: str, refused: Mapping[str, str]) -> NewClaim | Refusal:
    """Return a claim, or its refusal if the place of its draft has a message."""
    if isinstance(found, Refusal) or found.draft.place not in refused:
        return found
    return found.draft.refusal(reason, refused[found.draft.place])


def _blamed(
    found: Ingestion, graph: ProjectGraph, proposals: Mapping[str, Proposal], validate: Validate
) -> dict[str, str]:
    """Return the message for each draft that breaks a rule of the shapes, by its place.

    Raises:
        IngestError: if the project breaks the rule without the drafts.
    """
    violations = validate(found.texts) if found.texts else ()
    blamed: dict[str, str] = {}
    for iri, message in violations:
        for place in found.origins.get(iri, ()):
            blamed.setdefault(place, f"{short(iri)}: {message}")
    if blamed or not violations:
        return blamed
    # The rules name something else, such as a known thing that a new claim is about.
    blame = Blame(
        list(found.claims.values()), lambda claims: _written(claims, graph, proposals).texts, validate
    )
    if known := blame.known(violations):
        raise _broken(known)
    if messages := blame.messages(violations):
        return messages
    raise _broken(violations)


def _broken(violations: Sequence[Violation]) -> IngestError:
    """Return the error for violations of the project itself."""
    listed = "".join(f"\n{short(iri)}: {message}" for iri, message in violations)
    return IngestError(f"{_BROKEN}{listed}")


def _written(
    outcomes: Iterable[NewClaim | Refusal], graph: ProjectGraph, proposals: Mapping[str, Proposal]
) -> Ingestion:
    """Return the outcome of checked drafts, with the texts of the files as they should become."""
    found = Ingestion()
    writer = ClaimsWriter(graph)
    blocks: dict[str, list[str]] = {}
    seen: dict[tuple[object, ...], set[Stance]] = {}
    needed: set[str] = set()
    for each in outcomes:
        if isinstance(each, Refusal):
            found.refused.append(each)
            continue
        key = (each.source, each.spans, each.atom)
        said = seen.setdefault(key, graph.stances(*key))
        name, is_new = "", not said
        if other := conflict(each.stance, said):
            found.refused.append(each.draft.refusal(other.reason, other.text))
            continue
        if is_new:
            name, turtle, iris = writer.turtle(each)
            found.claims[name] = each
            blocks.setdefault(each.source, []).append(turtle)
            needed |= each.things
            for iri in iris | (each.things & proposals.keys()):
                found.origins.setdefault(iri, set()).add(each.draft.place)
        said.add(each.stance)
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
