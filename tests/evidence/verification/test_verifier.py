"""Passages against texts that hold, have changed, or are not there."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyoxigraph import Store

from adgo.evidence.citation import cite, cite_range
from adgo.evidence.passages import Passage, digest
from adgo.evidence.sources import Source, Text, Texts
from adgo.evidence.sources import read as read_records
from adgo.evidence.verification import text_comparison
from adgo.evidence.verification.evidence_finding import EvidenceFinding
from adgo.evidence.verification.verifier import verify
from adgo.evidence.word_boundaries import inside_word
from adgo.graph import dataset

StoreOf = Callable[[str], Store]
Article = Callable[[str, str], str]

BODY = "Alpha sells vans. Beta tests a tram.\nAlpha sells vans. The end.\n"


def held(number: str, content: str, *, recorded: bool = True) -> Text:
    return Text(Source(number, len(content), digest(content)), Path(f"{number}.txt"), content, recorded)


def passage(content: str, *spans: tuple[int, int], sha256: str | None = None) -> Passage:
    start, end = spans[0]
    return Passage("p:900-1", "900", tuple(spans), sha256 or digest(content[start:end]))


def checks(findings: object) -> list[str]:
    assert not isinstance(findings, str)
    return [finding.check for finding in findings if isinstance(finding, EvidenceFinding)]  # type: ignore[attr-defined]


def test_cited_passage_is_true(store_of: StoreOf, article: Article, tmp_path: Path) -> None:
    records = article("900", BODY)
    known = read_records(store_of(records))
    cited = cite("900", "Alpha sells vans.", tmp_path / "texts", known)
    result = verify(store_of(records + cited.turtle("900-1", "It sells.")), Texts(tmp_path / "texts"))
    assert (len(result.passages), result.compared, result.findings) == (1, 1, ())


@pytest.mark.parametrize(
    ("spans", "check", "proposed"),
    [
        (((0, 17),), "occurrence", ((0, 17), (37, 54))),
        (((37, 54),), "occurrence", ((0, 17), (37, 54))),
        (((1, 18),), "span", ((0, 17), (37, 54))),
        (((0, 17), (30, 47)), "span", ((0, 17), (37, 54))),
        (((0, 17), (37, 54), (1, 3)), "span", ((0, 17), (37, 54))),
        (((0, 16),), "digest", ()),
        (((30, 9_999),), "digest", ()),
    ],
)
def test_untrue_passage_gets_the_right_spans(
    spans: tuple[tuple[int, int], ...], check: str, proposed: tuple[tuple[int, int], ...]
) -> None:
    one = passage(BODY, *spans, sha256=digest("Alpha sells vans."))
    (finding,) = text_comparison.against(one, held("900", BODY))
    assert (finding.check, finding.spans) == (check, proposed)


@pytest.mark.parametrize(("end", "found"), [(len(BODY), []), (len(BODY) + 1, ["span"])])
def test_a_span_may_reach_the_end_of_the_article_and_not_beyond(end: int, found: list[str]) -> None:
    record = Source("900", len(BODY), digest(BODY))
    assert (
        checks(text_comparison.form(Passage("p:900-1", "900", ((0, end),), digest("x")), {"900": record}))
        == found
    )


def test_a_record_in_the_data_comes_before_the_packaged_one(store_of: StoreOf, article: Article) -> None:
    one = f'p:002-1 a adgo:Passage ; oa:hasSource src:002 ; oa:hasSelector p:002-1-i ; adgo:sha256 "{digest("x")}" .'
    one += "p:002-1-i oa:start 0 ; oa:end 999 ."
    assert verify(store_of(one)).errors == []
    (finding,) = verify(store_of(one + article("002", BODY))).errors
    assert f"beyond the article's {len(BODY)} code points" in finding.message


@pytest.mark.parametrize(
    ("changed", "check", "proposed"),
    [
        ("A new first line.\n" + BODY, "moved", ((18, 35), (55, 72))),
        (BODY.replace("vans. The", "cars. The"), "moved", ((0, 17),)),
        (BODY + "Alpha sells vans.", "moved", ((0, 17), (37, 54), (64, 81))),
        (BODY.replace("vans", "cars"), "stale", ()),
        ("", "stale", ()),
    ],
)
def test_changed_article_gives_the_new_offsets(
    changed: str, check: str, proposed: tuple[tuple[int, int], ...]
) -> None:
    one = passage(BODY, (0, 17), (37, 54))
    (finding,) = text_comparison.against(one, held("900", changed, recorded=False))
    assert (finding.check, finding.spans) == (check, proposed)


def test_a_passage_inside_a_word_is_an_error_that_names_the_whole_words() -> None:
    (finding,) = text_comparison.against(
        passage(BODY, (0, 5), (1, 5), sha256=digest("lpha")), held("900", BODY)
    )
    assert (finding.check, finding.severity.value) == ("span", "error")
    assert "inside a word or number; cite whole words, such as 0:5" in finding.message


def test_changed_article_leaves_what_still_holds(store_of: StoreOf, article: Article, tmp_path: Path) -> None:
    records = article("900", BODY)
    known = read_records(store_of(records))
    cited = cite("900", "Alpha sells vans.", tmp_path / "texts", known).turtle("900-1")
    article("900", BODY + "More.")
    result = verify(store_of(records + cited), Texts(tmp_path / "texts"))
    assert [(finding.check, finding.severity.value) for finding in result.findings] == [
        ("changed", "warning")
    ]


def test_corrections_make_the_passages_true_again(
    store_of: StoreOf, article: Article, tmp_path: Path
) -> None:
    folder = tmp_path / "texts"
    records = article("900", BODY)
    known = read_records(store_of(records))
    cited = [
        cite("900", words, folder, known).turtle(f"900-{number}", 'Says "so".')
        for number, words in enumerate(["Alpha sells vans.", "Beta … tram."], start=1)
    ]
    changed = article("900", "Corrected on Monday.\n" + BODY)
    before = verify(store_of(records + "".join(cited)), Texts(folder))
    assert sorted(checks(before.findings)) == ["changed", "moved", "moved"]
    type_only = "src:900 a adgo:Source .\n"
    after = verify(store_of(type_only + before.corrections()), Texts(folder))
    assert (after.findings, len(after.passages)) == ((), 2)
    assert after.passages[0].description == 'Says "so".'
    assert changed.split("adgo:sha256 ")[1].split('"')[1] in before.corrections()


def test_line_ends_are_recognised_as_the_only_change() -> None:
    record = Source("900", len(BODY), digest(BODY))
    text = Text(record, Path("900.txt"), "\ufeff" + BODY.replace("\n", "\r\n"), recorded=False)
    (finding,) = text_comparison.change(text)
    assert "line ends" in finding.message


@pytest.mark.parametrize(
    ("turtle", "check"),
    [
        ("oa:hasSource src:901 ; SELECTOR DIGEST", "source"),
        ("SELECTOR DIGEST", "source"),
        ("oa:hasSource src:900 ; SELECTOR", "digest"),
        ('oa:hasSource src:900 ; SELECTOR adgo:sha256 "ABC"', "digest"),
        ("oa:hasSource src:900 ; DIGEST", "span"),
        ("oa:hasSource src:900 ; oa:hasSelector [ oa:start 5 ] ; DIGEST", "span"),
        ("oa:hasSource src:900 ; oa:hasSelector [ oa:start 5 ; oa:end 5 ] ; DIGEST", "span"),
        ('oa:hasSource src:900 ; oa:hasSelector [ oa:start "x" ; oa:end 5 ] ; DIGEST', "span"),
        ("oa:hasSource src:900 ; oa:hasSelector [ oa:start -1 ; oa:end 5 ] ; DIGEST", "span"),
        ("oa:hasSource src:900 ; oa:hasSelector [ oa:start 5 ; oa:end 5000 ] ; DIGEST", "span"),
        ("oa:hasSource src:900 ; SELECTOR oa:hasSelector [ oa:start 7 ; oa:end 8 ] ; DIGEST", "span"),
        ('oa:hasSource src:900 ; oa:hasSelector "x" ; DIGEST', "span"),
        ("oa:hasSource src:900 , src:000 ; SELECTOR DIGEST", "source"),
        ('oa:hasSource src:900 ; SELECTOR DIGEST ; adgo:sha256 "0000"', "digest"),
        ("oa:hasSource src:900 ; oa:hasSelector [ oa:start 0 , 1 ; oa:end 5 ] ; DIGEST", "span"),
    ],
)
def test_form_is_checked_without_texts(store_of: StoreOf, article: Article, turtle: str, check: str) -> None:
    written = turtle.replace("SELECTOR", "oa:hasSelector [ oa:start 0 ; oa:end 5 ] ;")
    written = written.replace("DIGEST", f'adgo:sha256 "{digest("Alpha")}"')
    records = article("900", BODY)
    result = verify(store_of(f"{records} p:900-1 a adgo:Passage ; {written} ."))
    assert check in checks(result.errors)


def test_missing_text_is_a_warning(store_of: StoreOf, article: Article, tmp_path: Path) -> None:
    records = article("900", BODY)
    known = read_records(store_of(records))
    cited = cite("900", "Beta", tmp_path / "texts", known).turtle("900-1")
    next((tmp_path / "texts").iterdir()).unlink()
    result = verify(store_of(records + cited), Texts(tmp_path / "texts"))
    assert checks(result.warnings) == ["text"]
    assert not result.texts


def test_text_that_cannot_be_read_is_an_error(store_of: StoreOf, article: Article, tmp_path: Path) -> None:
    records = article("900", BODY)
    known = read_records(store_of(records))
    cited = cite("900", "Beta", tmp_path / "texts", known).turtle("900-1")
    (tmp_path / "texts" / "900_made_up.txt").write_bytes(b"\xff")
    assert checks(verify(store_of(records + cited), Texts(tmp_path / "texts")).errors) == ["text"]


def test_packaged_passages_are_well_formed() -> None:
    result = verify(dataset.load().store)
    assert len(result.passages) > 250
    assert result.findings == ()


@pytest.mark.skipif("ADGO_TEXTS" not in os.environ, reason="ADGO_TEXTS names no folder with the articles")
def test_packaged_passages_are_true_to_their_texts() -> None:
    result = verify(dataset.load().store, Texts(os.environ["ADGO_TEXTS"]))
    assert len(result.texts) == 5
    assert result.compared == len(result.passages)
    assert result.errors == []


@pytest.mark.skipif("ADGO_TEXTS" not in os.environ, reason="ADGO_TEXTS names no folder with the articles")
@pytest.mark.full
def test_changed_articles_lose_no_passage(store_of: StoreOf, tmp_path: Path) -> None:
    for path in Path(os.environ["ADGO_TEXTS"]).glob("0*"):
        (tmp_path / path.name).write_bytes("Corrigé le 1er décembre.\n".encode() + path.read_bytes())
    before = verify(dataset.load().store, Texts(tmp_path))
    assert {finding.check for finding in before.errors} == {"moved"}
    assert len(before.errors) == len(before.passages)
    records = "".join(f"src:{number} a adgo:Source .\n" for number in before.texts)
    after = verify(store_of(records + before.corrections()), Texts(tmp_path))
    assert len(after.passages) == len(before.passages)
    assert after.errors == []
    shift = len("Corrigé le 1er décembre.\n")
    old = {passage.iri: passage.spans for passage in before.passages}
    assert {passage.iri: passage.spans for passage in after.passages} == {
        iri: tuple((start + shift, end + shift) for start, end in spans) for iri, spans in old.items()
    }


made_up = st.text(alphabet="ab \n’…é\u0301🚗自", min_size=1, max_size=40)


def cuts(content: str, *places: int) -> bool:
    """Whether a place is in a word, or before an accent; after a line end, an accent stands alone (UAX 29)."""
    return any(inside_word(content, place) for place in places) or any(
        content[place - 1 : place + 1][1:] == "\u0301" and content[place - 1] != "\n"
        for place in places
        if place
    )


@given(content=made_up, data=st.data())
def test_any_span_of_any_text_is_true_as_cited(content: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(content) - 1))
    end = data.draw(st.integers(start + 1, len(content)))
    assume(not cuts(content, start, end))
    text = held("900", content)
    cited = cite_range(text, start, end)
    one = Passage("p:900-1", "900", cited.spans, cited.sha256)
    assert list(text_comparison.form(one, {"900": text.source})) == []
    assert list(text_comparison.against(one, text)) == []


@given(content=made_up, before=made_up, after=made_up, data=st.data())
def test_any_span_is_found_again_in_a_longer_text(
    content: str, before: str, after: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(content) - 1))
    end = data.draw(st.integers(start + 1, len(content)))
    changed = before + content + after
    assume(not cuts(content, start, end) and not cuts(changed, start + len(before), end + len(before)))
    cited = cite_range(held("900", content), start, end)
    found = text_comparison.located(Passage("p:900-1", "900", cited.spans, cited.sha256), changed)
    assert found == list(cite_range(held("900", changed), start + len(before), end + len(before)).spans)


@given(content=made_up, spans=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1))
def test_true_passages_are_exactly_those_that_cite_would_write(
    content: str, spans: list[tuple[int, int]]
) -> None:
    sha256 = hashlib.sha256(content[spans[0][0] : spans[0][1]].encode()).hexdigest()
    one = Passage("p:900-1", "900", tuple(sorted(set(spans))), sha256)
    if not text_comparison.comparable(one):
        return
    true = not list(text_comparison.against(one, held("900", content)))
    start, end = spans[0]
    possible = end <= len(content) and not cuts(content, start, end)
    assert true == (possible and one.spans == cite_range(held("900", content), start, end).spans)
