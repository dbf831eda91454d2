"""Asks a reviewer for the fields of a draft, one after the other, and says at once what each answer means."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from adgo.cli.intake.review_answers import Answers
from adgo.cli.intake.review_text import field as field_text
from adgo.cli.intake.review_text import passage, wrapped

if TYPE_CHECKING:
    from adgo.intake.review.draft_review import DraftReview
    from adgo.intake.review.draft_view import FieldView
    from adgo.intake.review.suggestions import Meaning

#: The fields in the order in which they are asked.
ORDER = (
    "words",
    "subject",
    "predicate",
    "object",
    "modality",
    "status",
    "attribution",
    "speaker",
    "paraphrase",
    "statement",
)
THINGS = ("subject", "object", "speaker")
HELP = {
    "words": "Enter keeps the passage, . takes the whole sentence; or copy the words of the article.",
    "things": "Enter keeps, - removes, a number chooses, + proposes a new thing; or a name, or words of it.",
    "lists": "Enter keeps, - removes, ? lists what others use, a number chooses; or a name, or words of it.",
    "prose": "Enter keeps, - removes; or a sentence in your own words.",
}


class ReviewFields:
    """Asks for fields of the drafts of one file."""

    def __init__(
        self, review: DraftReview, answers: Answers, show: Callable[[str], None], width: int
    ) -> None:
        """Ask for fields.

        Args:
            review: the review of the file.
            answers: where answers come from.
            show: shows a text.
            width: columns of the terminal.
        """
        self._review, self._answers, self._show, self._width = review, answers, show, width
        self._explained: set[str] = set()

    def ask(self, draft: str, changes: dict[str, Any], names: Sequence[str] = ORDER) -> dict[str, Any]:
        """Return changes of a draft with the reviewer's answers.

        Args:
            draft: the id of the draft.
            changes: the changes so far.
            names: the fields to ask for.
        """
        for name in names:
            changes = self._words(draft, changes) if name == "words" else self._field(draft, changes, name)
        return changes

    def _words(self, draft: str, changes: dict[str, Any]) -> dict[str, Any]:
        """Ask for the passage until it has a certain place, or the reviewer goes on."""
        self._explain("words")
        while answer := self._answers.line("Words: "):
            changes = changes | (self._sentence(draft, changes) if answer == "." else _quotation(answer))
            view = self._review.view(draft, changes)
            self._show("\n".join(passage(view, self._width)))
            if not view.unanchored:
                break
        return changes

    def _explain(self, kind: str) -> None:
        """Say what can be answered, the first time."""
        if kind not in self._explained:
            self._explained.add(kind)
            self._show(HELP[kind])

    def _sentence(self, draft: str, changes: dict[str, Any]) -> dict[str, Any]:
        from adgo.intake.caution.sentences import sentence
        from adgo.intake.review.passage_choice import passage_fields

        view = self._review.view(draft, changes)
        if not view.places:
            return {}
        text = self._review.project.text_of(view.source)
        return passage_fields(text, sentence(text, view.places[0].span))

    def _field(self, draft: str, changes: dict[str, Any], name: str) -> dict[str, Any]:
        """Ask for a field until its value means something, or the reviewer goes on."""
        self._explain(_kind(name))
        listed: Sequence[Meaning] = ()
        while True:
            field = self._now(draft, changes, name)
            listed = listed or field.candidates
            self._list(field, listed)
            answer = self._answers.line(f"{field.label}: ")
            if not answer:
                return changes
            if answer == "?" and _kind(name) == "lists":
                listed = self._choices(name)
                continue
            changes = changes | self._meant(name, answer, listed, changes, draft)
            field, listed = self._now(draft, changes, name), ()
            if not field.problem:
                self._show("\n".join(field_text(field, self._width)))
                return changes

    def _now(self, draft: str, changes: dict[str, Any], name: str) -> FieldView:
        return next(each for each in self._review.view(draft, changes).fields if each.name == name)

    def _list(self, field: FieldView, listed: Sequence[Meaning]) -> None:
        """Show what a field is now, and the numbered list to choose from."""
        shown = field_text(field, self._width) or [f"{field.label} (may stay empty)"]
        if listed:
            shown = field_text(replace(field, candidates=()), self._width) or shown
        shown += [
            line
            for number, each in enumerate(listed, 1)
            for line in wrapped(f"{number:>3}  {each.name}  {each.label}", self._width, "  ")
        ]
        self._show("\n".join(shown))

    def _choices(self, name: str) -> Sequence[Meaning]:
        from adgo.intake.review.suggestions import choices

        return choices(self._review.project.graph, name, only_used=True)

    def _meant(
        self, name: str, answer: str, listed: Sequence[Meaning], changes: dict[str, Any], draft: str
    ) -> dict[str, Any]:
        """Return the changes that an answer means."""
        if answer == "-":
            return {name: None}
        if answer == "+" and name in THINGS:
            return self._new_thing(name, draft, changes)
        if answer.isdecimal() and 0 < int(answer) <= len(listed):
            return {name: listed[int(answer) - 1].name}
        if name == "object" and answer.startswith("{"):
            return {name: _json(answer)}
        return {name: answer}

    def _new_thing(self, name: str, draft: str, changes: dict[str, Any]) -> dict[str, Any]:
        """Ask for a thing that the graph does not know, and return the changes that propose it as the value."""
        from adgo.intake.review import proposals

        label = self._answers.line("Its label: ")
        if not label:
            return {}
        kind = self._answers.line("Its type, such as adgo:Firm; empty for a project or an event: ")
        iri = proposals.usual_name(label, kind)
        iri = self._answers.line(f"Its name, Enter for {iri}: ") or iri
        before = self._review.view(draft, changes).record.get("propose")
        return {"propose": proposals.added(before, label, kind, iri), name: iri}


def _kind(name: str) -> str:
    if name in THINGS:
        return "things"
    return "prose" if name in ("paraphrase", "statement") else "lists"


def _quotation(words: str) -> dict[str, Any]:
    return {**dict.fromkeys(("before", "after", "start", "end", "unit")), "quotation": words}


def _json(text: str) -> Any:
    """Return the value of a JSON text, or the text if it is none."""
    try:
        return json.loads(text)
    except ValueError:
        return text
