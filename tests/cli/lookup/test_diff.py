"""`adgo diff`: what differs between folders, files and commits, in words, as JSON and as an entry of the changes."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import RdfFormat, parse

from adgo.cli import adgo
from adgo.graph import files
from adgo.graph.building import partitioned

PREFIXES = """@prefix adgo: <https://w3id.org/adgo/ontology#> .
@prefix claim: <https://w3id.org/adgo/claim/> .
@prefix family: <https://w3id.org/adgo/family/> .
@prefix id: <https://w3id.org/adgo/id/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix p: <https://w3id.org/adgo/passage/> .
@prefix report: <https://w3id.org/adgo/report/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix src: <https://w3id.org/adgo/source/> .

"""
ENTITIES = """
src:000 a adgo:Source ; skos:prefLabel "Invented Post article"@en .
id:Firm a adgo:Firm ; skos:prefLabel "Firm"@en .
id:Company a adgo:Firm ; skos:prefLabel "The Company"@en .
id:buses a adgo:Service ; skos:prefLabel "planned bus service"@en .
"""
CLAIMS = """
p:000-1 a adgo:Passage ; oa:hasSource src:000 ; oa:hasSelector p:000-1-at-1 .
p:000-1-at-1 a oa:TextPositionSelector ; oa:start 10 ; oa:end 40 .
claim:000-1a a adgo:Claim ; adgo:passage p:000-1 ; adgo:modality adgo:Planned ;
    adgo:subject id:buses ; adgo:predicate adgo:cityCount ; adgo:object 24 .
claim:000-1b a adgo:Claim ; adgo:passage p:000-1 ; adgo:modality adgo:Denied ;
    adgo:subject id:Firm ; adgo:predicate adgo:supplies ; adgo:object id:Company .
"""
REPORTS = """
report:buses.post a adgo:Report ; skos:prefLabel "bus service"@en ; adgo:standing adgo:AnnouncedPlan .
"""
GENERATED = {
    "facts": "id:Firm a adgo:Firm .",
    "plans": "id:buses adgo:cityCount 24 .",
    "inferred": "",
    "reports": REPORTS,
}


def project(
    folder: Path, claims: str = CLAIMS, entities: str = ENTITIES, generated: dict[str, str] | None = None
) -> Path:
    (folder / "data" / "claims").mkdir(parents=True)
    (folder / "ontology").symlink_to(files.root() / "ontology")
    texts = {"entities": entities, "claims/000": claims, **GENERATED, **(generated or {})}
    for name, text in texts.items():
        (folder / "data" / f"{name}.ttl").write_text(PREFIXES + text, encoding="utf-8")
    return folder


def diff(*arguments: object) -> Result:
    return CliRunner().invoke(adgo, ["diff", *map(str, arguments)])


@pytest.fixture
def versions(tmp_path: Path) -> tuple[Path, Path]:
    """Return two projects: a plan became a fact, a thing was merged, one renamed, a claim withdrawn."""
    before = project(tmp_path / "before")
    claims = CLAIMS.replace("adgo:Planned", "adgo:Asserted").replace("oa:end 40", "oa:end 50")
    claims = claims[: claims.index("claim:000-1b")] + (
        "claim:000-1c a adgo:Claim ; adgo:passage p:000-1 ; adgo:modality adgo:Forecast ;\n"
        "    adgo:subject id:Firm ; adgo:predicate adgo:cityCount ; adgo:object 30 .\n"
    )
    entities = ENTITIES.replace("planned bus service", "bus service").replace(
        'id:Company a adgo:Firm ; skos:prefLabel "The Company"@en .',
        'id:Firm skos:altLabel "The Company"@en .',
    )
    generated = {
        "facts": "id:Firm a adgo:Firm . id:buses adgo:cityCount 24 .",
        "plans": "",
        "reports": REPORTS.replace("AnnouncedPlan", "Done"),
    }
    return before, project(tmp_path / "after", claims, entities, generated)


def test_each_change_is_said_in_words_after_the_counts(versions: tuple[Path, Path]) -> None:
    done = diff(*versions)
    assert done.exit_code == 0, done.output
    assert (
        done.output
        == f"""From {versions[0]} to {versions[1]}:
  claims: 1 added, 1 withdrawn, 1 changed
  passages: 0 added, 0 gone, 1 changed
  things: 0 added, 1 gone, 2 changed
  reports: 0 added, 0 gone, 1 changed
  facts: 1 appeared, 0 gone
  plans: 0 appeared, 1 gone

Claims added
  claim:000-1c  [forecast] Firm city count 30 (Invented Post article)

