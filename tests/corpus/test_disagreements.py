"""One card for each disagreement: none is lost, none is shown twice, and what a card says is what the claims say."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest
from pyoxigraph import Store

from adgo import queries
from adgo.corpus import reading
from adgo.corpus.corpus import Corpus
from adgo.corpus.disagreements import cards, choice, mentions, rows, tally, text, wording
from adgo.corpus.disagreements.card import Card
from adgo.corpus.disagreements.table import table
from adgo.corpus.disagreements.vocabulary import ASPECTS, BADGES, RANKS
from adgo.corpus.reading import asking
from adgo.corpus.selection import Selection
from adgo.evidence import conflict_kinds
from adgo.evidence.conflicts import PREFIX
from adgo.graph.dataset import Dataset
from adgo.graph.namespaces import ADGO, PREFIXES

ID, ST = PREFIXES["id"], PREFIXES["st"]
PREFIXES_TEXT = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


@pytest.fixture(scope="module")
def store(packaged: Dataset) -> Store:
    return packaged.store


@pytest.fixture(scope="module")
def found(store: Store) -> list[rows.Difference]:
    return rows.find(asking(store), {name: each.text for name, each in queries.load().items()})


@pytest.fixture(scope="module")
def every(corpus: Corpus, found: list[rows.Difference]) -> list[Card]:
    return cards.cards(corpus, found)


def about(every: list[Card], iri: str) -> Card:
    (card,) = (each for each in every if each.iri == iri)
    return card


def shown(corpus: Corpus, card: Card) -> dict[str, list[list[str]]]:
    """What a card says: for each aspect, the texts of each column."""
    return {
        aspect.name: [wording.cell(corpus, card, aspect, source) for source in card.sources]
        for aspect in card.aspects
    }


def counted(store: Store, pattern: str) -> int:
    """Return how many things a pattern finds, by a query of this test's own."""
    query = f"{PREFIXES_TEXT}SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}"
    (row,) = store.query(query)  # type: ignore[union-attr]
    return int(row["n"].value)  # type: ignore[index, union-attr]


def test_momenta_and_uber_in_germany(corpus: Corpus, every: list[Card]) -> None:
    """By hand from the articles: two retellings have tests next year, China Daily a robotaxi service by 2026."""
    card = about(every, ST + "momenta-uber-germany-l4")
    assert [it.removeprefix(PREFIXES["src"]) for it in card.sources] == ["000", "001", "002"]
    assert shown(corpus, card) == {
        "kind": [["trial"], ["trial"], ["deployment"]],
        "time": [["next year (2026)"], ["next year (2026)"], ["by 2026 (31 December 2026 or earlier)"]],
        "place": [["Germany"], ["Germany"], ["Germany", "Munich"]],
        "level": [["Level 4"], ["Level 4"], ["does not say"]],
        "vehicle": [["does not say"], ["does not say"], ["robotaxi"]],
    }
    assert list(card.standings.values()) == ["AnnouncedPlan"] * 3
    assert {each.name: each.label for each in card.aspects} == {
        "kind": "Different detail",
        "time": "Different detail",
        "place": "More specific in one source",
        "level": "Not in every source",
        "vehicle": "Only in one source",
    }
    assert any("retell one report" in sentence for sentence in wording.families(corpus, card))


def test_one_data_centre_or_several(corpus: Corpus, every: list[Card]) -> None:
    """Bug: "does not say" stood where an article has the plural."""
    card = about(every, ST + "deeproute-data-centre-europe")
    assert card.badge.key == "contradiction"
    assert shown(corpus, card)["number of sites"] == [["several"], ["one"]]
    european, both = shown(corpus, card)["condition"]
    assert (len(european), len(both)) == (1, 2)


def test_shares_have_their_unit_and_what_they_measure(corpus: Corpus, every: list[Card]) -> None:
    card = about(every, ST + "china-adas-share")
    assert shown(corpus, card)["figure"] == [
        ["share of cars sold in China with autonomous driving features exceeds 50 percent"],
        ["share of new cars in China with driver assistance exceeds 65 percent"],
        ["share of new cars in China with driver assistance exceeds 65 percent"],
    ]


