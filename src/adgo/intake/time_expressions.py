"""Times that drafts give as objects: the article's word or two for a time, and the days that they can mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count

from pyoxigraph import NamedNode

from adgo.evidence import store_lookup
from adgo.evidence.folded_text import FoldedText
from adgo.graph.namespaces import ADGO, PREFIXES
from adgo.intake.mentions.stated_periods import states
from adgo.intake.project_graph import ProjectGraph
from adgo.turtle.writing.term_writer import quoted

_CLASS = NamedNode(ADGO + "TimeExpression")
_NOT_BEFORE, _NOT_AFTER = NamedNode(ADGO + "notBefore"), NamedNode(ADGO + "notAfter")
_BASIS = NamedNode(ADGO + "basis")


class FaultyTime(ValueError):
    """A draft's time cannot be taken; the message says why and what to do."""


@dataclass(frozen=True)
class TimeExpression:
    """A time as an article words it, and its first and last possible day ("" if there is none), in the form of XSD."""

    wording: str
    not_before: str
    not_after: str
    #: The local name of what the days rest on, such as `AsStated`.
    basis: str

    def turtle(self, iri: str) -> str:
        """Return its Turtle without prefixes."""
        name = "time:" + iri.removeprefix(PREFIXES["time"])
        days = [("notBefore", self.not_before), ("notAfter", self.not_after)]
        bounds = "".join(f'    adgo:{bound} "{day}"^^xsd:date ;\n' for bound, day in days if day)
        return (
            f"{name} a adgo:TimeExpression ;\n    adgo:wording {quoted(self.wording)}@en ;\n"
            f"{bounds}    adgo:basis adgo:{self.basis} .\n"
        )


def read(written: Mapping[str, str], passage: str) -> TimeExpression:
    """Return the time that a draft gives.

    Args:
        written: the fields of the draft's object.
        passage: the words of its passage, which must have the wording.

    Raises:
        FaultyTime: if a day is impossible, the passage lacks the wording, or it is not clear what the days rest on.
    """
    wording = " ".join(written["wording"].split())
    if not FoldedText(passage).find(wording):
        raise FaultyTime(
            f"the passage does not have the words {wording!r}: give whole words of the article for the time"
        )
    first, last = (_day(written, bound) for bound in ("notBefore", "notAfter"))
    if first and last and last < first:
        raise FaultyTime(f"notBefore is {first}, after notAfter, which is {last}: swap or correct them")
    return TimeExpression(wording, first, last, _basis(wording, first, last, written.get("basis", "")))


def _day(written: Mapping[str, str], bound: str) -> str:
    day = written.get(bound, "")
    try:
        # Python reads other forms of ISO 8601 too, such as 20261231.
        if day and date.fromisoformat(day).isoformat() != day:
            raise ValueError
    except ValueError:
        raise FaultyTime(f"{bound} is {day!r}: write a day such as 2026-12-31") from None
    return day


def _basis(wording: str, first: str, last: str, given: str) -> str:
    """Return what days rest on; FaultyTime if the wording does not state them and the draft gives no other basis."""
    days = [day for day in (first, last) if day]
    if given and (given == "Unresolved") == bool(days):
        message = (
            "has no days: leave notBefore and notAfter out" if days else "has days: add notBefore or notAfter"
        )
        raise FaultyTime(f"a time with the basis {given} {message}")
    if not days or given not in ("", "AsStated"):
        return given or "Unresolved"
    unstated = [
        day
        for day, is_last in ((first, False), (last, True))
        if day and not states(wording, date.fromisoformat(day), is_last=is_last)
    ]
    if not unstated:
        return "AsStated"
    raise FaultyTime(
        f"the words {wording!r} do not state {' and '.join(unstated)}: correct it, say with basis what the days rest "
        "on (FromSourceDate, FromContext or FromOtherSource), or leave them out"
    )


class TimeNames:
    """Gives the times of drafts their IRIs: that of the same time of the same article, or a new one."""

    def __init__(self, graph: ProjectGraph) -> None:
        self._graph = graph
        self._names: dict[tuple[str, TimeExpression], str] = {}
        for node in store_lookup.instances(graph.store, _CLASS):
            source, _, name = node.value.removeprefix(PREFIXES["time"]).rpartition("-")
            if name != "told":
                self._names.setdefault((source, known(graph, node.value)), node.value)
        self._taken = set(self._names.values())

    def iri(self, source: str, time: TimeExpression) -> str:
        """Return the IRI of a time of an article.

        Args:
            source: the number of the article.
            time: the time.
        """
        key = (source, time)
        if key not in self._names:
            numbered = (f"{PREFIXES['time']}{source}-{number}" for number in count(1))
            free = (iri for iri in numbered if iri not in self._taken and not self._graph.mentions(iri))
            self._names[key] = next(free)
            self._taken.add(self._names[key])
        return self._names[key]


def known(graph: ProjectGraph, iri: str) -> TimeExpression:
    """Return the time with an IRI, as the graph describes it; what it does not say is "".

    Args:
        graph: the graph.
        iri: the IRI of the time.
    """
    node = NamedNode(iri)
    words = [
        store_lookup.only(graph.store, node, each) or ""
        for each in (store_lookup.WORDING, _NOT_BEFORE, _NOT_AFTER)
    ]
    basis = [
        value.value
        for value in store_lookup.objects(graph.store, node, _BASIS)
        if isinstance(value, NamedNode)
    ]
    return TimeExpression(words[0], words[1], words[2], basis[0].removeprefix(ADGO) if basis else "")
