"""Values of a functional property that claims contest: no fact, what follows from them neither, and all listed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, Store

from adgo.cli import adgo
from adgo.graph import claims_to_facts, files
from adgo.graph.contested_values import Contest
from adgo.graph.validation import validate

PREFIX = "@prefix adgo: <https://w3id.org/adgo/ontology#> .\n@prefix id: <https://w3id.org/adgo/id/> .\n"
CLAIM = "https://w3id.org/adgo/claim/"
CITY_COUNT = "<https://w3id.org/adgo/ontology#cityCount>"
INTEGER = "^^<http://www.w3.org/2001/XMLSchema#integer>"


def claim(name: str, value: object, more: str = "", predicate: str = "adgo:cityCount") -> str:
    return (
        f"<{CLAIM}{name}> a adgo:Claim ; adgo:modality adgo:Asserted ; adgo:subject id:service ;\n"
        f"    adgo:predicate {predicate} ; adgo:object {value}{more} .\n"
    )


def write(root: Path, number: str, text: str) -> None:
    (root / "data" / "claims" / f"{number}.ttl").write_text(PREFIX + text, encoding="utf-8")


def made() -> tuple[dict[str, str], list[Contest]]:
    contests: list[Contest] = []
    parts = ("facts", "plans", "inferred", "context", "adgo-all")
    return claims_to_facts.build(None, parts, contests), contests


def test_no_contested_value_is_in_any_generated_file_and_the_build_goes_on(root: Path) -> None:
    write(root, "000", claim("000-1a", 26) + claim("000-1b", 3, predicate="adgo:siteCount"))
    write(root, "001", claim("001-1a", 24))
    texts, contests = made()
    assert not any("cityCount 2" in text for text in texts.values())
    assert "siteCount 3" in texts["data/facts.ttl"]
    claims = ((f"<{CLAIM}000-1a>", f'"26"{INTEGER}'), (f"<{CLAIM}001-1a>", f'"24"{INTEGER}'))
    assert contests == [Contest("<https://w3id.org/adgo/id/service>", CITY_COUNT, claims)]


def test_one_source_can_contest_itself_and_agreeing_claims_do_not_win(root: Path) -> None:
    write(root, "000", claim("000-1a", 26) + claim("000-1b", 24) + claim("000-1c", 26))
    texts, [contest] = made()
    assert "cityCount" not in texts["data/facts.ttl"]
    assert [name for name, _ in contest.claims] == [f"<{CLAIM}000-1{letter}>" for letter in "abc"]


@pytest.mark.parametrize("limit", ['adgo:hedge "some"@en', "adgo:scope id:highway", "adgo:status adgo:Past"])
def test_a_claim_that_gives_no_fact_contests_nothing(root: Path, limit: str) -> None:
    write(root, "000", claim("000-1a", 26) + claim("000-1b", 24, f" ; {limit}"))
    texts, contests = made()
    assert "cityCount 26" in texts["data/facts.ttl"]
    assert "cityCount 24" not in texts["data/facts.ttl"]
    assert contests == []


def test_two_preferences_settle_nothing_and_are_listed(root: Path) -> None:
    """Bug: both values were left out and nothing reported it."""
    write(root, "000", claim("000-1a", 26) + claim("000-1b", 24))
    (root / "data" / "judgements.ttl").write_text(
        f"{PREFIX}<urn:j> adgo:prefers <{CLAIM}000-1a> .\n<urn:k> adgo:prefers <{CLAIM}000-1b> .",
        encoding="utf-8",
    )
    texts, contests = made()
    assert "cityCount" not in texts["data/facts.ttl"]
    assert [len(contest.claims) for contest in contests] == [2]


def test_nothing_follows_from_a_contested_value_or_from_one_that_is_not_preferred(root: Path) -> None:
    """Bug: the rules took a claim although an editor preferred another value."""
    (root / "ontology" / "own.ttl").write_text(
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "<https://w3id.org/adgo/ontology#ledBy> a <http://www.w3.org/2002/07/owl#FunctionalProperty> ;\n"
        "    rdfs:subPropertyOf <https://w3id.org/adgo/ontology#involves> .",
        encoding="utf-8",
    )
    both = claim("000-1a", "id:One", predicate="adgo:ledBy") + claim(
        "000-1b", "id:Two", predicate="adgo:ledBy"
    )
    write(root, "000", both)
    assert "adgo:involves" not in made()[0]["data/inferred.ttl"]
    (root / "data" / "judgements.ttl").write_text(
        f"{PREFIX}<urn:j> adgo:prefers <{CLAIM}000-1a> .", encoding="utf-8"
    )
    inferred = made()[0]["data/inferred.ttl"]
    assert "adgo:involves id:One" in inferred
    assert "adgo:involves id:Two" not in inferred


@pytest.mark.parametrize("limit", ['adgo:hedge "some"@en', "adgo:status adgo:Past"])
def test_nothing_follows_if_the_other_of_two_preferred_claims_gives_no_fact(root: Path, limit: str) -> None:
    """Bug: the claim without a limit gave no fact, and yet the rules took it."""
    (root / "ontology" / "own.ttl").write_text(
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "<https://w3id.org/adgo/ontology#ledBy> a <http://www.w3.org/2002/07/owl#FunctionalProperty> ;\n"
        "    rdfs:subPropertyOf <https://w3id.org/adgo/ontology#involves> .",
        encoding="utf-8",
    )
    limited = claim("000-1b", "id:Two", f" ; {limit}", predicate="adgo:ledBy")
    write(root, "000", claim("000-1a", "id:One", predicate="adgo:ledBy") + limited)
    (root / "data" / "judgements.ttl").write_text(
        f"{PREFIX}<urn:j> adgo:prefers <{CLAIM}000-1a> .\n<urn:k> adgo:prefers <{CLAIM}000-1b> .",
        encoding="utf-8",
    )
    texts = made()[0]
    assert "ledBy" not in texts["data/facts.ttl"]
    assert "adgo:involves" not in texts["data/inferred.ttl"]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the project in which two claims give QCraft's buses another number of cities."""
    for folder in ("ontology", "data", "seeds", "shapes"):
        shutil.copytree(files.root() / folder, tmp_path / folder)
    monkeypatch.setattr(files, "root", lambda: tmp_path)
    return tmp_path


