"""The locations of ADGO's own files: at the top of a checkout, inside the installed package, or in a project."""

import os
from functools import cache
from pathlib import Path

from adgo.graph.changing.project_lock import settle

#: The variable of the environment with the folder of another project of the same layout.
PROJECT = "ADGO_PROJECT"

PACKAGE = Path(__file__).resolve().parent.parent

#: The files of the project that the installed package has.
_IN_PACKAGE = PACKAGE / "files"

#: The folders that a project has.
FOLDERS = ("ontology", "data", "shapes", "seeds")

#: The last path segment of each named graph, to its files as glob patterns below `root()`.
PARTS: dict[str, tuple[str, ...]] = {
    "ontology": ("ontology/*.ttl",),
    "entities": ("data/entities.ttl", "seeds/sources.ttl"),
    "claims": ("data/claims/*.ttl",),
    "facts": ("data/facts.ttl",),
    "plans": ("data/plans.ttl",),
    "reports": ("data/reports.ttl",),
    "context": ("data/context.ttl",),
    "inferred": ("data/inferred.ttl",),
    "judgements": ("data/judgements.ttl",),
    "reviews": ("data/reviews.ttl",),
    "outside": ("data/outside.ttl",),
    "changes": ("data/changes.ttl",),
    "shapes": ("shapes/*.ttl",),
    "catalog": ("data/catalog.ttl",),
}

#: The parts that are merged in the default graph. Plans, judgements and reviews assert nothing, so they are not in it.
DEFAULT_PARTS = ("ontology", "entities", "context", "claims", "facts", "reports", "inferred")


class NotProject(OSError):
    """ADGO_PROJECT names a folder that does not have the files of a project; the message says which are missing."""


@cache
def root() -> Path:
    """Return the folder with `ontology/`, `data/`, `shapes/` and `seeds/`: that of ADGO_PROJECT, or ADGO's own.

    Raises:
        NotProject: if the folder of ADGO_PROJECT lacks one of them.
    """
    chosen = os.environ.get(PROJECT)
    if chosen:
        found = Path(chosen).resolve()
        lacking = [f"{name}/" for name in FOLDERS if not (found / name).is_dir()]
        if lacking:
            raise NotProject(f"{PROJECT}: {chosen} is not a project of ADGO: it lacks {', '.join(lacking)}")
        return found
    return _IN_PACKAGE if _IN_PACKAGE.is_dir() else PACKAGE.parent.parent


def changeable_root() -> Path:
    """Return the folder of the project for a command that changes its files.

    Raises:
        NotProject: if it is the installed package, whose files every update replaces.
    """
    if root() == _IN_PACKAGE:
        raise NotProject(
            f"the files of the installed package are not changed; name your project in {PROJECT}"
        )
    return root()


def part(name: str) -> list[Path]:
    """Return the existing files of one part, sorted; KeyError for an unknown name.

    If a change of several files was interrupted, it is completed first; OSError if that is not possible.
    """
    settle(root())
    return [path for pattern in PARTS[name] for path in sorted(root().glob(pattern))]


def checked() -> list[Path]:
    """Return the files that the shapes check, including judgements, reviews and outside records."""
    return [path for name in (*DEFAULT_PARTS, "judgements", "reviews", "outside") for path in part(name)]


def packaged() -> frozenset[Path]:
    """Return all packaged files, with links resolved; other files are the user's own."""
    return _packaged(root())


@cache
def _packaged(top: Path) -> frozenset[Path]:
    found = [path for patterns in PARTS.values() for pattern in patterns for path in top.glob(pattern)]
    found += [path for path in (top / "ontology").rglob("*") if path.suffix in (".ttl", ".owl")]
    return frozenset(path.resolve() for path in [*found, top / "data" / "adgo-all.ttl"])


def hygiene() -> list[Path]:
    """Return the hygiene checks, each a file with a SELECT query that finds violations, sorted by name."""
    return sorted((root() / "shapes" / "hygiene").glob("*.rq"))


def queries() -> list[Path]:
    """Return the stored questions, each a SPARQL file, sorted by name."""
    return sorted((PACKAGE / "queries").glob("*.rq"))


def rules() -> list[Path]:
    """Return the inference rules, each a file with a CONSTRUCT query, sorted by name."""
    return sorted((root() / "ontology" / "rules").glob("*.rq"))
