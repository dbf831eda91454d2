"""After any edit of the project, the hygiene checks have the answers that asking anew gives."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from kept_documents import KeptDocuments
from pyoxigraph import Store

sys.path.insert(0, str(Path(__file__).parents[1] / "building"))
from project_edits import Edits

from adgo.graph import files, hygiene
from adgo.graph.rechecking import kept_answers
from adgo.graph.rechecking.changing_store import ChangingStore
from adgo.graph.rechecking.kept_answers import KeptAnswers
from adgo.graph.rechecking.limiter import MOST_VALUES
from adgo.turtle.document import Document
from adgo.turtle.reader import read_file
from adgo.turtle.terms import TermTable


class Project:
    """The documents of a project; those of files that have changed are read again."""

    def __init__(self) -> None:
        self.table = TermTable()
        self._read: dict[Path, tuple[str, Document]] = {}

    def parts(self) -> dict[str, list[Document]]:
        return {name: [self._document(path) for path in files.part(name)] for name in files.PARTS}

    def _document(self, path: Path) -> Document:
        text = path.read_text(encoding="utf-8")
        if path not in self._read or self._read[path][0] != text:
            self._read[path] = (text, read_file(path, self.table, base=path.as_uri()))
        return self._read[path][1]


@pytest.mark.parametrize("edits", [2, pytest.param(12, marks=pytest.mark.full)])
def test_an_edit_gives_the_answers_of_asking_anew(
    edits: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ontology", "data", "seeds", "shapes"):
        shutil.copytree(files.root() / name, tmp_path / name)
    monkeypatch.setattr(files, "root", lambda: tmp_path)
    queries = [check.text for check in hygiene.checks()]
    project, editor, kept = Project(), Edits(tmp_path, seed=edits), KeptAnswers()
    kept.answers(project.parts(), queries)
    followed = 0
    for _ in range(edits):
        editor.edit()
        parts = project.parts()
        found = kept.answers(parts, queries)
        followed += len(kept.anew) < len(queries)
        assert found == KeptAnswers().answers(parts, queries), editor.made
    # Only the removal of an article may be too much to follow.
    assert followed > edits / 2


ATOM = "<http://e/a> <http://e/p> <http://e/b> ."
OTHER = "".join(f"<http://e/{n}> <http://e/q> <http://e/{n}> .\n" for n in range(100))
HEADER = "<http://e/file> a <http://www.w3.org/2002/07/owl#Ontology> ."
IN_CLAIMS = "SELECT ?s { GRAPH <https://w3id.org/adgo/graph/claims> { ?s <http://e/p> ?o } }"
IN_ALL = "SELECT ?s { ?s <http://e/p> ?o }"
QUERIES = [IN_CLAIMS, IN_ALL, "SELECT ?g { GRAPH ?g { OPTIONAL { ?s <http://e/p> ?o } } }"]
SECOND = "<http://e/second> <http://e/q> <http://e/third> .\n"


def parts_of(documents: KeptDocuments, **texts: list[str]) -> dict[str, list[Document]]:
    """Return the documents of parts, and of an ontology with so many triples that changes are followed."""
    return documents.parts(texts | {"ontology": [OTHER]})


#: Texts of claims and facts, before and after, and how many solutions the claims and the default graph have.
CHANGES = {
    "removed": (ATOM, "", "", "", 0, 0),
    "added": ("", "", ATOM, "", 1, 1),
    "another part has it too": (ATOM, ATOM, "", ATOM, 0, 1),
    "moved to another part": (ATOM, "", "", ATOM, 0, 1),
    "the same in another text": (ATOM, "", f"# changed\n{ATOM}", "", 1, 1),
    "another number": ("<http://e/a> <http://e/p> 1 .", "", "<http://e/a> <http://e/p> 2 .", "", 1, 1),
    "one of two forms of a number": (
        "<http://e/a> <http://e/p> 1 , 01 .",
        "",
        "<http://e/a> <http://e/p> 1 .",
        "",
        1,
        1,
    ),
    "the other form of it": (
        "<http://e/a> <http://e/p> 1 , 01 .",
        "",
        "<http://e/a> <http://e/p> 01 .",
        "",
        1,
        1,
    ),
    "one form instead of the other": (
        "<http://e/a> <http://e/p> 1 .",
        "",
        "<http://e/a> <http://e/p> 01 .",
        "",
        1,
        1,
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_triple_is_where_its_files_have_it(name: str) -> None:
    """Of a number in two forms, which are one triple, the store lost both if one was removed."""
    claims, facts, new_claims, new_facts, in_claims, in_all = CHANGES[name]
    documents, kept = KeptDocuments(), KeptAnswers()
    kept.answers(parts_of(documents, claims=[SECOND, claims], facts=[SECOND, facts]), [IN_CLAIMS, IN_ALL])
    parts = parts_of(documents, claims=[SECOND, new_claims], facts=[SECOND, new_facts])
    found = kept.answers(parts, [IN_CLAIMS, IN_ALL])
    assert [len(rows) for rows in found] == [in_claims, in_all]
    assert found == KeptAnswers().answers(parts, [IN_CLAIMS, IN_ALL])
    assert kept.anew == []


@pytest.mark.parametrize("place", [0, 1])
def test_a_triple_that_another_file_has_stays(place: int) -> None:
    texts = [SECOND, SECOND]
    texts[place] += ATOM
    documents, kept = KeptDocuments(), KeptAnswers()
    kept.answers(parts_of(documents, claims=[SECOND + ATOM, ATOM + SECOND]), [IN_CLAIMS])
    assert kept.answers(parts_of(documents, claims=texts), [IN_CLAIMS]) == [[("<http://e/a>",)]]
    assert kept.anew == []


ABOUT_FILE = "<http://e/file> <http://e/p> 1 ."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param([HEADER], [HEADER + ABOUT_FILE], id="header"),
        pytest.param([SECOND], [SECOND + HEADER], id="new header"),
        pytest.param([HEADER, SECOND], [HEADER, SECOND + ABOUT_FILE], id="header in another file"),
        pytest.param([HEADER, SECOND + ABOUT_FILE], [HEADER, SECOND], id="no more in another file"),
        pytest.param([SECOND], [SECOND + "<http://e/a> <http://e/p> [] ."], id="blank node"),
        pytest.param([SECOND], [OTHER], id="much"),
        pytest.param([SECOND], [OTHER.replace("q>", "r>")], id="more than half"),
        pytest.param([ATOM], [""], id="graph without triples"),
        pytest.param([""], [ATOM], id="graph that had no triples"),
    ],
)
def test_what_cannot_be_followed_is_asked_anew(before: list[str], after: list[str]) -> None:
    documents, kept = KeptDocuments(), KeptAnswers()
    kept.answers(parts_of(documents, claims=before), QUERIES)
    parts = parts_of(documents, claims=after)
    assert kept.answers(parts, QUERIES) == KeptAnswers().answers(parts, QUERIES)
    assert kept.anew == QUERIES


#: Pairs of subjects that have one key; a side without a changed subject is kept as a table.
PAIRS = """SELECT DISTINCT ?s ?t {
    { SELECT DISTINCT ?s (COALESCE(?o, 1) AS ?key) { ?s <http://e/p> ?o } }
    { SELECT DISTINCT ?t (COALESCE(?u, 1) AS ?key) { ?t <http://e/r> ?u } }
}"""


def test_a_kept_part_of_a_query_follows_the_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def note(store: Store, text: str) -> list[kept_answers.Solution]:
        asked.append(text)
        return kept_answers.answered(store, text).solutions

    monkeypatch.setattr(kept_answers, "solutions", note)
    documents, kept = KeptDocuments(), KeptAnswers()
    left, right = "<http://e/a> <http://e/p> <http://e/k> .\n", "<http://e/b> <http://e/r> <http://e/k> .\n"
    other = right.replace("/b>", "/c>")
    states = [left, left + right, left + other, other, other + left.replace("/a>", "/d>")]
    pairs = [[], [("a", "b")], [("a", "c")], [], [("d", "c")]]
    tables = []
    for state, expected in zip(states, pairs, strict=True):
        asked.clear()
        (found,) = kept.answers(parts_of(documents, claims=[SECOND, state]), [PAIRS])
        assert found == [(f"<http://e/{one}>", f"<http://e/{other}>") for one, other in expected]
        tables.append(sum(f"LIMIT {MOST_VALUES + 1}" in text and "?key" in text for text in asked))
    assert kept.anew == []
    # The subjects of p are asked for once, and those of r once they are needed.
    assert tables == [0, 1, 0, 1, 0]


def test_after_a_failure_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    documents, kept = KeptDocuments(), KeptAnswers()
    kept.answers(parts_of(documents, claims=[SECOND]), [IN_ALL])
    parts = parts_of(documents, claims=[SECOND + ATOM])
    with monkeypatch.context() as patch:
        patch.setattr(ChangingStore, "follow", lambda self, parts, observer: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            kept.answers(parts, [IN_ALL])
    assert kept.answers(parts, [IN_ALL]) == [[("<http://e/a>",)]]
    assert kept.anew == [IN_ALL]
