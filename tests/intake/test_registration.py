"""`adgo source add`: an article is registered with what is found in it; a copy or retelling needs a decision."""

import hashlib
import itertools
import json
from pathlib import Path

import pytest
from intake_project import Project

from adgo.graph.dataset import Dataset
from adgo.graph.validation import validate
from adgo.intake.articles.family_words import joined
from adgo.intake.articles.publishers import publishers_in
from adgo.intake.dates import dates_in
from adgo.intake.language import language_of
from adgo.intake.project_graph import ProjectGraph
from adgo.intake.resemblance import THRESHOLD, compare

NOTE = (
    "Berlin, 3 November 2026. The city opens a road on which shuttles without drivers may be tested.\r\n"
    "Momenta and a firm from Austria are partners of the city, and the tests are open to all. 🚗\n"
    "They end on 24 December.\n\nChina Daily\n"
)


@pytest.mark.full
def test_an_article_is_registered_and_the_project_stays_valid(project: Project) -> None:
    note = project.texts / "note.txt"
    note.write_bytes(NOTE.encode())
    arguments = (
        "source",
        "add",
        str(note),
        "--texts",
        str(project.texts),
        "--label",
        "Acme note (3 Nov 2026)",
    )
    result = project.run(*arguments, "--published", "2026-11-03", "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["source"] == "006"
    assert found["length"] == len(NOTE)
    assert found["sha256"] == hashlib.sha256(NOTE.encode()).hexdigest()
    assert (found["language"], [each["day"] for each in found["dates"]]) == ("en", ["2026-11-03"])
    assert [each["value"] for each in found["partial_dates"]] == ["--12-24"]
    assert [
        (each["iri"].rpartition("/")[2], NOTE[each["start"] : each["end"]]) for each in found["publishers"]
    ] == [("ChinaDaily", "China Daily")]
    assert not [each for each in validate() if each.severity == "Violation"]
    assert project.run("format", "--check", "--keep-order", str(project.root / "seeds")).exit_code == 0
    before = project.state()
    again = project.run(*arguments)
    assert "registered already, as source 006, Acme note" in again.output
    assert project.state() == before


@pytest.mark.full
def test_a_retelling_is_not_registered_without_a_decision(project: Project) -> None:
    copy = project.texts / "copy.txt"
    copy.write_bytes((project.texts / "005.txt").read_bytes() + b" And one more sentence.")
    before = project.state()
    arguments = ("source", "add", str(copy), "--texts", str(project.texts), "--label", "Copy")
    result = project.run(*arguments)
    assert result.exit_code == 1
    assert "decide whether this article retells the report of source 005, Acme article" in result.output
    warning = "warning: not compared with these articles, whose texts are not in "
    assert result.output.count("warning: not compared") == 1
    assert f"{warning}{project.texts}: source 000, " in result.output
    unknown = project.run(*arguments, "--family", "acne")
    assert unknown.exit_code == 2
    assert "--family: no source family is called 'acne'; give one of family:" in unknown.stderr
    assert project.state() == before
    assert project.run(*arguments, "--family", "family:acme").exit_code == 0
    sources = (project.root / "seeds/sources.ttl").read_text(encoding="utf-8")
    assert sources.count("adgo:inFamily family:acme ;") == 2
    # Bug: the family was still called that of one article alone.
    assert 'skos:prefLabel "retellings of one report (acme)"@en' in sources
    assert "alone" not in sources.partition("family:acme a ")[2].partition("time:")[0]


def test_a_family_that_people_described_keeps_its_words(tmp_path: Path) -> None:
    path = tmp_path / "sources.ttl"
    path.write_text(
        "@prefix family: <https://w3id.org/adgo/family/> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\n"
        'family:a skos:prefLabel "reports from a fair"@en .\nfamily:b skos:prefLabel "B alone"@en .\n',
        encoding="utf-8",
    )
    before = path.read_text(encoding="utf-8")
    assert joined(path, "https://w3id.org/adgo/family/a") == before
    changed = joined(path, "https://w3id.org/adgo/family/b")
    assert changed == before.replace("B alone", "retellings of one report (b)")


def test_only_the_outer_lines_of_an_article_name_its_publisher(packaged: Dataset) -> None:
    lines = (
        ["CGTN, Berlin"]
        + [f"Line {number}." for number in range(5)]
        + ["China Daily said so."]
        + ["End."] * 3
    )
    text = "\n\n".join(lines)
    graph = ProjectGraph(packaged.store)
    assert [text[slice(*each.span)] for each in publishers_in(text, graph)] == ["CGTN"]
    assert publishers_in("CGTNs alone", graph) == []


@pytest.mark.parametrize(
    ("content", "option", "code", "message"),
    [
        (b"", (), 1, "has no text"),
        (b"\xff\xfe", (), 3, "not UTF-8 at byte 0"),
        (b"x", ("--family", "family:none"), 2, "no source family is called"),
    ],
)
@pytest.mark.full
def test_other_files_are_refused_and_nothing_is_written(
    project: Project, content: bytes, option: tuple[str, ...], code: int, message: str
) -> None:
    path = project.texts / "new.txt"
    path.write_bytes(content)
    before = project.state()
    result = project.run("source", "add", str(path), "--label", "X", "--language", "en", *option)
    assert result.exit_code == code
    assert message in result.output
    assert project.state() == before


FAMILIES = [{"000", "001"}, {"002", "003"}]


def test_the_threshold_separates_families_from_other_pairs(texts: Path) -> None:
    read = {path.name[:3]: path.read_text(encoding="utf-8") for path in texts.glob("*.txt")}
    for one, other in itertools.combinations(sorted(read), 2):
        found = compare(read[one], read[other])
        assert found.is_close == ({one, other} in FAMILIES)
        # Far from the threshold on both sides.
        assert found.shared > 0.05 or found.shared < 0.02 < THRESHOLD < 0.05


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("on October 7, 2025 and 13 Oct. 2025", ["2025-10-07", "2025-10-13"]),
        ("2025-12-01, the 1st of May, 31 June 2026", ["2025-12-01"]),
        ("Sept 9 2026; 3rd March, 2027", ["2026-09-09", "2027-03-03"]),
        ("in May 2026; 12025-10-10; 2025-10-100", []),
    ],
)
def test_only_complete_and_possible_days_are_dates(text: str, days: list[str]) -> None:
    found = dates_in(text)
    assert [str(each.day) for each in found] == days
    assert all(text[each.start : each.end] == each.text for each in found)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The firm will test it in the city.", "en"),
        ("Die Firma will das in der Stadt mit einem Partner testen.", "de"),
        ("公司将在慕尼黑测试自动驾驶", "zh"),
        ("1234 ...", ""),
    ],
)
def test_the_language_is_found_or_left_open(text: str, language: str) -> None:
    assert language_of(text) == language
