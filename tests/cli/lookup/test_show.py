"""A thing is summarized on the terminal with the standing of each statement, and with its claims for programs."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from adgo.cli import adgo
from adgo.corpus import standings
from adgo.corpus.corpus import Corpus


def shown(*arguments: str) -> Result:
    return CliRunner().invoke(adgo, ["show", *arguments])


def test_a_plan_is_shown_as_a_plan_and_never_as_done() -> None:
    """The articles have QCraft announce a headquarters in Germany; none says that it exists."""
    lines = shown("QCraft").output.splitlines()
    assert lines[0].startswith("QCraft (id:QCraft):")
    naming = [line for line in lines if "headquarters of QCraft in Germany" in line]
    assert naming
    assert all(line.startswith("Announced plan:") for line in naming)


@pytest.mark.parametrize("name", ["NIO", "XPeng"])
def test_the_past_is_shown_as_past(name: str) -> None:
    """Articles 002 and 003 say how their vehicles were exported in the past, and only with a hedge."""
    said = shown(name).output
    assert "Unconfirmed: is reported, with a hedge, to have gone abroad by this route" in said
    assert " to go abroad" not in said
    texts = [clause["text"] for clause in json.loads(shown(name, "--json").output)["summary"]]
    assert any("to have gone abroad by this route" in each and "(ended)" in each for each in texts)


def test_every_statement_for_programs_has_claims_and_known_standings(corpus: Corpus) -> None:
    known = {f"https://w3id.org/adgo/ontology#{name}" for name in standings.every(corpus)}
    record = json.loads(shown("momenta", "--json").output)
    assert record["iri"] == "https://w3id.org/adgo/id/Momenta"
    assert record["claims"] == corpus.claim_count(record["iri"])
    assert record["summary"]
    for clause in record["summary"]:
        assert clause["text"]
        assert set(clause["standings"]) <= known
        assert clause["claims"] == [] or set(clause["claims"]) <= set(corpus.by_iri)


@pytest.mark.parametrize(("name", "nearest"), [("QCraf", "QCraft"), ("Germny", "Germany")])
def test_an_unknown_name_names_the_nearest(name: str, nearest: str) -> None:
    done = shown(name)
    assert done.exit_code == 3
    assert f"Nothing is called {name!r} in these data. The nearest is {nearest!r}" in done.output


def test_a_source_is_shown_with_its_number_of_claims(corpus: Corpus) -> None:
    made = [each for each in corpus.claims if each.source.endswith("/source/002")]
    assert f"It makes {len(made)} claims" in shown("002").output


@pytest.mark.parametrize(
    ("name", "standing", "claims"),
    [
        # 000 and 001: QCraft made plans public.
        ("st:qcraft-germany-hq", "Announced plan", 12),
        # 002 and 003: an expectation about what was so, reported with a hedge.
        ("st:exported-inside-vehicles", "Unconfirmed", 8),
        # 001 has it from informants, with a hedge.
        ("st:cla-related-tech-tested-in-europe", "Unconfirmed", 7),
    ],
)
def test_a_statement_is_shown_with_its_standing_and_its_claims(name: str, standing: str, claims: int) -> None:
    """Bug: each statement had no claims, and its words stood there without a standing."""
    _, said, *rest = shown(name).output.splitlines()
    assert said.startswith(standing)
    assert rest[-1] == f"{claims} claims make it."
    record = json.loads(shown(name, "--json").output)
    assert record["claims"] == claims
    assert record["summary"][0]["standings"]


def test_a_claim_is_shown_with_its_standing() -> None:
    assert shown("claim:001-41b").output.splitlines()[1].startswith("Unconfirmed: ")


def test_a_planned_kind_is_apart_from_those_that_the_graph_states() -> None:
    """Bug: the rules that China only prepares (001) were listed as a regulatory regime."""
    record = json.loads(shown("china-national-rules", "--json").output)
    kind, plan = (f"https://w3id.org/adgo/ontology#{name}" for name in ("RegulatoryRegime", "AnnouncedPlan"))
    assert kind not in record["classes"]
    assert record["reported_classes"] == [{"class": kind, "standings": [plan]}]
    assert record["summary"][0]["standings"] == [plan]
    first, second, *_ = shown("china-national-rules").output.splitlines()
    assert first.endswith(": regulatory regime (announced plan)")
    assert second.startswith("Announced plan: ")


@pytest.mark.parametrize("kind", ["Statement", "Claim", "RegulatoryRegime", "Barrier", "Undertaking"])
def test_nothing_that_is_not_a_fact_is_shown_without_its_standing(corpus: Corpus, kind: str) -> None:
    from adgo.cli.lookup.show import _lines

    things = [each.iri for each in corpus.claims] if kind == "Claim" else corpus.of_class(kind)
    for it in things:
        first, *rest = "\n".join(_lines(corpus, it)).splitlines()
        for name in standings.in_list(corpus, it):
            label = standings.label(corpus, name)
            assert any(label in line.casefold() for line in (first, *rest)), (it, name)