Claims withdrawn
  claim:000-1b  [denied] Firm supplies The Company (Invented Post article)

Claims changed
  claim:000-1a  [asserted] bus service city count 24 (Invented Post article)
    modality: planned → asserted

Passages changed
  p:000-1 (Invented Post article)
    place: characters 10 to 40 → characters 10 to 50

Things gone
  id:Company  The Company, its name is now that of id:Firm (Firm)

Things changed
  id:Firm  Firm
    other name: none → The Company
  id:buses  bus service
    name: planned bus service → bus service

Reports changed
  report:buses.post  bus service
    standing: announced plan → done

Plans that are facts now
  bus service city count 24
"""
    )


def test_the_other_direction_makes_the_fact_a_plan(versions: tuple[Path, Path]) -> None:
    lines = diff(*reversed(versions)).output.splitlines()
    assert lines[-2:] == ["Facts that are plans now", "  planned bus service city count 24"]


def test_what_does_not_differ_is_said_to_be_the_same(versions: tuple[Path, Path]) -> None:
    done = diff(versions[0], versions[0], "--check")
    assert (done.exit_code, done.output.splitlines()[1:]) == (0, ["  nothing differs"])


@pytest.mark.parametrize(
    ("before", "after", "differs"),
    [
        ("[] id:count 1 .", "[] id:count 2 .", True),
        ("[] id:count 1 .", "[ id:count 1 ] .", False),
        ("_:a id:next _:b . _:b id:next _:a .", "_:d id:next _:c . _:c id:next _:d .", False),
        ("_:a id:next _:b . _:b id:next _:a .", "_:a id:next _:a .", True),
        ("id:a id:has _:b . id:c id:has _:b .", "id:a id:has [] . id:c id:has [] .", True),
        ("id:first { id:a id:count 1 }", "id:second { id:a id:count 1 }", True),
        ("id:first { id:a id:count 1 }", "id:first { id:a id:count 01 , 1 }", True),
        ("id:a id:list ( 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 ) .",) * 2 + (False,),
        (
            "id:a id:list ( 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 ) .",
            "id:a id:list ( 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 6 ) .",
            True,
        ),
        # The name of a selector means nothing.
        (CLAIMS, CLAIMS.replace("000-1-at-1", "000-1-at-7"), False),
    ],
)
def test_blank_nodes_and_graphs_are_compared(tmp_path: Path, before: str, after: str, differs: bool) -> None:
    """Bug: "nothing differs", exit 0, for other blank nodes, or for a triple in another graph.

    A list of more than 20 members differed from itself.
    """
    for name, text in (("a.trig", before), ("b.trig", after)):
        (tmp_path / name).write_text(PREFIXES + text)
    paths = tmp_path / "a.trig", tmp_path / "b.trig"
    done = diff(*paths, "--check")
    assert (done.exit_code, "nothing differs" in done.output) == (int(differs), not differs), done.output
    found = json.loads(diff(*paths, "--json").output)
    assert found["elsewhere"] is (differs and not any(map(any, map(dict.values, found["counts"].values()))))


def test_a_difference_of_blank_nodes_is_said_and_makes_an_entry(tmp_path: Path) -> None:
    for name, number in (("a.ttl", 1), ("b.ttl", 2)):
        (tmp_path / name).write_text(f"{PREFIXES}[] id:count {number} .")
    paths = tmp_path / "a.ttl", tmp_path / "b.ttl"
    assert "differs only in blank nodes or in the graphs of triples" in diff(*paths).output
    assert "Blank nodes or graphs changed" in diff(*paths, "--turtle").output


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ('"x"@en', '"x"@de', 'id:size: "x"@en → "x"@de'),
        ('"x"@en', '"y"@de', "id:size: x → y"),
        ("1", '"1"', 'id:size: "1"^^xsd:integer → "1"'),
        ("id:b", '"id:b"', 'id:size: id:b → "id:b"'),
    ],
)
def test_values_with_the_same_words_are_told_apart(
    tmp_path: Path, before: str, after: str, line: str
) -> None:
    """Bug: another language tag was printed as `x → x`."""
    for name, value in (("a.ttl", before), ("b.ttl", after)):
        (tmp_path / name).write_text(f"{PREFIXES}id:a id:size {value} .")
    assert line in diff(tmp_path / "a.ttl", tmp_path / "b.ttl").output


def test_a_claim_without_a_modality_has_no_brackets(tmp_path: Path) -> None:
    """Bug: `[]` stood before it."""
    claim = "claim:900-1a a adgo:Claim ; adgo:subject id:x ; adgo:predicate adgo:cityCount ; adgo:object 12 ."
    (tmp_path / "a.ttl").write_text(PREFIXES)
    (tmp_path / "b.ttl").write_text(PREFIXES + claim)
    printed = diff(tmp_path / "a.ttl", tmp_path / "b.ttl").output
    assert "claim:900-1a  id:x" in printed
    assert "[" not in printed


def test_check_fails_if_anything_differs(versions: tuple[Path, Path]) -> None:
    assert diff(*versions, "--check").exit_code == 1


def test_the_order_of_triples_and_names_of_blank_nodes_do_not_matter(tmp_path: Path) -> None:
    view = "id:view a adgo:View ; adgo:topic [ a adgo:Topic ; skos:prefLabel {} ] .\n"
    one = project(tmp_path / "one", CLAIMS + view.format('"a", "b"'))
    other = project(tmp_path / "other", view.format('"b", "a"') + CLAIMS)
    assert "nothing differs" in diff(one, other).output
    changed = project(tmp_path / "changed", CLAIMS + view.format('"a", "c"'))
    assert "things: 0 added, 0 gone, 1 changed" in diff(one, changed).output


def test_json_has_every_change_with_labels(versions: tuple[Path, Path]) -> None:
    found = json.loads(diff(*versions, "--json").output)
    assert found["counts"]["claims"] == {"added": 1, "gone": 1, "changed": 1}
    [changed] = found["records"]["claims"]["changed"]
    assert changed["iri"] == "https://w3id.org/adgo/claim/000-1a"
    assert changed["fields"] == [
        {
            "property": "https://w3id.org/adgo/ontology#modality",
            "before": ["<https://w3id.org/adgo/ontology#Planned>"],
            "after": ["<https://w3id.org/adgo/ontology#Asserted>"],
        }
    ]
    assert [each["words"] for each in found["becameFact"]] == ["bus service city count 24"]
    assert found["merged"] == {"https://w3id.org/adgo/id/Company": "https://w3id.org/adgo/id/Firm"}


def test_a_generated_part_that_only_one_has_is_not_compared(versions: tuple[Path, Path]) -> None:
    (versions[1] / "data" / "facts.ttl").unlink()
    lines = diff(*versions).output.splitlines()
    assert any(line.startswith("  facts: not compared") for line in lines)
    assert not any("facts: 1" in line or "facts now" in line for line in lines)


def test_articles_that_a_single_file_does_not_have_are_named() -> None:
    """Bug: `adgo diff . data/claims/003.ttl` listed the claims of all other articles as withdrawn without a word."""
    others = ["src:000", "src:001", "src:002", "src:004"]
    lines = diff(files.root(), files.root() / "data" / "claims" / "003.ttl").output.splitlines()
    [said] = [line for line in lines if "has nothing of" in line]
    assert (
        f"003.ttl has nothing of {', '.join(others)}: all that the other one has of them is listed as" in said
    )
    assert lines.index(said) < lines.index("")
    [found] = json.loads(diff(files.root() / "data" / "claims" / "003.ttl", files.root(), "--json").output)[
        "lacking"
    ].values()
    assert [each.replace("https://w3id.org/adgo/source/", "src:") for each in found] == others
    assert not [
        line for line in diff(files.root(), files.root()).output.splitlines() if "has nothing of" in line
    ]


SOURCES = """
src:000 a adgo:Source ; skos:prefLabel "Invented Post article"@en ; adgo:inFamily family:post .
family:post a adgo:Family ; skos:prefLabel "the Post's reports"@en .
"""


def with_sources(root: Path) -> Path:
    (root / "seeds").mkdir()
    text = f"{PREFIXES}<https://w3id.org/adgo/graph/sources> a <urn:Header> .\n{SOURCES}"
    (root / "seeds" / "sources.ttl").write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("swapped", [False, True])
def test_articles_of_a_version_without_seeds_are_not_added_or_gone(tmp_path: Path, swapped: bool) -> None:
    """`adgo diff data OTHER` listed each article, and the families in the same file, as added."""
    entities = ENTITIES[ENTITIES.index("id:Firm") :]
    before = project(tmp_path / "before", entities=entities)
    after = with_sources(project(tmp_path / "after", entities=entities.replace('"Firm"', '"The Firm"')))
    said = "  articles: not compared, as only one of the two has this part (seeds/sources.ttl)"
    pair = (after, before) if swapped else (before, after)
    lines = diff(*pair).output.splitlines()
    assert lines[1:3] == ["  things: 0 added, 0 gone, 1 changed", said], "the rest is compared"
    assert not any("Post" in line for line in lines)
    found = json.loads(diff(*pair, "--json").output)
    assert "articles" not in found["records"]
    assert found["notCompared"] == ["sources"]
    assert "subject" in entry(diff(*pair, "--turtle").output)


def test_articles_that_both_versions_have_are_compared(tmp_path: Path) -> None:
    before, after = (with_sources(project(tmp_path / name)) for name in ("before", "after"))
    path = after / "seeds" / "sources.ttl"
    path.write_text(path.read_text(encoding="utf-8").replace("Invented", "New"), encoding="utf-8")
    assert "articles: 0 added, 0 gone, 1 changed" in diff(before, after).output


def test_claims_and_entities_that_a_file_lacks_are_not_added_or_gone(tmp_path: Path) -> None:
    """A file of entities was said to lack each claim of a project."""
    whole = with_sources(project(tmp_path / "whole"))
    header = "<https://w3id.org/adgo/graph/{}> a <http://www.w3.org/2002/07/owl#Ontology> .\n"
    for name, text, lacking in (
        ("entities", ENTITIES, {"claims", "sources"}),
        ("claims", CLAIMS, {"entities", "sources"}),
    ):
        path = tmp_path / f"{name}.ttl"
        path.write_text(PREFIXES + header.format(name) + text, encoding="utf-8")
        found = json.loads(diff(path, whole, "--json").output)
        assert {"entities", "claims", "sources"} & {*found["notCompared"]} == lacking
        assert all(count == 0 for each in found["counts"].values() for count in each.values()), name


def test_a_project_without_claims_has_none(tmp_path: Path) -> None:
    before, after = project(tmp_path / "before"), project(tmp_path / "after")
    (before / "data" / "claims" / "000.ttl").unlink()
    assert "claims: 2 added, 0 withdrawn, 0 changed" in diff(before, after).output


def test_two_files_are_compared(versions: tuple[Path, Path]) -> None:
    done = diff(*(each / "data" / "claims" / "000.ttl" for each in versions))
    assert "claims: 1 added, 1 withdrawn, 1 changed" in done.output
    assert "    modality: planned → asserted" in done.output.splitlines(), (
        "the project's vocabulary has the labels"
    )


@pytest.mark.parametrize("given", ["no-such-thing", "--", "HEAD~999999"])
def test_what_is_neither_a_path_nor_a_commit_is_refused(given: str) -> None:
    done = diff("./data", given) if given != "--" else diff("--", "no-such", "./data")
    assert done.exit_code == 3
    assert "not a revision" in done.output


def test_a_file_with_a_syntax_error_is_named_with_its_line(versions: tuple[Path, Path]) -> None:
    (versions[1] / "data" / "claims" / "000.ttl").write_text("<urn:a> <urn:b>\n.", encoding="utf-8")
    done = diff(*versions)
    assert done.exit_code == 3
    assert "000.ttl:2:1:" in done.output


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project in a repository below the root of the repository, with one commit, tagged `first`."""
    root = project(tmp_path / "repository" / "graph")
    for command in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", "first"],
        ["tag", "first"],
    ):
        environment = {
            "GIT_COMMITTER_DATE": "2026-01-02T12:00:00Z",
            "PATH": "/usr/bin:/bin",
            "HOME": str(tmp_path),
        }
        subprocess.run(["git", "-C", str(tmp_path / "repository"), *command], check=True, env=environment)
    monkeypatch.setattr(files, "root", lambda: root)
    monkeypatch.chdir(tmp_path)
    return root


