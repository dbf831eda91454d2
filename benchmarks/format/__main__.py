"""`python benchmarks/format FILE...`: `adgo format` and rdflib's `longturtle` on the same Turtle files.

Each run is a separate process, and includes reading and writing. The ratio compares the processor times of one run.
Prints a table in Markdown.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

ROUNDS = 3
RDFLIB = (
    "import sys, rdflib; graph = rdflib.Graph().parse(sys.argv[1], format='turtle'); "
    "graph.serialize(format='longturtle')"
)
COMMANDS = {
    "adgo": [sys.executable, "-m", "adgo", "format", "--check"],
    "rdflib": [sys.executable, "-c", RDFLIB],
}


class Measure(NamedTuple):
    """One run: processor and wall time in seconds, peak resident memory in MB."""

    cpu: float
    seconds: float
    memory: int


def measure(command: list[str]) -> Measure:
    """Run a command as a separate process and return its cost."""
    silence = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    start = perf_counter()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=silence)
    _, status, usage = os.wait4(child, 0)
    seconds = perf_counter() - start
    # `adgo format --check` ends with 1 if the file would change.
    if (code := os.waitstatus_to_exitcode(status)) not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with {code}")
    return Measure(usage.ru_utime + usage.ru_stime, seconds, usage.ru_maxrss // 1024)


def main(files: list[str]) -> None:
    """Print the table: for each file and program, the run that took the least processor time."""
    print("| file | kB | program | CPU s | s | peak MB | speed by CPU s |\n|---|---|---|---|---|---|---|")
    for file in files:
        rounds = [
            {name: measure([*command, file]) for name, command in COMMANDS.items()} for _ in range(ROUNDS)
        ]
        best = {name: min(each[name] for each in rounds) for name in COMMANDS}
        for name, took in best.items():
            ratio = best["rdflib"].cpu / took.cpu
            size = Path(file).stat().st_size // 1000
            print(
                f"| {Path(file).name} | {size} | {name} | {took.cpu:.2f} | {took.seconds:.2f} | {took.memory} "
                f"| {ratio:.1f} |"
            )


if __name__ == "__main__":
    if not sys.argv[1:]:
        raise SystemExit("usage: python benchmarks/format FILE... (Turtle files)")
    main(sys.argv[1:])
