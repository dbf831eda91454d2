"""Drafts of a wrong form: the message names the field, what is wrong, and what to give instead."""

from typing import Any

import pytest

from adgo.intake.draft import Refusal, checked, read_json_lines

RIGHT = {"source": "005", "quotation": "by 2026"}

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"colour": "red"}, "the draft has the unknown field colour; it may have id, source, quotation, "),
    ({"paraphase": "So."}, "the draft has the unknown field paraphase; the nearest is paraphrase"),
    ({"quotation": None}, "the draft has neither a quotation nor start and end: copy the article's words"),
    ({"source": 5}, "source is 5: it must be a text in quotes"),
    ({"start": 3}, "start needs end too: add what is missing"),
    ({"start": -3, "end": 4}, "start is -3: give at least 0"),
    ({"unit": "chars"}, 'unit is "chars": give one of code-points, utf-16, bytes'),
    ({"quotation": ""}, "quotation is empty: fill it or leave it out"),
    ({"hedge": "x" * 70}, "hedge has 70 characters: give at most 60"),
    ({"confidence": 3}, "confidence is 3: give at most 1"),
    ({"sha256": "abc"}, 'sha256 is "abc": give the SHA-256 digest of the article\'s file'),
    ({"propose": [{"name": "Acme", "label": "A"}]}, 'propose[0].name is "Acme": give a new name such as id:Acme'),
    ({"propose": [{"name": "id:Acme"}]}, "propose[0] lacks label"),
    ({"propose": {}}, "propose is {}: it must be a list in [ ]"),
    # Bug: of a time with wrong keys, the message only said that no schema is valid.
    ({"object": {"words": "by 2026"}}, "object lacks wording (the words of the passage for the time"),
    ({"object": {"wording": "by 2026", "until": "2026"}}, "the unknown field until; it may have wording, notBefore, "
     "notAfter, basis"),
    ({"object": {"wording": "by 2026", "notAfter": "2026"}}, 'object.notAfter is "2026": give the last day that it can '
     "mean, such as 2026-12-31"),
    ({"object": {"wording": "by 2026", "basis": "Guess"}}, 'object.basis is "Guess": give one of AsStated, '),
    ({"object": {"value": 4}}, "object.value is 4: it must be a text in quotes"),
    ({"object": ["Uber"]}, 'object is ["Uber"]: give a name, a text, a number, true or false, {"value": "…"}'),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "message"), WRONG)
def test_a_fault_of_the_form_names_the_field_and_the_remedy(fields: dict[str, Any], message: str) -> None:
    record = {key: value for key, value in (RIGHT | fields).items() if value is not None}
    found = checked(record, "drafts.jsonl:4")
    assert isinstance(found, Refusal)
    assert (found.place, found.reason) == ("drafts.jsonl:4", "form")
    assert message in found.message


def test_a_line_that_is_not_json_says_where() -> None:
    lines = '{"source": "005" "quotation": "x"}\n{"source": "005", "source": "5"}\n[1]\n'
    found = [each for each in read_json_lines(lines, "d.jsonl") if isinstance(each, Refusal)]
    assert [(each.place, each.message) for each in found] == [
        ("d.jsonl:1", "not JSON: Expecting ',' delimiter at character 18: correct it there"),
        ("d.jsonl:2", "not JSON: the field 'source' is there twice: keep one of them"),
        ("d.jsonl:3", "the draft is [1]: it must be a JSON object in { }"),
    ]
