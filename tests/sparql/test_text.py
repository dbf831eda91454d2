"""A text is tokenized once, whatever is asked about it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adgo import sparql
from adgo.sparql import dataset_clause, text
from adgo.sparql.errors import explain
from adgo.sparql.loads import loads
from adgo.sparql.text import SparqlText
from adgo.sparql.tokens import tokenize


@pytest.fixture
def tokenized(monkeypatch):
    """The texts that are tokenized during a test, in order."""
    found = []

    def count(source):
        found.append(source)
        return tokenize(source)

    monkeypatch.setattr(text, "tokenize", count)
    return found


def test_a_query_with_the_letters_of_a_call_is_tokenized_once(tokenized):
    query = SparqlText("SELECT * { ?s ?p 'SERVICE' , <#b(c)> }")
    assert query.analysis.call is None
    assert query.ambiguous(strict=True) is None
    assert (query.misfit, query.undeclared, query.full_analysis.depth) == (None, (), 1)
    assert explain(query, "").line == 1
    assert tokenized == [query.source]


def test_an_update_is_tokenized_once(tokenized):
    update = SparqlText("LOAD <http://a.org/b> ; DELETE WHERE { ?s <urn:p> ?o }", is_update=True)
    assert update.analysis.loads == ("http://a.org/b",)
    assert update.misfit is None
    assert [each.source for each in loads(update)] == ["http://a.org/b"]
    assert "USING <urn:g> WHERE" in dataset_clause.with_dataset(update, ["urn:g"], [])
    assert tokenized == [update.source]


def test_a_plain_query_needs_no_tokens(tokenized):
    query = SparqlText("PREFIX a: <urn:a> SELECT * { ?s a:b [] }")
    assert (query.analysis.form, query.analysis.depth, query.ambiguous()) == ("SELECT", 2, None)
    assert tokenized == []


def test_the_tokens_of_a_long_text_are_not_kept(tokenized, monkeypatch):
    """An update of 64 MiB would take gigabytes."""
    monkeypatch.setattr(text, "KEPT_LENGTH", 10)
    update = SparqlText("INSERT DATA { <urn:a> <urn:b> 1 }", is_update=True)
    assert update.misfit is None
    assert update.analysis.form == "INSERT"
    assert [each.text for each in update.tokens] == [each.text for each in tokenize(update.source)]
    assert len(tokenized) == 3


@given(st.text("ab {}'?", max_size=30), st.lists(st.integers(0, 30), max_size=6))
def test_replacing_parts_by_themselves_changes_nothing(source, places):
    ends = sorted(min(place, len(source)) for place in places)
    parts = [(start, end, source[start:end]) for start, end in zip(ends[::2], ends[1::2], strict=False)]
    assert SparqlText(source).replaced(parts) == source
    assert SparqlText("a ?b c").replaced([(2, 4, "<d>"), (4, 4, "!")]) == "a <d>! c"


def test_the_package_works_without_third_party_packages_and_the_rest_of_adgo():
    """It needed pyoxigraph, the prefixes of ADGO's graph and the server."""
    folder = Path(sparql.__file__).parent
    names = sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")
    program = f"""
import importlib, sys
sys.path.insert(0, {str(folder.parents[1])!r})
for name in {names}:
    importlib.import_module("adgo.sparql." + name)
print(*[name for name in sys.modules if name.startswith("adgo.") and name.split(".")[1] not in ("sparql", "turtle")])
"""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, [], "")
    assert len(names) >= 8
