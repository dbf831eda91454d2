"""The files of an input: what paths mean, and the content and the format of each file."""

from __future__ import annotations

import sys
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from adgo.turtle.errors import Fault, TurtleError
from adgo.turtle.files import GZIP, STANDARD_INPUT, expand, name_of, read_unpacked
from adgo.turtle.formats import ENDINGS, JSON_LD_KEYS, TURTLE, GraphFormat, by_ending, of_json
from adgo.turtle.limits import LIMITS, Limits

if TYPE_CHECKING:
    from adgo.turtle.document import Document
    from adgo.turtle.terms import TermTable

#: Endings of files in SHACL Compact Syntax.
COMPACT_ENDINGS = (".shaclc", ".shc")
#: Endings of the files that are read.
_READ = (*ENDINGS, *COMPACT_ENDINGS)
#: Endings of the files that a folder is searched for.
_ENDINGS = (*_READ, *(ending + GZIP for ending in _READ))


class InputFiles:
    """The files as they are now. Standard input is read once; it may have several roles, as a file may."""

    def __init__(self, data_format: GraphFormat | None = None, limits: Limits = LIMITS) -> None:
        """Choose how files are read.

        Args:
            data_format: the format of standard input, by default Turtle, and of data whose ending says nothing.
            limits: the limits of each document.
        """
        self.data_format = data_format
        self.limits = limits
        self._standard_input: bytes | None = None

    def expand(self, path: str | Path) -> tuple[list[Path], str | None]:
        """Return the files that a path means, and the reason if there are none; see `adgo.turtle.files.expand`."""
        if str(path) in (str(STANDARD_INPUT), "/dev/stdin"):
            return [STANDARD_INPUT], None
        return expand(path, _ENDINGS)

    def content(self, file: Path) -> bytes:
        """Return the bytes of a file, unpacked; OSError if it cannot be read."""
        if file != STANDARD_INPUT:
            return read_unpacked(file)
        if self._standard_input is None:
            self._standard_input = sys.stdin.buffer.read()
        return self._standard_input

    def exists(self, file: Path) -> bool:
        """Return whether there is such a file."""
        return file.is_file()

    def read(self, file: Path, table: TermTable, *, is_data: bool) -> Document:
        """Return the document in a file; its base IRI is the file's, that of standard input the working folder's.

        Args:
            file: the path.
            table: the term table to use.
            is_data: whether the file may be in the format that was chosen for data.

        Raises:
            OSError: the file cannot be read.
            TurtleError: its content does not have the syntax of its format.
        """
        from adgo.turtle.reader import read_content

        content = self.content(file)
        if without_gzip(file).suffix.lower() in COMPACT_ENDINGS:
            return self._compact(file, content, table)
        kind = self.format_of(file, content, is_data=is_data)
        base = f"{Path.cwd().as_uri()}/" if file == STANDARD_INPUT else file.resolve().as_uri()
        return read_content(content, kind, path=name_of(file), base=base, table=table, limits=self.limits)

    def _compact(self, file: Path, content: bytes, table: TermTable) -> Document:
        """Return the shapes in a file of SHACL Compact Syntax."""
        from adgo.shacl.compact.parser import parse  # most shapes are in Turtle
        from adgo.turtle.reader import decode

        name, base = name_of(file), file.resolve().as_uri()
        return parse(decode(content, name), table, path=name, base=base, limits=self.limits)

    def format_of(self, file: Path, content: bytes, *, is_data: bool) -> GraphFormat:
        """Return the format of a file; TurtleError if it is not known.

        Args:
            file: the path; its ending decides.
            content: the bytes of the file, which decide if it ends in `.json`.
            is_data: whether the file may be in the format that was chosen for data.
        """
        if file == STANDARD_INPUT:
            return self.data_format or TURTLE
        named = without_gzip(file)
        found = by_ending(named) or (self.data_format if is_data else None)
        if found is None and named.suffix.lower() == ".json":
            found = of_json(content)
        if found is None:
            raise TurtleError([Fault(str(file), None, None, None, _unknown(named, is_data=is_data))])
        return found


def without_gzip(file: Path) -> PurePath:
    """Return a path without the ending .gz, which says nothing about the format."""
    return file.with_suffix("") if file.suffix.lower() == GZIP else file


def _unknown(file: PurePath, *, is_data: bool) -> str:
    ending = file.suffix.lower()
    choose = "name its format with --data-format" if is_data else "give it the ending of its format"
    if ending == ".json":
        return (
            f"this JSON is not JSON-LD: it has none of the keys {' '.join(JSON_LD_KEYS)}; if it is, {choose}"
        )
    if ending == ".n3":
        return f"N3 is not read, as its rules and formulas are not RDF; if the file is Turtle, {choose}"
    return f"unknown kind of file; expected one of {' '.join(_READ)}; {choose}"
