"""The review of one file of drafts: each decision is on disk, with the claim that it makes, when it is reported."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from adgo.graph.project_changes import Write, changing
from adgo.intake.draft import Draft, Refusal, checked
from adgo.intake.draft_checks import DraftChecks
from adgo.intake.ingest import Ingestion, ingest
from adgo.intake.review import decisions as log
from adgo.intake.review import drafts_file, undoing
from adgo.intake.review.decisions import Action, Decision
from adgo.intake.review.drafts_file import DraftState, ReviewedDraft
from adgo.intake.review.errors import ReviewConflict, Undecidable
from adgo.intake.review.field_meanings import FieldMeanings
from adgo.intake.review.open_project import OpenProject
from adgo.intake.review.reviewed_file import ReviewedFile
from adgo.turtle.writing.atomic_files import write_file

#: The fields that drafts on the same words share.
_OF_THE_WORDS = (
    *("source", "quotation", "before", "after", "start", "end", "unit", "sha256"),
    *("attribution", "speaker"),
)


@dataclass(frozen=True)
class Outcome:
    """What became of a decision: the draft as it is now, and the claim or the refusal."""

    draft: ReviewedDraft
    #: False if the draft was refused: nothing was written, and it stays in the queue.
    done: bool = True
    #: The name of the new claim, such as 005-2c; "" if there is none.
    claim: str = ""
    #: Whether the draft was accepted, and the graph had its claim already.
    known: bool = False
    refusal: Refusal | None = None
    #: What `adgo validate` will not accept although the draft is right, with what to do.
    warnings: tuple[str, ...] = ()


class DraftReview(ReviewedFile):
    """The drafts of one file, and the decisions of one editor on them."""

    def __init__(self, project: OpenProject, file: Path, editor: str) -> None:
        """Open a file.

        Args:
            project: the project that gets the claims.
            file: a JSON Lines file with drafts.
            editor: the name of who decides.

        Raises:
            UnreadableDrafts: if the file cannot be read.
            DamagedDecisions: if the file of earlier decisions cannot be read.
        """
        super().__init__(project, file)
        self.editor = editor
        self.drafts()

    def accept(self, id: str, version: str, own: Mapping[str, Any] | None = None) -> Outcome:
        """Make a draft a claim.

        Args:
            id: the draft.
            version: what the reviewer saw.
            own: in a blind review, the claim that the reviewer made before.

        Raises:
            ReviewConflict: if the draft is another now, or somebody has decided it.
            ChangedMeanwhile: if a file of the project was edited at this moment.
            IngestError: if the project breaks a rule without this draft.
        """
        return self._accept(id, version, Action.ACCEPT, {}, own)

    def correct(
        self, id: str, version: str, changes: Mapping[str, Any], own: Mapping[str, Any] | None = None
    ) -> Outcome:
        """Make a draft with other values of some fields a claim; raises what `accept` raises.

        Args:
            id: the draft.
            version: what the reviewer saw.
            changes: the new values; None removes a field.
            own: in a blind review, the claim that the reviewer made before.
        """
        return self._accept(id, version, Action.CORRECT, changes, own)

    def _accept(
        self, id: str, version: str, action: Action, changes: Mapping[str, Any], own: Mapping[str, Any] | None
    ) -> Outcome:
        with self._deciding() as write:
            draft = self.draft(id)
            found = drafts_file.corrected(draft, changes)
            record = {} if isinstance(found, Refusal) else dict(found.record)
            last = draft.decision
            if draft.version != version:
                if last and (last.editor, last.action, last.record) == (self.editor, action, record):
                    return Outcome(draft, claim=last.claim, known=not last.claim)
                raise ReviewConflict(draft)
            if draft.state == DraftState.ACCEPTED:
                raise Undecidable("the draft is a claim already: undo that first")
            made = self._ingested(found, id)
            if made.refused:
                return Outcome(draft, done=False, refusal=made.refused[0])
            decision = replace(self._decision(draft, action), record=record, **self._new(made))
            self._write(write, self._with_own(decision, draft, own), made.texts)
            return Outcome(
                self.draft(id),
                claim=decision.claim,
                known=not decision.claim,
                warnings=tuple(made.warnings),
            )

    def _ingested(self, found: Draft | Refusal, id: str) -> Ingestion:
        project = self.project
        return ingest(
            [found],
            project.graph,
            project.texts,
            project.find_thing,
            project.shapes.violations,
            self.others(id),
            is_reviewed=True,
        )

    def _new(self, made: Ingestion) -> dict[str, Any]:
        """Return what a decision keeps of the claim that it makes; nothing if the graph had the claim."""
        name = made.accepted[0].claim
        if not name:
            return {}
        claim = made.claims[name]
        new = sorted(iri for iri in made.origins if not self.project.graph.mentions(iri))
        return {"claim": name, "made": tuple(new), "said": (*claim.atom, f"<{claim.modality}>")}

    def reject(self, id: str, version: str, reason: str, own: Mapping[str, Any] | None = None) -> Outcome:
        """Record that a draft is wrong; raises what `accept` raises, and Undecidable if there is no reason.

        Args:
            id: the draft.
            version: what the reviewer saw.
            reason: why it is wrong.
            own: in a blind review, the claim that the reviewer made before.
        """
        if not reason.strip():
            raise Undecidable("a rejection needs a reason: say in a few words what is wrong with the draft")
        return self._note(id, version, Action.REJECT, reason.strip(), own)

    def skip(self, id: str, version: str) -> Outcome:
        """Leave a draft for later; raises what `accept` raises."""
        return self._note(id, version, Action.SKIP, "", None)

    def _note(
        self, id: str, version: str, action: Action, reason: str, own: Mapping[str, Any] | None
    ) -> Outcome:
        with self._deciding() as write:
            draft = self.draft(id)
            last = draft.decision
            if draft.version != version:
                if last and (last.editor, last.action, last.reason) == (self.editor, action, reason):
                    return Outcome(draft)
                raise ReviewConflict(draft)
            if draft.state == DraftState.ACCEPTED:
                raise Undecidable("the draft is a claim: undo that first")
            decision = replace(self._decision(draft, action), reason=reason)
            self._write(write, self._with_own(decision, draft, own), {})
            return Outcome(self.draft(id))

    def undo(self, id: str | None = None, version: str | None = None) -> Outcome:
        """Take back a decision; a claim that it made is removed, with all that only the claim needs.

        Args:
            id: the draft; None for the last decision of this editor.
            version: what the reviewer saw; None for any.

        Raises:
            ReviewConflict: if the draft is another now.
            Undecidable: if there is no decision, the claim was edited since, or something else names it.
        """
        with self._deciding() as write:
            decision = self._last(id)
            draft = self.draft(decision.draft)
            if version is not None and draft.version != version:
                raise ReviewConflict(draft)
            texts = undoing.texts_without(self.project.graph, decision)
            self._write(write, replace(self._decision(draft, Action.UNDO), claim=decision.claim), texts)
            return Outcome(self.draft(draft.id), claim=decision.claim)

    def _last(self, id: str | None) -> Decision:
        """Return the last decision that was not undone: that on a draft, or that of this editor."""
        made = log.read(self.decisions)
        stacks = log.standing(made)
        for each in reversed(made):
            stack = stacks[each.draft]
            is_meant = each.draft == id if id else each.editor == self.editor
            if is_meant and stack and stack[-1] is each:
                return each
        raise Undecidable("there is no decision to undo")

    def add(self, record: Mapping[str, Any]) -> ReviewedDraft:
        """Return a new draft, which is now at the end of the file.

        Args:
            record: its fields.

        Raises:
            Undecidable: if they do not make a draft.
        """
        with self._deciding():
            found = checked(dict(record), str(self.file))
            if isinstance(found, Refusal):
                raise Undecidable(found.message)
            content = self.file.read_bytes()
            separator = b"" if not content or content.endswith(b"\n") else b"\n"
            write_file(self.file, content + separator + drafts_file.line(record).encode())
            return next(each for each in self.drafts() if each.record == dict(record))

    def another(self, id: str) -> ReviewedDraft:
        """Return a new draft on the words of another, for one more claim that they make; raises what `add` raises.

        Args:
            id: the other draft.
        """
        with self.project.lock:
            record = self.draft(id).record
            names = {name for each in self.drafts() for name in (each.id, each.record.get("id"))}
        # A draft with the name or all fields of another would take its place.
        numbers = itertools.count(len(names) + 1)
        name = next(each for number in numbers if (each := f"added-{number}") not in names)
        kept = {field: record[field] for field in _OF_THE_WORDS if field in record}
        return self.add({"id": name, **kept, "by": self.editor})

    def agreement(self) -> tuple[Counter[str], Counter[str]]:
        """Return for each field how often reviewers who had not seen the draft agreed with it, and how often not."""
        stacks = log.standing(log.read(self.decisions))
        blind = [stack[-1] for stack in stacks.values() if stack and stack[-1].own]
        return (
            Counter(name for each in blind for name in each.same),
            Counter(name for each in blind for name in each.different),
        )

    @contextmanager
    def _deciding(self) -> Iterator[Write]:
        """Hold the locks of the project in this process and between processes."""
        with self.project.lock, changing() as write:
            self.project.refresh()
            yield write

    def _decision(self, draft: ReviewedDraft, action: Action) -> Decision:
        return Decision(draft.id, action, self.editor, log.now(), draft.digest)

    def _with_own(self, decision: Decision, draft: ReviewedDraft, own: Mapping[str, Any] | None) -> Decision:
        """Return a decision with the claim that the reviewer made before seeing the draft, and where they agree."""
        if not own:
            return decision
        mine, proposed = drafts_file.corrected(draft, own), drafts_file.corrected(draft, {})
        if isinstance(mine, Refusal) or isinstance(proposed, Refusal):
            return replace(decision, own=own)
        project = self.project
        checks = DraftChecks(project.graph, project.texts, project.find_thing, [mine, *self.others(draft.id)])
        same, different = FieldMeanings(project.graph, checks).compare(mine, proposed, list(own))
        return replace(decision, own=own, same=same, different=different)

    def _write(self, write: Write, decision: Decision, texts: Mapping[Path, str]) -> None:
        """Write a decision, and the new texts of files, all at once."""
        before = self.decisions.read_text(encoding="utf-8") if self.decisions.exists() else ""
        # An editor may have removed the last line end.
        before += "" if not before or before.endswith("\n") else "\n"
        old = {path: path.read_text(encoding="utf-8-sig") for path in texts}
        write({**texts, self.decisions: before + decision.line()})
        if texts:
            self.project.take(old, texts)