def test_each_row_is_on_a_card(every: list[Card], found: list[rows.Difference]) -> None:
    placed = Counter(id(row) for card in every for row in card.rows)
    assert set(placed) == {id(row) for row in found}
    repeated = {row.kind for row in found if placed[id(row)] > 1}
    assert repeated <= {"apart"}


def test_a_statement_has_one_card_and_headings_differ(every: list[Card]) -> None:
    """Bug: the page of Momenta had 19 cards, 12 of them with one heading."""
    assert not [it for it, times in Counter(each.heading for each in every).items() if times > 1]
    statements = [each.iri for each in every if each.iri.startswith(ST)]
    assert len(statements) == len(set(statements)) > 30


def test_a_thing_has_few_cards(corpus: Corpus, every: list[Card]) -> None:
    by_thing = mentions.by_thing(corpus, every)
    assert 1 <= len(by_thing[ID + "Momenta"]) <= 8
    assert [each.iri for each in by_thing[ID + "Momenta"]].count(ST + "momenta-uber-germany-l4") == 1
    firms = corpus.of_class("Firm")
    assert max(len(by_thing.get(it, [])) for it in firms) <= 8


def test_disputes_come_first_and_wording_is_folded(every: list[Card]) -> None:
    ranks = [RANKS[each.badge.key] for each in every]
    assert ranks == sorted(ranks)
    assert list(BADGES)[:3] == ["disputed", "contradiction", "detail"]
    folded = [key for key, badge in BADGES.items() if badge.is_folded]
    assert {"wording", "speaker", "silent"} <= set(folded)
    assert list(BADGES)[-len(folded) :] == folded


def test_a_cell_is_empty_only_if_the_source_is_silent(corpus: Corpus, every: list[Card]) -> None:
    """Bug: an article that speaks of several sites was said to leave the number out."""
    silent = 0
    for card in (each for each in every if each.iri.startswith(ST)):
        for aspect in card.aspects:
            if {"attribution", "modality", "qualifier", "post", "view", "self"} & set(aspect.kinds):
                continue
            sides = [side for cell in aspect.cells.values() for side in cell]
            predicates = {corpus.by_iri[side.claim].predicate for side in sides}
            for source in set(card.sources) - set(aspect.cells):
                silent += 1
                told = [each for each in corpus.by_statement[card.iri] if each.source == source]
                assert not [each for each in told if each.predicate in predicates], (card.iri, aspect.name)
    assert silent > 10


def test_each_cell_is_what_its_claim_says(corpus: Corpus, every: list[Card]) -> None:
    for card in every:
        for source, side in (
            (source, side) for a in card.aspects for source, cell in a.cells.items() for side in cell
        ):
            claim = corpus.by_iri[side.claim]
            assert (claim.source, claim.passage) == (source, side.passage), side


def test_a_plan_is_never_shown_without_its_standing(corpus: Corpus, every: list[Card]) -> None:
    """By the modalities of the claims: what a source plans, expects, hedges or denies is not stated as fact."""
    unsure = 0
    for card in (each for each in every if each.iri.startswith(ST) and each.aspects):
        for source in card.sources:
            told = [each for each in corpus.by_statement[card.iri] if each.source == source]
            if all(each.modality != ADGO + "Asserted" or each.hedges for each in told):
                unsure += 1
                assert card.standings[source] in {
                    "AnnouncedPlan", "ConditionalPlan", "ForecastOnly", "Unconfirmed", "ReportedDenied",
                }, (card.heading, source)  # fmt: skip
    assert unsure > 8


def test_a_view_with_a_status_is_stated_as_fact(corpus: Corpus, every: list[Card]) -> None:
    """Bug: a view that two articles state as fact was "unconfirmed" on its card, because it is a recommendation."""
    views = 0
    for card in (each for each in every if each.iri.startswith(ST)):
        told = corpus.by_statement[card.iri]
        if all(each.predicate == ADGO + "holdsView" for each in told):
            for source in card.standings:
                is_stated = all(each.is_asserted for each in told if each.source == source)
                assert (card.standing_words(corpus, source) == "stated as fact") == is_stated, card.heading
            views += any(each.status for each in told)
    assert views


