"""Words and ranges become passages: spans, digests, every occurrence."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adgo.evidence import citation, passages
from adgo.evidence.citation import NotFound, Uncitable, cite, cite_range, cite_words
from adgo.evidence.sources import NoTexts, Source, Text
from adgo.evidence.word_boundaries import inside_word

BODY = "Momenta and Uber will test in Munich. “It’s a start,”\nsaid  Dong Li. Momenta and Uber agreed. L4!"


def text_of(content: str) -> Text:
    record = Source("900", len(content), hashlib.sha256(content.encode()).hexdigest())
    return Text(record, Path("900.txt"), content, recorded=True)


def test_words_are_cited_at_every_place() -> None:
    found = cite_words(text_of(BODY), "Momenta and Uber")
    assert found.spans == ((0, 16), (BODY.rindex("Momenta"), BODY.rindex("Momenta") + 16))
    assert found.sha256 == hashlib.sha256(b"Momenta and Uber").hexdigest()


@pytest.mark.parametrize("typed", ['"It\'s a start," said Dong Li', "“It’s a start,”  said\nDong  Li"])
def test_quotes_and_white_space_may_be_typed_in_any_form(typed: str) -> None:
    found = cite_words(text_of(BODY), typed)
    assert found.words == "“It’s a start,”\nsaid  Dong Li"


@pytest.mark.parametrize("dots", ["…", " … ", "...", " ... "])
def test_ellipsis_takes_the_shortest_span(dots: str) -> None:
    found = cite_words(text_of(BODY), f"Momenta{dots}Uber")
    assert found.words == "Momenta and Uber"
    assert len(found.spans) == 2
    body = "Momenta said that Uber came; Momenta met Uber."
    shortest = cite_words(text_of(body), f"Momenta{dots}Uber")
    assert shortest.words == "Momenta met Uber"
    assert shortest.variants == 1


def test_ellipsis_of_three_parts_keeps_their_order() -> None:
    assert cite_words(text_of(BODY), "Momenta … start … Li").words.startswith("Momenta and Uber will")
    with pytest.raises(NotFound):
        cite_words(text_of(BODY), "L4 … Momenta")


def test_range_that_cuts_a_word_or_number_is_refused_with_the_whole_words() -> None:
    """Bug: a passage may not start or end inside a word, but the command wrote one and only warned."""
    with pytest.raises(Uncitable, match="0:3 starts or ends inside a word or number; write 0:7"):
        cite_range(text_of(BODY), 0, 3)
    assert cite_range(text_of("2 of 2,000 buses and minibuses"), 11, 16).spans == ((11, 16),)


def test_words_are_not_cited_inside_other_words() -> None:
    assert cite_words(text_of("A bus maker builds minibuses; a bus."), "bus").spans == ((2, 5), (32, 35))


def test_words_match_whole_words_only() -> None:
    with pytest.raises(NotFound):
        cite_words(text_of("Liang came"), "Li")


def test_scripts_without_spaces_can_be_cited_inside_a_run() -> None:
    assert cite_words(text_of("蘑菇车联在新加坡"), "新加坡").spans == ((5, 8),)


def test_nearest_place_is_suggested() -> None:
    with pytest.raises(NotFound, match="most similar place is 0:16") as error:
        cite_words(text_of(BODY), "Momenta and Ober")
    assert error.value.nearest == (0, 16)
    with pytest.raises(NotFound, match="none of these words is in source 900"):
        cite_words(text_of(BODY), "zzz")


@pytest.mark.parametrize(("start", "end"), [(5, 5), (7, 3), (0, 10_000)])
def test_bad_ranges_say_what_a_range_is(start: int, end: int) -> None:
    with pytest.raises(Uncitable, match="START below END"):
        cite_range(text_of(BODY), start, end)


@pytest.mark.parametrize("words", ["", "  ", "…", " ... "])
def test_no_words_are_no_citation(words: str) -> None:
    with pytest.raises(Uncitable, match="no words"):
        cite_words(text_of(BODY), words)


def test_unknown_source_lists_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(Uncitable, match=r"000 .*; 002 China Daily \(Dec 2025\); .*; 004 "):
        cite("042", "word", tmp_path)


def test_folder_without_the_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoTexts, match="no text of source 002, China Daily"):
        cite("src:002", "word", tmp_path)


def test_citation_is_a_passage_in_turtle() -> None:
    assert cite_words(text_of(BODY), "Momenta and Uber").turtle("900-4", 'They "pair".') == (
        "p:900-4 a adgo:Passage ;\n"
        "    oa:hasSource src:900 ;\n"
        "    oa:hasSelector p:900-4-i , p:900-4-ii ;\n"
        f'    adgo:sha256 "{hashlib.sha256(b"Momenta and Uber").hexdigest()}" ;\n'
        '    dcterms:description "They \\"pair\\"."@en .\n'
        "p:900-4-i a oa:TextPositionSelector ; oa:start 0 ; oa:end 16 .\n"
        "p:900-4-ii a oa:TextPositionSelector ; oa:start 69 ; oa:end 85 .\n"
    )


@pytest.mark.parametrize("name", ["002-4", "900", "900-", "900-4 .", "900-4;"])
def test_name_must_show_its_source(name: str) -> None:
    with pytest.raises(Uncitable, match="900-"):
        cite_words(text_of(BODY), "Momenta").turtle(name)


#: Few letters, so that spans repeat; astral and combining characters, so that offsets are code points.
made_up = st.text(alphabet='ab \n’"…é\u0301🚗自', min_size=1, max_size=60)


@given(content=made_up, data=st.data())
def test_cited_range_holds_every_occurrence_and_no_other(content: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(content) - 1))
    end = data.draw(st.integers(start + 1, len(content)))
    # In this alphabet only a letter and its accent are one grapheme; after a line end, the accent is one (UAX 29).
    cut = [i for i in range(1, len(content)) if content[i] == "\u0301" and content[i - 1] != "\n"]
    cuts_word = [i for i in range(len(content)) if inside_word(content, i)]
    if (start in cuts_word or end in cuts_word) and not (start in cut or end in cut):
        with pytest.raises(Uncitable, match="inside a word"):
            cite_range(text_of(content), start, end)
        return
    if start in cut or end in cut:
        with pytest.raises(Uncitable, match="cuts what a reader sees as one character"):
            cite_range(text_of(content), start, end)
        return
    found = cite_range(text_of(content), start, end)
    width = end - start
    cut += cuts_word
    expected = [
        (i, i + width)
        for i in range(len(content))
        if content[i : i + width] == content[start:end] and i not in cut and i + width not in cut
    ]
    assert list(found.spans) == expected
    assert all(passages.digest(content[i:j]) == found.sha256 for i, j in found.spans)


@given(
    words=st.lists(
        st.sampled_from(["Li", "Auto", "L4", "“so", "it’s”", "自", "🚗"]), min_size=1, max_size=12
    ),
    data=st.data(),
)
def test_whole_words_of_a_text_are_found_in_it(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    typed = " ".join(words[start:end]).replace("“", '"').replace("”", '"').replace("’", "'")
    found = cite_words(text_of("\n ".join(words)), typed)
    place = len("\n ".join(words[:start])) + (2 if start else 0)
    assert place in [first for first, _ in found.spans]


@given(words=st.text(max_size=30))
def test_any_words_are_found_or_refused(words: str) -> None:
    try:
        found = citation.find(BODY, words)
    except Uncitable:
        return
    assert all(0 <= start < end <= len(BODY) for start, end in found)
