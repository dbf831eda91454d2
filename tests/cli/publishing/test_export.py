"""The graph is written to a file or to standard output, with its size and digest."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import subprocess
from pathlib import Path

import polars
import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, parse

from adgo import queries
from adgo.cli import adgo
from adgo.cli.publishing.export import GRAPHS
from adgo.corpus.corpus import Corpus
from adgo.corpus.reading import asking
from adgo.corpus.tables import claims, reports
from adgo.export.graph_files import FORMATS
from adgo.export.text_to_sparql.schema_card import schema_card
from adgo.graph.dataset import Dataset


def test_every_format_of_the_package_can_be_asked_for() -> None:
    assert tuple(FORMATS) == GRAPHS


def test_a_file_has_the_digest_that_is_printed(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonld"
    done = CliRunner().invoke(adgo, ["export", "--format", "jsonld", "-o", str(path)])
    assert done.exit_code == 0
    assert hashlib.sha256(path.read_bytes()).hexdigest() in done.output
    assert "@context" in json.loads(path.read_bytes())


@pytest.mark.full
def test_claims_and_reports_are_tables(corpus: Corpus) -> None:
    for name, expected in (
        ("claims", claims.table(corpus, corpus.claims)),
        ("reports", reports.table(corpus)),
    ):
        done = CliRunner().invoke(adgo, ["export", "--format", "csv", "--table", name])
        columns, *rows = csv.reader(io.StringIO(done.stdout_bytes.decode("utf-8-sig"), newline=""))
        assert tuple(columns) == expected.columns
        assert len(rows) == len(expected.rows)
    assert len(expected.rows) == sum(map(len, corpus.reports.values()))


def test_parquet_reads_back(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "claims.parquet"
    assert CliRunner().invoke(adgo, ["export", "--format", "parquet", "-o", str(path)]).exit_code == 0
    frame = polars.read_parquet(path)
    expected = claims.table(corpus, corpus.claims)
    assert frame.columns == list(expected.columns)
    assert frame["claim"].to_list() == [row[expected.columns.index("claim")] for row in expected.rows]
    assert frame["passage start"].dtype == polars.Int64


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    done = CliRunner().invoke(adgo, ["export", "--format", "ttl", "-o", str(tmp_path / "none" / "file")])
    assert done.exit_code == 3
    assert "cannot be written" in done.output


def test_the_file_of_checksums_is_checked_by_sha256sum(tmp_path: Path) -> None:
    path = tmp_path / "all facts.nt"
    arguments = ["export", "--format", "nt", "-o", str(path), "--checksum"]
    assert CliRunner().invoke(adgo, arguments).exit_code == 0
    tool = shutil.which("sha256sum")
    if not tool:
        pytest.skip("sha256sum is not installed")
    command = [tool, "--check", "--strict", "all facts.nt.sha256"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    path.write_bytes(path.read_bytes() + b"# changed\n")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 1


def test_a_file_that_cannot_be_replaced_stays_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "facts.ttl"
    path.write_text("old", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    done = CliRunner().invoke(adgo, ["export", "--format", "ttl", "-o", str(path), "--checksum"])
    assert done.exit_code == 3
    assert "No space left on device" in done.output
    assert path.read_text(encoding="utf-8") == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["facts.ttl"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "nt", "--checksum"], "name it with -o FILE"),
        (["--format", "nt", "--endpoint", "http://localhost/sparql"], "questions only"),
        (["--format", "questions", "--endpoint", "localhost"], "is not a URL"),
        (["--format", "nt", "--without", "plans"], "nq and trig"),
        (
            ["--format", "nq", "--without", "plan"],
            "there is no part 'plan'; the parts are ontology, entities,",
        ),
    ],
)
def test_options_that_do_not_fit_are_wrong_usage(arguments: list[str], message: str) -> None:
    done = CliRunner().invoke(adgo, ["export", *arguments])
    assert done.exit_code == 2
    assert message in done.output


@pytest.mark.full
def test_the_card_and_the_questions_are_those_that_the_server_gives(packaged: Dataset) -> None:
    card = CliRunner().invoke(adgo, ["export", "--format", "card"])
    assert card.stdout == schema_card(asking(packaged.store))
    address = "https://example.org/sparql"
    found = CliRunner().invoke(adgo, ["export", "--format", "questions", "--endpoint", address])
    quads = list(parse(found.stdout_bytes, RdfFormat.TURTLE))
    names = [q.subject for q in quads if str(q.object) == "<http://www.w3.org/ns/shacl#SPARQLExecutable>"]
    assert len(names) == len(set(names)) == len(queries.load())
    assert [q.subject for q in quads if str(q.object) == f"<{address}>"] == names
