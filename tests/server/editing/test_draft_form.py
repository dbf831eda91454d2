"""What a sent form changes in a draft: the fields that somebody changed, and no others."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from adgo.intake.review.draft_view import PROSE
from adgo.server.editing import draft_form
from adgo.server.editing.article_words import pieces

RECORD: dict[str, Any] = {
    "source": "005", "quotation": "45 people", "start": 3, "end": 9, "unit": "utf-16", "subject": "id:Acme",
    "predicate": "has employees", "object": {"value": "45", "datatype": "xsd:integer"}, "modality": "Asserted",
    "paraphrase": "One line.\nAnother.", "confidence": 0.5,
}  # fmt: skip
PLACES: Any = [SimpleNamespace(span=(10, 19)), SimpleNamespace(span=(30, 39))]


def shown(record: dict[str, Any]) -> dict[str, str]:
    """What a browser sends if nobody changes anything: line ends become CR and LF."""
    names = (*PROSE, *draft_form.THINGS, *draft_form.CHOSEN, *draft_form.PLACE, "predicate")
    return {name: draft_form.written(record.get(name)).replace("\n", "\r\n") for name in names}


@pytest.mark.parametrize(
    "record",
    [RECORD, RECORD | {"object": 45}, RECORD | {"object": 4.5}, RECORD | {"object": True}, {}, RECORD | {"object": "x"},
     RECORD | {"object": {"wording": "by 2026", "notAfter": "2026-12-31"}}],
)  # fmt: skip
def test_a_form_that_nobody_changes_changes_nothing(record: dict[str, Any]) -> None:
    assert draft_form.changes(record, shown(record), PLACES) == {}


@pytest.mark.parametrize(
    ("fields", "changed"),
    [
        ({"subject": " id:Bcme "}, {"subject": "id:Bcme"}),
        ({"subject": ""}, {"subject": None}),
        ({"speaker": "Momenta"}, {"speaker": "Momenta"}),
        ({"object": "46"}, {"object": {"value": "46", "datatype": "xsd:integer"}}),
        # There was no way to give a time to a draft without one, nor a thing to a draft with a number.
        ({"object": '{"wording": "by 2026"}'}, {"object": {"wording": "by 2026"}}),
        ({"object": "id:Bcme"}, {"object": "id:Bcme"}),
        ({"object": "at:noon"}, {"object": {"value": "at:noon", "datatype": "xsd:integer"}}),
        ({"object": '{"wording'}, {"object": '{"wording'}),
        ({"paraphrase": "One.\r\nTwo."}, {"paraphrase": "One.\nTwo."}),
        # Offsets of other words would be wrong.
        ({"quotation": "45"}, {"quotation": "45", "start": None, "end": None, "unit": None}),
        ({"before": "about"}, {"before": "about", "start": None, "end": None, "unit": None}),
        ({"place": "1"}, {"start": 30, "end": 39, "unit": "code-points"}),
        ({"place": "2"}, {}),
        ({"place": "-1"}, {}),
        ({"place": "²"}, {}),
        ({"new-label": "Acme Labs", "new-type": "adgo:Firm"},
         {"propose": [{"name": "id:AcmeLabs", "label": "Acme Labs", "type": "adgo:Firm"}]}),
        ({"new-label": "A", "new-name": "id:B"}, {"propose": [{"name": "id:B", "label": "A"}]}),
        ({"source": "001", "sha256": "0", "id": "x", "found": "y", "confidence": "1"}, {}),
    ],
)  # fmt: skip
def test_a_changed_field_is_a_change(fields: dict[str, str], changed: dict[str, Any]) -> None:
    assert draft_form.changes(RECORD, shown(RECORD) | fields, PLACES) == changed


def test_a_number_stays_a_number_and_what_is_none_is_left_to_the_checks() -> None:
    record = RECORD | {"object": 45}
    assert draft_form.changes(record, shown(record) | {"object": "46.5"}, PLACES) == {"object": 46.5}
    assert draft_form.changes(record, shown(record) | {"object": "many"}, PLACES) == {"object": "many"}


def test_a_further_proposal_keeps_the_former_ones() -> None:
    record = RECORD | {"propose": [{"name": "id:A", "label": "A"}]}
    changed = draft_form.changes(record, shown(record) | {"new-label": "B"}, PLACES)
    assert changed == {"propose": [{"name": "id:A", "label": "A"}, {"name": "id:b", "label": "B"}]}
    same = draft_form.changes(record, shown(record) | {"new-label": "Aa", "new-name": "id:A"}, PLACES)
    assert same == {"propose": [{"name": "id:A", "label": "Aa"}]}


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], [("abcdef", False)]),
        ([(0, 2)], [("ab", True), ("cdef", False)]),
        ([(4, 6), (1, 2)], [("a", False), ("b", True), ("cd", False), ("ef", True)]),
        ([(1, 4), (2, 3), (3, 5)], [("a", False), ("bcd", True), ("e", True), ("f", False)]),
    ],
)
def test_the_pieces_of_a_text_are_the_text_with_its_places_marked(
    spans: list[tuple[int, int]], expected: list[tuple[str, bool]]
) -> None:
    assert pieces("abcdef", spans) == expected
