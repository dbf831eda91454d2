"""Second readings: the draw, the verdicts, what is recorded, and the figures, which are worked out here by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import NamedNode, RdfFormat, Store

from adgo.cli import adgo
from adgo.evidence.passages import digest
from adgo.evidence.reviews import claim_draw, review_records, review_statistics, verdict_file
from adgo.evidence.reviews.confidence_interval import wilson
from adgo.evidence.reviews.reader_agreement import agreement
from adgo.evidence.reviews.review_records import ReviewReader
from adgo.evidence.reviews.verdict_file import FieldVerdict
from adgo.graph import files
from adgo.graph.dataset import Dataset
from adgo.graph.namespaces import ADGO, PREFIXES
from adgo.graph.validation import validate
from adgo.turtle import format_text

HEAD = "".join(f"@prefix {name}: <{base}> .\n" for name, base in PREFIXES.items())
BODY = "Alpha sells vans. Beta tests a tram. Gamma will open an office in May, and so many people in town are glad.\n"
HEADER = "claim,field,verdict,reason\n"
# printf 'x\nhttps://w3id.org/adgo/claim/900-1a' | sha256sum gives 0036…, for 2b 08b4…, for 2a 6bee…, for 1b 708f….
ORDER = ["900-1a", "900-2b", "900-2a", "900-1b"]
NAMES = ("900-1a", "900-1b", "900-2a", "900-2b")
READERS = [ReviewReader(True, "first", "A model."), ReviewReader(True, "second", "A model.")]
DATA = f"""src:900 a adgo:Source ; adgo:length {len(BODY)} ; adgo:sha256 "{digest(BODY)}" .
id:Alpha a adgo:Firm ; skos:prefLabel "Alpha"@en .
p:900-1 a adgo:Passage ; oa:hasSource src:900 ; oa:hasSelector p:900-1-i ;
    adgo:sha256 "{digest("Alpha sells vans")}" ; dcterms:description "A firm sells cars for goods." .
p:900-1-i a oa:TextPositionSelector ; oa:start 0 ; oa:end 16 .
p:900-2 a adgo:Passage ; oa:hasSource src:900 ; oa:hasSelector p:900-2-i ; adgo:sha256 "{digest("in May")}" .
p:900-2-i a oa:TextPositionSelector ; oa:start 63 ; oa:end 69 .
time:900-1 a adgo:TimeExpression ; adgo:wording "in May"@en ; adgo:notAfter "2025-05-31"^^xsd:date .
claim:900-1a a adgo:Claim ; adgo:passage p:900-1 ; adgo:modality adgo:Asserted ; adgo:attribution adgo:ArticleVoice ;
    adgo:subject id:Alpha ; adgo:predicate rdf:type ; adgo:object adgo:Firm .
claim:900-1b a adgo:Claim ; adgo:passage p:900-1 ; adgo:modality adgo:Asserted ;
    adgo:subject id:Alpha ; adgo:predicate adgo:describedAs ; adgo:object "seller"@en .
claim:900-2a a adgo:Claim ; adgo:passage p:900-2 ; adgo:modality adgo:Planned ;
    adgo:subject id:office ; adgo:predicate adgo:startsAt ; adgo:object time:900-1 .
claim:900-2b a adgo:Claim ; adgo:passage p:900-2 ; adgo:modality adgo:Planned ;
    adgo:subject id:office ; adgo:predicate rdf:type ; adgo:object adgo:Establishment .
