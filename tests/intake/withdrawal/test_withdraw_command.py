"""`adgo source withdraw`, on the real articles and on one that was invented for these tests."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from intake_project import ARTICLE, Project

from adgo.graph import files
from adgo.graph.building import kept

ROOT = Path(__file__).parent.parent.parent.parent
Draft = Callable[..., dict[str, Any]]

#: All five take two minutes: `ADGO_ALL_ARTICLES=1 pytest -m full tests/intake/withdrawal`. Article 003 is the one whose
#: withdrawal divides a statement and changes an update of `ontology/migrations`.
ARTICLES = ("000", "001", "002", "003", "004") if os.environ.get("ADGO_ALL_ARTICLES") else ("003",)

#: Runs a command of adgo in whose change of files the process is killed before it replaces the file with a number.
KILLED = """
import os, signal, sys
from adgo.graph.changing import journal
original, left = journal._replace, [int(sys.argv.pop(1))]
def replace(path, content):
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    left[0] -= 1
    original(path, content)
journal._replace = replace
from adgo.cli import main
main()
"""


@pytest.fixture
def five(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """A copy of ADGO's own project, with the text of a new article beside it."""
    made = Project(tmp_path)
    for folder in ("ontology", "data", "shapes", "seeds"):
        shutil.copytree(ROOT / folder, made.root / folder)
    made.texts.mkdir()
    (made.texts / "new.txt").write_bytes(ARTICLE.encode())
    monkeypatch.setenv("ADGO_PROJECT", str(made.root))
    files.root.cache_clear()
    yield made
    files.root.cache_clear()


def state(project: Project) -> dict[str, str]:
    """Return the digest of each file outside the working folder."""
    return {path: digest for path, digest in project.state().items() if "/drafts/" not in path}


