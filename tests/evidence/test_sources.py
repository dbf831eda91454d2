"""Texts are recognised by digest, whatever their name, and read as they are."""

import hashlib
import os
from pathlib import Path

import pytest

from adgo.evidence import sources
from adgo.evidence.sources import NoTexts, Source, Texts

CONTENT = "﻿Erste Zeile\r\nzweite e\u0301 🚗\n"
RECORD = Source("900", len(CONTENT), hashlib.sha256(CONTENT.encode()).hexdigest())


def test_text_is_found_by_digest_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "900_other.txt").write_text("another text", "utf-8")
    (tmp_path / "whatever.bin").write_bytes(CONTENT.encode())
    text = Texts(tmp_path).of(RECORD)
    assert text is not None
    assert (text.path.name, text.content, text.recorded) == ("whatever.bin", CONTENT, True)


def test_changed_text_is_found_by_its_number(tmp_path: Path) -> None:
    (tmp_path / "9001_no.txt").write_text("not this one", "utf-8")
    (tmp_path / "900_yes.txt").write_text("changed", "utf-8")
    text = Texts(tmp_path).of(RECORD)
    assert text is not None
    assert (text.content, text.recorded) == ("changed", False)


def test_missing_text_is_none_and_missing_folder_an_error(tmp_path: Path) -> None:
    assert Texts(tmp_path).of(RECORD) is None
    with pytest.raises(NoTexts, match="no such folder"):
        Texts(tmp_path / "nowhere")


def test_text_that_is_not_utf8_says_where(tmp_path: Path) -> None:
    (tmp_path / "900.txt").write_bytes(b"abc\xff")
    with pytest.raises(NoTexts, match="not UTF-8 at byte 3"):
        Texts(tmp_path).of(RECORD)


def test_five_articles_are_on_record() -> None:
    records = sources.packaged()
    assert sorted(records) == ["000", "001", "002", "003", "004"]
    assert records["004"].length == 7627


@pytest.mark.skipif("ADGO_TEXTS" not in os.environ, reason="ADGO_TEXTS names no folder with the articles")
def test_records_are_those_of_the_texts() -> None:
    texts = Texts(os.environ["ADGO_TEXTS"])
    for record in sources.packaged().values():
        text = texts.of(record)
        assert text is not None
        assert text.recorded
        assert len(text.content) == record.length