"""

StoreOf = Callable[[str], Store]


def drawn(store: Store, seed: str = "x", size: int = 4) -> claim_draw.Draw:
    return claim_draw.draw(store, seed, size, "2026-11-27")


def with_readings(store: Store, *found: list[FieldVerdict]) -> Store:
    """Return the store with the readings of a draw of its four claims."""
    store.load(review_records.turtle(drawn(store), READERS[: len(found)], found), RdfFormat.TURTLE)
    return store


def measured(store: Store) -> review_statistics.Figures:
    found = review_statistics.measure(store)
    assert found is not None
    return found


# ── Interval and agreement ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("count", "size", "low", "high"),
    [
        (115, 120, 0.906, 0.982),  # the figures of an earlier reading, made without this code
        (5, 120, 0.018, 0.094),
        (0, 300, 0.0, 0.013),  # z² / (n + z²) = 3.8415 / 303.8415
        (300, 300, 0.987, 1.0),
        (1, 1, 0.207, 1.0),  # 1 / (1 + z²) = 1 / 4.8415
    ],
)
def test_the_wilson_interval(count: int, size: int, low: float, high: float) -> None:
    assert tuple(round(bound, 3) for bound in wilson(count, size)) == (low, high)


def test_agreement_beyond_chance() -> None:
    # 8 of 10 alike; each says yes to 3 of 10, so chance gives 0.3 · 0.3 + 0.7 · 0.7 = 0.58, and 0.22 / 0.42 is left.
    answers = [(True, True)] * 2 + [(True, False), (False, True)] + [(False, False)] * 6
    found = agreement(answers)
    assert (round(found.share, 3), round(found.kappa or 0, 3)) == (0.8, 0.524)


def test_kappa_has_no_value_if_both_give_one_answer_throughout() -> None:
    assert agreement([(False, False)] * 4).kappa is None
    assert agreement([(False, True), (False, False)]).kappa == 0


# ── The draw ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_order_is_that_of_the_digests_of_seed_and_claim(store_of: StoreOf) -> None:
    assert list(drawn(store_of(DATA)).claims) == ORDER


def test_a_new_claim_leaves_the_order_of_the_others(store_of: StoreOf) -> None:
    more = "".join(f"claim:900-{number}a a adgo:Claim ; adgo:passage p:900-1 .\n" for number in range(10, 30))
    order = list(drawn(store_of(DATA + more), size=24).claims)
    assert [name for name in order if name in NAMES] == ORDER
    assert order[:3] == list(drawn(store_of(DATA + more), size=3).claims)


def test_another_seed_draws_another_order(store_of: StoreOf) -> None:
    store = store_of(DATA)
    assert len({tuple(drawn(store, seed).claims) for seed in "abcdefgh"}) > 1


@pytest.mark.parametrize("size", [0, 5])
def test_no_more_claims_than_there_are(store_of: StoreOf, size: int) -> None:
    with pytest.raises(claim_draw.BadDraw, match="from 4"):
        drawn(store_of(DATA), size=size)


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("adgo:object time:900-1", "adgo:object time:900-2", ["900-2a"]),
        ("claim:900-1b a adgo:Claim", 'claim:900-1b adgo:hedge "mostly"@en ; a adgo:Claim', ["900-1b"]),
        ("oa:end 16", "oa:end 10", ["900-1a", "900-1b"]),
        ("2025-05-31", "2026-05-31", ["900-2a"]),
        ("A firm sells cars for goods.", "Vans are sold.", []),
        ('"Alpha"@en', '"Alpha Vans"@en', []),
    ],
)
def test_the_digest_follows_what_is_read(store_of: StoreOf, old: str, new: str, changed: list[str]) -> None:
    assert old in DATA
    before, after = drawn(store_of(DATA)).claims, drawn(store_of(DATA.replace(old, new))).claims
    assert sorted(name for name in NAMES if before[name] != after[name]) == changed


def test_what_another_graph_adds_to_a_time_does_not_count(store_of: StoreOf) -> None:
    """Bug: names and types in data/context.ttl made readings of unchanged claims stale."""
    store, graph = Store(), NamedNode(PREFIXES["graph"] + "claims")
    store.load(HEAD + DATA, RdfFormat.TURTLE, to_graph=graph)
    before = drawn(store).claims
    store.load(HEAD + 'time:900-1 skos:prefLabel "in May"@en .', RdfFormat.TURTLE)
    assert drawn(store).claims == before == drawn(store_of(DATA)).claims


# ── The verdicts of a reader ────────────────────────────────────────────────────────────────────────────────────────


def test_verdicts_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        f"{HEADER}900-1a,all,right,\nclaim:900-1b,subject,right,\n"
        '900-2a,span,wrong,"too short,\nby a word"\n900-2a,object,questionable,another year\n900-2b,all,right,fine\n',
        encoding="utf-8",
    )
    assert verdict_file.read(path, NAMES) == [
        FieldVerdict("900-2a", "object", "questionable", "another year"),
        FieldVerdict("900-2a", "span", "wrong", "too short, by a word"),
    ]


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("900-9z,all,right,", "a.csv:2: '900-9z' is not a claim in this sample"),
        ("900-1a,venue,wrong,why", "a.csv:2: 'venue' is not a field; expected one of subject,"),
        ("900-1a,object,false,why", "a.csv:2: 'false' is not a verdict; expected one of right,"),
        ("900-1a,all,wrong,why", "a.csv:2: all fields are wrong; write a line for each field"),
        ("900-1a,object,wrong, ", "a.csv:2: wrong without a reason"),
        ("900-1a,object,wrong,a,b", "a.csv:2: 5 cells, but there must be 4"),
        ("900-1a,all,right,\n900-1a,all,right,", "a.csv: 900-1a has 2 lines for all"),
        (
            "900-1a,all,right,\n900-1a,span,wrong,why",
            "a.csv: 900-1a has a line for all fields and lines for single fields",
        ),
        ("900-1b,all,right,", "a.csv: 1 claims have no line: 900-1a;"),
    ],
)
def test_a_fault_is_named_with_its_place_and_remedy(tmp_path: Path, lines: str, fault: str) -> None:
    path = tmp_path / "a.csv"
    rest = "".join(f"{name},all,right,\n" for name in NAMES if name not in lines and name != "900-1a")
    path.write_text(f"{HEADER}{lines}\n{rest}", encoding="utf-8")
    with pytest.raises(verdict_file.BadVerdicts) as raised:
        verdict_file.read(path, NAMES)
    assert fault in str(raised.value)


def test_a_file_with_other_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("claim,verdict\n", encoding="utf-8")
    with pytest.raises(
        verdict_file.BadVerdicts, match=r"a.csv:1: the first line must be claim,field,verdict,reason"
    ):
        verdict_file.read(path, NAMES)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(OSError, match="UTF-8"):
        verdict_file.read(path, NAMES)


# ── What is recorded ────────────────────────────────────────────────────────────────────────────────────────────────

WRONG_OBJECT = FieldVerdict("900-1a", "object", "wrong", "It is a shop.")
WRONG_SPAN = FieldVerdict("900-1a", "span", "wrong", "One word is missing.")
DOUBT = FieldVerdict("900-2a", "status", "questionable", "Perhaps announced.")
WRONG_MODALITY = FieldVerdict("900-2b", "modality", "wrong", "It is hedged.")


def test_the_record_is_in_canonical_style_and_keeps_the_shapes(store_of: StoreOf, tmp_path: Path) -> None:
    made = drawn(store_of(DATA))
    text = review_records.turtle(made, READERS, [[WRONG_OBJECT, WRONG_SPAN], [DOUBT]])
    assert text == review_records.turtle(made, READERS, [[WRONG_OBJECT, WRONG_SPAN], [DOUBT]])
    assert format_text(text) == text
    path = tmp_path / "reviews.ttl"
    path.write_text(text, encoding="utf-8")
    report = validate(path, files.root() / "shapes" / "reviews.ttl", ontology=files.part("ontology"))
    assert report.checked
    assert [result.message for result in report] == []


def test_readings_come_back_as_they_were_recorded(store_of: StoreOf) -> None:
    store = with_readings(store_of(DATA), [WRONG_OBJECT, WRONG_SPAN], [DOUBT])
    found = {(each.claim[-6:], each.reader[-1]): each for each in review_records.read(store)}
    assert len(found) == 8
    assert found["900-1a", "1"].findings == {"object": "wrong", "span": "wrong"}
    assert found["900-1a", "2"].findings == {}
    assert found["900-2a", "2"].findings == {"status": "questionable"}
    assert not any(each.is_stale for each in found.values())
    assert review_records.readers(store) == READERS


# ── The figures ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_figures_of_two_readings(store_of: StoreOf) -> None:
    # The first finds 1a wrong (twice) and 2b; the second 1a wrong and 2a questionable.
    store = with_readings(store_of(DATA), [WRONG_OBJECT, WRONG_SPAN, WRONG_MODALITY], [WRONG_OBJECT, DOUBT])
    found = measured(store)
    assert (found.seed, found.population, found.day, found.claims) == ("x", 4, "2026-11-27", 4)
    assert (found.wrong.count, found.wrong.share) == (2, 0.5)
    assert (round(found.wrong.low, 2), round(found.wrong.high, 2)) == (0.15, 0.85)  # Wilson for 2 of 4
    assert (found.wrong_for_all, found.questionable) == (1, 1)
    assert found.fields["object"] == {"wrong": 1, "questionable": 0}
    assert found.fields["span"] == {"wrong": 1, "questionable": 0}
    assert found.fields["status"] == {"wrong": 0, "questionable": 1}
    assert found.fields["modality"] == {"wrong": 1, "questionable": 0}
    assert found.fields["subject"] == {"wrong": 0, "questionable": 0}
    # Alike on 1a, 1b, 2a; chance gives 1/2 · 1/4 + 1/2 · 3/4 = 1/2, so half of what is left.
    assert found.agreement is not None
    assert (found.agreement.share, found.agreement.kappa) == (0.75, 0.5)
    assert (found.stale, found.stale_wrong) == (0, 0)


def test_a_claim_that_is_wrong_and_questionable_counts_once(store_of: StoreOf) -> None:
    doubt = FieldVerdict("900-1a", "status", "questionable", "Why not?")
    found = measured(with_readings(store_of(DATA), [WRONG_OBJECT, doubt], []))
    assert (found.wrong.count, found.questionable) == (1, 0)


def test_one_reading_has_no_agreement(store_of: StoreOf) -> None:
    found = measured(with_readings(store_of(DATA), [WRONG_OBJECT]))
    assert found.agreement is None
    assert (found.wrong.count, found.wrong_for_all) == (1, 1)


def test_a_change_since_the_reading_shows_and_leaves_the_rate(store_of: StoreOf) -> None:
    """A rate without the claims that were corrected would fall to nothing, and say nothing of the unread ones."""
    read = review_records.turtle(drawn(store_of(DATA)), READERS, [[WRONG_OBJECT, WRONG_MODALITY], []])
    corrected = store_of(DATA.replace("adgo:object adgo:Firm", "adgo:object adgo:Automaker"))
    corrected.load(read, RdfFormat.TURTLE)
    found = measured(corrected)
    assert (found.wrong.count, found.claims, found.stale, found.stale_wrong) == (2, 4, 1, 1)


def test_a_reading_of_a_claim_that_is_gone_is_stale(store_of: StoreOf) -> None:
    read = review_records.turtle(drawn(store_of(DATA)), READERS, [[], []])
    rest = store_of(DATA[: DATA.index("claim:900-2b")])
    rest.load(read, RdfFormat.TURTLE)
    assert measured(rest).stale == 1


def test_without_readings_there_is_no_figure(store_of: StoreOf) -> None:
    assert review_statistics.measure(store_of(DATA)) is None
    assert review_statistics.measurements(store_of(DATA)) == []


def test_the_figures_as_quality_measurements(store_of: StoreOf) -> None:
    store = with_readings(store_of(DATA), [WRONG_OBJECT, WRONG_SPAN, WRONG_MODALITY], [WRONG_OBJECT, DOUBT])
    found: dict[str, dict[str, str]] = {}
    for triple in review_statistics.measurements(store):
        found.setdefault(str(triple.subject)[1:-1], {})[triple.predicate.value] = triple.object.value  # type: ignore[union-attr]
    dqv = PREFIXES["dqv"]
    values = {
        each[f"{dqv}isMeasurementOf"].removeprefix(ADGO): each[f"{dqv}value"]
        for each in found.values()
        if f"{dqv}value" in each
    }
    assert values == {
        "ClaimsRead": "4",
        "ErrorRate": "0.5000",
        "ErrorRateLowerBound": "0.1500",
        "ErrorRateUpperBound": "0.8500",
        "ReaderAgreement": "0.7500",
        "ReaderKappa": "0.5000",
        "ClaimsChangedSinceRead": "0",
    }
    ontology = "".join(path.read_text(encoding="utf-8") for path in files.part("ontology"))
    assert all(f"adgo:{metric} a dqv:Metric" in ontology for metric in values)


# ── The commands ────────────────────────────────────────────────────────────────────────────────────────────────────


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(adgo, [str(one) for one in arguments], env={"ADGO_TEXTS": ""})


@pytest.fixture
def project(article: Callable[[str, str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one made-up article of four claims; the article's text in `texts`."""
    article("900", BODY)
    (tmp_path / "data" / "claims").mkdir(parents=True)
    (tmp_path / "data" / "claims" / "900.ttl").write_text(HEAD + DATA, encoding="utf-8")
    monkeypatch.setattr(files, "root", lambda: tmp_path)
    return tmp_path


