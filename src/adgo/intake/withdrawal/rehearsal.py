"""Carries out a withdrawal in a copy of the project first: what is not right there is never written."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, parse

from adgo.graph import claims_to_facts, files
from adgo.graph.building import kept
from adgo.graph.changing import working_folder
from adgo.graph.namespaces import GRAPH, PREFIXES
from adgo.intake.withdrawal import kindless_things, traces
from adgo.intake.withdrawal.repairs import Repairs, Rows, findings, store_of
from adgo.intake.withdrawal.traces import Trace
from adgo.intake.withdrawal.withdrawal import Withdrawal
from adgo.turtle.writing.term_writer import TermWriter

_HEADER = f"<{GRAPH}facts>"
#: Repairs may make others necessary; more rounds than these were never needed.
_ROUNDS = 4


class NotWithdrawable(RuntimeError):
    """The project would break a rule without the article, or keep traces of it; the message says which."""


@dataclass
class Rehearsed:
    """The outcome: the new texts of all files that change, generated ones included (None: removed), and the proof.

    `repairs` are changes of what the remaining files say, `findings` what `adgo validate` reports beyond its rules,
    `in_words` where texts still speak of the article, and `new_facts` what is a fact only now, for instance because
    the article contradicted it. Paths are those of the project, not of the copy.
    """

    texts: dict[Path, str | None] = field(default_factory=dict)
    repairs: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    in_words: list[Trace] = field(default_factory=list)
    new_facts: list[str] = field(default_factory=list)
    checked_files: int = 0


def rehearse(withdrawal: Withdrawal, labels: list[str]) -> Rehearsed:
    """Return what a withdrawal leads to; only a copy of the project in its working folder is changed.

    Args:
        withdrawal: the withdrawal.
        labels: the labels of the article.

    Raises:
        NotWithdrawable: if the remaining files would break a rule or have traces of the article.
    """
    root = files.root()
    project = store_of(root)
    before, without_kind = findings(root, project), kindless_things.things(project)
    with _copy(root) as copy:
        found = Rehearsed()
        for path, text in withdrawal.texts.items():
            _put(copy / path.relative_to(root), text)
        _drop_from_queries(copy, withdrawal)
        _refuse_without_kind(copy, without_kind)
        _build_and_repair(copy, before, found)
        found.findings = _validated(copy)
        prove(copy, withdrawal)
        found.new_facts = _new_facts(root, copy)
        found.checked_files = len(_all_files(copy))
        found.in_words = [
            Trace(root / each.path.relative_to(copy), each.line, each.text)
            for each in traces.in_words(_hand_written(copy), labels)
        ]
        found.texts = _differences(root, copy)
    return found


def prove(root: Path, withdrawal: Withdrawal) -> None:
    """Look for names and digests of the article in all files of a project; NotWithdrawable with those that are left."""
    left = list(
        traces.names_and_digests(_all_files(root), withdrawal.number, withdrawal.removed, withdrawal.digests)
    )
    if left:
        listed = "".join(f"\n  {each.path.relative_to(root)}:{each.line}: {each.text}" for each in left[:20])
        raise NotWithdrawable(f"{len(left)} traces of the article are left; remove them first:{listed}")


def drafts_of(root: Path, number: str) -> list[Path]:
    """Return the files in the working folder with drafts of an article, which quote it and are not removed."""
    wanted = re.compile(rf'"source"\s*:\s*"(?:src:)?{number}"')
    return [
        path
        for path in sorted((root / working_folder.NAME).rglob("*"))
        if path.is_file()
        and not path.name.startswith(kept.NAME)
        and wanted.search(path.read_text(encoding="utf-8", errors="replace"))
    ]


def _new_facts(root: Path, copy: Path) -> list[str]:
    """Return the facts of a copy that are not facts of the project."""
    old, new = (
        {
            (str(quad.subject), str(quad.predicate), str(quad.object))
            for quad in parse((folder / "data/facts.ttl").read_bytes(), RdfFormat.TURTLE)
        }
        for folder in (root, copy)
    )
    terms = TermWriter(PREFIXES)
    return [" ".join(map(terms.text, triple)) for triple in sorted(new - old) if _HEADER not in triple]


@contextmanager
def _copy(root: Path) -> Iterator[Path]:
    """Yield a copy of the project, which is removed at the end; what an interruption left is removed before."""
    copy = working_folder.made(root) / ".withdrawal"
    shutil.rmtree(copy, ignore_errors=True)
    try:
        for name in files.FOLDERS:
            shutil.copytree(root / name, copy / name)
        yield copy
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def _put(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink()
    else:
        path.write_bytes(text.encode())


def _drop_from_queries(copy: Path, withdrawal: Withdrawal) -> None:
    """Remove what is gone from the lists of values in queries and updates."""
    for path in (path for path in _all_files(copy) if path.suffix in (".rq", ".ru")):
        text = path.read_text(encoding="utf-8")
        changed = traces.without_values(text, withdrawal.removed)
        if changed != text:
            _put(path, changed)


def _refuse_without_kind(copy: Path, before: Collection[str]) -> None:
    """Raise NotWithdrawable if things have no kind that had one before."""
    found = kindless_things.things(store_of(copy))
    if new := {thing: claims for thing, claims in found.items() if thing not in before}:
        raise NotWithdrawable(kindless_things.refusal(new))


def _build_and_repair(copy: Path, before: Rows, found: Rehearsed) -> None:
    """Build the copy, and repair what the hygiene checks find in it and did not find before, until that is nothing."""
    for _ in range(_ROUNDS):
        result = _adgo(copy, "build")
        if result.returncode:
            raise NotWithdrawable(f"`adgo build` would fail:\n{result.stderr.strip()}")
        store = store_of(copy)
        new = {name: rows - before.get(name, set()) for name, rows in findings(copy, store).items()}
        if not any(new.values()):
            return
        repairs = Repairs(copy, store)
        for path, text in repairs.make(new).items():
            _put(path, text)
        found.repairs += repairs.notes


def _validated(copy: Path) -> list[str]:
    """Return the errors and warnings beyond the shapes; NotWithdrawable if the copy breaks a shape."""
    result = _adgo(copy, "validate", "--hygiene", "--format", "json")
    try:
        report: dict[str, Any] = json.loads(result.stdout)
    except ValueError as error:
        raise NotWithdrawable(f"`adgo validate` would fail:\n{result.stderr.strip()}") from error
    if not report["conforms"]:
        broken = "".join(f"\n  {each['message']}" for each in report["results"][:20])
        raise NotWithdrawable(f"the remaining files would break rules:{broken}")
    return [each["message"] for each in report["findings"] if each["severity"] in ("error", "warning")]


def _adgo(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {files.PROJECT: str(copy)}
    command = [sys.executable, "-m", "adgo", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8")


def _all_files(root: Path) -> list[Path]:
    return sorted(path for name in files.FOLDERS for path in (root / name).rglob("*") if path.is_file())


def _hand_written(copy: Path) -> list[Path]:
    """Return the files that people write; the generated ones only repeat them."""
    generated = {copy / name for name in claims_to_facts.paths().values()}
    patterns = [each for part in claims_to_facts.HAND_WRITTEN for each in files.PARTS[part]]
    return sorted({path for each in patterns for path in copy.glob(each)} - generated)


def _differences(root: Path, copy: Path) -> dict[Path, str | None]:
    """Return the texts of the files that differ in a copy, by their path in the project; None if it lacks a file."""
    old = {path.relative_to(root): path.read_bytes() for path in _all_files(root)}
    new = {path.relative_to(copy): path.read_bytes() for path in _all_files(copy)}
    changed: dict[Path, str | None] = {
        root / name: content.decode() for name, content in new.items() if old.get(name) != content
    }
    return changed | {root / name: None for name in old if name not in new}
