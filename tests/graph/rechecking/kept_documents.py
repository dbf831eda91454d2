"""Documents of parts, made from texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from adgo.turtle.document import Document
from adgo.turtle.reader import parse
from adgo.turtle.terms import TermTable


class KeptDocuments:
    """Documents of parts; if a text of a part stays in its place, its document stays the same object."""

    def __init__(self) -> None:
        self.table = TermTable()
        self._known: dict[tuple[str, int, str], Document] = {}

    def parts(self, texts: Mapping[str, Sequence[str]]) -> dict[str, list[Document]]:
        return {
            name: [self._document(name, number, text) for number, text in enumerate(found)]
            for name, found in texts.items()
        }

    def _document(self, name: str, number: int, text: str) -> Document:
        key = (name, number, text)
        if key not in self._known:
            self._known[key] = parse(text, table=self.table)
        return self._known[key]