def recorded(project: Path, first: str, second: str, *more: str | Path) -> Result:
    """Record two readings of a draw of all claims, given as lines of CSV besides those without fault."""
    run("reviews", "draw", project / "draw.json", "--seed", "x", "--size", "4", "--day", "2026-11-27")
    for name, lines in (("a", first), ("b", second)):
        rest = "".join(f"{claim},all,right,\n" for claim in NAMES if claim not in lines)
        (project / f"{name}.csv").write_text(HEADER + lines + rest, encoding="utf-8")
    readers = [each for name in ("a", "b") for each in ("--model", name, "A model.", project / f"{name}.csv")]
    return run("reviews", "record", project / "draw.json", *readers, *more)


def test_the_sheet_has_all_that_a_reader_judges(project: Path) -> None:
    done = run(
        *("reviews", "draw", project / "draw.json", "--seed", "x", "--size", "4", "--day", "2026-11-27"),
        *("--texts", project / "texts"),
    )
    assert done.exit_code == 0, done.output
    assert list(json.loads((project / "draw.json").read_text(encoding="utf-8"))["claims"]) == ORDER
    sheet = {entry.split(" ── ")[1].split("\n")[0]: entry for entry in done.stdout.split("\n\n")}
    assert set(sheet) == set(NAMES)
    assert "subject      id:Alpha (Alpha)" in sheet["900-1a"]
    assert "attribution  adgo:ArticleVoice" in sheet["900-1a"]
    assert "[[Alpha sells vans]] . Beta tests a tram." in sheet["900-1a"]
    assert "span         article 900 at 63:69" in sheet["900-2a"]
    assert 'notAfter: "2025-05-31"' in sheet["900-2a"]
    assert "speaker      (none)" in sheet["900-2a"]