def test_the_build_names_file_and_line_of_every_claim_and_the_remedy_and_succeeds(root: Path) -> None:
    (root / "shapes").mkdir()
    (root / "seeds").mkdir()
    write(root, "900", claim("900-1a", 26))
    write(root, "901", "\n" + claim("901-1a", 24))
    done = CliRunner().invoke(adgo, ["build"])
    assert done.exit_code == 0, done.output
    for line in (
        "warning: adgo:cityCount of id:service is contested, so no value of it is a fact:",
        "  data/claims/900.ttl:3: claim:900-1a gives 26",
        "  data/claims/901.ttl:4: claim:901-1a gives 24",
        "  state in data/judgements.ttl which claim is preferred, with adgo:prefers and the reason, or correct a claim",
    ):
        assert line in done.stderr.splitlines()
    assert "id:service" not in (root / "data" / "facts.ttl").read_text(encoding="utf-8")


@pytest.mark.full
def test_validation_warns_of_a_contested_value_at_the_claim(project: Path) -> None:
    write(project, "900", claim("900-1a", 26))
    write(project, "901", claim("901-1a", 24))
    assert CliRunner().invoke(adgo, ["build"]).exit_code == 0
    found = [each for each in validate().findings if each.check == "contested-values"]
    assert [each.severity for each in found] == ["warning"]
    assert "claim:900-1a, claim:901-1a, adgo:cityCount, id:service" in found[0].message
    assert found[0].place is not None
    assert (Path(str(found[0].place.file)).name, found[0].place.line) == ("900.ttl", 3)


def test_a_dated_past_and_a_thing_of_a_stated_kind_can_be_contested() -> None:
    """The check's other example shows what contests nothing; these two are its nearest neighbours."""
    data = f"""{PREFIX}
        @prefix graph: <https://w3id.org/adgo/graph/> .
        @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
        adgo:cityCount a <http://www.w3.org/2002/07/owl#FunctionalProperty> .
        {claim("900-1a", 26, " ; adgo:status adgo:Past")}
        {claim("900-1b", 24)}
        {claim("900-1c", "id:t", predicate="adgo:occursAt")}
        {claim("900-1d", "adgo:Trial", predicate="rdf:type")}
        graph:facts {{ id:service a adgo:Trial . }}
    """
    store = Store()
    store.load(data.encode(), RdfFormat.TRIG)
    [query] = [path for path in files.hygiene() if path.stem == "contested-values"]
    rows = store.query(query.read_text(encoding="utf-8"))
    assert len(list(rows)) == 1  # type: ignore[arg-type]
