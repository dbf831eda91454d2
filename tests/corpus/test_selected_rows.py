"""A selection keeps the rows that have a chosen value in every facet, whatever the value is called."""

from __future__ import annotations

import pytest

from adgo.corpus import facets, reading, selection
from adgo.corpus.corpus import Corpus, Term
from adgo.corpus.facets import FACETS
from adgo.graph.dataset import Dataset
from adgo.graph.namespaces import ADGO, BASE, ID, PREFIXES, RDF

GERMANY = ID + "Germany"


@pytest.fixture(scope="module")
def corpus(packaged: Dataset) -> Corpus:
    return reading.read_store(packaged.store)


@pytest.mark.parametrize(
    "name",
    ["Germany", "germany", " GERMANY ", "id:Germany", GERMANY, f"<{GERMANY}>"],
)
def test_a_value_is_chosen_by_any_of_its_names(corpus: Corpus, name: str) -> None:
    assert selection.read(corpus, [("place", name)]).chosen == {"place": (GERMANY,)}


def test_every_value_of_every_facet_is_chosen_by_its_label_and_by_its_short_name(corpus: Corpus) -> None:
    for facet in FACETS:
        for it in facets.offered(corpus, facet.name):
            for name in (it, selection.short_name(corpus, facet.name, it)):
                assert selection.read(corpus, [(facet.name, name)]).of(facet.name) == (it,), (facet, name)


@pytest.mark.parametrize(
    ("facet", "value", "nearest"),
    [("place", "Germny", "Germany"), ("party", "Momneta", "Momenta"), ("standing", "runing", "running")],
)
def test_an_unknown_value_is_refused_with_the_nearest(
    corpus: Corpus, facet: str, value: str, nearest: str
) -> None:
    with pytest.raises(selection.UnknownValue) as error:
        selection.read(corpus, [(facet, value)])
    assert repr(value) in str(error.value)
    assert repr(nearest) in str(error.value)


def test_a_value_of_another_facet_is_unknown(corpus: Corpus) -> None:
    for facet, value in (
        ("place", "Momenta"),
        ("party", "Level4"),
        ("level", "Germany"),
        ("source", "Munich"),
    ):
        with pytest.raises(selection.UnknownValue):
            selection.read(corpus, [(facet, value)])


def test_empty_and_other_arguments_choose_nothing(corpus: Corpus) -> None:
    assert not selection.read(corpus, [("place", ""), ("party", " "), ("format", "csv"), ("show", "all")])


def test_former_arguments_still_choose(corpus: Corpus) -> None:
    assert selection.read(corpus, [("market", "Germany")]).of("place") == (GERMANY,)
    real = selection.read(corpus, [("show", "real")]).of("standing")
    planned = selection.read(corpus, [("show", "planned")]).of("standing")
    assert set(real) == {ADGO + name for name in ("Done", "Running")}
    assert set(real).isdisjoint(planned)
    assert {*real, *planned, ADGO + "Ended"} == facets.offered(corpus, "standing")


def test_several_values_of_a_facet_are_alternatives(corpus: Corpus) -> None:
    def chosen(*places: str) -> set[str]:
        return {each.iri for each in selection.read(corpus, [("place", p) for p in places]).undertakings()}

    assert chosen("Germany", "Singapore") == chosen("Germany") | chosen("Singapore")
    assert chosen("Germany") < chosen("Europe")
    assert chosen("Munich") < chosen("Germany")


def test_facets_are_conditions_that_all_hold(corpus: Corpus) -> None:
    chosen = selection.read(corpus, [("place", "Europe"), ("party", "Momenta"), ("level", "Level4")])
    assert [each.iri for each in chosen.undertakings()] == [ID + "momenta-uber-trial"]


def test_what_any_source_reports_as_a_plan_is_under_no_standing_of_the_done(corpus: Corpus) -> None:
    for each in selection.read(corpus, [("show", "real")]).undertakings():
        assert each.is_real, each.iri
    for each in selection.read(corpus, [("show", "planned")]).undertakings():
        assert not each.is_real, each.iri


def test_every_option_of_every_menu_shows_as_many_rows_as_it_says(corpus: Corpus) -> None:
    """All options of all facets, alone and with each place."""
    rows = list(facets.of_undertakings(corpus).values())
    nothing = selection.read(corpus, [])
    starts = [nothing]
    starts += [each.target for menu in selection.menus(nothing, rows) for each in menu.options]
    for start in starts:
        for menu in selection.menus(start, rows):
            for option in menu.options:
                assert option.count or option.is_chosen
                if not option.is_chosen:
                    assert len(option.target.undertakings()) == option.count, option.target.query
                if option.iri:
                    assert option.iri in facets.offered(corpus, menu.facet.name)
    assert len(starts) > 40


def test_choosing_what_is_chosen_removes_it(corpus: Corpus) -> None:
    chosen = selection.read(corpus, [("place", "Germany"), ("level", "Level4")])
    assert chosen.choosing("place", GERMANY).query == "?level=Level4"
    assert chosen.choosing("place", ID + "Munich").arguments == [("place", "Munich"), ("level", "Level4")]


def test_a_place_is_below_the_places_that_contain_it(corpus: Corpus) -> None:
    rows = list(facets.of_undertakings(corpus).values())
    (menu,) = (m for m in selection.menus(selection.read(corpus, []), rows) if m.facet.name == "place")
    depths = {option.label: option.depth for option in menu.options}
    assert (depths["Europe"], depths["Germany"], depths["Munich"]) == (0, 1, 2)
    labels = [option.label for option in menu.options]
    assert labels.index("Europe") < labels.index("Germany") < labels.index("Munich")


def test_the_query_of_a_selection_is_read_as_the_same_selection(corpus: Corpus) -> None:
    for facet in FACETS:
        for it in facets.offered(corpus, facet.name):
            made = selection.Selection(corpus, {facet.name: (it,)})
            assert selection.read(corpus, made.arguments).chosen == made.chosen


def test_places_that_contain_each_other_have_a_menu() -> None:
    within, label = ADGO + "within", PREFIXES["skos"] + "prefLabel"
    types = {RDF + "type": [Term("uri", ADGO + "Place")]}
    records = {
        ID + name: {within: [Term("uri", ID + other)], label: [Term("literal", name)], **types}
        for name, other in (("A", "B"), ("B", "A"))
    }
    looped = Corpus("digest", records=records)
    values = {facet.name: frozenset[str]() for facet in FACETS} | {"place": frozenset(records)}
    (menu,) = selection.menus(selection.read(looped, []), [values])
    assert {option.label for option in menu.options} == {"A", "B"}


def test_a_claim_about_a_project_of_a_firm_is_not_in_the_country_of_the_firm(corpus: Corpus) -> None:
    claims = [each for each in corpus.claims if each.subject == ID + "momenta-uber-trial"]
    values = facets.of_claims(corpus, claims)
    assert {ID + "Germany", ID + "Europe"} <= values["place"]
    assert ID + "China" not in values["place"]
    assert {ID + "Momenta", ID + "Uber"} <= values["party"]


def test_a_value_that_is_only_stated_as_fact_has_no_standing(corpus: Corpus) -> None:
    """Bug: the price of a domain controller before its fall was selected by "running"."""
    before, now = ([corpus.by_iri[BASE + "claim/" + name]] for name in ("002-14a", "002-15a"))
    assert facets.of_claims(corpus, before)["standing"] == frozenset()
    assert facets.of_claims(corpus, now)["standing"] == {ADGO + "Done"}
