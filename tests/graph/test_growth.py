"""Twice the articles give twice the triples: no query or rule joins claims of articles that share nothing.

How long it takes is measured by `make test-heavy`, as a timed test fails on a busy machine.
"""

from __future__ import annotations

import re
from pathlib import Path

import corpus
import pytest

from adgo.graph import claims_to_facts, files

RULE_OF = re.compile(r'adgo:byRule "([^"]+)"')


def size(text: str) -> int:
    """Return the number of lines with a term; each triple adds at most one."""
    return sum(line.startswith("    ") for line in text.splitlines())


@pytest.mark.full
@pytest.mark.parametrize("shared", ["world", "firms"])
def test_twice_the_articles_give_at_most_twice_the_triples(
    shared: str, built: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus.write(files.root(), tmp_path, 2, shared)
    monkeypatch.setattr(files, "root", lambda: tmp_path)
    larger = claims_to_facts.build()
    for name, text in larger.items():
        assert size(text) <= 2.05 * size(built[name]), name
    once, twice = (RULE_OF.findall(made["data/inferred.ttl"]) for made in (built, larger))
    assert {rule for rule in set(twice) if twice.count(rule) > 2 * once.count(rule)} == set()
