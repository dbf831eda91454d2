"""Finds what an article mentions: known things, levels, dates and numbers."""

from __future__ import annotations

from typing import Any

from pyoxigraph import NamedNode

from adgo.evidence import store_lookup
from adgo.evidence.folded_text import folded_text
from adgo.graph.namespaces import ADGO
from adgo.intake.dates import dates_in, partial_dates_in
from adgo.intake.mentions.known_names import KnownNames
from adgo.intake.mentions.mention import ArticleMention, MentionKind, longest
from adgo.intake.mentions.quantities import levels_in, numbers_in
from adgo.intake.project_graph import ProjectGraph


class MentionFinder:
    """Finds what texts mention that a graph knows."""

    def __init__(self, graph: ProjectGraph) -> None:
        self._names = KnownNames(graph)
        self._levels: dict[int, str] = {}
        self._labels = {iri: labels[0] for iri, labels in graph.labels.items()}
        for node in store_lookup.instances(graph.store, NamedNode(ADGO + "AutonomyLevel")):
            number = store_lookup.number(graph.store, node, store_lookup.LEVEL_NUMBER)
            if number is not None:
                self._levels[number] = node.value
                self._labels[node.value] = store_lookup.text(graph.store, node, store_lookup.LABELS[-1]) or ""

    def mentions(self, text: str) -> list[ArticleMention]:
        """Return the mentions in a text, in its order.

        Of two names or numbers that overlap, the longer is kept; a number inside a level or date is none.
        """
        folded = folded_text(text)

        def whole(mention: ArticleMention) -> bool:
            """Return whether the words have this place in the text: no grapheme, word or number is cut."""
            return mention.span in folded.find(text[slice(*mention.span)])

        days = [
            ArticleMention((each.start, each.end), MentionKind.DATE, values=(str(each.day),))
            for each in dates_in(text)
        ]
        days += [
            # An impossible day is shown, and nothing is read from it.
            ArticleMention(
                (each.start, each.end),
                MentionKind.DATE,
                values=(each.value,) if each.value else (),
                is_vague=not each.value,
            )
            for each in partial_dates_in(text)
        ]
        levels = levels_in(text, self._levels)
        found = [each for kind in (levels, days) for each in longest(filter(whole, kind), len(text))]
        numbers = longest(filter(whole, numbers_in(text)), len(text), [each.span for each in found])
        found += longest(filter(whole, [*self._names.mentions(folded), *numbers]), len(text))
        return sorted(found, key=lambda each: (each.span, each.kind))

    def drafts(self, text: str, source: str) -> list[dict[str, Any]]:
        """Return the mentions in a text as records of drafts, in its order.

        Args:
            text: the text of the article.
            source: its number.
        """
        folded = folded_text(text)
        return [each.draft(folded, source, self._labels) for each in self.mentions(text)]