def test_the_sheet_has_no_words_without_the_texts(project: Path) -> None:
    done = run("reviews", "draw", project / "draw.json", "--seed", "x", "--size", "4")
    assert (done.exit_code, "[[" in done.stdout) == (0, False)


def test_two_readings_are_recorded_and_counted(project: Path) -> None:
    done = recorded(project, "900-1a,object,wrong,It is a shop.\n", "900-2a,status,questionable,Why?\n")
    assert done.exit_code == 0, done.output
    text = (project / "data" / "reviews.ttl").read_text(encoding="utf-8")
    again = recorded(project, "900-1a,object,wrong,It is a shop.\n", "900-2a,status,questionable,Why?\n")
    assert (again.exit_code, (project / "data" / "reviews.ttl").read_text(encoding="utf-8")) == (0, text)
    found = json.loads(run("stats", "--json").stdout)
    assert found["sizes"]["claims"] == 4
    assert found["sizes"]["passages"] == 2
    assert found["sizes"]["second readings"] == 8
    assert (found["reviews"]["wrong"]["count"], found["reviews"]["questionable"]) == (1, 1)
    assert (found["reviews"]["claims"], found["reviews"]["stale"]) == (4, 0)
    assert "wrong: 1, 25.0%; 95 % Wilson interval 4.6% to 69.9%" in run("stats").stdout


