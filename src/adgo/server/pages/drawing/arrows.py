"""The arrows of a map: what firms of one country do, or plan to do, in a region or another country."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from adgo.corpus import standings, undertakings
from adgo.corpus.corpus import Corpus
from adgo.corpus.facets import PLACE
from adgo.corpus.undertakings import Undertaking
from adgo.graph.namespaces import ADGO
from adgo.server.pages.drawing import gazetteer
from adgo.server.pages.drawing.legend import ENDED, PLANNED
from adgo.server.pages.drawing.world_map import Spot

#: The words for each line.
NAMES = dict(zip(standings.LINES, ("under way or done", ENDED, PLANNED), strict=True))


@dataclass(frozen=True)
class Arrow:
    """The undertakings at a place in which firms based in another country take part; `css` is its CSS class."""

    origin: str
    target: str
    undertakings: tuple[Undertaking, ...]
    name: str
    css: str

    @property
    def href(self) -> str:
        """The path of the page with the projects at its end."""
        return f"/network?{urlencode({PLACE: self.target.rpartition('/')[2]})}"


def find_arrows(corpus: Corpus, spots: list[Spot]) -> list[Arrow]:
    """Return the arrows between the spots: each ends at a shaded region, or at a country that is in none."""
    shaded = gazetteer.shaded()
    known = {
        each.iri: each for each in spots if each.position and (each.iri in shaded or each.position.number)
    }
    found: dict[tuple[str, str], list[Undertaking]] = {}
    for it, spot in known.items():
        if any(around in known for around in corpus.around(it)[1:]):
            continue
        for each in spot.undertakings:
            for origin in _origins(corpus, each):
                if origin in known and it not in corpus.around(origin):
                    found.setdefault((origin, it), []).append(each)
    return [_arrow(corpus, origin, known[it], listed) for (origin, it), listed in found.items()]


def _origins(corpus: Corpus, undertaking: Undertaking) -> list[str]:
    """Return the countries in which sources say that the parties of an undertaking are based."""
    based = ADGO + "basedInCountry"
    claims = (each for party in undertaking.parties for each in corpus.by_subject.get(party, []))
    found = (each.object.value for each in claims if each.predicate == based and each.is_asserted)
    return list(dict.fromkeys(found))


def _arrow(corpus: Corpus, origin: str, spot: Spot, found: list[Undertaking]) -> Arrow:
    lines = [spot.lines[each.iri] for each in found]
    shown = [line for line in NAMES if line != standings.ENDED_LINE or line in lines]
    words = [f"{lines.count(line)} {NAMES[line]}" for line in shown]
    name = f"{_number(spot, found)} with firms based in {corpus.label(origin)}: {', '.join(words)}"
    return Arrow(origin, spot.iri, tuple(found), name, standings.surest(lines))


def _number(spot: Spot, found: list[Undertaking]) -> str:
    """Return how many undertakings there are, and whether they are in a place, for its market or bound for it."""
    number = f"{len(found)} project{'' if len(found) == 1 else 's'}"
    roles = {spot.roles[each.iri] for each in found}
    for role, words in ((undertakings.MARKET, "for the market"), (undertakings.DESTINATION, "bound for")):
        if roles == {role}:
            return f"{number} {words} {spot.label}"
    apart = spot.apart(each.iri for each in found)
    return f"{number} in {spot.label}" + (f", {apart}," if apart else "")
