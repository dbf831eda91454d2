"""The update from 0.1.0 to 0.2.0 translates what was renamed or split, keeps the rest, and may run twice."""

from __future__ import annotations

from functools import cache

import pytest
import rdflib
from pyoxigraph import RdfFormat, Store

from adgo.graph import files
from adgo.graph.namespaces import PREFIXES

UPDATE = (files.root() / "ontology" / "migrations" / "0.1.0-to-0.2.0.ru").read_text(encoding="utf-8")
PROLOGUE = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())

#: Claims as 0.1.0 has them: some change, some must not.
OLD = """
claim:900-1a a adgo:Claim ; adgo:qualifier "Such as"@en , "key market"@en .
claim:900-1b a adgo:Claim ; adgo:qualifier "reportedly"@en .
claim:900-1c a adgo:Claim ; adgo:qualifier "on weekdays"@en .
claim:900-1d a adgo:Claim ; adgo:qualifier "at the Munich Motor Show"@en .
claim:900-1e a adgo:Claim ; adgo:qualifier "far"@en ; adgo:predicate adgo:holdsView ; adgo:object id:view-900-1 .
claim:900-1f a adgo:Claim ; adgo:qualifier "strategic"@en ; adgo:predicate adgo:holdsView ; adgo:object id:view-900-2 .
claim:900-1g a adgo:Claim ; adgo:qualifier "far"@en ; adgo:predicate adgo:locatedIn ; adgo:object id:Germany .
outside:fair a adgo:OutsideRecord ; adgo:subject id:Fair ; adgo:qualifier "tests"@en .

claim:900-2a adgo:subject id:mode-platform ; adgo:predicate adgo:automationLevel ; adgo:object adgo:Level4 .
claim:900-2b adgo:subject id:some-route ; adgo:predicate adgo:automationLevel ; adgo:object adgo:Level4 .
claim:900-2c adgo:subject id:service ; adgo:predicate adgo:automationLevel ; adgo:object adgo:Level4 .
id:some-route a adgo:ExpansionMode ; adgo:automationLevel adgo:Level4 .
id:service adgo:automationLevel adgo:Level4 .

claim:900-3a adgo:subject id:driver-assistance-in-europe ; adgo:predicate adgo:hasVehicle ; adgo:object id:luxury-car .
claim:900-3b adgo:subject id:service ; adgo:predicate adgo:hasVehicle ; adgo:object id:luxury-car .

claim:900-4a adgo:subject id:Example ; adgo:predicate adgo:describedAs ; adgo:object "Chinese" .
claim:900-4b adgo:tells st:example ; adgo:passage p:900-4 ; adgo:modality adgo:Asserted ;
    adgo:qualifier "reportedly"@en ; skos:editorialNote "On the developer." ;
    adgo:subject id:Other ; adgo:predicate adgo:describedAs ; adgo:object "Chinese developer" .
claim:900-4ab adgo:tells st:brand ;
    adgo:subject id:Other ; adgo:predicate adgo:describedAs ; adgo:object "Chinese brand" .
claim:900-4c adgo:tells st:taken ;
    adgo:subject id:Other ; adgo:predicate adgo:describedAs ; adgo:object "Chinese star" .
claim:900-4cz adgo:tells st:other ; adgo:subject id:Other ; adgo:predicate adgo:isNamed ; adgo:object "Other" .
claim:900-4d adgo:subject id:bus ; adgo:predicate adgo:describedAs ; adgo:object "Chinese" .
claim:900-4e adgo:subject id:group-900-firms ; adgo:predicate adgo:describedAs ; adgo:object "Chinese" .
id:Other a adgo:Automaker .
id:bus a adgo:Vehicle .

claim:900-5a adgo:subject id:Example ; adgo:predicate adgo:describedAs ; adgo:object "leading" .
claim:900-5b adgo:subject id:Example ; adgo:predicate adgo:describedAs ; adgo:object "state-owned" .
claim:900-5c adgo:subject id:Example ; adgo:predicate adgo:isNamed ; adgo:object "leading" .

claim:900-6a adgo:subject id:tests ; adgo:predicate adgo:focusesOn ; adgo:object id:rainy-weather .
claim:900-6b adgo:subject id:tests ; adgo:predicate adgo:focusesOn ; adgo:object id:operating-strategies .
claim:900-6c adgo:subject id:tests ; adgo:predicate rdf:type ; adgo:object adgo:Trial .
claim:900-6d adgo:subject id:research ; adgo:predicate adgo:focusesOn ; adgo:object id:rainy-weather .
claim:003-48f adgo:subject id:algorithm-proving ; adgo:predicate adgo:focusesOn ; adgo:object id:winding-roads .
claim:003-48a adgo:subject id:algorithm-proving ; adgo:predicate rdf:type ; adgo:object adgo:Trial .
claim:002-52f adgo:subject id:algorithm-proving ; adgo:predicate adgo:focusesOn ; adgo:object id:complex-terrain .
"""

