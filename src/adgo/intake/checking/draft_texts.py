"""The texts of the articles that drafts are on, each read once, and whether drafts copy them."""

from __future__ import annotations

from adgo.evidence.sources import NoTexts, Text, Texts
from adgo.evidence.verification.copied_wording import Wording
from adgo.intake.draft import Draft, DraftFault
from adgo.intake.project_graph import ProjectGraph


class DraftTexts:
    """The registered texts of the articles in a folder."""

    def __init__(self, graph: ProjectGraph, texts: Texts) -> None:
        """Read texts when they are needed.

        Args:
            graph: what the project knows.
            texts: the folder with the texts of the articles.
        """
        self._graph, self._texts = graph, texts
        self._read: dict[str, Text] = {}
        self._wordings: dict[str, Wording] = {}

    def of(self, draft: Draft) -> Text:
        """Return the text of the draft's article; DraftFault if it is not the one that was registered."""
        number = draft.source
        record = self._graph.sources.get(number)
        if record is None:
            known = ", ".join(sorted(self._graph.sources)) or "none"
            raise DraftFault(
                "unknown source",
                f"source: there is no article {number}; there are {known}; `adgo source add` registers one",
            )
        if draft.record.get("sha256", record.sha256) != record.sha256:
            raise DraftFault(
                "other text",
                f"sha256: the draft was made from another text than the registered one of {record.name}: make it from "
                "that, or leave the digest out, if its words are in both",
            )
        if number not in self._read:
            text = self._texts.of(record)
            if text is None:
                raise DraftFault(
                    "no text",
                    f"{self._texts.folder}: no text of {record.name}: put it there, or name its folder with --texts",
                )
            self._read[number] = text
        text = self._read[number]
        if not text.recorded:
            raise DraftFault(
                "other text",
                f"{text.path} is not the registered text of {record.name}: its digest differs; put the registered one "
                "there",
            )
        return text

    def copies(self, draft: Draft, words: str) -> bool:
        """Return whether words have a run of words in common with the article of a draft, if its text is there.

        Args:
            draft: the draft.
            words: the words.
        """
        number = draft.source
        if number not in self._wordings:
            try:
                content = self.of(draft).content
            except (DraftFault, NoTexts):
                return False  # The draft itself is refused for this.
            self._wordings[number] = Wording({number: content})
        return bool(self._wordings[number].runs(words))
