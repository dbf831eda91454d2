"""Refuses the drafts of a file that people have rejected or corrected in a review, if the whole file is handed in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from adgo.graph import files
from adgo.graph.changing import working_folder
from adgo.intake.draft import Draft, Refusal
from adgo.intake.project_graph import ProjectGraph
from adgo.intake.review import decisions as log
from adgo.intake.review import drafts_file, undoing
from adgo.intake.review.decisions import ACCEPTING, Action, Decision


def without_decided(
    drafts: Iterable[Draft | Refusal], file: Path, graph: ProjectGraph
) -> list[Draft | Refusal]:
    """Return drafts; those that a person has rejected, or accepted only with corrections, are refusals.

    A draft that was changed since counts as another.

    Args:
        drafts: the drafts of the file, and a refusal for each record that is not a draft.
        file: the file.
        graph: what the project knows.

    Raises:
        DamagedDecisions: if the file of decisions cannot be read.
    """
    decided = _decided(file)
    return [
        each if isinstance(each, Refusal) or not decided else _refused(each, decided, graph)
        for each in drafts
    ]


def _decided(file: Path) -> dict[str, Decision]:
    """Return the last decision on each draft by the digest of the draft."""
    if not (files.changeable_root() / working_folder.NAME).is_dir():
        return {}
    stacks = log.standing(log.read(drafts_file.decisions_of(file))).values()
    last = sorted((stack[-1] for stack in stacks if stack), key=lambda each: each.at)
    return {each.seen: each for each in last}


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
