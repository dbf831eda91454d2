"""`python benchmarks/validate [TRIPLES]...`: all installed engines on the same generated data.

Each run is a separate process, and includes reading, validating and reporting. The two ratios, of wall time and of
processor time, compare with pySHACL's command line in the same run. Prints a table in Markdown.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from generate import write

HERE = Path(__file__).parent
SIZES = (10_000, 100_000, 1_000_000)
#: pySHACL takes minutes for more triples.
PYSHACL_UP_TO = 100_000
SHAPES = {"core": ["core.ttl"], "core and SPARQL": ["core.ttl", "sparql.ttl"]}

#: Other engines that may be installed: for each name the package, the largest size that it can process, and the script.
SCRIPTS = {
    "shacl (Rust)": (
        "shacl",
        1_000_000,
        "import sys, shacl; data, shapes, output = sys.argv[1:]\n"
        "open(output, 'w', encoding='utf-8').write(shacl.validate(data, shapes).turtle)",
    ),
    "rudof (Rust)": (
        "pyrudof",
        100_000,
        "import sys, pyrudof as r; data, shapes, output = sys.argv[1:]\n"
        "rudof = r.Rudof(r.RudofConfig()); rudof.read_data(data); rudof.read_shacl(shapes)\n"
        "found = rudof.validate_shacl(); open(output, 'w', encoding='utf-8').write('resultSeverity\\n' * len(found))",
    ),
}

#: Bytecode is cached for all engines, as for installed packages, even if this shell turns that off.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Measure(NamedTuple):
    """One run: wall and processor time in seconds, peak resident memory in MB, number of results."""

    seconds: float
    cpu: float
    memory: int
    results: int


def measure(command: list[str], output: Path) -> Measure:
    """Run a command as a separate process and return its cost."""
    output.unlink(missing_ok=True)
    start = perf_counter()
    child = os.posix_spawn(command[0], command, ENVIRONMENT, file_actions=_silence())
    _, status, usage = os.wait4(child, 0)
    seconds = perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1) or not output.exists():
        raise SystemExit(f"{' '.join(command)} ended with {code}")
    results = output.read_text(encoding="utf-8").count("resultSeverity")
    return Measure(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024, results)


def _silence() -> list[tuple[int, int, str, int, int]]:
    return [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]


def engines(data: Path, shapes: Path, output: Path, triples: int) -> Iterator[tuple[str, list[str]]]:
    """Yield the name and the command of each installed engine that can process this size.

    Args:
        data: the data file.
        shapes: the shapes file.
        output: where to write the report.
        triples: the number of triples.
    """
    python = sys.executable
    common = [str(data), "--shapes", str(shapes), "--format", "ttl", "-o", str(output)]
    yield "adgo", [python, "-m", "adgo", "validate", *common]
    if importlib.util.find_spec("pyshacl") and triples <= PYSHACL_UP_TO:
        yield (
            "pySHACL",
            [python, "-m", "pyshacl", "-f", "turtle", "-s", str(shapes), "-o", str(output), str(data)],
        )
    for name, script in SCRIPTS.items():
        package, most, code = script
        if importlib.util.find_spec(package) and triples <= most:
            yield name, [python, "-c", code, str(data), str(shapes), str(output)]


def main(sizes: list[int]) -> None:
    """Print the table."""
    columns = (
        "triples",
        "shapes",
        "engine",
        "s",
        "CPU s",
        "peak MB",
        "µs a triple",
        "results",
        "speed",
        "by CPU s",
    )
    print(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}")
    with tempfile.TemporaryDirectory() as folder:
        data, shapes, output = (Path(folder, name) for name in ("data.ttl", "shapes.ttl", "report.ttl"))
        for size in sizes:
            triples = write(data, size)
            for name, files in SHAPES.items():
                shapes.write_text("\n".join((HERE / file).read_text(encoding="utf-8") for file in files))
                found = {
                    engine: measure(command, output)
                    for engine, command in engines(data, shapes, output, triples)
                }
                for engine, took in found.items():
                    base = found.get("pySHACL")
                    ratio = (
                        f"{base.seconds / took.seconds:.1f} | {base.cpu / took.cpu:.1f}" if base else " | "
                    )
                    print(
                        f"| {triples} | {name} | {engine} | {took.seconds:.2f} | {took.cpu:.2f} | {took.memory} "
                        f"| {took.seconds / triples * 1e6:.1f} | {took.results} | {ratio} |",
                        flush=True,
                    )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
