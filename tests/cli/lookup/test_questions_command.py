"""The stored questions can be listed and searched without a server."""

from __future__ import annotations

import json

from click.testing import CliRunner, Result

from adgo import queries
from adgo.cli import adgo


def listed(*words: str) -> Result:
    return CliRunner().invoke(adgo, ["questions", *words])


def test_all_are_listed_with_their_titles_and_parameters() -> None:
    text = listed().output
    for name, each in queries.load().items():
        assert any(line.split(maxsplit=1) == [name, each.title] for line in text.splitlines()), name
        assert all(f"--set {parameter.name}=…  {parameter.meaning}" in text for parameter in each.parameters)


def test_words_select_questions() -> None:
    found = [each["name"] for each in json.loads(listed("Momenta", "UBER", "--json").output)]
    assert set(found) >= {"momenta-uber-germany", "momenta-uber-times"}
    assert "lidar-price" not in found


def test_words_that_none_has_are_reported() -> None:
    done = listed("tram")
    assert done.exit_code == 1
    assert "No stored question has all of these words: tram" in done.output
