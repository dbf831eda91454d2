"""Refuses drafts that people have rejected or corrected in a review, if their file, or another one, is handed in."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.graph import files
from adgo.graph.changing import working_folder
from adgo.intake.draft import Draft, Refusal
from adgo.intake.project_graph import ProjectGraph
from adgo.intake.review import decisions as log
from adgo.intake.review import drafts_file, undoing
from adgo.intake.review.decisions import ACCEPTING, Action, Decision


def without_decided(drafts: Iterable[Draft | Refusal], graph: ProjectGraph) -> list[Draft | Refusal]:
    """Return drafts; those that a person has rejected, or accepted only with corrections, are refusals.

    A draft that was changed since counts as another; the same draft in another file does not.

    Args:
        drafts: the drafts of a file, and a refusal for each record that is not a draft.
        graph: what the project knows.

    Raises:
        DamagedDecisions: if a file of decisions cannot be read.
    """
    decided = _decided()
    return [
        each if isinstance(each, Refusal) or not decided else _refused(each, decided, graph)
        for each in drafts
    ]


def _decided() -> dict[str, Decision]:
    """Return the last decision on each draft of the project by the digest of the draft."""
    folder = files.changeable_root() / working_folder.NAME
    found = drafts_file.decision_files(folder)
    last = [stack[-1] for path in found for stack in log.standing(log.read(path)).values() if stack]
    return {each.seen: each for each in sorted(last, key=lambda each: each.at)}


def _refused(draft: Draft, decided: dict[str, Decision], graph: ProjectGraph) -> Draft | Refusal:
    last = decided.get(drafts_file.digest_of(draft.record))
    if last is None:
        return draft
    if last.action == Action.REJECT:
        return draft.refusal(
            "rejected",
            f"rejected: {last.reason} ({last.editor}, {last.at}): correct the draft, or undo the rejection in "
            "`adgo review`",
        )
    if last.action in ACCEPTING and _is_other(last, graph):
        return draft.refusal(
            "corrected",
            f"{last.editor} {last.text} at {last.at}, and what became of it says something else than this draft: take "
            "it out, or undo the decision in `adgo review`",
        )
    return draft


def _is_other(decision: Decision, graph: ProjectGraph) -> bool:
    """Return whether the claim of a decision differs from its draft: it was corrected, or edited since."""
    said = undoing.said_by(graph, decision.claim) if decision.claim else ()
    return said not in ((), decision.said) or (
        decision.action == Action.CORRECT and undoing.stands(graph, decision)
    )
