"""The claims of drafts, for comparison with hand-made ones: a draft may lack what only `adgo ingest` needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, RdfFormat, parse

from adgo.evidence.sources import Texts
from adgo.graph.namespaces import ADGO, PREFIXES
from adgo.intake.checking.proposals import FindThing
from adgo.intake.draft import Draft, DraftFault, Refusal
from adgo.intake.draft_checks import DraftChecks
from adgo.intake.draft_refusals import or_refusal
from adgo.intake.project_graph import ProjectGraph
from adgo.intake.scoring.scored_claim import ScoredClaim, time_value, value
from adgo.intake.stance import gives_fact
from adgo.intake.term_finder import expanded
from adgo.intake.time_expressions import known

#: What a draft needs to be compared.
NEEDED = ("subject", "predicate", "object", "modality")


@dataclass(frozen=True)
class DraftedClaims:
    """The claims of drafts, and what cannot be compared."""

    claims: tuple[ScoredClaim, ...]
    refused: tuple[Refusal, ...]
    #: How many drafts say what another says at the same place with the same modality; they are not among the claims.
    repeated: int
    #: The IRI and label of each thing that the drafts propose and the graph does not know; lasting things apart.
    new_things: Mapping[str, str]
    new_undertakings: Mapping[str, str]

    @property
    def size(self) -> int:
        """The number of drafts without repeated ones."""
        return len(self.claims) + len(self.refused)


class DraftReader:
    """Reads the claims of drafts on one article."""

    def __init__(self, graph: ProjectGraph, texts: Texts, find_thing: FindThing, number: str) -> None:
        """Prepare the reader.

        Args:
            graph: what the project knows.
            texts: the folder with the texts of the articles.
            find_thing: finds a thing of the graph by its name.
            number: the number of the article.
        """
        self._graph, self._texts, self._find_thing, self._number = graph, texts, find_thing, number

    def read(self, drafts: Sequence[Draft | Refusal]) -> DraftedClaims:
        """Return what drafts claim; a proposed thing whose label the graph knows is the known thing."""
        given = [self._with_known_names(each) if isinstance(each, Draft) else each for each in drafts]
        checks = DraftChecks(
            self._graph, self._texts, self._find_thing, [each for each in given if isinstance(each, Draft)]
        )
        read = [each if isinstance(each, Refusal) else self._read(each, checks) for each in given]
        claims = {
            (each.triple, each.modality, each.spans): each for each in read if isinstance(each, ScoredClaim)
        }
        refused = tuple(each for each in read if isinstance(each, Refusal))
        proposals = checks.proposals.values()
        return DraftedClaims(
            claims=tuple(claims.values()),
            refused=refused,
            repeated=len(read) - len(refused) - len(claims),
            new_things={each.iri: each.label for each in proposals if each.class_iri},
            new_undertakings={each.iri: each.label for each in proposals if not each.class_iri},
        )

    def _read(self, draft: Draft, checks: DraftChecks) -> ScoredClaim | Refusal:
        return or_refusal(draft, lambda: self._claim(draft, checks))

    def _claim(self, draft: Draft, checks: DraftChecks) -> ScoredClaim:
        self._check(draft)
        citation = checks.located(draft)
        terms, record = self._graph.terms, draft.record
        modality = terms.member(record["modality"], "Modality")
        status = terms.member(record["status"], "Status") if record.get("status") else ""
        time = checks.time(draft, citation)
        subject, predicate, object_ = checks.atom(draft, time)
        return ScoredClaim(
            name=draft.place,
            spans=citation.spans,
            triple=(subject[1:-1], predicate[1:-1], time_value(time) if time else self._value(object_)),
            modality=modality.removeprefix(ADGO),
            is_fact=gives_fact(self._graph.store, modality, status) and not checks.hedge(draft, citation),
        )

    def _value(self, term: str) -> str:
        """Return an object, in N-Triples form, in the form in which equal values are equal."""
        if term.startswith(f"<{PREFIXES['time']}"):
            return time_value(known(self._graph, term[1:-1]))
        return term[1:-1] if term.startswith("<") else value(_literal(term))

    def _check(self, draft: Draft) -> None:
        if draft.source != self._number:
            raise DraftFault(
                "other article", f"the draft is on article {draft.source}, not on {self._number}"
            )
        missing = [field for field in NEEDED if draft.record.get(field) in (None, "")]
        if missing:
            raise DraftFault("incomplete", f"the draft lacks {', '.join(missing)}")

    def _with_known_names(self, draft: Draft) -> Draft:
        """Return a draft in which proposed things that the graph knows by their label are the known ones."""
        known, new = {}, []
        for proposed in draft.record.get("propose", []):
            try:
                known[expanded(proposed["name"])] = self._find_thing(proposed["label"])
            except LookupError:
                new.append(proposed)
        if not known:
            return draft
        return Draft(draft.place, _renamed(draft.record, known) | {"propose": new})


def _renamed(record: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        field: names.get(expanded(each), each) if field in ("subject", "object", "speaker") else each
        for field, each in record.items()
        if isinstance(each, str)
    } | {field: each for field, each in record.items() if not isinstance(each, str)}


def _literal(term: str) -> Literal:
    """Return a literal in N-Triples form."""
    quad = next(iter(parse(f"<x:s> <x:p> {term} .", RdfFormat.N_TRIPLES)))
    assert isinstance(quad.object, Literal)
    return quad.object
