"""Each stored question is asked in other words, in three languages, with the same parameters."""

from __future__ import annotations

import re
import unicodedata

import pytest

from adgo.queries import load, paraphrases

QUESTIONS, OTHERS = load(), paraphrases.load()
GERMAN = re.compile(
    r"\b(der|die|das|den|dem|und|oder|welche\w*|was|wer|wie|wo|worin|wann|sagen?|ist|ein\w*|im|nenne)\b",
    re.IGNORECASE,
)
PLACE = re.compile(r"\{(\w+)\|([^{}]+)\}")


def test_every_question_and_no_other_has_paraphrases() -> None:
    assert OTHERS.keys() == QUESTIONS.keys()


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_each_question_has_two_in_each_language(language: str) -> None:
    few = {name for name, found in OTHERS.items() if sum(each.language == language for each in found) < 2}
    assert few == set()


def test_none_is_given_twice_or_repeats_the_question() -> None:
    asked = [each.form for found in OTHERS.values() for each in found]
    asked += [question.question_form for question in QUESTIONS.values()]
    assert len(set(map(str.casefold, asked))) == len(asked)


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_places_are_those_of_the_parameters(name: str) -> None:
    parameters = {each.name for each in QUESTIONS[name].parameters}
    for each in OTHERS[name]:
        assert {place for place, _ in PLACE.findall(each.form)} == parameters, each
        assert "{" not in PLACE.sub("", each.form)
        assert "{" not in each.asked({})
        assert "XY" in each.asked(dict.fromkeys(parameters, "XY")) or not parameters


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_words_are_in_the_language_of_their_tag(name: str) -> None:
    """Chinese has Han characters and their punctuation; German and English have none, and German its own words."""
    for each in OTHERS[name]:
        han = [c for c in each.form if unicodedata.name(c, "").startswith("CJK UNIFIED")]
        assert bool(han) == (each.language == "zh"), each
        assert each.form[-1] in ("。？" if each.language == "zh" else ".?")
        if each.language == "de":
            assert GERMAN.search(each.form), each
        if each.language == "en":
            assert not re.search(r"\b(und|oder|welche\w*|nicht|ist)\b", each.form), each
