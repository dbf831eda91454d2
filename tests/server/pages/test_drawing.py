"""Dates in words, boxes that keep apart, outlines that stay in their frame, answers drawn where they can be."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from flask.testing import FlaskClient

from adgo.corpus import dates, undertakings
from adgo.corpus.corpus import Corpus
from adgo.graph.namespaces import ID
from adgo.server.pages import assets
from adgo.server.pages.drawing import (
    answer_pictures,
    chart,
    country_outlines,
    neighbourhood,
    network,
    timeline,
    world_map,
)
from adgo.server.pages.drawing.picture import wrap
from adgo.server.pages.overviews import indicators
from adgo.server.pages.table import Table


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


@pytest.mark.skipif(not assets.has(assets.OUTLINES), reason="the build brought no outlines")
def test_no_outline_runs_across_the_map() -> None:
    found = country_outlines.read_outlines()
    assert {"276", "156", "840"} <= {each.number for each in found}
    for each in found:
        widest = max(
            abs(int(number))
            for ring in each.path.split("z")
            if "l" in ring
            for number in ring.split("l")[1].split()
        )
        assert widest < country_outlines.WIDTH * country_outlines.FINE / 4, each.name


def test_labels_on_the_map_keep_apart(corpus: Corpus) -> None:
    spots = [each for each in world_map.spots(corpus) if each.x is not None]
    assert {"Germany", "Munich", "China", "Singapore"} <= {each.label for each in spots}
    for one, other in ((a, b) for a in spots for b in spots if a.label < b.label):
        apart = abs(one.ty - other.ty) >= 12
        wide = len(f"{one.label} {one.size}") * 6, len(f"{other.label} {other.size}") * 6
        assert apart or one.tx + wide[0] <= other.tx or other.tx + wide[1] <= one.tx, (one.label, other.label)


def test_every_drawn_place_names_its_page(corpus: Corpus) -> None:
    places = set(corpus.of_class("Place"))
    for it, position in world_map.positions().items():
        assert it in places
        assert position.source.startswith("https://")
        assert -90 <= position.latitude <= 90
        assert -180 <= position.longitude <= 180


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
    assert [each.label for each in on_map.spots or []] == ["Munich"]
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
    properties = {name: kinds for name, _, kinds in offered["properties"]}
    assert properties["adgo:modality"]["adgo:Claim"] > 700
    assert "adgo:Firm" not in properties["adgo:modality"]
    assert ["id:Momenta", "Momenta", ["solution provider"]] in offered["things"]
    assert offered["prefixes"]["adgo"] == "https://w3id.org/adgo/ontology#"
    assert not [name for name, _, _ in offered["classes"] if name.startswith("<")]
