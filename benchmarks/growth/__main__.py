"""`python benchmarks/growth [--articles 5,10,20] [--each]`: how processor time grows with the number of articles.

Each command runs as a process of its own over an invented project (see corpus.py). Prints tables in Markdown: the
processor seconds (user and system) for each number of articles, and the ratio of the largest to the one with a quarter
of its articles. The exit code is 1 if that ratio is above 5 for a command or for all queries of a kind together.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import NamedTuple

import corpus

HERE = Path(__file__).parent
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
    parser.add_argument("--articles", default="5,10,20", help="numbers of articles (default: 5,10,20)")
    parser.add_argument("--each", action="store_true", help="print a row for each query as well")
    given = parser.parse_args()
    articles = [int(number) for number in given.articles.split(",")]
    runs = [_measured(number) for number in articles]
    names = [name for name in runs[-1] if given.each or " / " not in name]
    _print(names, articles, runs)
    return int(any(_ratio(name, articles, runs) > MOST for name in runs[-1] if " / " not in name))


def _measured(articles: int) -> dict[str, Run]:
    """Return the cost of each command and each query for a number of articles."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder)
        corpus.write(source, articles)
        found = {name: Run(_seconds(source, ["-m", "adgo", *words])[0]) for name, words in COMMANDS.items()}
        for kind, name in QUERIES.items():
            answer = json.loads(_seconds(source, [str(HERE / "ask.py"), kind])[1])
            found[name] = Run(sum(seconds for seconds, _ in answer.values()))
            found |= {f"{kind} / {query}": Run(*took) for query, took in answer.items()}
        return found


def _seconds(project: Path, words: list[str]) -> tuple[float, str]:
    """Return the processor time of one run of Python with a project, and its output."""
    before = getrusage(RUSAGE_CHILDREN)
    environment = {**os.environ, "ADGO_PROJECT": str(project)}
    done = subprocess.run(
        [sys.executable, *words], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 1) or "Traceback" in done.stderr:
        raise SystemExit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stderr}")
    if done.returncode:
        print(f"{' '.join(words)}: exit code {done.returncode}\n{done.stderr}", file=sys.stderr)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def _ratio(name: str, articles: list[int], runs: list[dict[str, Run]]) -> float:
    """Return the ratio of the largest run to one with a quarter of its articles; 0 if there is none."""
    for number, run in zip(reversed(articles), reversed(runs), strict=True):
        if number / 4 in articles:
            return run[name].seconds / runs[articles.index(number // 4)][name].seconds
    return 0.0


def _print(names: list[str], articles: list[int], runs: list[dict[str, Run]]) -> None:
    columns = [
        "",
        *(f"{number} articles" for number in articles),
        "four times the articles",
        "rows",
    ]
    print(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}")
    for name in names:
        seconds = [f"{run[name].seconds:.2f} s" for run in runs]
        rows = " → ".join(str(run[name].rows) for run in runs) if runs[-1][name].rows is not None else ""
        print(f"| {' | '.join([name, *seconds, f'{_ratio(name, articles, runs):.1f}', rows])} |")


if __name__ == "__main__":
    sys.exit(main())
