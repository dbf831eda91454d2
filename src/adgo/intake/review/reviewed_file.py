"""The drafts of one file, with what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from adgo.intake.draft import Draft, checked
from adgo.intake.review import decisions as log
from adgo.intake.review import drafts_file, undoing
from adgo.intake.review.decisions import Action, Decision
from adgo.intake.review.draft_view import DraftView, make_view
from adgo.intake.review.drafts_file import DraftState, ReviewedDraft
from adgo.intake.review.errors import UnknownDraft
from adgo.intake.review.open_project import OpenProject

_STATES = {
    Action.ACCEPT: DraftState.ACCEPTED,
    Action.CORRECT: DraftState.ACCEPTED,
    Action.REJECT: DraftState.REJECTED,
    Action.SKIP: DraftState.SKIPPED,
}


class ReviewedFile:
    """The drafts of one file, as the file and the decisions are on disk whenever they are asked for."""

    def __init__(self, project: OpenProject, file: Path) -> None:
        """Open a file.

        Args:
            project: the project that gets the claims.
            file: a JSON Lines file with drafts.
        """
        self.project, self.file = project, file
        self.decisions = drafts_file.decisions_of(file)

    def drafts(self) -> list[ReviewedDraft]:
        """Return the drafts in the order of the file, with what became of each, as it is on disk now."""
        with self.project.lock:
            self.project.refresh()
            made = log.read(self.decisions)
            stacks, counts = log.standing(made), Counter(each.draft for each in made)
            return [
                self._decided(each, stacks.get(each.id, []), counts[each.id])
                for each in drafts_file.read(self.file)
            ]

    def _decided(self, draft: ReviewedDraft, stack: list[Decision], count: int) -> ReviewedDraft:
        """Return a draft with its last decision, or with the reason why that does not count any more."""
        draft = replace(draft, version=f"{draft.digest[:16]}.{count}")
        if not stack:
            return draft
        last = stack[-1]
        if last.seen != draft.digest:
            return replace(draft, note=f"the draft has changed since it was {last.text}")
        if not undoing.stands(self.project.graph, last):
            return replace(
                draft, note=f"it was {last.text}, which is not in the graph any more or was edited"
            )
        return replace(draft, state=_STATES[last.action], decision=last)

    def draft(self, id: str) -> ReviewedDraft:
        """Return one draft; UnknownDraft if the file has none with this id."""
        found = next((each for each in self.drafts() if each.id == id), None)
        if found is None:
            raise UnknownDraft(f"{self.file} has no draft {id}")
        return found

    def counts(self) -> dict[DraftState, int]:
        """Return how many drafts there are in each state."""
        found = Counter(each.state for each in self.drafts())
        return {state: found[state] for state in DraftState}

    def next_open(self, after: str | None = None) -> str | None:
        """Return the id of the next open draft, from the start again if there is none below; skipped ones come last.

        Args:
            after: the id of the draft to start after; None for the start of the file.
        """
        drafts = self.drafts()
        place = next((number for number, each in enumerate(drafts, 1) if each.id == after), 0)
        for state in (DraftState.OPEN, DraftState.SKIPPED):
            for each in (*drafts[place:], *drafts[:place]):
                if each.state == state and each.id != after:
                    return each.id
        return None

    def view(self, id: str, changes: Mapping[str, Any] | None = None) -> DraftView:
        """Return what a reviewer sees of a draft.

        Args:
            id: the draft.
            changes: other values of fields, to see what they would mean; None removes a field.
        """
        with self.project.lock:
            draft = self.draft(id)
            found = drafts_file.corrected(draft, changes or {})
            return make_view(self.project, draft, found, {**draft.record, **(changes or {})}, self.others(id))

    def others(self, id: str) -> list[Draft]:
        """Return the other drafts that are not rejected, as one may name what another proposes."""
        drafts = [each for each in self.drafts() if each.id != id and each.state != DraftState.REJECTED]
        found = (checked(each.record, each.place) for each in drafts if not each.fault)
        return [each for each in found if isinstance(each, Draft)]
