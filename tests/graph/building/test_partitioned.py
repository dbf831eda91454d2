"""A build in buckets gives the bytes of the build in one store, after any edit, with and without kept results."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from project_edits import Edits

from adgo.evidence.reviews.review_statistics import measurements
from adgo.graph import claims_to_facts, files
from adgo.graph.building import kept, partitioned, vocabulary, writing
from adgo.graph.building.dataflow import source_file
from adgo.graph.building.memo import Damaged, Spilled
from adgo.graph.contested_values import Contest
from adgo.graph.dataset import UnreadableFile

BUCKETS = 5
#: How many edits the heavy run makes, and the folder of the project that it edits.
HEAVY = int(os.environ.get("ADGO_RANDOM_EDITS", "0"))
HEAVY_PROJECT = os.environ.get("ADGO_RANDOM_PROJECT", "")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the project, in its place."""
    return copied(files.root(), tmp_path, monkeypatch)


def copied(source: Path, folder: Path, patch: pytest.MonkeyPatch) -> Path:
    for name in ("ontology", "data", "seeds", "shapes"):
        shutil.copytree(source / name, folder / name)
    patch.setattr(files, "root", lambda: folder)
    return folder


def in_one_store() -> tuple[dict[str, str], list[Contest]]:
    contests: list[Contest] = []
    return claims_to_facts.build(measurements, (), contests), contests


def in_buckets(memo: kept.Kept | None = None, buckets: int = BUCKETS) -> tuple[dict[str, str], list[Contest]]:
    contests: list[Contest] = []
    return partitioned.build(measurements, contests, buckets=buckets, memo=memo), sorted(contests)


def with_kept(project: Path, buckets: int = BUCKETS) -> tuple[dict[str, str], list[Contest]]:
    return kept.repeated(kept.of_project(project), lambda memo: in_buckets(memo, buckets))