def test_sources_of_one_family_stand_together(corpus: Corpus, every: list[Card]) -> None:
    for card in every:
        families = [corpus.first(it, "inFamily") for it in card.sources]
        runs = 1 + sum(one != other for one, other in pairwise(families)) if families else 0
        assert runs == len(set(families)), card.heading


def test_what_the_editors_dispute_is_marked(corpus: Corpus, every: list[Card]) -> None:
    disputes = {
        term.value: judgement
        for judgement, record in corpus.apart["judgements"].items()
        for term in record.get(ADGO + "disputes", [])
    }
    assert len(disputes) == 4
    for claim, judgement in disputes.items():
        (card,) = (each for each in every if claim in each.disputed)
        assert card.badge.key == "disputed"
        assert judgement in card.judgements
        texts = [cell for columns in shown(corpus, card).values() for cells in columns for cell in cells]
        assert sum(each.endswith("(disputed)") for each in texts) == 1, card.heading


def test_totals_are_those_of_independent_queries(store: Store, every: list[Card]) -> None:
    counts = tally.counts(every)
    source = "adgo:passage/oa:hasSource"
    assert counts["disputed"] == counted(store, "GRAPH ?g { ?j adgo:disputes ?x }")
    fewer = (
        "?a adgo:subject ?x ; adgo:predicate adgo:siteCount ; adgo:object ?n ."
        "?b adgo:subject ?x ; adgo:predicate adgo:minimumSiteCount ; adgo:object ?m FILTER (?n < ?m)"
    )
    functional = (
        "?p a owl:FunctionalProperty . ?a adgo:subject ?x ; adgo:predicate ?p ; adgo:object ?n ; adgo:modality ?c ."
        "?b adgo:subject ?x ; adgo:predicate ?p ; adgo:object ?m ; adgo:modality ?c FILTER (STR(?n) != STR(?m))"
    )
    assert counts["contradiction"] == counted(store, fewer) + counted(store, functional)
    surer = (
        f"?a adgo:tells ?x ; adgo:modality adgo:Asserted ; {source} ?s ."
        f"?b adgo:tells ?x ; adgo:modality ?m ; {source} ?t FILTER (?s != ?t && ?m != adgo:Asserted)"
        f"FILTER NOT EXISTS {{ ?c adgo:tells ?x ; adgo:modality ?m ; {source} ?s }}"
        f"FILTER NOT EXISTS {{ ?d adgo:tells ?x ; adgo:modality adgo:Asserted ; {source} ?t }}"
    )
    limited = (
        f"?a adgo:tells ?x ; adgo:hedge|adgo:scope ?l ; {source} ?s . ?b adgo:tells ?x ; {source} ?t FILTER (?s != ?t)"
        f"FILTER NOT EXISTS {{ ?c adgo:tells ?x ; adgo:hedge|adgo:scope ?l ; {source} ?t }}"
    )
    assert counts["certainty"] == counted(store, surer) + counted(store, limited)
    assert counts["identity"] == counted(store, "GRAPH ?g { ?x a adgo:IdentityHypothesis }")
    assert counts["apart"] == counted(store, "GRAPH ?g { ?x adgo:keepsApart ?thing }")


def test_details_are_those_of_the_stored_questions(store: Store, every: list[Card]) -> None:
    """By hand: a position of three people, two motives, five views, four details, and one condition of a plan."""

    def pairs(kind: str, more: str = "") -> int:
        stored = queries.load()[PREFIX + kind].text
        head, _, body = re.sub(r"(?m)^#.*$", "", stored).partition("SELECT")
        return len(
            list(
                store.query(f"{head} SELECT DISTINCT ?about ?predicate WHERE {{ {{ SELECT{body} }} {more} }}")
            )  # type: ignore[arg-type]
        )

    both = "FILTER (BOUND(?value) && BOUND(?otherValue))"
    disputed_person = 1
    added_where_both_speak = 1
    assert (
        tally.counts(every)["detail"]
        == (pairs("difference") + pairs("view", both) + pairs("motive") + pairs("post") - disputed_person)
        + added_where_both_speak
    )
    assert tally.counts(every)["detail"] == 15


