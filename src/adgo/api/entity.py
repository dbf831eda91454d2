"""A thing of the graph: its names, summary, claims and undertakings."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adgo.api.result import Result
from adgo.api.tables import result

if TYPE_CHECKING:
    from adgo.api.answering import Answering
    from adgo.corpus.corpus import Corpus
    from adgo.corpus.undertakings import Undertaking


@dataclass(frozen=True, repr=False)
class Entity:
    """A firm, person, place, project, article or anything else that has an IRI."""

    _data: Answering = field(repr=False)
    iri: str

    @property
    def _corpus(self) -> Corpus:
        return self._data.corpus

    @property
    def label(self) -> str:
        """Its label."""
        return self._corpus.label(self.iri)

    @property
    def names(self) -> list[str]:
        """Its labels, aliases and names in the articles, and the end of its IRI, each once."""
        return list(dict.fromkeys(self._corpus.names(self.iri)))

    @property
    def classes(self) -> list[str]:
        """The IRIs of the narrowest classes that the graph states for it: a kind that is only planned is not one."""
        from adgo.corpus import standings

        return standings.stated_kinds(self._corpus, self.iri)

    @property
    def reported_classes(self) -> dict[str, list[str]]:
        """The IRIs of the classes that are only claimed, each with the IRIs of the standings of these claims."""
        from adgo.corpus import standings
        from adgo.graph.namespaces import ADGO

        reported = standings.reported_kinds(self._corpus, self.iri)
        return {kind: [ADGO + name for name in given] for kind, given in reported.items()}

    @property
    def summary(self) -> str:
        """What the graph has about it, one sentence for each standing; "" if no claim is about it."""
        from adgo.corpus.summary import summarizing, text

        found = summarizing.of(self._corpus, self.iri)
        return text.as_text(self._corpus, found) if found else ""

    def claims(self) -> Result:
        """Return the claims about it and about its undertakings, one row each, with standing, source and passage."""
        from adgo.corpus.tables import claims

        return result(self._data, claims.table(self._corpus, claims.about(self._corpus, self.iri)))

    def undertakings(self) -> Result:
        """Return the undertakings in which it takes part or that are at it or bound for it, one row each."""
        from adgo.corpus.tables import undertakings as rows

        return result(self._data, rows.table(self._corpus, self._undertakings()))

    def _undertakings(self) -> list[Undertaking]:
        from adgo.corpus import undertakings

        return undertakings.of(self._corpus, self.iri)

    def __repr__(self) -> str:
        return f"Entity({self.label!r}, {self.iri!r})"

    def _repr_html_(self) -> str:
        """Return the name and the summary for a notebook."""
        paragraphs = [f"<b>{html.escape(self.label)}</b> <code>{html.escape(self.iri)}</code>"]
        paragraphs += [html.escape(line) for line in self.summary.splitlines() if line]
        return "".join(f"<p>{each}</p>" for each in paragraphs)

    def __str__(self) -> str:
        return self.label
