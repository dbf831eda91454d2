"""`/about`: the error rate with what the readers are, or that no reading is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask.testing import FlaskClient
from visited import Page, read

from adgo.evidence.reviews import claim_draw, review_records
from adgo.evidence.reviews.review_records import ReviewReader
from adgo.evidence.reviews.verdict_file import FieldVerdict
from adgo.graph import dataset
from adgo.graph.namespaces import GRAPH, PREFIXES
from adgo.server.app import close, create_app
from adgo.server.settings import Settings

HEADING = "How many claims are wrong"
PREAMBLE = "".join(f"@prefix {name}: <{base}> .\n" for name, base in PREFIXES.items())
#: Four claims, each of one passage with one selector.
CLAIMS = "".join(
    f"claim:900-{n}a a adgo:Claim ; adgo:passage p:900-{n} ; adgo:modality adgo:Asserted ;"
    f" adgo:subject id:Alpha ; adgo:predicate adgo:startsAt ; adgo:object time:900-{n} .\n"
    f"p:900-{n} a adgo:Passage ; oa:hasSelector p:900-{n}-i . p:900-{n}-i oa:start {n} ; oa:end 9 .\n"
    f'time:900-{n} a adgo:TimeExpression ; adgo:wording "{n} May"@en .\n'
    for n in range(1, 5)
)
WRONG = FieldVerdict("900-1a", "object", "wrong", "It is another day.")
MODEL = ReviewReader(True, "first reader", "A language model.")


@contextmanager
def served(data: Path) -> Iterator[FlaskClient]:
    app = create_app([data], Settings(workers=1))
    try:
        yield app.test_client()
    finally:
        close(app)


def about(folder: Path, *readers: ReviewReader, claims: str = CLAIMS) -> Page:
    """Return the page over four claims that each reader has read, the first of them finding one wrong.

    The claims served may be others than those that were read.
    """
    plain, whole = folder / "claims.ttl", folder / "whole.trig"
    plain.write_text(PREAMBLE + CLAIMS)
    drawn = claim_draw.draw(dataset.load([plain]).store, "x", 4, "2026-11-27")
    recorded = review_records.turtle(drawn, readers, [[WRONG], *([] for _ in readers[1:])])
    triples = "\n".join(line for line in recorded.splitlines() if not line.startswith("@prefix"))
    whole.write_text(f"{PREAMBLE}<{GRAPH}claims> {{ {claims} }}\n<{GRAPH}reviews> {{\n{triples}\n}}\n")
    with served(whole) as client:
        return read(client, "/about")


def test_the_error_rate_stands_beside_what_the_readers_are(tmp_path: Path) -> None:
    page = about(tmp_path, MODEL, ReviewReader(True, "second reader", "Another language model."))
    text = page.sections[HEADING]
    # 1 of 4; Wilson: (1/4 + z²/8 ± z √(3/64 + z²/64)) / (1 + z²/4), z² = 3.8415
    assert "25.0 % of 4 claims were found wrong (1), with a 95 % Wilson interval from 4.6 % to 69.9 %" in text
    assert "Two models are not two independent people" in text
    assert "Another language model." in text
    # Alike on 3 of 4; the second never finds one wrong, so chance alone gives as much.
    assert "75.0 % of the claims; Cohen's kappa 0.00" in text
    assert "0 of these claims, 0 of which had been found wrong" in text
    assert "object 1 0" in text


def test_people_are_not_called_models(tmp_path: Path) -> None:
    page = about(tmp_path, MODEL, ReviewReader(False, "second reader", "A person who read nothing else."))
    assert "A person who read nothing else." in page.sections[HEADING]
    assert "Two models" not in page.sections[HEADING]


def test_what_has_changed_since_is_said(tmp_path: Path) -> None:
    changed = CLAIMS.replace('"1 May"', '"2 May"').replace("oa:start 3", "oa:start 4")
    page = about(tmp_path, MODEL, claims=changed)
    assert "2 of these claims, 1 of which had been found wrong" in page.sections[HEADING]


def test_without_readings_the_page_says_so(tmp_path: Path) -> None:
    data = tmp_path / "claims.ttl"
    data.write_text(PREAMBLE + CLAIMS)
    with served(data) as client:
        assert "No second reading of the claims is recorded" in read(client, "/about").sections[HEADING]
