"""Builds, checks and corroborates generated articles with each runner: the digests must be equal; prints the rates.

    python benchmarks/spark [--articles 500] [--workers N] [--runners loop processes spark]
                            [--folder DIR] [--build-only]

Exits with 1 if the digests differ. A runner that cannot start is skipped with its reason.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent.parent / "growth"))

#: Every how many files a claim loses its modality, so that the shapes find something.
FAULTY = 25


def main() -> int:
    """Run the benchmark; return the exit code."""
    options = parsed()
    with TemporaryDirectory() as made:
        folder = options.folder or Path(made) / "corpus"
        if not folder.exists():
            written(folder, options.articles)
        os.environ["ADGO_PROJECT"] = str(folder)
        found = {name: digests for name in options.runners if (digests := run(name, options))}
    return 0 if len({tuple(each) for each in found.values()}) == 1 else 1


def parsed() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--runners", nargs="+", default=["loop", "processes", "spark"])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--build-only", action="store_true")
    return parser.parse_args()


def written(folder: Path, articles: int) -> None:
    """Write a corpus; in some files a claim lacks its modality."""
    import corpus

    corpus.write(folder, articles)
    for path in sorted((folder / "data" / "claims").glob("*.ttl"))[::FAULTY]:
        text = path.read_text(encoding="utf-8")
        at = text.index("    adgo:modality ")
        path.write_text(text[:at] + text[text.index("\n", at) + 1 :], encoding="utf-8")


def run(name: str, options: argparse.Namespace) -> list[str]:
    """Print the times of one runner; return the digests of all that it made, or [] if it cannot start."""
    from adgo.graph.building.runners.runner_choice import open_runner
    from adgo.graph.building.runners.runner_error import RunnerError

    begun = perf_counter()
    try:
        with open_runner(name, options.workers) as runner:
            print(f"{name}: started after {perf_counter() - begun:.1f} s", flush=True)
            return list(digests(runner, options))
    except RunnerError as error:
        print(f"{name}: skipped: {error}")
        return []


def digests(runner: object, options: argparse.Namespace) -> Iterator[str]:
    """Yield the digest of each result, and print how long it took."""
    from adgo.corpus.batches import corroboration, shape_results
    from adgo.graph.building import partitioned

    jobs = {"build": lambda: [f"{k}\n{v}" for k, v in sorted(partitioned.build(runner=runner).items())]}  # type: ignore[arg-type]
    if not options.build_only:
        jobs |= {
            "shapes": lambda: shape_results.check(runner),  # type: ignore[arg-type]
            "corroboration": lambda: corroboration.rows(runner),  # type: ignore[arg-type]
        }
    for job, make in jobs.items():
        begun, used = perf_counter(), os.times()
        lines = make()
        seconds = perf_counter() - begun
        digest = sha256("\n".join(lines).encode()).hexdigest()
        rate = options.articles / seconds
        here = os.times().user - used.user
        time = f"{seconds:.1f} s ({here:.1f} s of processor time in this process)"
        print(f"  {job}: {len(lines)} lines, {digest[:16]}, {time}, {rate:.1f} articles/s", flush=True)
        yield digest


if __name__ == "__main__":
    sys.exit(main())
