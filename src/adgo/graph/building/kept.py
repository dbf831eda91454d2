"""The results of steps kept between builds, in a database file of the project's working folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from adgo.graph.building.memo import Damaged, Manifest, digest_of, packed, read, unpacked, written
from adgo.graph.changing import working_folder

NAME = "build-cache.sqlite"
_TABLES = """
    CREATE TABLE IF NOT EXISTS texts (digest TEXT PRIMARY KEY, content BLOB) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS runs (key TEXT PRIMARY KEY, digest TEXT, content BLOB) WITHOUT ROWID;
"""
#: Unused rows are removed when there are as many of them as of used ones.
_MOST_UNUSED = 2
Kind = TypeVar("Kind")


class Kept:
    """A memo in a file. Every text is compared with its digest when it is read, so that no damage goes unseen.

    Attributes:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        """Open the file; sqlite3.OperationalError if another build is writing it, or if it cannot be made."""
        self.path = path
        self._used: dict[str, set[str]] = {"texts": set(), "runs": set()}
        try:
            self._database = _opened(path)
        except sqlite3.DatabaseError as error:
            # Another build is writing the file: it is not damaged.
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise
            path.unlink(missing_ok=True)
            self._database = _opened(path)

    def put(self, text: str) -> str:
        """Keep a text, and return its digest."""
        digest = digest_of(text)
        if digest not in self._used["texts"]:
            self._used["texts"].add(digest)
            self._do("INSERT OR REPLACE INTO texts VALUES (?, ?)", digest, packed(text))
        return digest

    def get(self, digest: str) -> str:
        """Return the text with a digest; Damaged if it is not there as it was put."""
        row = self._do("SELECT content FROM texts WHERE digest = ?", digest).fetchone()
        if row is None:
            raise Damaged(digest)
        return unpacked(row[0], digest)

    def recall(self, key: str) -> Manifest | None:
        """Return what the run with a key returned; None if it is not known or not as it was noted."""
        row = self._do("SELECT digest, content FROM runs WHERE key = ?", key).fetchone()
        try:
            text = unpacked(row[1], row[0]) if row else ""
        except Damaged:
            return None
        if not text.startswith(key):
            return None
        manifest = read(text.removeprefix(key))
        self._used["runs"].add(key)
        self._used["texts"].update(digest for made in manifest.values() for digest in made.values())
        return manifest

    def note(self, key: str, manifest: Manifest) -> None:
        """Keep what the run with a key returned."""
        text = key + written(manifest)
        self._used["runs"].add(key)
        self._do("INSERT OR REPLACE INTO runs VALUES (?, ?, ?)", key, digest_of(text), packed(text))

    def finish(self) -> None:
        """Remove what this build has not used, if there is much of it, and write everything to the file."""
        try:
            for table, column in (("texts", "digest"), ("runs", "key")):
                self._sweep(table, column)
            self._database.commit()
        except sqlite3.DatabaseError as error:
            raise Damaged(str(error)) from error

    def claim(self) -> None:
        """Keep other builds from writing; sqlite3.OperationalError if another one does."""
        self._database.execute("BEGIN IMMEDIATE")

    def close(self) -> None:
        """Close the file; what was not finished is not kept."""
        self._database.close()

    def clear(self) -> None:
        """Remove everything."""
        self._database.close()
        self.path.unlink(missing_ok=True)
        self._database = _opened(self.path)
        self._used = {"texts": set(), "runs": set()}

    def _sweep(self, table: str, column: str) -> None:
        used = self._used[table]
        (rows,) = self._do(f"SELECT count(*) FROM {table}").fetchone()
        if rows <= _MOST_UNUSED * len(used):
            return
        self._database.execute("CREATE TEMP TABLE used (name TEXT PRIMARY KEY) WITHOUT ROWID")
        self._database.executemany("INSERT INTO used VALUES (?)", ((name,) for name in used))
        self._database.execute(f"DELETE FROM {table} WHERE {column} NOT IN (SELECT name FROM used)")
        self._database.execute("DROP TABLE used")

    def _do(self, statement: str, *values: Any) -> sqlite3.Cursor:
        try:
            return self._database.execute(statement, values)
        except sqlite3.DatabaseError as error:
            raise Damaged(str(error)) from error


def _opened(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=0)
    try:
        database.executescript(_TABLES)
        # A crash of the machine can damage the file; this is noticed, as each text has its digest.
        database.execute("PRAGMA synchronous = OFF")
    except sqlite3.Error:
        database.close()
        raise
    return database


def of_project(root: Path) -> Kept | None:
    """Return the results that a project keeps; None if its folder cannot be written or another build uses them.

    Args:
        root: the folder of the project.
    """
    try:
        kept = Kept(working_folder.made(root) / NAME)
    except (OSError, sqlite3.OperationalError):
        return None
    try:
        kept.claim()
    except sqlite3.OperationalError:
        kept.close()
        return None
    return kept


def forget(root: Path) -> None:
    """Remove the results that a project keeps, as they may have what its files no longer have.

    Args:
        root: the folder of the project.
    """
    for path in (root / working_folder.NAME).glob(f"{NAME}*"):
        path.unlink()


def repeated(kept: Kept | None, build: Callable[[Kept | None], Kind]) -> Kind:
    """Return the result of a build; if what is kept is damaged, it is removed, and the build repeated.

    If results cannot be kept at all, for example on a full disk, the build is repeated without.
    """
    if kept is None:
        return build(None)
    try:
        try:
            return build(kept)
        except Damaged:
            kept.clear()
            return build(kept)
    except (Damaged, sqlite3.DatabaseError):
        return build(None)
    finally:
        kept.close()
