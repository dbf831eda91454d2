"""Things are found by each of their names, and never by a name that two of them have."""

from __future__ import annotations

import pytest

from adgo.corpus import names
from adgo.corpus.corpus import Corpus
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