def test_a_commit_is_compared_with_the_project_as_it_is(repository: Path) -> None:
    path = repository / "data" / "claims" / "000.ttl"
    path.write_text(path.read_text(encoding="utf-8").replace("object 24", "object 26"), encoding="utf-8")
    done = diff("first")
    assert done.exit_code == 0, done.output
    assert "    value: 24 → 26" in done.output.replace("object:", "value:")
    assert "warning: data/plans.ttl is stale" in done.stderr


def test_many_articles_are_not_built_to_find_stale_files(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partitioned, "FEW_ARTICLES", 1)
    (repository / "data" / "claims" / "000.ttl").write_text("", encoding="utf-8")
    done = diff("first")
    assert "warning" not in done.stderr
    assert "check them with `adgo build --check`" in done.stderr


def test_a_name_of_a_path_and_a_commit_is_refused_with_the_ways_out(repository: Path) -> None:
    Path("first").mkdir()
    done = diff("first")
    assert done.exit_code == 3
    assert "write ./first for the path, or the hash" in done.output


def entry(text: str) -> dict[str, set[str]]:
    """Return the values of each property of the one entry, by the local name of the property."""
    header = (
        (files.root() / "data" / "changes.ttl").read_text(encoding="utf-8").partition("\n<https://w3id")[0]
    )
    found: dict[str, set[str]] = {}
    subjects = set()
    for quad in parse(header + text, RdfFormat.TURTLE):
        found.setdefault(quad.predicate.value.rpartition("/")[2], set()).add(_value(quad.object))
        subjects.add(quad.subject)
    assert len(subjects) == 1
    return found


