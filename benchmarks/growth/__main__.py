"""`python benchmarks/growth [--copies 1,2,4] [--shared world] [--each]`: how processor time grows with the articles.

Each command runs as a process of its own over a made-up root folder (see corpus.py). Prints tables in Markdown: the
processor seconds (user and system) for each number of copies, and the ratio of the largest to the one with a quarter of
its articles. The exit code is 1 if that ratio is above 5 for a command or for all queries of a kind together.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import NamedTuple, get_args

import corpus

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
COMMANDS = {"adgo build": ["build"], "adgo validate": ["validate"]}
QUERIES = {"conflicts": "questions on conflicts", "hygiene": "hygiene queries"}
MOST = 5.0


class Run(NamedTuple):
    """Processor time in seconds, and the number of rows of a query."""

    seconds: float
    rows: int | None = None


def main() -> int:
    """Print the tables and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--copies", default="1,2,4", help="numbers of copies of the five articles (default: 1,2,4)"
    )
    parser.add_argument(
        "--shared",
        choices=get_args(corpus.Shared),
        default="world",
        help="what the copies share (see corpus.py)",
    )
    parser.add_argument("--each", action="store_true", help="print a row for each query as well")
    given = parser.parse_args()
    copies = [int(number) for number in given.copies.split(",")]
    runs = [_measured(number, given.shared) for number in copies]
    names = [name for name in runs[-1] if given.each or " / " not in name]
    _print(names, copies, runs)
    return int(any(_ratio(name, copies, runs) > MOST for name in runs[-1] if " / " not in name))


def _measured(copies: int, shared: corpus.Shared) -> dict[str, Run]:
    """Return the cost of each command and each query for a number of copies."""
    with tempfile.TemporaryDirectory() as folder:
        corpus.write(ROOT, Path(folder), copies, shared)
        source = Path(folder, "src")
        compileall.compile_dir(source, quiet=1)
        found = {name: Run(_seconds(source, ["-m", "adgo", *words])[0]) for name, words in COMMANDS.items()}
        for kind, name in QUERIES.items():
            answer = json.loads(_seconds(source, [str(HERE / "ask.py"), kind])[1])
            found[name] = Run(sum(seconds for seconds, _ in answer.values()))
            found |= {f"{kind} / {query}": Run(*took) for query, took in answer.items()}
        return found


def _seconds(source: Path, words: list[str]) -> tuple[float, str]:
    """Return the processor time of one run of Python with the program in the folder, and its output."""
    before = getrusage(RUSAGE_CHILDREN)
    environment = {**os.environ, "PYTHONPATH": str(source)}
    done = subprocess.run(
        [sys.executable, *words], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 1) or "Traceback" in done.stderr:
        raise SystemExit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stderr}")
    if done.returncode:
        print(f"{' '.join(words)}: exit code {done.returncode}\n{done.stderr}", file=sys.stderr)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def _ratio(name: str, copies: list[int], runs: list[dict[str, Run]]) -> float:
    """Return the ratio of the largest run to one with a quarter of its articles; 0 if there is none."""
    for number, run in zip(reversed(copies), reversed(runs), strict=True):
        if number / 4 in copies:
            return run[name].seconds / runs[copies.index(number // 4)][name].seconds
    return 0.0


def _print(names: list[str], copies: list[int], runs: list[dict[str, Run]]) -> None:
    columns = [
        "",
        *(f"{corpus.ARTICLES * number} articles" for number in copies),
        "four times the articles",
        "rows",
    ]
    print(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}")
    for name in names:
        seconds = [f"{run[name].seconds:.2f} s" for run in runs]
        rows = " → ".join(str(run[name].rows) for run in runs) if runs[-1][name].rows is not None else ""
        print(f"| {' | '.join([name, *seconds, f'{_ratio(name, copies, runs):.1f}', rows])} |")


if __name__ == "__main__":
    sys.exit(main())