def test_readings_are_stale_once_a_claim_is_changed(project: Path) -> None:
    recorded(project, "", "")
    claims = project / "data" / "claims" / "900.ttl"
    claims.write_text(claims.read_text(encoding="utf-8").replace("adgo:Planned", "adgo:Hedged", 1))
    assert "changed since they were read: 1 claims" in run("stats").stdout


def test_faulty_verdicts_leave_the_record_as_it_was(project: Path) -> None:
    done = recorded(project, "900-1a,object,false,why\n", "900-1a,all,right,\n900-1a,all,right,\n")
    assert done.exit_code == 1
    assert "a.csv:2: 'false' is not a verdict" in done.output
    assert "b.csv: 900-1a has 2 lines for all" in done.output
    assert not (project / "data" / "reviews.ttl").exists()


def test_a_reason_in_the_words_of_the_article_is_refused(project: Path) -> None:
    reason = " ".join(BODY.split()[-11:-2]).replace(",", "")
    done = recorded(project, f"900-1a,object,wrong,{reason}\n", "", "--texts", project / "texts")
    assert done.exit_code == 1
    assert "900-1a,object: " in done.output
    assert "in your own words" in done.output
    assert recorded(project, f"900-1a,object,wrong,{reason}\n", "").exit_code == 0


def test_a_draw_that_is_none_is_named(project: Path) -> None:
    (project / "draw.json").write_text("{}", encoding="utf-8")
    done = run("reviews", "record", project / "draw.json", "--person", "a", "A person.", project / "a.csv")
    assert (done.exit_code, "draw.json: not a sample of claims" in done.output) == (3, True)
    assert run("reviews", "record", project / "draw.json").exit_code == 2


def test_stats_without_readings_says_so(project: Path) -> None:
    assert run("stats").stdout.endswith("No reviews are recorded.\n")
    assert json.loads(run("stats", "--json").stdout)["reviews"] is None


def test_the_values_that_are_read_with_a_claim_are_times_and_views_of_every_kind(packaged: Dataset) -> None:
    """The subclasses are listed, since a store may lack the ontology."""
    subclasses = packaged.store.query(
        f"""SELECT ?class {{ VALUES ?wide {{ <{ADGO}TimeExpression> <{ADGO}View> }}
        ?class <{PREFIXES["rdfs"]}subClassOf>* ?wide }}"""
    )
    assert {row["class"] for row in subclasses} == claim_draw.READ_WITH  # type: ignore[union-attr]
