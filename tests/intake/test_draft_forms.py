"""Drafts in the files of other tools: quotations, offsets and claims arrive unchanged, and nothing is dropped."""

import hashlib
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


def refusals(tmp_path: Path, form: str, content: Any) -> list[tuple[str, str]]:
    """The end of the place of each refusal, and its reason."""
    found = [each for each in drafts(tmp_path, form, content, "005") if isinstance(each, Refusal)]
    return [(each.place.rpartition("drafts")[2], each.reason) for each in found]


def quote(words: str) -> dict[str, Any]:
    return {"selector": {"type": "TextQuoteSelector", "exact": words}}


def test_each_target_of_a_web_annotation_is_a_draft(tmp_path: Path) -> None:
    """Bug: of two targets, one was lost."""
    annotation = {
        "id": "x",
        "body": {"value": json.dumps(CLAIM)},
        "target": [quote("in Europe"), quote("sells")],
    }
    one, other = drafts(tmp_path, "web-annotation", annotation, "005")
    assert isinstance(one, Draft)
    assert isinstance(other, Draft)
    assert (one.quotation, other.quotation) == (Quotation("in Europe"), Quotation("sells"))
    assert [each.place.rpartition("#")[2] for each in (one, other)] == ["1.1", "1.2"]
    assert [each.record["object"] for each in (one, other)] == ["Europe", "Europe"]


def test_two_different_selectors_of_one_kind_are_refused(tmp_path: Path) -> None:
    """Bug: the last one won."""
    both = [quote("in Europe")["selector"], quote("sells")["selector"]]
    assert refusals(tmp_path, "web-annotation", {"target": {"selector": both}}) == [("#1", "several places")]
    refined = {"selector": both[0] | {"refinedBy": both[1]}}
    assert refusals(tmp_path, "web-annotation", {"target": refined}) == [("#1", "several places")]
    assert refusals(tmp_path, "web-annotation", {"target": {"selector": both[:1] * 2}}) == []


def test_a_body_with_a_field_twice_is_refused_with_this_reason(tmp_path: Path) -> None:
    body = {"value": '{"subject": "Momenta", "subject": "Uber"}'}
    assert refusals(tmp_path, "web-annotation", {"target": quote("sells"), "body": body}) == [
        ("#1", "not JSON")
    ]


PAGE = {"items": [{"target": quote("sells")}]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            {"total": 500, "rows": [{"target": quote("sells")}]},
            "499 of 500 annotations are not in this file:",
        ),
        (
            {"total": 2, "first": PAGE | {"next": "https://x/2"}},
            "1 of 2 annotations are not in this file, on https://x/2:",
        ),
        ({"total": 1, "first": PAGE}, ""),
        (PAGE | {"next": "https://x/2"}, "more annotations are not in this file, on https://x/2:"),
        ({"total": 2, "first": "https://x/1"}, "2 of 2 annotations are not in this file, on https://x/1:"),
    ],
)
def test_missing_pages_of_annotations_are_counted(tmp_path: Path, content: Any, message: str) -> None:
    """Bug: one page of an answer was read as if it were all."""
    found = [each for each in drafts(tmp_path, "web-annotation", content, "005") if isinstance(each, Refusal)]
    assert [each.reason for each in found] == ["incomplete file"] * bool(message)
    assert all(each.message.startswith(message) for each in found)


@pytest.mark.parametrize(
    ("form", "content"),
    [
        ("jsonl", "\n \n"),
        ("web-annotation", {"rows": []}),
        ("label-studio", [{"id": 1, "data": {"text": "x"}, "annotations": []}]),
        ("langextract", {"document_id": "005", "extractions": None}),
    ],
)
def test_a_file_without_drafts_is_an_error(tmp_path: Path, form: str, content: Any) -> None:
    """Bug: nothing was checked, and the command succeeded."""
    with pytest.raises(UnreadableDrafts, match="no draft is in it, so nothing was checked"):
        drafts(tmp_path, form, content, "005")


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


