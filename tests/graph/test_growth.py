"""The corpus of `benchmarks/growth`: it is sound, shaped like the five articles, and what is built of it grows with it.

How long that takes is measured by `make test-heavy`, as a timed test fails on a busy machine.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import corpus as generator
import pytest
from click.testing import CliRunner, Result
from template import blocks

from adgo.cli import adgo
from adgo.graph import claims_to_facts, files

RULE_OF = re.compile(r'adgo:byRule "([^"]+)"')
#: What is compared with the five articles: a property, and how often it has each of its values.
PROPERTIES = ("modality", "status", "attribution", "predicate", "hedge", "scope")
BASE = files.root()


def size(text: str) -> int:
    """Return the number of lines with a term; each triple adds at most one."""
    return sum(line.startswith("    ") for line in text.splitlines())


def claims(project: Path) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in project.glob("data/claims/*.ttl")}


def shares(texts: dict[str, str], name: str) -> dict[str, float]:
    """Return how often a property has each of its values, for each article."""
    values = Counter(
        value
        for text in texts.values()
        for value in re.findall(rf"^    adgo:{name} (adgo:\w+|rdf:type|)", text, re.M)
    )
    return {value: number / len(texts) for value, number in values.items()}


@pytest.fixture(scope="module")
def fifty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("growth") / "fifty"
    generator.write(project, 50)
    return project


@pytest.mark.full
def test_the_same_seed_gives_the_same_bytes_and_a_larger_corpus_begins_like_a_smaller_one(
    fifty: Path, tmp_path: Path
) -> None:
    generator.write(tmp_path / "ten", 10)
    larger, smaller = claims(fifty), claims(tmp_path / "ten")
    assert {name: larger[name] for name in smaller} == smaller
    assert (
        (fifty / "data/entities.ttl")
        .read_bytes()
        .startswith((tmp_path / "ten/data/entities.ttl").read_bytes())
    )
    generator.write(tmp_path / "other", 10, seed="other")
    other = claims(tmp_path / "other")
    assert other.keys() == smaller.keys()
    assert other != smaller


@pytest.mark.parametrize("name", PROPERTIES)
def test_claims_are_as_often_planned_hedged_and_of_each_kind_as_in_the_five_articles(
    fifty: Path, name: str
) -> None:
    real = shares(claims(BASE), name)
    assert real
    assert shares(claims(fifty), name) == pytest.approx(real)


def test_some_firms_are_in_many_stories_and_most_in_few(fifty: Path) -> None:
    stories = Counter(
        firm
        for number, text in claims(fifty).items()
        if int(number) % 5 == 0
        for firm in set(re.findall(r"adgo:subject id:(QCraft(?:-copy\d+)?) ;", text))
    )
    assert sum(stories.values()) == 10
    assert 1 < len(stories) < 10
    assert max(stories.values()) > 1


def test_retold_stories_give_statements_that_several_families_tell(fifty: Path) -> None:
    told = {name: set(re.findall(r"adgo:tells st:([\w-]+) ;", text)) for name, text in claims(fifty).items()}
    first = [told[f"{5 * group:03}"] for group in range(10)]
    assert any(one & other for number, one in enumerate(first) for other in first[:number])


@pytest.mark.full
def test_different_things_have_different_names() -> None:
    """Bug: what article 131 had for itself was called as the 131st copy of another thing, so that it had two names."""
    described = [
        (block.prefix, block.name)
        for path in (*files.part("claims"), files.root() / "data/entities.ttl")
        for block in blocks(path.read_text(encoding="utf-8"))
        if block.prefix in ("id", "st", "time")
    ]
    meant: dict[str, tuple[str, str, int]] = {}
    for group in generator.groups(140):
        for prefix, name in described:
            copy = (prefix, name, group.copy(prefix, name))
            assert meant.setdefault(f"{prefix}:{group.name(prefix, name)}", copy) == copy
    assert len(meant) > len(described)


def test_articles_are_numbered_beyond_999(tmp_path: Path) -> None:
    group = list(generator.groups(202))[-1]
    assert group.number(4) == "1009"
    assert group.name("claim", "004-2a") == "1009-2a"


def test_a_number_that_is_no_multiple_of_five_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="multiple of 5"):
        generator.write(tmp_path / "new", 12)
    assert not (tmp_path / "new").exists()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project of 20 articles, as the one that commands work on."""
    made = tmp_path / "project"
    generator.write(made, 20)
    monkeypatch.setenv(files.PROJECT, str(made))
    monkeypatch.setattr(files, "root", lambda: made)
    return made


def run(*words: str) -> Result:
    return CliRunner().invoke(adgo, list(words))


@pytest.mark.full
def test_twenty_articles_pass_all_checks(project: Path) -> None:
    assert run("build").exit_code == 0
    checked = run("validate", "--hygiene", "--fail-on", "info")
    assert (checked.exit_code, checked.output.count(".ttl:")) == (0, 0), checked.output


@pytest.mark.full
def test_passages_are_where_the_texts_have_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    generator.write(tmp_path / "project", 10, texts=tmp_path / "texts")
    monkeypatch.setattr(files, "root", lambda: tmp_path / "project")
    verified = run("verify", "--texts", str(tmp_path / "texts"))
    assert verified.exit_code == 0, verified.output
    assert "598 passages checked, 598 against a text" in verified.output


@pytest.mark.full
def test_four_times_the_articles_give_four_times_the_triples(project: Path, built: dict[str, str]) -> None:
    larger = claims_to_facts.build()
    for name, text in larger.items():
        assert size(text) <= 4.1 * size(built[name]), name
    once, more = (RULE_OF.findall(made["data/inferred.ttl"]) for made in (built, larger))
    assert {rule for rule in set(more) if more.count(rule) > 4 * once.count(rule)} == set()
