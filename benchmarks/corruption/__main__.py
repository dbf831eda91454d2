"""`python benchmarks/corruption [--seed N] [--count M] [--kind KIND] [--setting sources|beside] [--json]`.

Changes the graph one triple at a time and counts, by kind of change, who notices: the shapes and the hygiene queries of
`adgo validate`, `adgo verify` with the articles' texts (in ADGO_TEXTS), `adgo reason`, or nobody. There is no quota:
the exit code is 0 whatever is found.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from changes import KINDS, changes
from checks import FINDERS, Outcome, Setting, asked, outcome_of
from packaged import FACTS, SOURCES, Change, Packaged, Row, Triple

from adgo.graph.namespaces import short

SETTINGS: dict[Setting, tuple[str, ...]] = {"sources": SOURCES, "beside": FACTS}
#: Kinds that are impossible in a user's file, which can only add triples.
ONLY_SOURCES = {"drop", "merge names"}
EXAMPLES = 4


def main() -> int:
    """Print the tables and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", default="1", help="what the changes are drawn by (default: 1)")
    parser.add_argument(
        "--count", type=int, default=12, help="changes of each kind and setting (default: 12)"
    )
    parser.add_argument(
        "--kind", choices=KINDS, action="append", help="a kind of change; may be repeated, all by default"
    )
    parser.add_argument("--setting", choices=SETTINGS, action="append", help="both by default")
    parser.add_argument("--json", action="store_true", help="print every change, for machines")
    parser.add_argument("--workers", type=int, default=2, help="processes (default: 2)")
    given = parser.parse_args()
    if not os.environ.get("ADGO_TEXTS"):
        print(
            "ADGO_TEXTS is not set: `adgo verify` is not asked, so nobody finds moved spans", file=sys.stderr
        )
    jobs = _drawn(given.setting or list(SETTINGS), given.kind or list(KINDS), given.count, given.seed)
    context = get_context("spawn")
    with ProcessPoolExecutor(given.workers, mp_context=context) as pool:
        outcomes = list(pool.map(outcome_of, jobs, chunksize=4))
    print(json.dumps([_record(each) for each in outcomes], indent=1) if given.json else _text(outcomes))
    return 0


def _drawn(
    settings: Iterable[Setting], kinds: list[str], count: int, seed: str
) -> list[tuple[Setting, Change]]:
    packaged = Packaged()
    jobs: list[tuple[Setting, Change]] = []
    for setting in settings:
        rows: list[Row] = packaged.rows(*SETTINGS[setting])
        for kind in kinds:
            if setting == "sources" or kind not in ONLY_SOURCES:
                jobs += [(setting, each) for each in changes(packaged, rows, kind, count, seed)]
    return jobs


def _text(outcomes: list[Outcome]) -> str:
    """Return a table in Markdown for each setting, and examples of changes that no check finds."""
    lines = []
    for setting in SETTINGS:
        of = [each for each in outcomes if each.setting == setting]
        if not of:
            continue
        lines += [f"### {setting}", "", f"| kind | changes | {' | '.join(FINDERS)} | nobody |"]
        lines += ["|---|" + "---|" * (len(FINDERS) + 2)]
        kinds = list(dict.fromkeys(each.change.kind for each in of))
        lines += [_row(kind, [each for each in of if each.change.kind == kind]) for kind in kinds]
        lines += [_row("all", of), "", "Found by nobody, for example:", ""]
        for kind in kinds:
            missed = [each for each in of if each.change.kind == kind and not each.finders]
            lines += [f"- {kind}: {_shown(each.change)}" for each in missed[:EXAMPLES]]
        lines.append("")
    return "\n".join(lines)


def _row(name: str, outcomes: list[Outcome]) -> str:
    to_ask = asked(outcomes[0].setting)
    counts = [
        sum(finder in each.finders for each in outcomes) if finder in to_ask else "–" for finder in FINDERS
    ]
    nobody = sum(not each.finders for each in outcomes)
    return f"| {name} | {len(outcomes)} | {' | '.join(map(str, counts))} | {nobody} |"


def _shown(change: Change) -> str:
    """Return a change as one line with prefixed names."""
    before, after = (" ; ".join(map(_triple, each[:2])) for each in (change.removed, change.added))
    return (
        f"`{before}` → `{after}`"
        if before and after
        else f"without `{before}`"
        if before
        else f"with `{after}`"
    )


def _triple(triple: Triple) -> str:
    return " ".join(short(term[1:-1]) if term[0] == "<" else term for term in triple)


def _record(outcome: Outcome) -> dict[str, Any]:
    return {
        "setting": outcome.setting,
        "kind": outcome.change.kind,
        "file": outcome.change.path.name,
        "removed": outcome.change.removed,
        "added": outcome.change.added,
        "asked": asked(outcome.setting),
        "found_by": outcome.finders,
    }


if __name__ == "__main__":
    sys.exit(main())