def _value(term: Any) -> str:
    return str(term.value)


def test_the_entry_for_the_changes_is_a_correction_about_what_still_exists(
    versions: tuple[Path, Path],
) -> None:
    done = diff(*versions, "--turtle", "--title", 'A "title"')
    found = entry(done.output)
    assert found["type"] == {"correction"}
    assert found["title"] == {'A "title"'}
    assert found["subject"] == {
        "https://w3id.org/adgo/claim/000-1a",
        "https://w3id.org/adgo/claim/000-1c",
        "https://w3id.org/adgo/id/Firm",
        "https://w3id.org/adgo/id/buses",
    }
    [description] = found["description"]
    for sentence in (
        "Claim 000-1a: modality was planned, now asserted.",
        "Claim 000-1b is withdrawn.",
        "planned bus service is now called bus service.",
        "A plan is now a fact: bus service city count 24.",
    ):
        assert sentence in description


def test_an_article_that_is_new_stands_for_its_claims(tmp_path: Path) -> None:
    after = project(tmp_path / "after")
    before = project(tmp_path / "before", "", ENTITIES[ENTITIES.index("id:Firm") :])
    found = entry(diff(before, after, "--turtle").output)
    assert found["type"] == {"change"}
    assert found["subject"] == {"https://w3id.org/adgo/source/000"}
    assert found["title"] == {"2 claims added, 1 article added"}
    assert found["description"] == {"2 claims added, 1 article added."}


