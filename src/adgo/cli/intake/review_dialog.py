"""The dialog of a review: shows one draft after the other and takes the decisions of the reviewer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from adgo.cli.intake import review_text
from adgo.cli.intake.review_answers import Answers, NoMoreAnswers
from adgo.cli.intake.review_fields import ORDER, ReviewFields

if TYPE_CHECKING:
    from adgo.intake.review.draft_review import DraftReview, Outcome

#: The fields that a reviewer gives before seeing the draft.
BLIND = ("subject", "predicate", "object", "modality")


class ReviewDialog:
    """Shows the drafts of a file, and decides as the reviewer says."""

    def __init__(
        self, review: DraftReview, answers: Answers, show: Callable[[str], None], width: int, is_blind: bool
    ) -> None:
        """Make a dialog.

        Args:
            review: the review of the file.
            answers: where answers come from.
            show: shows a text.
            width: columns of the terminal.
            is_blind: whether the reviewer makes a claim before seeing the draft.
        """
        self._review, self._answers, self._show, self._width = review, answers, show, width
        self._fields = ReviewFields(review, answers, show, width)
        self._is_blind = is_blind
        self._own: Mapping[str, Any] = {}
        self._seen = ""
        self._skipped: set[str] = set()
        #: The decisions of this dialog.
        self.outcomes: list[tuple[str, Outcome]] = []

    def run(self) -> None:
        """Show drafts until no open one is left, or the reviewer quits."""
        draft = self._review.next_open()
        try:
            while True:
                if draft is None or draft in self._skipped:
                    draft = self._at_end()
                draft = self._decide(draft)
        except NoMoreAnswers:
            return

    def _at_end(self) -> str:
        """Let the reviewer undo the last decision or choose a draft, as no other is open; NoMoreAnswers to quit."""
        self._show("No other open draft is left.")
        while (key := self._answers.key("[uglq] ")) != "q":
            following = self._act(key, "") if key in ("u", "g", "l") else None
            if following:
                return following
        raise NoMoreAnswers

    def _decide(self, draft: str) -> str | None:
        """Show a draft until it is decided; return the next one, or None to quit."""
        self._own = {}
        if self._is_blind and self._review.draft(draft).decision is None:
            self._own = self._ask_blind(draft)
        self._show_draft(draft)
        while True:
            key = self._answers.key(f"[{''.join(review_text.KEYS)}] ")
            if key == "q":
                raise NoMoreAnswers
            following = self._act(key, draft)
            if following is not None:
                return following or self._review.next_open(draft)

    def _act(self, key: str, draft: str) -> str | None:
        """Do what a key says; return the draft to show next, "" for the next open one, None to stay."""
        if key in "acrsun" and key:
            return self._guarded(key, draft)
        if key == "g":
            return self._chosen()
        if key == "l":
            self._show(review_text.listing(self._review.drafts()))
            return None
        self._show(review_text.help_text())
        return None

    def _guarded(self, key: str, draft: str) -> str | None:
        """Decide as a key says; what stands against it is shown."""
        from adgo.graph.project_changes import ChangedMeanwhile
        from adgo.intake.ingest import IngestError
        from adgo.intake.review.errors import ReviewConflict, Undecidable

        try:
            return self._decided(key, draft)
        except ReviewConflict as error:
            self._show(f"Not done: {error}")
            return draft
        except (ChangedMeanwhile, IngestError, Undecidable) as error:
            self._show(f"Not done: {error}")
            return None

    def _decided(self, key: str, draft: str) -> str | None:
        # The version that the reviewer has seen: what others do while fields are asked is a conflict.
        version = self._seen
        if key == "u":
            return self._undone()
        if key == "s":
            self._skipped.add(draft)
            return self._taken("skip", self._review.skip(draft, version))
        if key == "r":
            reason = self._answers.line("What is wrong with it? ")
            return self._taken("reject", self._review.reject(draft, version, reason, self._own))
        if key == "n":
            return self._review.another(draft).id
        if key == "a":
            return self._taken("accept", self._review.accept(draft, version, self._own))
        changes = self._fields.ask(draft, dict(self._own))
        self._show_draft(draft, changes)
        if self._answers.key("Accept it so? [yn] ") != "y":
            return None
        return self._taken("correct", self._review.correct(draft, version, changes, self._own))

    def _taken(self, action: str, outcome: Outcome) -> str | None:
        """Show what became of a decision."""
        if outcome.refusal is not None:
            text = f"Refused ({outcome.refusal.reason}): {outcome.refusal.message}"
            self._show("\n".join(review_text.wrapped(text, self._width)))
            self._show("Nothing was written; correct it, or reject or skip it.")
            return None
        self.outcomes.append((action, outcome))
        decision = outcome.draft.decision
        for each in outcome.warnings:
            self._show("\n".join(review_text.wrapped(f"warning: {each}", self._width)))
        self._show(f"{outcome.draft.id}: {decision.text if decision else 'undone'}\n")
        return ""

    def _undone(self) -> str | None:
        outcome = self._review.undo()
        self._taken("undo", outcome)
        self._skipped.discard(outcome.draft.id)
        return outcome.draft.id

    def _chosen(self) -> str | None:
        """Return the draft with the number or id that the reviewer gives."""
        answer = self._answers.line("Which draft (number or id)? ")
        drafts = self._review.drafts()
        if answer.isdecimal() and 0 < int(answer) <= len(drafts):
            return drafts[int(answer) - 1].id
        if answer in {each.id for each in drafts}:
            return answer
        self._show("There is no such draft; l lists them.")
        return None

    def _ask_blind(self, draft: str) -> dict[str, Any]:
        """Return the claim that the reviewer makes of a passage before seeing the draft."""
        hidden = dict.fromkeys((*(name for name in ORDER if name != "words"), "found", "propose"))
        self._show("Before you see the draft: what does the passage say?")
        self._show("\n".join(review_text.passage(self._review.view(draft, hidden), self._width)))
        changes = self._fields.ask(draft, hidden, BLIND)
        return {name: value for name, value in changes.items() if value is not None}

    def _show_draft(self, draft: str, changes: Mapping[str, Any] | None = None) -> None:
        drafts = [each.id for each in self._review.drafts()]
        view = self._review.view(draft, changes)
        if changes is None:
            self._seen = view.draft.version
        self._show(review_text.screen(view, drafts.index(draft) + 1, len(drafts), self._width))
        if self._own and changes is None:
            mine = ", ".join(f"{name} {value}" for name, value in self._own.items())
            self._show("\n".join(review_text.wrapped(f"You said: {mine}", self._width)))