#: The triples of OLD that go, and those that take their place; all others stay.
GONE = """
claim:900-1a adgo:qualifier "Such as"@en , "key market"@en .
claim:900-1b adgo:qualifier "reportedly"@en .
claim:900-1c adgo:qualifier "on weekdays"@en .
claim:900-1d adgo:qualifier "at the Munich Motor Show"@en .
claim:900-1e adgo:qualifier "far"@en .
claim:900-1f adgo:qualifier "strategic"@en .
claim:900-1g adgo:qualifier "far"@en .
outside:fair adgo:qualifier "tests"@en .
claim:900-2a adgo:predicate adgo:automationLevel .
claim:900-2b adgo:predicate adgo:automationLevel .
id:some-route adgo:automationLevel adgo:Level4 .
claim:900-3a adgo:predicate adgo:hasVehicle .
claim:900-4a adgo:predicate adgo:describedAs ; adgo:object "Chinese" .
claim:900-4b adgo:qualifier "reportedly"@en ; adgo:object "Chinese developer" .
claim:900-4ab adgo:object "Chinese brand" .
claim:900-5a adgo:predicate adgo:describedAs .
claim:900-6a adgo:predicate adgo:focusesOn .
claim:003-48f adgo:predicate adgo:focusesOn .
claim:002-52f adgo:predicate adgo:focusesOn .
"""
COME = """
claim:900-1a adgo:exemplary true ; adgo:emphasis "key market"@en .
claim:900-1b adgo:hedge "reportedly"@en .
claim:900-1c adgo:hedge "on weekdays"@en .
claim:900-1d adgo:scope id:MunichMotorShow2025 .
id:view-900-1 adgo:degree "far"@en .
claim:900-1f adgo:emphasis "strategic"@en .
claim:900-1g adgo:hedge "far"@en .
outside:fair adgo:valueNote "tests"@en .
claim:900-2a adgo:predicate adgo:concernsLevel .
claim:900-2b adgo:predicate adgo:concernsLevel .
id:some-route adgo:concernsLevel adgo:Level4 .
claim:900-3a adgo:predicate adgo:confinedTo .
claim:900-4a adgo:predicate adgo:basedInCountry ; adgo:object id:China .
claim:900-4b adgo:hedge "reportedly"@en ; adgo:object "developer" .
claim:900-4bz adgo:tells st:example ; adgo:passage p:900-4 ; adgo:modality adgo:Asserted ; adgo:hedge "reportedly"@en ;
    adgo:subject id:Other ; adgo:predicate adgo:basedInCountry ; adgo:object id:China .
claim:900-4ab adgo:object "brand" .
claim:900-4zb adgo:tells st:brand ; adgo:subject id:Other ; adgo:predicate adgo:basedInCountry ; adgo:object id:China .
claim:900-5a adgo:predicate adgo:praisedAs .
claim:900-6a adgo:predicate adgo:underCondition .
claim:003-48f adgo:predicate adgo:designedFor .
claim:002-52f adgo:predicate adgo:underCondition .
"""


def triples(turtle: str) -> set[str]:
    return written(store(turtle))


def store(turtle: str) -> Store:
    result = Store()
    result.load((PROLOGUE + turtle).encode(), RdfFormat.TURTLE)
    return result


def written(data: Store) -> set[str]:
    return {f"{quad.subject} {quad.predicate} {quad.object}" for quad in data}


@cache
def migrated() -> Store:
    data = store(OLD)
    data.update(UPDATE)
    return data


def test_what_was_renamed_or_split_is_translated_and_all_else_stays() -> None:
    old, gone = triples(OLD), triples(GONE)
    assert gone <= old
    assert written(migrated()) == (old - gone) | triples(COME)


def test_a_second_run_changes_nothing() -> None:
    again = store(OLD)
    again.update(UPDATE)
    again.update(UPDATE)
    assert written(again) == written(migrated())


@pytest.mark.filterwarnings(
    "ignore:'(count|flags)' is passed as positional:DeprecationWarning"
)  # rdflib 7.6, Python 3.13
def test_another_engine_gives_the_same() -> None:
    graph = rdflib.Graph().parse(data=PROLOGUE + OLD, format="turtle")
    graph.update(UPDATE)
    assert triples(graph.serialize(format="turtle")) == written(migrated())


def test_a_named_graph_is_migrated_by_with() -> None:
    """The README says so, for data that are in no default graph."""
    name = "https://example.org/mine"
    data = Store()
    data.load((PROLOGUE + 'claim:900-1b adgo:qualifier "reportedly"@en .').encode(), RdfFormat.TURTLE)
    data.update(f"MOVE DEFAULT TO <{name}>")
    data.update(UPDATE.replace("\nDELETE ", f"\nWITH <{name}>\nDELETE "))
    assert {str(quad.predicate) for quad in data} == {f"<{PREFIXES['adgo']}hedge>"}


@pytest.mark.parametrize("part", ["claims", "outside", "entities"])
def test_the_packaged_data_need_no_migration(part: str) -> None:
    data = Store()
    for path in files.part(part):
        data.load(path.read_bytes(), RdfFormat.TURTLE)
    before = written(data)
    data.update(UPDATE)
    assert written(data) == before
