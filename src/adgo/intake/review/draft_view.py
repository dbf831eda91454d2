"""A draft beside the words: its passage in context, what its fields mean, and what the graph says already."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adgo.evidence.passages import Span
from adgo.evidence.sources import NoTexts
from adgo.graph.namespaces import PREFIXES, short
from adgo.intake.anchoring import Unanchored
from adgo.intake.checking.kind_checks import with_kinds
from adgo.intake.draft import NEEDED, Draft, DraftFault, Refusal
from adgo.intake.draft_checks import DraftChecks
from adgo.intake.new_claim import NewClaim
from adgo.intake.project_graph import ProjectGraph
from adgo.intake.review.drafts_file import ReviewedDraft
from adgo.intake.review.field_meanings import FieldMeanings
from adgo.intake.review.known_claims import KnownClaim, claims_about
from adgo.intake.review.open_project import OpenProject
from adgo.intake.review.suggestions import Meaning, meaning, terms, things
from adgo.intake.stance import conflict
from adgo.turtle.iris import is_valid

#: Characters of the text before and after a passage.
CONTEXT = 200
#: Things that a value may mean at most.
MOST = 12
#: The fields that a reviewer fills in, with their labels.
FIELDS = {
    "paraphrase": "Paraphrase",
    "subject": "Subject",
    "predicate": "Predicate",
    "object": "Object",
    "modality": "Modality",
    "status": "Status",
    "attribution": "Attribution",
    "speaker": "Speaker",
    "statement": "Statement",
}
#: Fields in the reviewer's own words.
PROSE = ("paraphrase", "statement")


@dataclass(frozen=True)
class PassagePlace:
    """A place in the article, with the text around it."""

    span: Span
    before: str
    words: str
    after: str


@dataclass(frozen=True)
class FieldView:
    """One field of a draft."""

    name: str
    label: str
    #: The value as a person writes it; "" if there is none.
    text: str
    #: What it means in the graph, if that is clear.
    meaning: Meaning | None = None
    #: Why it means nothing; "" if it is right or missing.
    problem: str = ""
    #: What it may mean.
    candidates: tuple[Meaning, ...] = ()
    is_needed: bool = False


@dataclass(frozen=True)
class DraftView:
    """What a reviewer sees of a draft."""

    draft: ReviewedDraft
    #: Its fields, with the changes that are tried out.
    record: Mapping[str, Any]
    source: str
    article: str
    #: The places with its words: one if it is certain, several if not, none if the words are not there.
    places: tuple[PassagePlace, ...]
    #: Why there is no certain place; "" if there is.
    unanchored: str
    fields: tuple[FieldView, ...]
    #: The fields that a claim needs and the draft lacks.
    missing: tuple[str, ...]
    #: What the graph says about the subject, and about the predicate if there is one.
    known: tuple[KnownClaim, ...]
    #: How many such claims are not listed.
    more: int
    #: What would be said if it were accepted, except by the shapes; None if nothing is wrong so far.
    refusal: Refusal | None
    #: Whether the graph has this claim already.
    is_claim: bool
    #: What its sentence says that the draft does not, with what to do; "" if there is nothing.
    doubt: str = ""


def make_view(
    project: OpenProject,
    draft: ReviewedDraft,
    found: Draft | Refusal,
    record: Mapping[str, Any],
    others: Sequence[Draft],
) -> DraftView:
    """Return the view of a draft.

    Args:
        project: the project.
        draft: the draft of the file.
        found: the draft with the changes that are tried out, or why it is none.
        record: its fields, with the changes.
        others: the other drafts of the file.
    """
    if isinstance(found, Refusal):
        missing = tuple(name for name in NEEDED if not record.get(name))
        return DraftView(
            draft, record, "", "", (), found.message, _plain_fields(record), missing, (), 0, found, False
        )
    checks = DraftChecks(project.graph, project.texts, project.find_thing, [found, *others])
    places, unanchored = _places(checks, found, project)
    claim, is_claim = _compared(
        with_kinds(checks.check(found), checks.proposals, project.graph), project.graph
    )
    doubt = None if isinstance(claim, Refusal) else checks.doubt(claim)
    known, more = claims_about(project.graph, FieldMeanings(project.graph, checks), found)
    article = project.graph.sources.get(found.source)
    return DraftView(
        draft=draft,
        record=found.record,
        source=found.source,
        article=article.label if article else "",
        places=places,
        unanchored=unanchored,
        fields=_fields(project.graph, checks, found),
        missing=tuple(found.missing),
        known=known,
        more=more,
        refusal=claim if isinstance(claim, Refusal) else None,
        is_claim=is_claim,
        doubt=doubt.text if doubt else "",
    )


def _compared(claim: NewClaim | Refusal, graph: ProjectGraph) -> tuple[NewClaim | Refusal, bool]:
    """Return a claim and whether the graph has it; a refusal if the graph has it with another status or the like."""
    if isinstance(claim, Refusal):
        return claim, False
    said = graph.stances(claim.source, claim.spans, claim.atom)
    if other := conflict(claim.stance, said):
        return claim.draft.refusal(other.reason, other.text), False
    return claim, bool(said)


def _places(checks: DraftChecks, draft: Draft, project: OpenProject) -> tuple[tuple[PassagePlace, ...], str]:
    """Return the places that a draft may mean, and why none is certain."""
    try:
        citation = checks.located(draft)
    except Unanchored as error:
        text = project.text_of(draft.source)
        return tuple(place_in(text, span) for span in error.places[:5]), str(error)
    except (DraftFault, NoTexts) as error:
        return (), str(error)
    return (place_in(citation.text.content, citation.spans[0]),), ""


def place_in(text: str, span: Span) -> PassagePlace:
    """Return a span of a text with whole words around it."""
    start, end = span
    first, last = max(start - CONTEXT, 0), min(end + CONTEXT, len(text))
    while first > 0 and not text[first - 1].isspace() and first < start:
        first += 1
    while last < len(text) and not text[last].isspace() and last > end:
        last -= 1
    return PassagePlace(span, text[first:start], text[start:end], text[end:last])


def _plain_fields(record: Mapping[str, Any]) -> tuple[FieldView, ...]:
    return tuple(
        FieldView(name, label, written(record.get(name)), is_needed=name in NEEDED)
        for name, label in FIELDS.items()
    )


def _fields(graph: ProjectGraph, checks: DraftChecks, draft: Draft) -> tuple[FieldView, ...]:
    meanings = FieldMeanings(graph, checks)
    found = tuple(
        Meaning(expand(each["name"]), each["name"], each["label"])
        for each in draft.record.get("found", {}).get("candidates", [])
    )
    return tuple(_field(graph, checks, meanings, draft, name, found) for name in FIELDS)


def _field(
    graph: ProjectGraph,
    checks: DraftChecks,
    meanings: FieldMeanings,
    draft: Draft,
    name: str,
    found: tuple[Meaning, ...],
) -> FieldView:
    text = written(draft.record.get(name))
    needed = name in NEEDED
    if not text:
        candidates = found if name in ("subject", "object") else ()
        return FieldView(name, FIELDS[name], "", candidates=candidates, is_needed=needed)
    meant = meanings.meaning(draft, name)
    if isinstance(meant, Refusal):
        near = _near(graph, name, text)
        return FieldView(name, FIELDS[name], text, None, meant.message, near or found, needed)
    known: Meaning | None = None
    if meant in checks.proposals:
        known = Meaning(meant, short(meant), f"{checks.proposals[meant].label} (new)")
    elif name not in PROSE and is_valid(meant):
        known = meaning(graph, meant)
    return FieldView(name, FIELDS[name], text, known, is_needed=needed)


def _near(graph: ProjectGraph, name: str, text: str) -> tuple[Meaning, ...]:
    """Return things or terms whose names have words of a value that means nothing."""
    if name in PROSE:
        return ()
    is_thing = name in ("subject", "object", "speaker")
    return tuple((things(graph, text, MOST) if is_thing else terms(graph, name, text))[:MOST])


def written(value: Any) -> str:
    """Return a value as a person writes it; JSON for a value with parts."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def expand(name: str) -> str:
    """Return the IRI of a name with a prefix."""
    prefix, _, local = name.partition(":")
    return PREFIXES.get(prefix, prefix + ":") + local
