"""Words find questions and things on the terminal."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from adgo.cli import adgo


def searched(*words: str) -> Result:
    return CliRunner().invoke(adgo, ["search", *words])


def test_a_question_in_words_finds_the_stored_question_with_its_command() -> None:
    """Bug: a sentence found nothing."""
    lines = searched("which firms plan to enter Germany").output.splitlines()
    assert lines[0].startswith("question")
    assert lines[1].strip() == "adgo query firms-in-germany --set place=id:Germany"


def test_a_name_finds_its_thing_first() -> None:
    assert searched("Momenta").output.startswith("firm      Momenta (id:Momenta)\n")
    assert json.loads(searched("Momenta", "--json").output)["things"][0]["label"] == "Momenta"


@pytest.mark.parametrize("word", ["WeRide", "Waymo"])
def test_a_firm_that_no_article_names_is_not_found(word: str) -> None:
    done = searched(word)
    assert done.exit_code == 1
    assert done.output.startswith(f"Nothing was found for {word!r}.")


def test_what_is_not_shown_is_counted() -> None:
    done = searched("momenta", "--most", "1")
    assert done.output.splitlines()[-1].startswith("and ")
    assert len(done.output.splitlines()) <= 3


def test_a_plan_and_what_is_only_hedged_have_their_standing() -> None:
    """Bug: "… is being tested in Europe", which an article only reports with a hedge, was found without a word."""
    lines = searched(
        "technology like that meant for Mercedes-Benz in China is being tested"
    ).output.splitlines()
    assert any("is being tested in Europe [unconfirmed] (st:" in line for line in lines)
    assert "[announced plan] (id:momenta-uber-robotaxi)" in searched("robotaxi munich").output


def test_a_passage_with_only_plans_has_their_standing() -> None:
    """Bug: a passage whose claims are all plans was found without a word."""
    lines = searched("product needs", "--most", "40").output.splitlines()
    [line] = [each for each in lines if "(p:004-34)" in each]
    assert line == "passage   passage 004-34 [announced plan] (p:004-34)"


def test_a_thing_has_the_word_of_the_pages_for_its_kind() -> None:
    """Bug: the command called "undertaking" and "other" what the pages call project and thing."""
    assert searched("robotaxi munich").output.startswith(
        "project   planned robotaxi service of Momenta and Uber "
    )
