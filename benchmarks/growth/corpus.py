"""`python benchmarks/growth/corpus.py FOLDER --articles N [--seed S] [--texts FOLDER]`: makes a corpus of N articles.

The folder is a project, as ADGO_PROJECT takes it: with ADGO's ontology and shapes, and invented sources, claims,
entities, judgements, reviews and outside records. The articles come in groups of five, made after the five of ADGO, so
that their plans and hedges, conflicts, families and names are as frequent as there. `cast.py` says what groups share.
Second readings of claims are for one group of ten, as a sample need not grow with what it is drawn from.

The same seed gives the same bytes, and a corpus is the beginning of any larger one. Articles are written one after the
other, so memory does not grow with their number. The texts are of random characters; passages have their digests.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from cast import Cast
from group import Group, Spans, Things
from template import ARTICLES, NUMBER, Block, blocks

ROOT = Path(__file__).parent.parent.parent
SEED = "growth"

#: How many of a hundred things of a kind are new in a story; the others are from earlier stories.
NEWNESS = {
    "Firm": 30,
    "Automaker": 15,
    "SolutionProvider": 30,
    "PlatformOperator": 15,
    "Organization": 40,
    "Person": 70,
    "City": 25,
    "Vehicle": 30,
    "Concept": 20,
}
#: Things that the editors hold to be one, or that lie in each other, are chosen together.
TOGETHER = {
    "MushroomConnect": "MogoAI",
    "Zeekr": "JKTechnology",
    "DamaiyuPort": "Taizhou",
    "luxury-car": "car",
    "selected-luxury-cars": "car",
    "new-car": "car",
    "car-sold": "car",
    "MercedesCLA": "car",
    "LiAutoI6": "car",
}
#: Indicators that count a group of one article's wording, so that no two articles can share them.
OWN = {"momenta-automaker-partners"}
#: Concepts that the world has once: units, and kinds of places and roads.
ONCE = re.compile(r"percent|CNY|USD|firm-count|rank-by-size|kind-.*|highway|yielding-.*")
#: One group of so many has second readings.
REVIEWED = 10
LASTING = {"Country", "Place", "Technology", "ExpansionMode", "PublicBody", "Vessel"}
SHARED_FILES = (
    "data/entities.ttl",
    "seeds/sources.ttl",
    "data/judgements.ttl",
    "data/reviews.ttl",
    "data/outside.ttl",
)

_SUBJECT = re.compile(r"^id:([\w.-]*[\w-]) a (?:adgo|skos):(\w+)", re.MULTILINE)
_TOLD = re.compile(r"adgo:tells st:([\w-]+) ;[^@]*?adgo:subject id:([\w.-]*[\w-]) ;")
_PASSAGE = re.compile(r"^p:([\w-]+) a adgo:Passage ;[^.]*?oa:hasSelector\s+([^;.]*)[;.]", re.MULTILINE)
_SELECTOR = re.compile(
    r"^p:([\w-]+) a oa:TextPositionSelector ;\s+oa:start (\d+) ;\s+oa:end (\d+)", re.MULTILINE
)
_LENGTH = re.compile(r"^src:00(\d) [^@]*?(?:.*\n)*?    adgo:length (\d+)", re.MULTILINE)


def write(target: Path, articles: int, *, seed: str = SEED, texts: Path | None = None) -> None:
    """Write a project with a number of articles into a folder; generated files are not written.

    Args:
        target: the folder, which must not exist or be empty.
        articles: how many articles; a multiple of five.
        seed: what all choices follow from.
        texts: folder for the texts of the articles, as `adgo verify --texts` takes it; None to write none.

    Raises:
        ValueError: the number is not a multiple of five, or the folder is not empty.
    """
    if articles <= 0 or articles % ARTICLES:
        raise ValueError(f"{articles} articles: give a multiple of {ARTICLES}, as they come in groups")
    if target.exists() and any(target.iterdir()):
        raise ValueError(f"{target} is not empty; name a new folder")
    for folder in ("ontology", "shapes"):
        shutil.copytree(ROOT / folder, target / folder)
    (target / "data/claims").mkdir(parents=True)
    (target / "seeds").mkdir()
    shutil.copy(ROOT / "data/changes.ttl", target / "data/changes.ttl")
    if texts is not None:
        texts.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as opened:
        files = {
            name: opened.enter_context((target / name).open("w", encoding="utf-8")) for name in SHARED_FILES
        }
        for group in groups(articles // ARTICLES, seed):
            _write_group(group, target, files)
            _write_texts(group, texts)


def groups(number: int, seed: str = SEED) -> Iterator[Group]:
    """Yield the first groups of five articles.

    Args:
        number: how many groups.
        seed: what all choices follow from.
    """
    things, spans, cast = _things(), _spans(), Cast(seed, NEWNESS)
    for index in range(number):
        yield Group(index, cast, things, spans)


def _things() -> Things:
    kinds = dict(_SUBJECT.findall(_read("data/entities.ttl")))
    outside = {name for name, _ in _SUBJECT.findall(_read("data/outside.ttl"))}
    fixed = {name for name, kind in kinds.items() if kind in LASTING or ONCE.fullmatch(name)} - set(TOGETHER)
    # A city that a place lies in goes with it.
    roles = {
        name: (kinds[TOGETHER.get(name, name)], TOGETHER.get(name, name))
        for name, kind in kinds.items()
        if name not in fixed and (kind in NEWNESS or name in TOGETHER)
    }
    told = [
        pair for article in range(ARTICLES) for pair in _TOLD.findall(_read(f"data/claims/00{article}.ttl"))
    ]
    own = OWN | {statement for statement, subject in told if subject in OWN}
    return Things(frozenset(fixed | outside), frozenset(own), roles)


def _spans() -> Spans:
    texts = [_read(f"data/claims/00{article}.ttl") for article in range(ARTICLES)]
    lengths = {int(article): int(length) for article, length in _LENGTH.findall(_read("seeds/sources.ttl"))}
    selectors = {
        name: (int(start), int(end)) for text in texts for name, start, end in _SELECTOR.findall(text)
    }
    passages: dict[str, tuple[int, int, int]] = {}
    origins = {article: list(range(length)) for article, length in lengths.items()}
    for text in texts:
        for name, listed in _PASSAGE.findall(text):
            places = [selectors[each.strip(" \n").removeprefix("p:")] for each in listed.split(",")]
            article = int(NUMBER.match(name)[1])  # type: ignore[index]
            passages[name] = (article, *places[0])
            for start, end in places[1:]:
                _join(origins[article], places[0][0], start, end - start)
    return Spans(lengths, passages, {article: _settled(each) for article, each in origins.items()})


def _join(origins: list[int], first: int, second: int, length: int) -> None:
    """Let each position of the second place have the same character as that of the first."""
    for offset in range(length):
        one, other = _origin(origins, first + offset), _origin(origins, second + offset)
        origins[max(one, other)] = min(one, other)


def _origin(origins: list[int], position: int) -> int:
    while origins[position] != position:
        position = origins[position]
    return position


def _settled(origins: list[int]) -> tuple[int, ...]:
    return tuple(_origin(origins, position) for position in range(len(origins)))


_BLOCKS: dict[str, list[Block]] = {}


def _template(name: str) -> list[Block]:
    if name not in _BLOCKS:
        _BLOCKS[name] = blocks(_read(name))
    return _BLOCKS[name]


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _write_group(group: Group, target: Path, files: dict[str, IO[str]]) -> None:
    for article in range(ARTICLES):
        with (target / f"data/claims/{group.number(article)}.ttl").open("w", encoding="utf-8") as file:
            file.writelines(_texts(group, _template(f"data/claims/00{article}.ttl"), is_shared=False))
    for name, shared in files.items():
        shared.writelines(_texts(group, _template(name), is_shared=True))


def _texts(group: Group, template: list[Block], *, is_shared: bool) -> Iterator[str]:
    for block in template:
        if _is_written(group, block, is_shared):
            yield block.text(group)


def _is_written(group: Group, block: Block, is_shared: bool) -> bool:
    """Return whether a block is written for a group: one time for each thing that it describes."""
    if not block.prefix:
        return not is_shared or group.index == 0
    if block.prefix == "review" and group.index % REVIEWED:
        return False
    # Records of other sources are about things; a retold story brings up no new ones.
    if block.prefix == "outside" or (block.prefix, block.name[:7]) == ("time", "outside"):
        return group.story == group.index
    return group.copy(block.prefix, block.name) == group.index


def _write_texts(group: Group, folder: Path | None) -> None:
    if folder is not None:
        for article, text in enumerate(group.texts):
            (folder / group.number(article)).write_text(text, encoding="utf-8")


def main() -> None:
    """Write the corpus that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, required=True, help="how many; a multiple of five")
    parser.add_argument("--seed", default=SEED, help=f"what all choices follow from (default: {SEED})")
    parser.add_argument("--texts", type=Path, help="folder for the texts of the articles")
    given = parser.parse_args()
    write(given.folder, given.articles, seed=given.seed, texts=given.texts)


if __name__ == "__main__":
    main()
