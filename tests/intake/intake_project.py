"""A project of its own with a sixth article, which was invented for these tests."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from adgo.cli import adgo

ARTICLE = (
    "Acme Robotics, a start-up from Graz, said on Monday that it will test driverless shuttles with Uber in Munich "
    "next spring.\r\nMomenta is already a supplier of Toyota – “a close partner”, its manager said. 🚗 Acme Robotics "
    "employs 45 people.\r\nToyota is a partner. Toyota is a partner."
)

RECORD = """
src:005 a adgo:Source ;
    skos:prefLabel "Acme article"@en ;
    dcterms:language "en" ;
    adgo:inFamily family:acme ;
    adgo:toldAt time:005-told ;
    adgo:length {length} ;
    adgo:sha256 "{sha256}" .

family:acme a adgo:SourceFamily ;
    skos:prefLabel "the Acme article alone"@en ;
    skos:definition "The Acme article alone."@en .

time:005-told a adgo:TimeExpression ;
    adgo:wording "undated"@en ;
    adgo:basis adgo:Unresolved .
"""


class Project:
    """A folder with the files of a project, a folder with the text of its sixth article, and its commands."""

    def __init__(self, folder: Path) -> None:
        self.root, self.texts = folder / "project", folder / "texts"

    @property
    def claims(self) -> Path:
        return self.root / "data/claims/005.ttl"

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(adgo, list(arguments))

    def ingest(
        self, *records: dict[str, Any] | str, options: tuple[str, ...] = ()
    ) -> tuple[dict[str, Any], int]:
        lines = [each if isinstance(each, str) else json.dumps(each) for each in records]
        path = self.texts / "drafts.jsonl"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        result = self.run("ingest", str(path), "--texts", str(self.texts), "--json", *options)
        assert result.stdout, result.output
        return json.loads(result.stdout), result.exit_code

    def state(self) -> dict[str, str]:
        """The digest of each file, without the lists of refused drafts."""
        return {
            str(path): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and not path.name.endswith((".gitignore", ".refused.jsonl"))
        }