def test_totals_in_words_name_what_is_not_there(corpus: Corpus, every: list[Card]) -> None:
    first, _ = tally.in_words(mentions.by_thing(corpus, every)[ID + "Momenta"])
    assert first.startswith("5 topics: 0 disputed claims, 0 contradictions, 2 different details")
    assert tally.in_words([]) == ("0 topics: 0 disputed claims, 0 contradictions, 0 different details.", "")
    assert tally.in_words(every)[0].startswith(f"{len(every)} topics: 4 disputed claims, 1 contradiction, ")


def test_a_choice_accepts_parts_of_a_place(corpus: Corpus, every: list[Card]) -> None:
    germany = choice.Choice("", (), Selection(corpus, {"place": (ID + "Germany",)})).of(corpus, every)
    europe = choice.Choice("", (), Selection(corpus, {"place": (ID + "Europe",)})).of(corpus, every)
    assert ST + "momenta-uber-germany-l4" in {each.iri for each in germany}
    assert {each.heading for each in germany} < {each.heading for each in europe}
    one_kind = choice.Choice(ID + "DeeprouteAI", ("name",), Selection(corpus, {})).of(corpus, every)
    assert [each.heading for each in one_kind] == ["Names of Deeproute.ai"]


@pytest.mark.parametrize("width", [44, 80, 110, 200])
def test_text_keeps_to_the_width_and_has_every_card(corpus: Corpus, every: list[Card], width: int) -> None:
    printed = text.as_text(corpus, every, width)
    longest = max((line for line in printed.splitlines() if " " in line.strip()), key=len)
    assert len(longest) <= width, longest
    flat = " ".join(printed.split())
    for card in every:
        assert card.heading in flat


def test_the_table_has_every_cell_with_labels(corpus: Corpus, every: list[Card]) -> None:
    made = table(corpus, every)
    cells = sum(max(len(a.cells.get(s, [])), 1) for card in every for a in card.aspects for s in card.sources)
    assert len(made.rows) == cells + sum(not card.aspects for card in every)
    labels = made.columns.index("topic id")
    assert not [cell for row in made.rows for cell in row[:8] if str(cell).startswith("http")]
    assert {row[labels] for row in made.rows} == {card.iri for card in every}


def test_the_tables_of_words_fit_the_ontology(corpus: Corpus) -> None:
    assert set(conflict_kinds.BADGES.values()) <= set(BADGES)
    kinds = set(conflict_kinds.HEADINGS)
    properties = {it.rpartition("#")[2] for it in corpus.records if it.startswith(ADGO)} | {"type"}
    assert set(ASPECTS) <= properties | kinds


def test_a_statement_may_have_a_name_of_any_namespace() -> None:
    """Bug: the card of a statement outside https://w3id.org/adgo/ had no sources, and its row "certainty" was empty."""
    store = Store()
    store.update(
        PREFIXES_TEXT + "PREFIX ex: <http://example.org/> INSERT DATA { "
        "ex:p1 oa:hasSource ex:s1 . ex:p2 oa:hasSource ex:s2 . "
        "ex:c1 a adgo:Claim ; adgo:tells ex:st ; adgo:passage ex:p1 ; adgo:modality adgo:Asserted ; "
        "adgo:subject ex:u ; adgo:predicate rdf:type ; adgo:object adgo:Trial . "
        "ex:c2 a adgo:Claim ; adgo:tells ex:st ; adgo:passage ex:p2 ; adgo:modality adgo:Hedged ; "
        "adgo:subject ex:u ; adgo:predicate rdf:type ; adgo:object adgo:Trial }"
    )
    corpus = reading.read_store(store)
    (card,) = cards.cards(corpus, rows.of_store(store))
    assert card.sources == ["http://example.org/s1", "http://example.org/s2"]
    assert shown(corpus, card)["certainty"] == [["adgo:Asserted"], ["adgo:Hedged"]]