def labelled(name: str, words: str, **fields: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    return {
        "id": name,
        "type": "labels",
        "value": {"start": start, "end": start + len(words), "text": words} | fields,
    }


def relation(start: str, end: str, *labels: str, **fields: Any) -> dict[str, Any]:
    return {"type": "relation", "from_id": start, "to_id": end, "labels": list(labels)} | fields


def task(*results: dict[str, Any], **fields: Any) -> list[dict[str, Any]]:
    return [{"id": 7, "data": {"text": TEXT}, "annotations": [{"id": 3, "result": list(results)} | fields]}]


def test_each_label_and_direction_of_a_relation_is_a_claim(tmp_path: Path) -> None:
    """Bug: the second label was lost, and so was one direction of two."""
    ends = labelled("a", "big"), labelled("b", "Europe")
    found = drafts(
        tmp_path, "label-studio", task(*ends, relation("a", "b", "has party", "targets market")), "005"
    )
    assert [each.record["predicate"] for each in found if isinstance(each, Draft)] == [
        "has party",
        "targets market",
    ]
    assert len({each.place for each in found}) == 2
    both = drafts(
        tmp_path, "label-studio", task(*ends, relation("a", "b", "has party", direction="bi")), "005"
    )
    assert [each.record["subject"] for each in both if isinstance(each, Draft)] == ["big", "Europe"]


def test_results_of_label_studio_without_a_span_or_claim_are_listed(tmp_path: Path) -> None:
    """Bug: relations to unknown spans, spans without text and other results were lost without a word."""
    choice = {"id": "d", "type": "choices", "value": {"choices": ["News"]}}
    results = task(
        labelled("a", "big"), labelled("c", "Europe", text=None), relation("a", "gone", "x"), choice
    )
    assert refusals(tmp_path, "label-studio", results) == [("#7/d", "no span"), ("#7/a-gone", "no span")]
    (_, _, alone) = drafts(tmp_path, "label-studio", results, "005")
    assert isinstance(alone, Draft)
    assert (alone.quotation, alone.offsets) == (None, Offsets(35, 41, None))
    tied = task(labelled("a", "big"), labelled("c", "Europe", text=None), relation("a", "c", "x"))
    assert refusals(tmp_path, "label-studio", tied) == [("#7/a-c", "no unit")]


def test_a_cancelled_annotation_is_listed_and_gives_no_draft(tmp_path: Path) -> None:
    """Bug: what an annotator had skipped came in as drafts."""
    cancelled = task(labelled("a", "big"), was_cancelled=True)
    assert refusals(tmp_path, "label-studio", cancelled) == [("#7/annotation 3", "cancelled")]
    assert len(drafts(tmp_path, "label-studio", cancelled, "005")) == 1


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


def test_an_extraction_without_words_is_only_taken_from_the_text_of_the_article(tmp_path: Path) -> None:
    """Bug: its offsets in another text were taken for offsets in the article."""
    extraction = {"extraction_text": None, "char_interval": {"start_pos": 7, "end_pos": 16}}
    document = {"document_id": "005", "text": "another text", "extractions": [extraction]}
    placed = only(tmp_path, "langextract", document)
    assert placed.record["sha256"] == hashlib.sha256(b"another text").hexdigest()
    del document["text"]
    assert only(tmp_path, "langextract", document).offsets == Offsets(7, 16, None)


def test_a_bad_line_of_langextract_is_refused_alone(tmp_path: Path) -> None:
    """Bug: the whole file was refused, without the number of the line."""
    good = json.dumps({"document_id": "005", "extractions": [{"extraction_text": "in Europe"}]})
    lines = "\n".join(["{bad", good, '{"extractions": 5}'])
    assert refusals(tmp_path, "langextract", lines) == [(":1", "not JSON"), (":3", "form")]
    assert len(drafts(tmp_path, "langextract", lines)) == 3


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