def killed(number: int, *arguments: str) -> None:
    """Run a command that is killed before it replaces the file with this number; the journal is the first, 0."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(number), *arguments], capture_output=True, text=True
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


def add(project: Project) -> tuple[str, ...]:
    return (
        "source",
        "add",
        str(project.texts / "new.txt"),
        "--texts",
        str(project.texts),
        "--label",
        "Acme article",
    )


@pytest.mark.full
@pytest.mark.parametrize("number", ARTICLES)
def test_nothing_of_an_article_is_left_even_if_the_process_is_killed(five: Project, number: str) -> None:
    sources = (five.root / "seeds/sources.ttl").read_text(encoding="utf-8")
    digest = re.findall(r'adgo:sha256 "([0-9a-f]{64})"', sources[sources.index(f"\nsrc:{number} ") :])[0]
    killed(6, "source", "withdraw", number, "--yes")
    assert (five.root / "drafts/.unfinished-change.json").exists()
    done = five.run("build", "--check")
    assert done.exit_code == 0, done.stderr
    trace = re.compile(
        rf"\b(?:src|p|claim|review):{number}\b|adgo/(?:source|passage|claim|review|graph/claims)/{number}\b|{digest}"
    )
    for path in five.root.rglob("*"):
        if path.is_file():
            assert not trace.search(path.read_text(encoding="utf-8")), path
    result = five.run("validate", "--hygiene", "--format", "json")
    report = json.loads(result.stdout)
    assert report["conforms"]
    assert [each for each in report["findings"] if each["severity"] != "note"] == []


@pytest.mark.full
def test_an_article_that_was_added_and_withdrawn_leaves_every_byte_as_it_was(
    five: Project, draft: Draft
) -> None:
    before = state(five)
    assert five.run(*add(five)).exit_code == 0
    new = {
        "subject": "id:acme-uber-trial",
        "predicate": "rdf:type",
        "object": "adgo:Trial",
        "propose": [{"name": "id:acme-uber-trial", "label": "a trial by Acme"}],
    }
    found, code = five.ingest(draft(**new), draft(quotation="Acme Robotics employs 45 people", object="Uber"))
    assert (code, len(found["accepted"])) == (0, 2)
    assert five.run("build").exit_code == 0
    assert state(five) != before
    # Bug: what the last build had kept of the article stayed, compressed, so that no search found it.
    results = five.root / "drafts" / kept.NAME
    results.write_bytes(b"kept")
    done = five.run("source", "withdraw", "Acme article", "--yes", "--never-published", "--json")
    assert done.exit_code == 0, done.stderr
    assert not results.exists()
    assert json.loads(done.stdout)["is_withdrawn"]
    assert state(five) == before


@pytest.mark.full
def test_a_dry_run_lists_and_changes_nothing(five: Project) -> None:
    drafts = five.root / "drafts/new.jsonl"
    drafts.parent.mkdir()
    drafts.write_text('{"source": "004", "quotation": "…"}\n', encoding="utf-8")
    results = five.root / "drafts" / kept.NAME
    results.write_bytes(b'kept "source": "004"')
    before = state(five)
    done = five.run("source", "withdraw", "src:004", "--dry-run")
    assert results.exists()
    assert str(results) not in done.stderr
    assert done.exit_code == 0
    assert "family:cgtn-germany" in done.stdout
    assert "kept without src:004: change:names-of-articles" in done.stdout
    assert "proof: " in done.stdout
    assert f"{drafts}: still has drafts of this article" in done.stderr
    assert "would be withdrawn" in done.stderr
    assert state(five) == before


#: The trial of which articles 000 and 001 tell.
TRIAL = "id:momenta-uber-trial"


@pytest.mark.full
def test_a_thing_that_other_articles_name_does_not_lose_its_kind(five: Project) -> None:
    """The article went, and only `adgo validate` could have found that claims of another had a thing without a kind.

    It found it only if the thing had an automation level.
    """
    path = five.root / "data/claims/001.ttl"
    kinds = ("adgo:predicate rdf:type", "adgo:predicate adgo:automationLevel")
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    kept = [each for each in blocks if TRIAL not in each or not any(kind in each for kind in kinds)]
    assert 0 < len(blocks) - len(kept) < 4
    path.write_text("\n\n".join(kept), encoding="utf-8")
    assert five.run("build").exit_code == 0
    before = state(five)
    # Bug: a dry run did not check, and said that the article would be withdrawn.
    tried = five.run("source", "withdraw", "000", "--dry-run")
    assert tried.exit_code == 1
    assert "would be withdrawn" not in tried.stderr
    done = five.run("source", "withdraw", "000", "--yes")
    assert (done.exit_code, done.stderr) == (1, tried.stderr)
    assert "these things would have no kind" in done.stderr
    [line] = [each for each in done.stderr.splitlines() if each.startswith(f"  {TRIAL}: ")]
    named = [each for each in kept if TRIAL in each and "a adgo:Claim" in each]
    assert named
    assert f"claim:{named[0].partition('claim:')[2].partition(' ')[0]}" in line
    assert state(five) == before


@pytest.mark.full
def test_without_confirmation_nothing_changes(five: Project) -> None:
    before = state(five)
    assert five.run("source", "withdraw", "004").exit_code == 1
    assert state(five) == before


@pytest.mark.full
def test_an_unknown_name_is_wrong_usage(five: Project) -> None:
    done = five.run("source", "withdraw", "005")
    assert done.exit_code == 2
    assert (
        "no such article is registered; there are 000 (“Open Cooperation” article (13 Oct 2025))"
        in done.stderr
    )


@pytest.mark.full
@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_registration_that_is_killed_is_made_completely_or_not_at_all(five: Project, number: int) -> None:
    """The files are the journal, the file for claims and the records; the journal decides."""
    before = state(five)
    killed(number, *add(five))
    five.run("stats")
    if number == 0:
        assert state(five) == before
    else:
        assert (five.root / "data/claims/005.ttl").exists()
        assert "src:005 " in (five.root / "seeds/sources.ttl").read_text(encoding="utf-8")
    assert not (five.root / "drafts/.unfinished-change.json").exists()
