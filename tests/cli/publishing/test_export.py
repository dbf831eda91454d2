"""The graph is written to a file or to standard output, with its size and digest."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

import polars
from click.testing import CliRunner

from adgo.cli import adgo
from adgo.cli.publishing.export import GRAPHS
from adgo.corpus.corpus import Corpus
from adgo.corpus.tables import claims, reports
from adgo.export.graph_files import FORMATS


def test_every_format_of_the_package_can_be_asked_for() -> None:
    assert tuple(FORMATS) == GRAPHS


def test_a_file_has_the_digest_that_is_printed(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonld"
    done = CliRunner().invoke(adgo, ["export", "--format", "jsonld", "-o", str(path)])
    assert done.exit_code == 0
    assert hashlib.sha256(path.read_bytes()).hexdigest() in done.output
    assert "@context" in json.loads(path.read_bytes())


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
