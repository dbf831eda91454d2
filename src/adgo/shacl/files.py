"""Paths as people give them: files, folders and glob patterns."""

from __future__ import annotations

from glob import glob, has_magic
from pathlib import Path

from adgo.turtle.files import below

#: Endings of files that hold RDF, as taken from a folder.
ENDINGS = frozenset({".ttl", ".nt", ".nq", ".trig", ".jsonld", ".rdf", ".owl"})


def expand(path: str | Path) -> tuple[list[Path], str | None]:
    """Return the files that a path stands for, sorted, and the reason where there are none.

    An existing file is taken as it is, whatever its name; a folder gives every RDF file below it, hidden ones left
    out; what does not exist is tried as a glob pattern (`**` included).
    """
    place = Path(path)
    if place.is_file():
        return [place], None
    if place.is_dir():
        files = below(place, ENDINGS)
        return files, None if files else f"this folder holds no RDF file ({', '.join(sorted(ENDINGS))})"
    if has_magic(str(path)):
        files = sorted(Path(each) for each in glob(str(path), recursive=True) if Path(each).is_file())
        return files, None if files else "no file matches this pattern"
    if place.exists():
        return [place], None
    return [], "no such file or folder"
