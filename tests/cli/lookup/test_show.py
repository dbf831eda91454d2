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
