"""Dates in words, boxes that keep apart, outlines that stay in their frame, answers drawn where they can be."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from asked import column, rows
from flask.testing import FlaskClient
from pyoxigraph import Store
from visited import Visit

from adgo.corpus import dates, undertakings
from adgo.corpus.corpus import Corpus
from adgo.graph.namespaces import ID
from adgo.server.pages import assets
from adgo.server.pages.drawing import (
    answer_pictures,
    arrows,
    chart,
    country_outlines,
    gazetteer,
    map_picture,
    neighbourhood,
    network,
    timeline,
    world_map,
)
from adgo.server.pages.drawing.picture import wrap
from adgo.server.pages.overviews import indicators
from adgo.server.pages.table import Table

needs_outlines = pytest.mark.skipif(not assets.has(assets.OUTLINES), reason="the build brought no outlines")


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-01-01", "2026-12-31", "2026"),
        ("2025-01-01", "2026-12-31", "2025 to 2026"),
        ("2025-09-01", "2025-09-30", "September 2025"),
        ("2024-02-01", "2024-02-29", "February 2024"),
        ("2025-02-01", "2025-02-27", "1 to 27 February 2025"),
        ("2025-12-02", "2025-12-02", "2 December 2025"),
        ("2025-11-30", "2025-12-02", "30 November to 2 December 2025"),
        ("2025-10-06", "2027-10-06", "6 October 2025 to 6 October 2027"),
    ],
)
def test_a_range_reads_as_people_say_it(first: str, last: str, words: str) -> None:
    assert dates.between(date.fromisoformat(first), date.fromisoformat(last)) == words


def test_labels_are_cut_into_lines_that_fit() -> None:
    lines = wrap("a name that goes on and on and on and on and on until nobody listens any more", 120)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert wrap("Uber", 120) == ["Uber"]


def test_the_network_is_drawn_alike_every_time_and_without_overlaps(corpus: Corpus) -> None:
    every = undertakings.every(corpus)
    picture, again = network.draw_network(corpus, every), network.draw_network(corpus, every)
    assert [vars(each) for each in picture.boxes] == [vars(each) for each in again.boxes]
    assert [each.path for each in picture.lines] == [each.path for each in again.lines]
    for x in {each.x for each in picture.boxes}:
        column = sorted((each for each in picture.boxes if each.x == x), key=lambda each: each.y)
        assert all(above.y + above.height <= below.y for above, below in pairwise(column))
    assert all(each.y >= 0 and each.y + each.height <= picture.height for each in picture.boxes)
    parties = {party for each in every for party in each.parties}
    assert len([each for each in picture.boxes if each.css == "party"]) == len(parties)


def test_a_tie_that_no_source_states_as_fact_is_dashed(corpus: Corpus) -> None:
    # Article 000 states the tests and names nobody; 001 names Mercedes with a hedge.
    trial = [each for each in undertakings.every(corpus) if each.iri == ID + "cla-related-trial"]
    picture = network.draw_network(corpus, trial)
    assert [line.css for line in picture.lines if line.one.label == "Mercedes-Benz"] == ["planned"]


def test_a_neighbourhood_shows_who_stands_around(corpus: Corpus) -> None:
    picture = neighbourhood.draw_neighbourhood(corpus, ID + "Momenta")
    assert picture
    labels = {each.label: each.css for each in picture.boxes}
    assert labels["partnership of Momenta and Uber"] == "real"
    assert labels["planned robotaxi service of Momenta and Uber"] == "planned"
    assert neighbourhood.draw_neighbourhood(corpus, ID + "Nobody") is None


@pytest.mark.parametrize("sheet", [chart.WIDE, chart.NARROW], ids=["wide", "narrow"])
def test_bars_are_in_the_order_of_time_and_within_the_chart(corpus: Corpus, sheet: chart.Sheet) -> None:
    drawn = chart.draw_timeline(timeline.entries(corpus), sheet)
    assert drawn
    bars = [bar for row in drawn.rows for bar in row.bars]
    assert all(bar.x >= sheet.labels and bar.right <= drawn.width for bar in bars)
    assert [row.entry.day for row in drawn.rows] == sorted(row.entry.day for row in drawn.rows)
    for above, below in pairwise(drawn.rows):
        assert above.bottom < below.label[0].y - 12
        assert above.bottom < min(bar.y for bar in below.bars)
    by_2026 = next(bar for bar in bars if bar.moment.range.wording == "by 2026")
    assert by_2026.opens_left
    assert by_2026.moment.css == "planned"


def test_a_bound_leaves_room_on_its_side(corpus: Corpus) -> None:
    found = {each.iri.removeprefix(ID): each for each in indicators.find_indicators(corpus)}
    share = found["driver-assistance-share-china"]
    gauge = share.gauge(share.values[0])
    assert share.values[0].words == "more than"
    assert gauge.open == (gauge.x, indicators.WIDTH)
    price = found["lidar-price-now"]
    assert price.gauge(price.values[0]).open[0] == 0
    assert not found["china-car-market-rank"].end


@needs_outlines
def test_no_outline_runs_across_the_map() -> None:
    found = country_outlines.read_outlines()
    assert {"276", "156", "840"} <= {each.number for each in found}
    for each in found:
        for ring in each.rings:
            widest = max((abs(x2 - x1) for (x1, _), (x2, _) in pairwise(ring)), default=0)
            assert widest < country_outlines.TURN / 4 or each.name == "Antarctica", each.name


def country_of(corpus: Corpus, place: str) -> set[str]:
    """The numbers of the countries that a place is, is in, or consists of."""
    known = gazetteer.positions()
    for it in corpus.around(place):
        if it in known and (known[it].number or known[it].members):
            return {known[it].number} if known[it].number else set(known[it].members)
    return set()


@needs_outlines
def test_every_point_of_a_place_is_in_its_own_country_or_region(corpus: Corpus) -> None:
    """Bug: the dots of Europe and Asia were in Belarus and in China."""
    outlines = country_outlines.read_outlines()
    known = {each.number for each in outlines if each.number}
    for it, at in gazetteer.positions().items():
        own = country_of(corpus, it)
        inside = {each.number for each in outlines if each.contains(at.latitude, at.longitude)}
        # The outlines are coarse: a port may be a little outside its own country, but never in another one.
        assert inside <= own, it
        if not inside and own & known:
            mine = (each for each in outlines if each.number in own)
            assert min(each.distance(at.latitude, at.longitude) for each in mine) < 0.5, it


@needs_outlines
@pytest.mark.parametrize("width", [map_picture.WIDTH, map_picture.NARROW], ids=["wide", "narrow"])
def test_dots_are_where_their_places_are_and_labels_keep_apart(corpus: Corpus, width: float) -> None:
    drawn = map_picture.draw_map(corpus, world_map.spots(corpus), width)
    assert drawn
    assert drawn.width == width
    assert {"Germany", "Munich", "China", "Singapore"} <= {m.spot.label for v in drawn.views for m in v.marks}
    for view in drawn.views:
        assert view.x + view.width <= width
        for mark in view.marks:
            at = mark.spot.position
            assert at
            assert (mark.x, mark.y) == view.place(at.latitude, at.longitude)
            assert mark.tx >= 0
            assert mark.tx + len(mark.spot.words) * 6 <= view.width
        for one, other in ((a, b) for a in view.marks for b in view.marks if a.spot.label < b.spot.label):
            apart = abs(one.ty - other.ty) >= 12
            ends = one.tx + len(one.spot.words) * 6, other.tx + len(other.spot.words) * 6
            assert apart or ends[0] <= other.tx or ends[1] <= one.tx, (one.spot.label, other.spot.label)


@needs_outlines
def test_every_region_that_is_named_as_a_target_is_on_the_map_with_its_countries(
    corpus: Corpus, store: Store
) -> None:
    """Bug: Southeast Asia and the Middle East, the main target regions of two articles, were not on the map."""
    drawn = map_picture.draw_map(corpus, world_map.spots(corpus))
    assert drawn
    targets = column(
        store, "SELECT DISTINCT ?it { ?c adgo:predicate adgo:targetsMarket ; adgo:object ?it . ?it a ?kind }"
    )
    drawn_targets = {m.spot.iri for v in drawn.views for m in v.marks if m.spot.targeted}
    assert {ID + name for name in ("Europe", "MiddleEast", "SoutheastAsia")} <= drawn_targets
    assert {it for it in targets if it in gazetteer.positions()} == drawn_targets
    shaded = {spot.iri for _, spot in drawn.linked if spot.is_region}
    assert shaded == {ID + name for name in ("Europe", "MiddleEast", "SoutheastAsia")}


@needs_outlines
def test_a_region_has_a_name_and_no_dot(visit: Visit, corpus: Corpus) -> None:
    page = visit("/map").html
    for spot in world_map.spots(corpus):
        if spot.is_region:
            marked = [each for each in page.split("<a ")[1:] if f"<title>{spot.title(corpus)}" in each]
            assert marked, spot.label
            assert all('class="dot' not in each.partition("</a>")[0] for each in marked)


@needs_outlines
def test_stripes_are_where_a_rule_is_in_force_in_the_whole_of_a_place(corpus: Corpus, store: Store) -> None:
    whole = column(
        store,
        """SELECT DISTINCT ?place { ?c adgo:subject ?it ; adgo:predicate adgo:appliesIn ; adgo:object ?place ;
        adgo:modality adgo:Asserted . FILTER NOT EXISTS { ?c adgo:hedge ?h }
        FILTER NOT EXISTS { ?c adgo:status ?s FILTER (?s NOT IN (adgo:InForce, adgo:Ongoing, adgo:Achieved)) } }""",
    )
    drawn = map_picture.draw_map(corpus, world_map.spots(corpus))
    assert drawn
    striped = {spot.iri for name, spot in drawn.linked if name in drawn.ruled}
    assert striped == {spot.iri for _, spot in drawn.linked if spot.iri in whole}
    assert ID + "Germany" in striped
    assert ID + "MiddleEast" not in striped  # The rule of some of its countries is not one of all.


@needs_outlines
def test_an_arrow_leads_from_where_a_party_is_based_to_where_its_project_is(
    corpus: Corpus, store: Store
) -> None:
    pairs = rows(
        store,
        """SELECT DISTINCT ?it ?country ?whole {
        ?c adgo:subject ?it ; adgo:predicate/rdfs:subPropertyOf* adgo:involves ;
        adgo:object ?party . ?b adgo:subject ?party ; adgo:predicate adgo:basedInCountry ; adgo:object ?country ;
        adgo:modality adgo:Asserted . ?d adgo:subject ?it ; adgo:object ?place ; adgo:predicate ?at .
        FILTER (?at IN (adgo:locatedIn, adgo:hasMarket, adgo:beginsWith)) ?place adgo:within* ?whole }""",
    )
    found = arrows.find_arrows(corpus, world_map.spots(corpus))
    assert {(each.origin, each.target) for each in found} >= {
        (ID + "China", ID + "Europe"), (ID + "Germany", ID + "China"), (ID + "China", ID + "SoutheastAsia"),
    }  # fmt: skip
    for each in found:
        assert each.origin not in corpus.around(each.target)
        for undertaking in each.undertakings:
            assert (undertaking.iri, each.origin, each.target) in pairs, each.name


def test_every_place_with_a_position_names_its_page_and_is_on_the_map(corpus: Corpus) -> None:
    places = set(corpus.of_class("Place"))
    for it, position in gazetteer.positions().items():
        assert it in places
        assert position.source.startswith("https://")
        assert any(frame.holds(position) for frame in gazetteer.frames()), it


def test_an_answer_is_drawn_where_it_holds_what_a_picture_needs(corpus: Corpus) -> None:
    def uri(name: str) -> dict[str, str]:
        return {"type": "uri", "value": ID + name}

    day = {"type": "literal", "value": "2025-09-01", "datatype": "http://www.w3.org/2001/XMLSchema#date"}
    table = Table(["firm", "place", "when"], [[uri("Momenta"), uri("Munich"), day]])
    drawn = answer_pictures.draw_answer(corpus, table, "network")
    assert drawn
    assert drawn.network
    assert len(drawn.network.lines) == 1
    on_map = answer_pictures.draw_answer(corpus, table, "map")
    assert on_map
    assert on_map.map
    assert [each.label for each in on_map.map.spots] == ["Munich"]
    in_time = answer_pictures.draw_answer(corpus, table, "timeline")
    assert in_time
    assert in_time.chart
    lacking = answer_pictures.draw_answer(
        corpus, Table(["n"], [[{"type": "literal", "value": "1"}]]), "timeline"
    )
    assert lacking
    assert lacking.lack
    assert answer_pictures.draw_answer(corpus, table, "table") is None


def test_completion_offers_what_occurs_with_a_class(client: FlaskClient) -> None:
    offered = client.get("/completion.json").get_json()
    properties = {name: kinds for name, _, kinds, _ in offered["properties"]}
    assert properties["adgo:modality"]["adgo:Claim"] > 700
    assert "adgo:Firm" not in properties["adgo:modality"]
    values = {name: kinds for name, _, _, kinds in offered["properties"]}
    assert "solution provider" in values["adgo:partnersWith"]
    assert "country" not in values["adgo:partnersWith"]
    assert ["id:Momenta", "Momenta", ["solution provider"]] in offered["things"]
    assert offered["prefixes"]["adgo"] == "https://w3id.org/adgo/ontology#"
    assert not [name for name, _, _ in offered["classes"] if name.startswith("<")]
