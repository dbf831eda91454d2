"""What depends on an article, and the texts of the other files without it, in a project small enough to see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import small_project
from pyoxigraph import Store

from adgo.graph import files
from adgo.graph.namespaces import ADGO, short
from adgo.intake.withdrawal import judgements, traces
from adgo.intake.withdrawal.turtle_edit import PrefixRebound, TurtleEdit
from adgo.intake.withdrawal.withdrawal import withdraw, withdrawn_numbers
from adgo.turtle.writing.formatter import format_text


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    small_project.write(tmp_path)
    monkeypatch.setenv("ADGO_PROJECT", str(tmp_path))
    files.root.cache_clear()
    yield tmp_path
    files.root.cache_clear()


#: Everything that is in the first article alone.
GONE = {
    "src:001", "time:001-told", "family:one", "p:001-1", "claim:001-1a", "claim:001-1b", "st:alone", "id:Alone",
    "id:Behind", "review:001-1a.1", "review:001-1a.1.object", "outside:behind", "time:outside-1",
    "judgement:compares", "change:only", "<https://w3id.org/adgo/graph/claims/001>",
}  # fmt: skip


def test_what_only_the_article_leads_to_goes(root: Path) -> None:
    found = withdraw("001")
    assert set(map(short, found.removed)) == GONE
    assert {short(iri): path.name for iri, path in found.moved.items()} == {"st:shared": "002.ttl"}
    assert set(map(short, found.dissolved)) == {"judgement:compares", "change:only"}
    assert {short(iri): list(map(short, lost)) for iri, lost in found.trimmed.items()} == {
        "judgement:rests": ["p:001-1"],
        "change:both": ["claim:001-1a"],
    }
    assert found.digests == {small_project.DIGESTS[name] for name in ("one", "source", "review")}


def test_what_the_other_article_needs_stays_where_it_is(root: Path) -> None:
    found = withdraw("002")
    assert {short(iri) for iri in found.removed if short(iri).startswith(("id:", "st:"))} == {"st:other"}
    assert not found.moved
    assert root / "data/entities.ttl" not in found.texts


#: Each file without the first article, below its prefixes.
WITHOUT = {
    "data/claims/002.ttl": small_project.TWO.replace(
        "# Behind it.\n",
        '# Behind it.\n\nst:shared a adgo:Statement ;\n    skos:prefLabel "Both say it"@en .\n',
    ),
    "data/entities.ttl": "# What there is.\n\n"
    + small_project.ENTITIES[small_project.ENTITIES.index("# ── Others") :],
    "seeds/sources.ttl": (
        "src:002 a adgo:Source ;\n    adgo:inFamily family:two .\n\nfamily:two a adgo:SourceFamily .\n"
    ),
    "data/reviews.ttl": "review:reader a prov:Agent .\n\n"
    + small_project.REVIEWS[small_project.REVIEWS.index("# Article 002") :],
    "data/outside.ttl": "outside:both a adgo:OutsideRecord ;\n    adgo:subject id:Both .\n",
    "data/judgements.ttl": (
        "judgement:rests a adgo:Judgement ;\n    adgo:concerns claim:002-1a ;\n"
        "    adgo:evidence p:002-1 . # Both passages.\n"
    ),
    "data/changes.ttl": 'change:both\n    dcterms:type "correction" ;\n    dcterms:subject claim:002-1a .\n',
}


def test_the_other_files_keep_their_comments_and_order(root: Path) -> None:
    texts = withdraw("001").texts
    assert texts.pop(root / "data/claims/001.ttl") is None
    head = format_text(small_project.HEAD, keep_order=True)
    for name, text in WITHOUT.items():
        wanted = text.replace("{two}", small_project.DIGESTS["two"])
        assert texts.pop(root / name) == format_text(f"{head}\n{wanted}", keep_order=True), name
    assert not texts


def test_the_entry_names_the_number_only_and_the_number_is_not_given_again(root: Path) -> None:
    path = root / "data/changes.ttl"
    text = withdraw("001", date(2026, 11, 28)).texts[path]
    assert text
    entry = text[text.index("change:withdrawal-of-article-001") :]
    assert "One" not in entry.replace("longer", "")
    path.write_text(text, encoding="utf-8")
    store = Store()
    store.load(path=str(path), format=None)
    assert withdrawn_numbers(store) == {"001"}


def _values(*pairs: str) -> list[tuple[str, str]]:
    """Return the values of a judgement, given as "property kind/name"."""
    return [(ADGO + predicate, value) for predicate, value in (pair.split() for pair in pairs)]


#: Values of a judgement, what of them is gone, and the values that stay; None if it loses its meaning.
CASES = {
    "evidence is left": (
        ["concerns c/1", "evidence p/1", "evidence p/2"],
        "p/1",
        ["concerns c/1", "evidence p/2"],
    ),
    "no evidence is left": (["concerns c/1", "evidence p/1"], "p/1", None),
    "one of two claims": (["concerns c/1", "concerns c/2", "evidence p/2"], "c/1", None),
    "one of three claims": (
        ["concerns c/1", "concerns c/2", "concerns c/3", "evidence p/2"],
        "c/1",
        ["concerns c/2", "concerns c/3", "evidence p/2"],
    ),
    "one of two kinds": (["concerns c/1", "concerns s/1", "evidence p/2"], "c/1", None),
    "one of two kept apart": (["keepsApart i/1", "keepsApart i/2", "evidence p/2"], "i/1", None),
    "the preferred claim, and another is still disputed": (
        ["prefers c/1", "disputes c/2", "keepsApart i/1", "keepsApart i/2", "evidence p/2"],
        "c/1 i/1",
        ["disputes c/2", "evidence p/2"],
    ),
    "the disputed claim": (["prefers c/1", "disputes c/2", "evidence p/1"], "c/2", None),
}


@pytest.mark.parametrize("name", CASES)
def test_a_judgement_keeps_its_meaning_or_goes(name: str) -> None:
    values, gone, wanted = CASES[name]
    found = judgements.remaining(_values(*values), gone.split())
    assert found == (None if wanted is None else set(_values(*wanted)))


@pytest.mark.parametrize(
    ("text", "is_trace"),
    [
        ("see claim:001-1a.", True),
        ("<https://w3id.org/adgo/claim/001-1a>", True),
        ('rdf:about="https://w3id.org/adgo/graph/claims/001/0.2.0"', True),
        ("src:001", True),
        ("review:001-9z.1", True),  # even if nobody knew it
        ("a" * 64, True),
        ("id:Alone", True),
        ("See https://w3id.org/adgo/id/Alone.", True),
        ("id:Alone-2", False),
        ("claim:0011-1a", False),
        ("src:0012", False),
        ("article 001", False),
        ("a" * 63, False),
        ("b" * 64, False),
    ],
)
def test_a_trace_is_a_name_or_a_digest(tmp_path: Path, text: str, is_trace: bool) -> None:
    path = tmp_path / "file.txt"
    path.write_text(f"First line.\n{text}\n", encoding="utf-8")
    gone = {"https://w3id.org/adgo/claim/001-1a", "https://w3id.org/adgo/id/Alone"}
    found = list(traces.names_and_digests([path], "001", gone, {"a" * 64}))
    assert [each.line for each in found] == ([2] if is_trace else [])


def test_values_of_queries_lose_what_is_gone() -> None:
    gone = {"https://w3id.org/adgo/claim/001-1a"}
    query = "SELECT * { VALUES ?a { claim:001-1a claim:002-1a }  VALUES ?b { <https://w3id.org/adgo/claim/001-1a> } }"
    assert traces.without_values(query, gone) == "SELECT * { VALUES ?a { claim:002-1a }  VALUES ?b {  } }"
    assert traces.without_values("VALUES ?a {  id:A   id:B }", gone) == "VALUES ?a {  id:A   id:B }"


def test_an_article_is_found_by_its_name_in_words(tmp_path: Path) -> None:
    path = tmp_path / "file.ttl"
    path.write_text("As One says.\nOneself.\nOne (2026)\n", encoding="utf-8")
    assert [each.line for each in traces.in_words([path], ["One (2026)"])] == [1, 3]


@pytest.mark.parametrize(
    "text", ["@base <http://a/> .\n", "@prefix a: <http://a/> .\n@prefix a: <http://b/> .\n"]
)
def test_a_file_in_which_names_have_two_meanings_is_not_edited(tmp_path: Path, text: str) -> None:
    path = tmp_path / "file.ttl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PrefixRebound, match=r"file\.ttl"):
        TurtleEdit(path)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # Bug: each statement was judged alone, so a judgement that disputes a claim went: the claim became a fact.
        (
            "judgement:j a adgo:Judgement ; adgo:disputes claim:002-1a ; adgo:evidence p:002-1 .\n"
            "judgement:j adgo:concerns claim:001-1a , claim:002-1a . judgement:j adgo:evidence p:001-1 .",
            "judgement:j a adgo:Judgement ;\n    adgo:disputes claim:002-1a ;\n    adgo:evidence p:002-1 .\n\n"
            "judgement:j adgo:concerns claim:002-1a .",
        ),
        # Bug: what is in brackets went, although nothing of it was withdrawn.
        (
            "judgement:j a adgo:Judgement ; adgo:evidence p:001-1 , p:002-1 ; rdfs:seeAlso [ adgo:about id:Both ] .",
            "judgement:j a adgo:Judgement ;\n    adgo:evidence p:002-1 ;\n"
            "    rdfs:seeAlso [ adgo:about id:Both ] .",
        ),
    ],
)
def test_a_judgement_loses_only_what_is_gone(root: Path, before: str, after: str) -> None:
    path = root / "data/judgements.ttl"
    path.write_text(small_project.HEAD + "\n" + before + "\n", encoding="utf-8")
    text = withdraw("001").texts[path]
    assert text is not None
    assert text.removeprefix(small_project.HEAD).split() == after.split()


@pytest.mark.parametrize(
    "change", [lambda text: b"\xef\xbb\xbf" + text, lambda text: text.replace(b"\n", b"\r\n")]
)
def test_files_of_other_editors_lose_the_same(root: Path, change: Callable[[bytes], bytes]) -> None:
    """Bug: a byte order mark ended the withdrawal with a traceback."""
    wanted = withdraw("001").texts
    for path in root.rglob("*.ttl"):
        path.write_bytes(change(path.read_bytes()))
    found = withdraw("001")
    assert set(map(short, found.removed)) == GONE
    assert {path: found.texts[path] for path in wanted} == wanted
