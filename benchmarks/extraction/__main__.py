"""`python benchmarks/extraction --texts DIR`: drafts each article from what the others give, and scores the drafts."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from knowledge import graph_without

from adgo.corpus import names, reading
from adgo.evidence.sources import Texts
from adgo.graph import dataset
from adgo.intake.draft import checked
from adgo.intake.drafting.drafter import RuleDrafter
from adgo.intake.project_graph import ProjectGraph
from adgo.intake.scoring.report import lines, record
from adgo.intake.scoring.score import DraftScore, score


def main() -> None:
    """Print the score of each article, or one of them with the drafts in a file."""
    options = _options()
    store = dataset.load().store
    corpus, graph, texts = reading.read_store(store), ProjectGraph(store), Texts(options.texts)
    found: dict[str, DraftScore] = {}
    for number in options.articles or sorted(graph.sources):
        text = texts.of(graph.sources[number])
        if text is None:
            sys.exit(f"{texts.folder}: no text of {graph.sources[number].name}")
        known, lost = graph_without(number)
        records = RuleDrafter(known).drafts(text.content, number)
        drafts = [checked(each, f"{number}:{place}") for place, each in enumerate(records, 1)]
        found[number] = score(drafts, number, graph, texts, lambda name: names.find(corpus, name))
        if options.drafts:
            _write(options.drafts / f"{number}.jsonl", records)
        if not options.json:
            print(f"Without article {number}, {len(lost)} names are not known.")
            print(*lines(found[number]), sep="\n", end="\n\n")
    if options.json:
        print(json.dumps([record(each) for each in found.values()], indent=2))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="*", metavar="NUMBER", help="only these articles")
    parser.add_argument(
        "--texts", default=os.environ.get("ADGO_TEXTS"), metavar="DIR", help="folder of the texts"
    )
    parser.add_argument(
        "--drafts", type=Path, metavar="DIR", help="write the drafts here; they quote the articles"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    if not options.texts:
        parser.error("name the folder of the texts with --texts or in ADGO_TEXTS")
    return options


def _write(path: Path, records: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
