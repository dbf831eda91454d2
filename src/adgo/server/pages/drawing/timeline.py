"""The timeline: when things began, will begin or were announced; a range if a source leaves the day open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from adgo.corpus import dates, english, standings
from adgo.corpus.corpus import Claim, Corpus
from adgo.corpus.dates import DateRange
from adgo.corpus.undertakings import ANNOUNCED
from adgo.graph.namespaces import ADGO

#: Properties that give the time of something.
TIMES = ("startsAt", "announcedAt", "occursAt")


@dataclass(frozen=True)
class Moment:
    """One time of a thing: which of its times it is (`what`), its range and the claims that give it.

    `css` is real, planned or unknown. An announcement can be real even if what it announces is planned. `standing` is
    the standing of what begins or happens, "" if it is not known, and `certainty` its words.
    """

    what: str
    range: DateRange
    claims: tuple[Claim, ...]
    css: str
    is_announcement: bool = False
    standing: str = ""
    certainty: str = ""


@dataclass(frozen=True)
class TimelineEntry:
    """One thing on the timeline: its standings, the most cautious first, and its times, the earliest first.

    `note` are the words beside its bars: which times they are, and the most cautious standing.
    """

    iri: str
    label: str
    standings: tuple[str, ...]
    moments: tuple[Moment, ...]
    note: str = ""

    @property
    def is_real(self) -> bool:
        """Whether the thing itself, not only its announcement, has happened or is under way."""
        return standings.is_real(self.standings)

    @property
    def bounds(self) -> list[date]:
        """The first and last days of its times, as far as they are known."""
        return [bound for each in self.moments for bound in (each.range.first, each.range.last) if bound]

    @property
    def day(self) -> date:
        """The earliest of its bounds; the last day of all if it has none."""
        return min(self.bounds, default=date.max)


def entries(corpus: Corpus) -> list[TimelineEntry]:
    """Return each thing for which a claim gives a time, the earliest first."""
    found: dict[str, dict[tuple[str, date | None, date | None], list[Claim]]] = {}
    for claim in corpus.claims:
        when = dates.read_time(corpus, claim.object.value)
        if when and claim.predicate.removeprefix(ADGO) in TIMES:
            key = (claim.predicate, when.first, when.last)
            found.setdefault(claim.subject, {}).setdefault(key, []).append(claim)
    made = [_entry(corpus, it, list(moments.values())) for it, moments in found.items()]
    return sorted(made, key=lambda each: (each.day, each.label))


def _entry(corpus: Corpus, it: str, alike: list[list[Claim]]) -> TimelineEntry:
    """Return the entry of one thing; claims that differ only in their source are one moment."""
    found = tuple(standings.of(corpus, it))
    moments = []
    for claims in alike:
        when = dates.read_time(corpus, claims[0].object.value)
        assert when is not None
        is_announcement = claims[0].predicate == ANNOUNCED
        is_stated = any(each.is_asserted for each in claims)
        css = "real" if is_stated and (is_announcement or standings.is_real(found)) else "planned"
        what, standing = corpus.label(claims[0].predicate), _standing(corpus, found, claims, css)
        certainty = _words(corpus, it, standing)
        moments.append(Moment(what, when, tuple(claims), css, is_announcement, standing, certainty))
    moments.sort(key=lambda each: (each.range.first or each.range.last or date.max, each.what))
    note = ", ".join(dict.fromkeys(each.what.removesuffix(english.AT) for each in moments))
    if found:
        note = f"{note} · {_words(corpus, it, found[0])}"
    return TimelineEntry(it, corpus.label(it), found, tuple(moments), note)


def _words(corpus: Corpus, it: str, standing: str) -> str:
    """Return the words for a standing of a thing, as in "unconfirmed, ended"; "" if it has none."""
    return "".join(standings.labels(corpus, [standing] if standing else [], standings.over_thing(corpus, it)))


def _standing(corpus: Corpus, found: tuple[str, ...], claims: list[Claim], css: str) -> str:
    """Return the standing of a time: that of its thing, or that of its claims if only they are uncertain."""
    if css == "planned" and standings.is_real(found):
        found = tuple(standings.of_claims(corpus, claims))
    return next(iter(found), "")
