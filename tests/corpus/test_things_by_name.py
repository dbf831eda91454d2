"""Things are found by each of their names, and never by a name that two of them have."""

from __future__ import annotations

import pytest

from adgo.corpus import names
from adgo.corpus.corpus import LABELS, SUBCLASS, TYPE, Corpus, Records, Term
from adgo.graph.namespaces import PREFIXES, short


def lasting(corpus: Corpus) -> list[str]:
    return [it for it in corpus.records if it.startswith(PREFIXES["id"])]


def test_every_entity_is_found_by_its_iri_its_short_name_and_each_of_its_names(corpus: Corpus) -> None:
    assert len(lasting(corpus)) > 100
    for it in lasting(corpus):
        for name in (it, f"<{it}>", short(it), *corpus.names(it), f" {corpus.label(it)} "):
            assert names.find(corpus, name) == it, name


def test_a_name_that_differs_from_two_names_in_its_case_alone_is_refused(corpus: Corpus) -> None:
    """A research centre is called CAR."""
    assert short(names.find(corpus, "CAR")) == "id:CenterForAutomotiveResearch"
    assert short(names.find(corpus, "car")) == "id:car"
    with pytest.raises(names.AmbiguousName) as error:
        names.find(corpus, "Car")
    assert sorted(map(short, error.value.candidates)) == ["id:CenterForAutomotiveResearch", "id:car"]
    assert "id:car" in str(error.value)


@pytest.mark.parametrize(
    ("name", "class_name", "nearest"),
    [
        ("Momentaa", "", "Momenta"),
        ("Neoway", "Organization", "Neoway Technology"),
        ("Germny", "Place", "Germany"),
        ("Germany", "Firm", None),
        ("", "", None),
    ],
)
def test_an_unknown_name_names_the_nearest(
    corpus: Corpus, name: str, class_name: str, nearest: str | None
) -> None:
    with pytest.raises(names.UnknownName) as error:
        names.find(corpus, name, class_name)
    assert (error.value.nearest[0] if error.value.nearest else None) == nearest
    assert repr(name) in str(error.value)


@pytest.fixture
def naming() -> Corpus:
    """Return a graph in which a firm has its name, and all else is said of another firm, WeRide."""
    kinds = {
        PREFIXES["id"] + "Ridden": ("Firm", "Ridden"),
        PREFIXES["id"] + "weride-says": ("Statement", "WeRide runs buses"),
        PREFIXES["st"] + "weride-runs": ("Statement", "WeRide runs shuttles"),
        PREFIXES["id"] + "weride-view": ("Recommendation", "WeRide should go abroad"),
        PREFIXES["id"] + "weride-people": ("UnnamedGroup", "people at WeRide, in the article"),
        PREFIXES["id"] + "weride-share": ("Indicator", "share of WeRide in China"),
        PREFIXES["report"] + "weride.post": ("Report", "the buses of WeRide: done"),
    }
    records: Records = {PREFIXES["adgo"] + "Recommendation": {SUBCLASS: [uri("View")]}}
    for iri, (kind, label) in kinds.items():
        records[iri] = {TYPE: [uri(kind)], LABELS[0]: [Term("literal", label, "en")]}
    return Corpus("", [], records)


def uri(name: str) -> Term:
    return Term("uri", PREFIXES["adgo"] + name)


def proposals(corpus: Corpus, name: str) -> list[str]:
    with pytest.raises(names.UnknownName) as error:
        names.find(corpus, name)
    assert ("The nearest is" in str(error.value)) is bool(error.value.nearest)
    return error.value.nearest


@pytest.mark.parametrize("name", ["WeRide", "weride", "WeRide runs", "share of WeRide"])
def test_only_what_people_call_by_a_name_is_proposed(naming: Corpus, name: str) -> None:
    """Bug: "Nothing is called 'WeRide' in these data. The nearest is 'WeRide runs buses'"."""
    assert proposals(naming, name) == []
    assert proposals(naming, "Riden") == ["Ridden"]


def test_statements_do_not_crowd_out_what_is_proposed(naming: Corpus) -> None:
    """The nine most similar names were taken before statements were left out."""
    for number in range(20):
        iri = f"{PREFIXES['st']}{number}"
        naming.records[iri] = {TYPE: [uri("Statement")], LABELS[0]: [Term("literal", f"Riddem{number}")]}
    assert proposals(naming, "Riddem") == ["Ridden"]


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("Momenta and Uber", "partnership of Momenta and Uber"),
        ("Germny", "Germany"),
        ("Li Auto i7", "Li Auto i6"),
        ("autonomous drivin", "autonomous driving"),
        ("Level 44", "Level 4"),
        ("Munich Motor Sho 2025", "Munich Motor Show 2025"),
        ("China Dally", "China Daily"),
        ("Alex Close", "Alex Klose"),
    ],
)
def test_firms_people_places_topics_and_projects_are_proposed(
    corpus: Corpus, name: str, nearest: str
) -> None:
    assert proposals(corpus, name)[0] == nearest


def test_a_statement_is_proposed_if_statements_are_asked_for(naming: Corpus) -> None:
    assert list(names.nearest_things(naming, "WeRide runs", "Statement")) == ["WeRide runs buses"]
