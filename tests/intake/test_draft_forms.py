"""Drafts in the files of other tools: quotations, offsets and claims arrive unchanged, and nothing is dropped."""

import json
from pathlib import Path
from typing import Any

import pytest

from adgo.intake.anchoring import Offsets, OffsetUnit, Quotation
from adgo.intake.draft import Draft, Refusal
from adgo.intake.reading import FORMS, UnreadableDrafts, read

CLAIM = {"subject": "Momenta", "predicate": "adgo:hasMarket", "object": "Europe"}


def drafts(tmp_path: Path, form: str, content: Any, source: str | None = None) -> list[Draft | Refusal]:
    path = tmp_path / "drafts"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return read(path, form, source)


def only(tmp_path: Path, form: str, content: Any, source: str | None = None) -> Draft:
    (found,) = drafts(tmp_path, form, content, source)
    assert isinstance(found, Draft), found
    return found


SELECTORS = [
    {"type": "TextQuoteSelector", "exact": "in Europe", "prefix": "sells ", "suffix": " now"},
    {"type": "TextPositionSelector", "start": 7, "end": 16},
]


@pytest.mark.parametrize(
    "content",
    [
        {  # As the API of hypothes.is answers.
            "rows": [
                {
                    "id": "x",
                    "text": "note",
                    "tags": [f"{key}={value}" for key, value in CLAIM.items()] + ["market"],
                    "target": [{"source": "https://example.org/", "selector": SELECTORS}],
                }
            ]
        },
        {  # As the W3C's Web Annotation Data Model has it.
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "id": "x",
            "type": "Annotation",
            "body": {"type": "TextualBody", "value": json.dumps(CLAIM)},
            "target": {
                "source": "https://example.org/",
                "selector": {**SELECTORS[0], "refinedBy": SELECTORS[1]},
            },
        },
        {"id": "x", "bodyValue": json.dumps(CLAIM), "target": {"selector": SELECTORS}},
    ],
)
def test_a_web_annotation_has_its_quotation_and_offsets_of_no_declared_unit(
    tmp_path: Path, content: Any
) -> None:
    found = only(tmp_path, "web-annotation", content, "005")
    assert found.quotation == Quotation("in Europe", "sells ", " now")
    assert found.offsets == Offsets(7, 16, None)
    assert {key: found.record.get(key) for key in CLAIM} == CLAIM


def test_an_annotation_without_a_place_is_refused_and_not_dropped(tmp_path: Path) -> None:
    (found,) = drafts(tmp_path, "web-annotation", [{"id": "x", "target": "https://example.org/"}], "005")
    assert isinstance(found, Refusal)
    assert "neither a quotation nor start and end" in found.message


TEXT = "🚗 Momenta sells. Momenta is big in Europe."


def test_a_relation_of_label_studio_is_a_claim_on_the_words_from_one_span_to_the_other(
    tmp_path: Path,
) -> None:
    first = {
        "start": TEXT.rindex("Momenta"),
        "end": TEXT.rindex("Momenta") + 7,
        "text": "Europe",
        "labels": ["Place"],
    }
    spans = [
        {"id": "a", "type": "labels", "value": {**first, "text": "big"}},
        {"id": "b", "type": "labels", "value": {"start": 0, "end": 1, "text": "Europe"}},
        {"id": "c", "type": "labels", "value": {"start": 2, "end": 9, "text": "Momenta"}},
    ]
    relation = {"type": "relation", "from_id": "a", "to_id": "b", "labels": ["adgo:hasMarket"]}
    content = [{"id": 7, "data": {"text": TEXT}, "annotations": [{"result": [*spans, relation]}]}]
    claim, alone = drafts(tmp_path, "label-studio", content, "005")
    assert isinstance(claim, Draft)
    assert claim.record["quotation"] == "big in Europe"
    assert [claim.record[key] for key in CLAIM] == ["big", "adgo:hasMarket", "Europe"]
    assert isinstance(alone, Draft)
    assert alone.quotation == Quotation("Momenta")
    assert "subject" in alone.missing


def test_a_span_of_hypertext_has_its_words_and_no_offsets(tmp_path: Path) -> None:
    """Bug: the XPaths were taken for offsets, and the draft was refused."""
    value = {
        "start": "/p[1]/text()[1]",
        "end": "/p[1]/text()[1]",
        "startOffset": 3,
        "endOffset": 9,
        "text": "Europe",
    }
    result = [{"id": "a", "type": "hypertextlabels", "value": value | {"hypertextlabels": ["Place"]}}]
    task = {"id": 1, "data": {"html": "<p>in Europe</p>"}, "annotations": [{"result": result}]}
    found = only(tmp_path, "label-studio", [task], "002")
    assert (found.quotation, found.offsets) == (Quotation("Europe"), None)


def test_the_smaller_export_of_label_studio_is_refused_and_not_read_as_empty(tmp_path: Path) -> None:
    """JSON-MIN has no annotations, so its relations are lost; it gave no draft and no message."""
    task = {
        "id": 1,
        "text": "in Europe",
        "label": [{"start": 3, "end": 9, "text": "Europe", "labels": ["Place"]}],
    }
    with pytest.raises(UnreadableDrafts, match="annotations"):
        drafts(tmp_path, "label-studio", [task], "002")


def test_an_extraction_of_langextract_counts_code_points(tmp_path: Path) -> None:
    lines = [
        {
            "document_id": "005",
            "extractions": [
                {
                    "extraction_text": "in Europe",
                    "char_interval": {"start_pos": 7, "end_pos": 16},
                    "attributes": CLAIM,
                },
                {"extraction_text": "nowhere", "char_interval": None},
            ],
        }
    ]
    placed, unplaced = drafts(tmp_path, "langextract", "\n".join(map(json.dumps, lines)) + "\n\n")
    assert isinstance(placed, Draft)
    assert isinstance(unplaced, Draft)
    assert (placed.source, placed.offsets) == ("005", Offsets(7, 16, OffsetUnit.CODE_POINTS))
    assert unplaced.offsets is None


@pytest.mark.parametrize("form", [form for form in FORMS if form != "jsonl"])
@pytest.mark.parametrize("content", ["{", '[{"data": 5}]', "[5]", '{"extractions": 5}'])
def test_another_form_is_an_error_and_never_a_traceback(tmp_path: Path, form: str, content: str) -> None:
    try:
        found = drafts(tmp_path, form, content, "005")
    except UnreadableDrafts as error:
        assert "drafts: not " in str(error)  # noqa: PT017 - either outcome is right
    else:
        assert all(isinstance(each, Refusal) for each in found)


def test_a_missing_file_and_another_encoding_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDrafts, match=r"nothing\.jsonl: No such file"):
        read(tmp_path / "nothing.jsonl")
    (tmp_path / "latin").write_bytes("Büro".encode("latin-1"))
    with pytest.raises(UnreadableDrafts, match="not UTF-8 at byte 1"):
        read(tmp_path / "latin")
