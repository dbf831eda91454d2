"""Why a decision on a draft was not taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adgo.intake.review.drafts_file import ReviewedDraft


class ReviewConflict(Exception):
    """The draft has changed since the reviewer saw it; `current` is the draft as it is now, with its decision."""

    def __init__(self, current: ReviewedDraft) -> None:
        decision = current.decision
        what = "the draft has changed since you saw it: look at it again"
        if decision is not None:
            what = f"{decision.editor} decided it at {decision.at}: {decision.text}"
        super().__init__(what)
        self.current = current


class UnknownDraft(LookupError):
    """The file has no draft with that id."""


class Undecidable(Exception):
    """A decision that cannot be taken; the message says why and what to do."""