def test_nothing_makes_no_entry(versions: tuple[Path, Path]) -> None:
    done = diff(versions[0], versions[0], "--turtle")
    assert (done.exit_code, "nothing differs" in done.output) == (1, True)


def test_options_that_exclude_each_other_are_refused() -> None:
    assert diff("HEAD", "--json", "--turtle").exit_code == 2
    assert diff("HEAD", "--title", "x").exit_code == 2


#: A commit of the project. By its patch, three claims of article 004 got a hedge, and one of 002 lost its status.
HEDGED, BEFORE_HEDGED = "eb5df863", "eb5df863~1"


@pytest.mark.full
def test_the_real_history_says_which_claims_changed() -> None:
    known = subprocess.run(
        ["git", "-C", str(files.root()), "cat-file", "-e", f"{BEFORE_HEDGED}^{{commit}}"], capture_output=True
    )
    if known.returncode:
        pytest.skip("the history of the project is not here (a package, or a shallow clone)")
    found = json.loads(diff(BEFORE_HEDGED, HEDGED, "--json").output)
    hedged = {
        each["iri"].rpartition("/")[2]
        for each in found["records"]["claims"]["changed"]
        if any(field["property"].endswith("#hedge") and not field["before"] for field in each["fields"])
    }
    assert hedged == {"004-45a", "004-45c", "004-45e"}
    [status] = [
        (each["iri"].rpartition("/")[2], field["before"], field["after"])
        for each in found["records"]["claims"]["changed"]
        for field in each["fields"]
        if field["property"].endswith("#status")
    ]
    assert status == ("002-14a", ["<https://w3id.org/adgo/ontology#Past>"], [])
    assert found["counts"]["claims"] == {"added": 0, "gone": 0, "changed": 4}


def test_each_limit_of_a_claim_is_printed(tmp_path: Path) -> None:
    """Only one of several hedges and scopes was, so that a claim looked surer than it is."""
    before, after = tmp_path / "before.ttl", tmp_path / "after.ttl"
    before.write_text("", encoding="utf-8")
    claim = (
        'claim:900-1a a adgo:Claim ; adgo:modality adgo:Asserted ; adgo:hedge "may"@en , "reportedly"@en ;\n'
        'adgo:scope "on Sundays"@en , "if dry"@en ; adgo:subject <urn:s> ; adgo:predicate adgo:vehicleCount ;\n'
        "adgo:object 12 .\n"
    )
    after.write_text(PREFIXES + claim, encoding="utf-8")
    said = "[asserted, may, reportedly, if dry, on Sundays] <urn:s> vehicle count 12"
    assert said in diff(before, after).output
