"""The commands `cite` and `verify` as people and scripts run them."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from adgo.cli import adgo, evidence
from adgo.cli.errors import Unreadable
from adgo.evidence.passages import digest
from adgo.graph.namespaces import PREFIXES

Article = Callable[[str, str], str]

HEAD = "".join(f"@prefix {name}: <{base}> .\n" for name, base in PREFIXES.items())
BODY = "Alpha sells vans. Beta tests a tram.\n"


def run(*arguments: str | Path, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(adgo, [str(one) for one in arguments], env={"ADGO_TEXTS": "", **(env or {})})


@pytest.fixture
def made_up(article: Article, tmp_path: Path) -> Path:
    """Data with one true passage; its text in `texts`."""
    turtle = f"""{HEAD}{article("900", BODY)}
p:900-1 a adgo:Passage ; oa:hasSource src:900 ; oa:hasSelector p:900-1-i ;
    adgo:sha256 "{digest("Beta")}" ; dcterms:description "The second firm." .
p:900-1-i oa:start 18 ; oa:end 22 .
"""
    path = tmp_path / "900.ttl"
    path.write_text(turtle, encoding="utf-8")
    return path


def test_cite_needs_texts_and_says_how_to_name_them() -> None:
    result = run("cite", "002", "word")
    assert result.exit_code == 3
    assert "--texts DIR" in result.output


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["042", "word"], 2, "no such source"),
        (["002", "word"], 3, "no text of source 002"),
    ],
)
def test_cite_explains_what_is_wrong(tmp_path: Path, arguments: list[str], code: int, message: str) -> None:
    result = run("cite", *arguments, "--texts", tmp_path)
    assert result.exit_code == code
    assert message in result.output


def test_verify_passes_true_passages(made_up: Path, tmp_path: Path) -> None:
    result = run("verify", "--data", made_up, "--texts", tmp_path / "texts")
    assert result.exit_code == 0, result.output
    assert "1 passage checked, 1 against a text: all match their text" in result.output


def test_verify_names_file_line_and_column_of_what_is_untrue(made_up: Path, tmp_path: Path) -> None:
    made_up.write_text(
        made_up.read_text(encoding="utf-8").replace("oa:start 18", "oa:start 17"), encoding="utf-8"
    )
    result = run("verify", "--data", made_up, "--texts", tmp_path / "texts")
    assert result.exit_code == 1
    line = len(HEAD.splitlines()) + 3
    assert f"900.ttl:{line}:1: error: p:900-1 " in result.output


def test_verify_lists_errors_first_and_warnings_alone_are_no_failure(made_up: Path, tmp_path: Path) -> None:
    near_copy = made_up.read_text(encoding="utf-8").replace(
        "The second firm.", "Alpha sells vans. Beta tests a tram"
    )
    made_up.write_text(near_copy, encoding="utf-8")
    only = run("verify", "--data", made_up, "--texts", tmp_path / "texts", "--json")
    report = json.loads(only.stdout)
    assert (only.exit_code, report["true"]) == (0, True)
    assert [finding["check"] for finding in report["findings"]] == ["copy"]
    made_up.write_text(near_copy + "p:900-2 a adgo:Passage .", encoding="utf-8")
    lines = run("verify", "--data", made_up, "--texts", tmp_path / "texts").output.splitlines()
    graveness = [line.split(": ")[1] for line in lines[:-1]]
    assert graveness == sorted(graveness)
    assert set(graveness) == {"error", "warning"}


def test_a_finding_is_placed_where_its_node_is_first_described(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.ttl").write_text(f"{HEAD}p:900-1 a adgo:Passage .", encoding="utf-8")
    output = run("verify", "--data", tmp_path / "a.ttl", "--data", tmp_path / "b.ttl").output
    assert f"a.ttl:{len(HEAD.splitlines()) + 1}:1: error" in output
    assert "b.ttl" not in output


def test_verify_in_json_carries_the_right_spans(made_up: Path, article: Article, tmp_path: Path) -> None:
    article("900", "New. " + BODY)
    result = run("verify", "--data", made_up, "--texts", tmp_path / "texts", "--json")
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert (report["true"], report["passages"], report["compared"]) == (False, 1, 1)
    assert report["texts"]["900"]["recorded"] is False
    moved = next(finding for finding in report["findings"] if finding["check"] == "moved")
    assert (moved["name"], moved["spans"], moved["column"]) == ("p:900-1", [[23, 27]], 1)


def test_verify_fix_prints_turtle_that_verifies(made_up: Path, article: Article, tmp_path: Path) -> None:
    article("900", "New. " + BODY)
    result = run("verify", "--data", made_up, "--texts", tmp_path / "texts", "--fix")
    assert result.exit_code == 1
    made_up.write_text(f"{HEAD}src:900 a adgo:Source .\n{result.stdout}", encoding="utf-8")
    again = run("verify", "--data", made_up, "--texts", tmp_path / "texts")
    assert (again.exit_code, "all match" in again.output) == (0, True)


def test_verify_without_texts_says_that_digests_are_unchecked(made_up: Path) -> None:
    result = run("verify", "--data", made_up)
    assert (result.exit_code, "digests were not checked" in result.output) == (0, True)


def test_verify_that_checked_nothing_fails(made_up: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.ttl"
    empty.write_text("", encoding="utf-8")
    assert run("verify", "--data", empty).exit_code == 3
    (tmp_path / "none").mkdir()
    result = run("verify", "--data", made_up, "--texts", tmp_path / "none")
    assert (result.exit_code, "nothing was checked" in result.output) == (3, True)
    assert run("verify", "--data", made_up, "--texts", tmp_path / "nowhere").exit_code == 3
    assert run("verify", "--data", tmp_path / "nowhere.ttl").exit_code == 3


@pytest.fixture
def on_record(article: Article, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the made-up article's text, its record in place of ADGO's own."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "sources.ttl").write_text(HEAD + article("900", BODY), encoding="utf-8")
    monkeypatch.setattr("adgo.graph.files.root", lambda: tmp_path)
    return tmp_path / "texts"


def test_cite_says_how_long_the_passage_is_and_prints_no_word_unasked(on_record: Path) -> None:
    result = run("cite", "900", "18:22", "--texts", on_record)
    assert (result.exit_code, result.stderr) == (0, "900-1: 4 code points, one occurrence\n")
    assert "Beta" not in result.output


def test_cite_refuses_a_span_that_cuts_a_word(on_record: Path) -> None:
    result = run("cite", "900", "18:20", "--texts", on_record)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "18:20 starts or ends inside a word or number; write 18:22" in result.stderr


def test_cite_tells_of_places_with_other_characters(article: Article, on_record: Path) -> None:
    (on_record.parent / "seeds" / "sources.ttl").write_text(
        HEAD + article("900", "It’s so. It's so. It's so."), encoding="utf-8"
    )
    result = run("cite", "900", "It's so", "--texts", on_record)
    assert (
        "one occurrence\n2 more places match except for quotation marks or white space; they are not cited\n"
        in result.stderr
    )


def test_cite_warns_of_a_changed_text(article: Article, on_record: Path) -> None:
    article("900", "New. " + BODY)
    result = run("cite", "900", "Beta", "--texts", on_record)
    assert result.exit_code == 0
    assert "900_made_up.txt is not the text on record" in result.stderr


@pytest.mark.skipif("ADGO_TEXTS" not in os.environ, reason="ADGO_TEXTS names no folder with the articles")
def test_cite_finds_the_passage_that_article_004_prints_twice() -> None:
    texts = os.environ["ADGO_TEXTS"]
    result = run("cite", "004", "388:471", "--texts", texts, "--name", "004-2")
    assert result.exit_code == 0
    assert "p:004-2-i a oa:TextPositionSelector ; oa:start 388 ; oa:end 471 ." in result.stdout
    assert "p:004-2-ii a oa:TextPositionSelector ; oa:start 4164 ; oa:end 4247 ." in result.stdout
    assert "XPeng" not in result.output
    shown = run("cite", "004", "388:471", "--texts", texts, "--name", "004-2", "--show")
    assert shown.stdout == result.stdout
    assert "XPeng" in shown.stderr


def test_cite_takes_the_next_free_name_among_the_claims(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "002.ttl").write_text(
        f"{HEAD}p:002-9 a adgo:Passage . p:002-10 a adgo:Passage . p:001-40 a adgo:Passage .",
        encoding="utf-8",
    )
    monkeypatch.setattr("adgo.graph.files.part", lambda name: sorted(tmp_path.glob("*.ttl")))
    assert evidence.next_name("002") == "002-11"
    assert evidence.next_name("003") == "003-1"
    (tmp_path / "003.ttl").write_text("p:003-1 a", encoding="utf-8")
    with pytest.raises(Unreadable, match="--name 002-1"):
        evidence.next_name("002")
