"""The files of a project without an article, and the list of what is removed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pyoxigraph import NamedNode, Store

from adgo.graph import files
from adgo.graph.namespaces import PREFIXES
from adgo.intake.withdrawal import judgements
from adgo.intake.withdrawal.dependents import ProjectLinks, claims_path, dependents
from adgo.intake.withdrawal.turtle_edit import Keeps, TurtleEdit
from adgo.turtle.writing.tree import TurtleStatement

_TYPE = PREFIXES["rdf"] + "type"


#: Names of the entries on withdrawals, without the number of the article.
_ENTRY = PREFIXES["change"] + "withdrawal-of-article-"


@dataclass
class Withdrawal:
    """What the withdrawal of an article changes; nothing is written.

    `removed` has the IRIs that are gone, `digests` theirs. `moved` are statements that other articles make too, with
    the file that describes them from now on. `trimmed` are judgements and changes that lose some of what they are
    about, with what they lose; `dissolved` are those that lose their meaning.
    """

    number: str
    removed: set[str]
    digests: set[str] = field(default_factory=set)
    moved: dict[str, Path] = field(default_factory=dict)
    trimmed: dict[str, list[str]] = field(default_factory=dict)
    dissolved: list[str] = field(default_factory=list)
    #: The new texts of the files that change; None if a file is removed.
    texts: dict[Path, str | None] = field(default_factory=dict)


def withdraw(number: str, recorded_on: date | None = None) -> Withdrawal:
    """Return the withdrawal of an article.

    Args:
        number: the number of the article, such as 005.
        recorded_on: the day of the entry on the withdrawal in data/changes.ttl; None for no entry.

    Raises:
        TurtleError: if a file has syntax errors.
        PrefixRebound: if a file that must change binds a prefix twice.
    """
    links = ProjectLinks()
    found = Withdrawal(number, dependents(number, links))
    edits = _Edits(found)
    _move_shared(found, links, edits)
    for path, linked in links.by_file.items():
        if path != claims_path(number) and any(subject in found.removed for subject, _, _ in linked):
            edits.of(path).remove(found.removed)
    for path in files.part("judgements"):
        _trim(found, edits.of(path), judgements.remaining)
    for path in files.part("changes"):
        _trim(found, edits.of(path), _subjects_left)
        if recorded_on:
            edits.of(path).describe(_ENTRY + number, _entry(number, recorded_on), PREFIXES["change"])
    found.digests = links.digests_of(found.removed)
    edits.finish()
    return found


def withdrawn_numbers(store: Store) -> set[str]:
    """Return the numbers of the articles that data/changes.ttl records as withdrawn; no other article must get them."""
    entries = store.quads_for_pattern(None, NamedNode(PREFIXES["dcterms"] + "type"), None, None)
    names = {each.subject.value for each in entries if isinstance(each.subject, NamedNode)}
    return {name.removeprefix(_ENTRY) for name in names if name.startswith(_ENTRY)}


def _entry(number: str, day: date) -> list[tuple[str, str]]:
    """Return what the entry on a withdrawal says; it names the number of the article and nothing else of it."""
    terms = PREFIXES["dcterms"]
    text = "The article was withdrawn. Its passages, the claims on it and what followed from them are no longer here."
    return [
        (terms + "type", '"change"'),
        (terms + "issued", f'"{day}"^^<{PREFIXES["xsd"]}date>'),
        (terms + "title", f'"Article {number} was withdrawn"@en'),
        (terms + "description", f'"{text}"@en'),
    ]


class _Edits:
    """The files that change."""

    def __init__(self, found: Withdrawal) -> None:
        self._found = found
        self._edits: dict[Path, TurtleEdit] = {}

    def of(self, path: Path) -> TurtleEdit:
        """Return the edit of a file."""
        if path not in self._edits:
            self._edits[path] = TurtleEdit(path)
        return self._edits[path]

    def finish(self) -> None:
        """Put the new texts into the withdrawal."""
        claims = claims_path(self._found.number)
        for path, edit in self._edits.items():
            text = edit.text()
            if path != claims and text != path.read_text(encoding="utf-8"):
                self._found.texts[path] = text
        if claims.exists():
            self._found.texts[claims] = None


def _move_shared(found: Withdrawal, links: ProjectLinks, edits: _Edits) -> None:
    """Move what other articles need too into the first of their files."""
    own = claims_path(found.number)
    shared = links.described(own) - found.removed
    if not shared:
        return
    users = {
        value: path
        for path, linked in reversed(links.by_file.items())
        if path != own
        for subject, _, value in linked
        if value in shared and subject not in found.removed
    }
    for iri, statements in _by_subject(edits.of(own), shared).items():
        path = users.get(iri)
        if path is not None:
            edits.of(path).insert(statements, iri.rpartition("/")[0] + "/", edits.of(own))
            found.moved[iri] = path


def _by_subject(edit: TurtleEdit, subjects: Collection[str]) -> dict[str, list[TurtleStatement]]:
    grouped: dict[str, list[TurtleStatement]] = {}
    for iri, statement in edit.statements():
        if iri in subjects:
            grouped.setdefault(iri, []).append(statement)
    return grouped


#: Given the values of a node that are IRIs, and the IRIs that are gone, returns the values that stay; None if the node
#: goes too.
Remaining = Callable[[Iterable[tuple[str, str]], Collection[str]], "set[tuple[str, str]] | None"]


def _trim(found: Withdrawal, edit: TurtleEdit, remaining: Remaining) -> None:
    """Remove what is gone from the nodes of a file, and those that lose their meaning.

    A node may have several statements: only all of them together say what it is about.
    """
    dissolved = set()
    for iri, statements in _by_subject(edit, {iri for iri, _ in edit.statements()}).items():
        values = [pair for each in statements for pair in edit.values(each) if pair[1]]
        lost = sorted({value for _, value in values if value in found.removed})
        if not lost:
            continue
        kept = remaining([pair for pair in values if pair[0] != _TYPE], found.removed)
        if kept is None:
            dissolved.add(iri)
            continue
        found.trimmed[iri] = lost
        for each in statements:
            edit.keep_values(each, _without({pair for pair in values if pair[0] != _TYPE} - kept))
    edit.remove(dissolved)
    found.dissolved += sorted(dissolved)
    found.removed |= dissolved


def _without(dropped: Collection[tuple[str, str]]) -> Keeps:
    return lambda verb, value: (verb, value) not in dropped


def _subjects_left(values: Iterable[tuple[str, str]], gone: Collection[str]) -> set[tuple[str, str]] | None:
    """Return what a change is still about; None if that is nothing."""
    kept = {pair for pair in values if pair[1] not in gone}
    return kept if any(predicate == PREFIXES["dcterms"] + "subject" for predicate, _ in kept) else None
