"""What the fields of a draft mean in the graph."""

from __future__ import annotations

import json
from collections.abc import Iterable

from adgo.intake.draft import Draft, Refusal
from adgo.intake.draft_checks import DraftChecks
from adgo.intake.draft_refusals import or_refusal
from adgo.intake.project_graph import ProjectGraph


class FieldMeanings:
    """Reads single fields of drafts, as the checks of a whole draft do."""

    def __init__(self, graph: ProjectGraph, checks: DraftChecks) -> None:
        """Read fields with the checks of drafts on a graph."""
        self._graph, self._checks = graph, checks

    def meaning(self, draft: Draft, field: str) -> str | Refusal:
        """Return what a field means: an IRI, a literal in N-Triples form, or words; or why it means nothing.

        Args:
            draft: the draft, which has the field.
            field: the name of the field.
        """
        return or_refusal(draft, lambda: self._meaning(draft, field))

    def _meaning(self, draft: Draft, field: str) -> str:
        written = draft.record[field]
        if field in ("subject", "speaker"):
            return self._checks.thing(written)
        if field == "predicate":
            return self._graph.terms.property(written).iri
        if field in ("modality", "status", "attribution"):
            return self._graph.terms.member(written, field.capitalize())
        return self._object(draft) if field == "object" else str(written)

    def _object(self, draft: Draft) -> str:
        written, record = draft.record["object"], draft.record
        if isinstance(written, dict) and "wording" in written:
            self._checks.time(draft, self._checks.located(draft))
            return json.dumps(written, sort_keys=True)
        if "predicate" not in record:
            return self._checks.thing(written) if isinstance(written, str) else str(written)
        term = self._checks.value(written, self._graph.terms.property(record["predicate"]))
        return term[1:-1] if term.startswith("<") else term

    def compare(
        self, one: Draft, other: Draft, fields: Iterable[str]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the fields in which two drafts mean the same, and those in which they do not.

        Args:
            one: a draft.
            other: another draft.
            fields: the fields that matter; sentences in own words are not compared.
        """
        found: dict[bool, list[str]] = {True: [], False: []}
        for field in fields:
            if field not in ("paraphrase", "statement"):
                found[self._is_same(one, other, field)].append(field)
        return tuple(found[True]), tuple(found[False])

    def _is_same(self, one: Draft, other: Draft, field: str) -> bool:
        if field not in one.record or field not in other.record:
            return field not in one.record and field not in other.record
        meant = [self.meaning(each, field) for each in (one, other)]
        return not any(isinstance(each, Refusal) for each in meant) and meant[0] == meant[1]
