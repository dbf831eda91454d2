"""`python benchmarks/validate/incremental.py [TRIPLES]...`: an edit under `--watch`, against a full run.

The data are in 100 files. Each edit changes one file; both times are wall time in one warm process, from reading
to the report with places. Prints a table in Markdown.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from generate import PER_GROUP, PREFIXES, group

from adgo.shacl import validation
from adgo.shacl.incremental.session import IncrementalValidation
from adgo.shacl.inputs import read
from adgo.shacl.stages import Stages

HERE = Path(__file__).parent
SHAPES = {"core": ["core.ttl"], "core and SPARQL": ["core.ttl", "sparql.ttl"]}
FILES, EDITS = 100, 20
#: What an edit does to the text of a file.
KINDS: dict[str, Callable[[str], str]] = {
    "a value": lambda text: re.sub(r"ex:level \d", "ex:level 9", text, count=1),
    "a comment": lambda text: "# edited\n" + text,
    "a type": lambda text: text.replace("a ex:Supplier", "a ex:Partnership", 1),
    "a link": lambda text: re.sub(r"ex:party ex:firm\d+", "ex:party ex:firm1", text, count=1),
}


def main() -> None:
    """Measure all sizes and print the table."""
    print("| triples | shapes | full run ms | edit ms (median) | edit ms (worst) | ratio | checked again |")
    print("|---|---|---|---|---|---|---|")
    for triples in map(int, sys.argv[1:] or ("10000", "100000")):
        for name, shapes in SHAPES.items():
            with tempfile.TemporaryDirectory() as folder:
                print(
                    _measured(Path(folder), triples, name, [str(HERE / each) for each in shapes]), flush=True
                )


def _measured(folder: Path, triples: int, name: str, shapes: list[str]) -> str:
    files = _written(folder, triples)
    stages = Stages(
        lambda: (read([folder], shapes), []), validation.validate, lambda inputs: [], lambda: files, 0
    )
    session = IncrementalValidation(stages)
    session.run("")
    session.prepare()
    full = min(_seconds(lambda: validation.validate(read([folder], shapes))) for _ in range(3))
    chance, times, again = random.Random(7), list[float](), list[int]()
    for number in range(EDITS):
        file, edit = chance.choice(files), list(KINDS.values())[number % len(KINDS)]
        file.write_text(edit(file.read_text(encoding="utf-8")), encoding="utf-8")
        start = perf_counter()
        found = session.edit({file: True}, files)
        times.append(perf_counter() - start)
        again.append(found.checked_again)
        assert not found.reason
    usual = median(times)
    return (
        f"| {found.report.triples} | {name} | {full * 1000:.0f} | {usual * 1000:.0f} | {max(times) * 1000:.0f} "
        f"| {full / usual:.0f} | {median(again):.0f} of {found.report.checked} |"
    )


def _written(folder: Path, triples: int) -> list[Path]:
    chance, groups = random.Random(7), triples // PER_GROUP
    files = [folder / f"{number:03}.ttl" for number in range(FILES)]
    for number, file in enumerate(files):
        inside = range(number * groups // FILES, (number + 1) * groups // FILES)
        text = "".join("".join(group(each, groups, chance)) for each in inside)
        file.write_text(PREFIXES + text, encoding="utf-8")
    return files


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


if __name__ == "__main__":
    main()
