"""The project contains no sentence of an article.

A run of eight words that an article has too, words being lower-case letters and digits, is taken from it. One rule
of exemption: the run lies wholly within one title or name of at most twelve words in the graph, that is, the value
of a property in `adgo.evidence.verification.copied_wording.NAMING`, told by a claim or not.
"""

import csv
import os
import subprocess
from pathlib import Path

import pytest

from adgo.evidence import sources
from adgo.evidence.sources import Texts
from adgo.evidence.verification import copied_wording
from adgo.evidence.verification.copied_wording import RUN, Wording
from adgo.graph import dataset
from adgo.turtle import formats

ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.skipif(
    "ADGO_TEXTS" not in os.environ, reason="ADGO_TEXTS names no folder with the articles"
)


@pytest.fixture(scope="module")
def articles() -> Wording:
    texts = Texts(os.environ["ADGO_TEXTS"])
    held = {number: texts.of(record) for number, record in sources.packaged().items()}
    present = {number: text.content for number, text in held.items() if text is not None}
    assert present, "ADGO_TEXTS holds the text of no article"
    return Wording(present)


@pytest.fixture(scope="module")
def names() -> set[tuple[str, ...]]:
    return copied_wording.names(dataset.load([ROOT / "data"]).store)


def tracked() -> list[Path]:
    """The files that git tracks, or all files of the project if there is no git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        folders = ("src", "ontology", "data", "seeds", "shapes", "tests")
        paths = [path for folder in folders for path in (ROOT / folder).rglob("*")] + list(ROOT.glob("*.*"))
    return sorted(path for path in paths if path.is_file())


def test_literals_are_in_our_own_words(articles: Wording, names: set[tuple[str, ...]]) -> None:
    taken = []
    for path in (path for path in tracked() if formats.by_ending(path)):
        try:
            store = dataset.load([path]).store
        except dataset.UnreadableFile:
            continue  # broken on purpose, or with relative IRIs; its raw text is compared below
        for quad, literal in copied_wording.literals(store):
            for run in articles.runs(literal.value):
                if not copied_wording.within(run.words, names):
                    taken.append(
                        f"{path.relative_to(ROOT)}: {quad.subject} {quad.predicate}: {' '.join(run.words)}"
                    )
    assert taken == []


def test_files_are_in_our_own_words(articles: Wording, names: set[tuple[str, ...]]) -> None:
    taken = []
    for path in tracked():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        if path.suffix == ".csv":
            # Titles are in adjacent cells, and a run of words does not continue in the next cell.
            text = " endofcell ".join(cell for row in csv.reader(text.splitlines()) for cell in row)
        for run in articles.runs(text):
            if not copied_wording.within(run.words, names):
                taken.append(f"{path.relative_to(ROOT)}: {' '.join(run.words)}")
    assert taken == []


def test_every_article_would_be_found_out(articles: Wording) -> None:
    texts = Texts(os.environ["ADGO_TEXTS"])
    for record in sources.packaged().values():
        text = texts.of(record)
        assert text is not None
        sentence = " ".join(copied_wording.words(text.content)[40 : 40 + RUN])
        assert articles.runs(f"As it says: {sentence}.")
        assert not articles.runs(f"As it says: {sentence.rsplit(' ', 1)[0]}.")
