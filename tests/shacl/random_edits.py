"""Folders of small random files, and random edits of them; the same seed gives the same."""

from __future__ import annotations

import random
from pathlib import Path

PREFIXES = (
    "@prefix ex: <http://example.org/> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
)
LINKS = ("p", "q", "r")
CLASSES = ("A", "B", "C", "D")
VALUES = ('"x"', "1", "2", "4", "7", '"2"^^xsd:int', "2.0", '"02"^^xsd:integer')
TEXTS = ('"a"', '"abc"@en', '"abd"@en', '"xyz"@de', '"abcdef"@fr', "ex:n1")
NODES = 14
NEWLINE = "\n"


class Folder:
    """A folder of Turtle and TriG files, each a list of statements."""

    def __init__(self, folder: Path, seed: int, files: int = 5) -> None:
        """Write the files."""
        self.folder, self.chance = folder, random.Random(seed)
        self.statements: dict[Path, list[str]] = {}
        for number in range(files):
            self.statements[folder / f"f{number}{'.trig' if number == 1 else '.ttl'}"] = [
                self.statement() for _ in range(12)
            ]
        for file in self.statements:
            self.write(file)

    def node(self) -> str:
        """Return a node."""
        return f"ex:n{self.chance.randrange(NODES)}"

    def statement(self) -> str:
        """Return a statement of one or more triples."""
        chance = self.chance
        kind = chance.randrange(12)
        if kind < 4:
            return f"{self.node()} a ex:{chance.choice(CLASSES)} ."
        if kind < 8:
            values = ", ".join(self.node() for _ in range(chance.randrange(1, 3)))
            return f"{self.node()} ex:{chance.choice(LINKS)} {values} ."
        if kind == 8:
            return f"{self.node()} ex:{chance.choice('vw')} {chance.choice(VALUES)} ."
        if kind == 9:
            return f"{self.node()} ex:t {chance.choice(TEXTS)} ."
        if kind == 10:
            inside = f"a ex:{chance.choice(CLASSES)} ; ex:q {self.node()} ; ex:v {chance.choice(VALUES)}"
            return f"{self.node()} ex:{chance.choice(LINKS)} [ {inside} ] ."
        return self.rare()

    def rare(self) -> str:
        """Return a statement about classes and properties, or with a named blank node."""
        chance = self.chance
        return chance.choice(
            (
                f"ex:{chance.choice(CLASSES)} rdfs:subClassOf ex:{chance.choice(CLASSES)} .",
                f"ex:{chance.choice(LINKS)} a ex:C .",
                f"_:b ex:p {self.node()} . {self.node()} ex:q _:b .",
                f"{self.node()} a ex:n4 .",
                f"{self.node()} ex:other {self.node()} .",
                f"{self.node()} a ex:A ; ex:u {chance.choice(('2.0', '3', '5'))} .",
            )
        )

    def write(self, file: Path) -> None:
        """Write a file; the statements of TriG files are in named graphs."""
        if file not in self.statements:
            file.unlink()
            return
        lines = self.statements[file]
        if file.suffix == ".trig":
            half = len(lines) // 2
            graphs = (
                f"ex:g1 {{\n{NEWLINE.join(lines[:half])}\n}}",
                f"ex:g2 {{\n{NEWLINE.join(lines[half:])}\n}}",
            )
            lines = list(graphs)
        file.write_text(PREFIXES + "\n".join(lines) + "\n", encoding="utf-8")

    def edit(self) -> dict[Path, bool]:
        """Change the folder; return the changed files, each with whether it exists."""
        chance = self.chance
        file = chance.choice(list(self.statements))
        kind = chance.randrange(20)
        if kind == 0 and len(self.statements) > 2:
            del self.statements[file]
            return self._written(file)
        if kind == 1:
            new = self.folder / f"g{chance.randrange(1000)}.ttl"
            self.statements[new] = [self.statement() for _ in range(4)]
            return self._written(new)
        if kind == 2:
            new = self.folder / f"a{chance.randrange(1000)}{file.suffix}"
            self.statements[new] = self.statements.pop(file)
            return self._written(file, new)
        self._change(self.statements[file])
        return self._written(file)

    def _change(self, lines: list[str]) -> None:
        chance = self.chance
        for _ in range(chance.choice((1, 1, 1, 2, 4))):
            kind, at = chance.randrange(6), chance.randrange(len(lines) + 1)
            if kind < 2 or not lines:
                lines.insert(at, self.statement())
            elif kind == 2:
                lines.insert(at, "# a comment")
            elif kind == 3:
                lines.append(lines.pop(at % len(lines)))
            elif kind == 4:
                lines[at % len(lines)] = self.statement()
            else:
                del lines[at % len(lines)]

    def _written(self, *files: Path) -> dict[Path, bool]:
        for file in files:
            self.write(file)
        return {file: file in self.statements for file in files}

    @property
    def files(self) -> list[Path]:
        """All files, in the order in which a folder is read."""
        return sorted(self.statements)