def differences(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return [name for name in sorted(one.keys() | other.keys()) if one.get(name) != other.get(name)]


@pytest.mark.full
def test_the_buckets_give_the_bytes_of_one_store(
    built: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The build in one store is what the build falls back to, so that it must not be used here.
    monkeypatch.setattr(claims_to_facts, "build", None)
    assert differences(partitioned.build(measurements, buckets=BUCKETS), built) == []


def test_every_query_says_what_it_joins() -> None:
    assert vocabulary.read().without_key == []


@pytest.mark.full
def test_random_edits_give_the_bytes_of_one_store(project: Path) -> None:
    edits = Edits(project, seed=18)
    for _ in range(3):
        for _ in range(4):
            edits.edit()
        assert compared(project, edits, BUCKETS)


def compared(project: Path, edits: Edits, buckets: int) -> bool:
    one, one_contests = in_one_store()
    many, contests = with_kept(project, buckets)
    assert differences(one, many) == [], edits.made
    assert contests == sorted(one_contests), edits.made
    return True


@pytest.mark.full
@pytest.mark.skipif(not HEAVY, reason="runs for an hour: set ADGO_RANDOM_EDITS=500 and ADGO_RANDOM_PROJECT")
def test_many_random_edits_give_the_bytes_of_one_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = copied(Path(HEAVY_PROJECT), tmp_path, monkeypatch)
    edits = Edits(project, seed=HEAVY)
    for number in range(HEAVY):
        print(number, edits.edit(), flush=True)
        assert compared(project, edits, 8)


@pytest.fixture
def two_claims(root: Path) -> Path:
    """Return a project with two claims."""
    (root / "data/claims/000.ttl").write_text(claim("000-1a", "siteCount", "1"), encoding="utf-8")
    (root / "data/claims/001.ttl").write_text(claim("001-1a", "cityCount", "26"), encoding="utf-8")
    return root


@pytest.fixture
def kept_project(two_claims: Path) -> Path:
    """Return a project with two claims whose results are kept."""
    with_kept(two_claims)
    return two_claims


def claim(name: str, predicate: str, value: str) -> str:
    return (
        "@prefix adgo: <https://w3id.org/adgo/ontology#> .\n@prefix id: <https://w3id.org/adgo/id/> .\n"
        f"<https://w3id.org/adgo/claim/{name}> a adgo:Claim ; adgo:modality adgo:Asserted ;\n"
        f"    adgo:subject id:s ; adgo:predicate adgo:{predicate} ; adgo:object {value} ."
    )


def test_the_buckets_give_the_bytes_of_one_store_for_two_claims(two_claims: Path) -> None:
    assert differences(in_buckets(buckets=2)[0], in_one_store()[0]) == []


@pytest.mark.parametrize("damage", ["texts", "runs", "file", "foreign"])
@pytest.mark.full
def test_damaged_results_are_not_used(kept_project: Path, damage: str) -> None:
    expected, _ = in_one_store()
    path = kept_project / "drafts" / kept.NAME
    if damage == "file":
        path.write_bytes(b"damaged" * 1000)
    else:
        swap(path, damage)
    made, _ = with_kept(kept_project)
    assert differences(made, expected) == []


def swap(path: Path, damage: str) -> None:
    """Give every row the content of another one, or the results of a run the key of another one."""
    table, column = {"texts": ("texts", "digest"), "runs": ("runs", "key"), "foreign": ("runs", "key")}[
        damage
    ]
    with closing(sqlite3.connect(path)) as database, database:
        fields = f"{column}, content" if table == "texts" else "key, digest, content"
        rows = database.execute(f"SELECT {fields} FROM {table} ORDER BY {column}").fetchall()
        assert len(rows) > BUCKETS
        moved = [(one[0], *other[1:]) for one, other in zip(rows, rows[1:] + rows[:1], strict=True)]
        if damage == "runs":
            moved = [(key, digest, content[:-4]) for key, digest, content in rows]
        marks = ", ".join("?" * len(moved[0]))
        database.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", moved)


@pytest.mark.full
def test_files_that_are_up_to_date_are_read_and_others_are_made(
    kept_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, _ = with_kept(kept_project)
    for name, text in expected.items():
        (kept_project / name).parent.mkdir(parents=True, exist_ok=True)
        (kept_project / name).write_text(text, encoding="utf-8")
    facts = kept_project / "data/facts.ttl"
    with facts.open("a", encoding="utf-8") as file:
        file.write("# an edit by hand\n")
    joined = []
    join = writing.joined
    monkeypatch.setattr(writing, "joined", lambda texts: joined.append(1) or join(texts))
    assert differences(with_kept(kept_project)[0], expected) == []
    assert len(joined) == 1


@pytest.mark.full
def test_many_builds_keep_no_more_than_they_need(kept_project: Path) -> None:
    sizes = []
    for number in range(5):
        (kept_project / "data/claims/000.ttl").write_text(
            claim("000-1a", "siteCount", f"{number}"), encoding="utf-8"
        )
        with_kept(kept_project)
        with closing(sqlite3.connect(kept_project / "drafts" / kept.NAME)) as database:
            sizes.append(database.execute("SELECT count(*) FROM runs").fetchone()[0])
    assert max(sizes) <= 2 * min(sizes)


def test_a_build_goes_on_if_nothing_can_be_kept(tmp_path: Path) -> None:
    asked: list[bool] = []

    def build(given: kept.Kept | None) -> str:
        asked.append(given is None)
        if given is not None:
            raise Damaged("the disk is full")
        return "built"

    assert kept.repeated(kept.of_project(tmp_path), build) == "built"
    assert asked == [False, False, True]


def test_one_build_at_a_time_keeps_its_results(tmp_path: Path) -> None:
    first = kept.of_project(tmp_path)
    assert first is not None
    assert kept.of_project(tmp_path) is None
    first.close()
    second = kept.of_project(tmp_path)
    assert second is not None
    second.close()


def test_texts_are_found_until_the_end() -> None:
    with closing(Spilled()) as memo:
        places = [memo.put(text) for text in ("one\n", "", "two é\n")]
        assert [memo.get(place) for place in reversed(places)] == ["two é\n", "", "one\n"]


@pytest.mark.full
def test_a_thing_may_be_described_in_several_files(two_claims: Path) -> None:
    """Bug: a project was built in one store if two files of claims described the same thing differently."""
    for number, notes in (("000", '"one" , "both"'), ("001", '"both"')):
        path = two_claims / f"data/claims/{number}.ttl"
        described = f'\nid:s skos:prefLabel "S"@en ; skos:editorialNote {notes} .\n'
        prefix = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        path.write_text(prefix + path.read_text(encoding="utf-8") + described, encoding="utf-8")
    reasons: list[str] = []
    made = partitioned.build(measurements, buckets=2, reasons=reasons)
    assert reasons == []
    assert differences(made, in_one_store()[0]) == []


@pytest.mark.full
def test_a_reviewed_claim_may_name_what_another_file_describes(two_claims: Path) -> None:
    """Bug: a project was built in one store if a claim with a review named such a thing, without a type of its own."""
    first, second = (two_claims / f"data/claims/{number}.ttl" for number in ("000", "001"))
    first.write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        + first.read_text(encoding="utf-8")
        + '\nid:t skos:prefLabel "T"@en .\n',
        encoding="utf-8",
    )
    second.write_text(claim("001-1a", "involves", "id:t"), encoding="utf-8")
    review = (
        "<https://w3id.org/adgo/review/1> a adgo:Review ; adgo:reviews <https://w3id.org/adgo/claim/001-1a> ;"
    )
    reviews = two_claims / "data/reviews.ttl"
    reviews.write_text(
        f"@prefix adgo: <https://w3id.org/adgo/ontology#> .\n{review} adgo:reader adgo:r ; adgo:readSha256 '' .\n",
        encoding="utf-8",
    )
    reasons: list[str] = []
    made = partitioned.build(measurements, buckets=2, reasons=reasons)
    assert reasons == []
    assert differences(made, in_one_store()[0]) == []


def test_a_file_that_changes_during_the_build_is_not_built(two_claims: Path) -> None:
    """Bug to avoid: the results of a text would be kept below the digest of another one."""
    path = two_claims / "data/claims/001.ttl"
    source = source_file("claims", path)
    assert source.read() == ("claims", path, path.read_bytes())
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"001\.ttl: was changed during the build; build again"):
        source.read()


@pytest.mark.full
def test_a_build_in_one_store_says_why(two_claims: Path) -> None:
    """Bug: a project that could not be built in buckets took more time and memory, and nothing said why."""
    path = two_claims / "data/claims/001.ttl"
    path.write_text(path.read_text(encoding="utf-8") + "\n[] a adgo:Claim .\n", encoding="utf-8")
    reasons: list[str] = []
    made = partitioned.build(measurements, buckets=2, reasons=reasons)
    assert differences(made, in_one_store()[0]) == []
    assert reasons == [f"{path}: has blank nodes"]


def test_results_that_another_build_is_writing_are_left_alone(root: Path) -> None:
    """Bug: they were taken for damaged and removed, while the other build wrote them."""
    other = kept.of_project(root)
    assert other is not None
    digest = other.put("a text")
    other.finish()
    path = root / "drafts" / kept.NAME
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        assert kept.of_project(root) is None
        writer.execute("ROLLBACK")
    assert other.get(digest) == "a text"
    assert path.exists()
    other.close()


def test_kept_results_belong_to_every_file_of_the_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bug: a new grammar or query in a package of the build left results in use that another one had made."""
    monkeypatch.setattr(files, "PACKAGE", tmp_path)
    (tmp_path / "sparql").mkdir()
    digests = set()
    for text in ("one", "two"):
        (tmp_path / "sparql" / "sparql.ebnf").write_text(text, encoding="utf-8")
        digests.add(vocabulary.code_digest.__wrapped__())
    assert len(digests) == 2
