"""`adgo source withdraw`: removes an article and all that depends on it, and proves that nothing is left."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from adgo.cli.errors import CheckFailed, Unreadable
from adgo.cli.intake.locked_project import changing
from adgo.cli.options import JSON
from adgo.cli.output_streams import print_document

if TYPE_CHECKING:
    from adgo.evidence.sources import Source
    from adgo.intake.withdrawal.rehearsal import Rehearsed
    from adgo.intake.withdrawal.withdrawal import Withdrawal


@click.command()
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Check and list what would be done, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@click.option(
    "--never-published",
    is_flag=True,
    help="Nobody has seen the article here: record no change, and give its number to the next article.",
)
@JSON
def withdraw(name: str, dry_run: bool, yes: bool, never_published: bool, as_json: bool) -> None:
    """Remove an article from the project, with everything that depends on it.

    NAME is its number, such as 005, or its label. Removed are its record, passages, claims and reviews, what only it
    mentions or states, and judgements and changes that lose their meaning without it. The generated files are built
    again. The result is first checked in a copy, with --dry-run too: if a rule would be broken, or a name or digest of
    the article were left anywhere, nothing is changed, and the exit code is 1.
    """
    from adgo.graph import files
    from adgo.graph.building import kept

    with changing() as write:
        source, found = _found(name, None if never_published else date.today())
        if not as_json:
            print_document(_listed(source, found))
        if not (yes or dry_run):
            click.confirm(f"Withdraw {source.name}?", abort=True, err=True)
        rehearsed = _rehearsed(source, found)
        if not dry_run:
            kept.forget(files.root())
            write(rehearsed.texts)
            _prove(found)
        _finish(source, found, rehearsed, as_json, is_done=not dry_run)


def _found(name: str, recorded_on: date | None) -> tuple[Source, Withdrawal]:
    """Return the record of an article, and its withdrawal."""
    from adgo.evidence import sources
    from adgo.graph.dataset import UnreadableFile, load
    from adgo.intake.withdrawal.turtle_edit import PrefixRebound
    from adgo.intake.withdrawal.withdrawal import withdraw as withdrawn
    from adgo.turtle.errors import TurtleError

    try:
        records = sources.read(load().store)
        source = _named(name, records.values())
        return source, withdrawn(source.number, recorded_on)
    except (UnreadableFile, TurtleError) as error:
        raise Unreadable(str(error)) from error
    except PrefixRebound as error:
        raise CheckFailed(f"nothing was changed: {error}") from error


def _named(name: str, records: Iterable[Source]) -> Source:
    known = list(records)
    for each in known:
        if name in (each.number, f"src:{each.number}", each.iri, each.label):
            return each
    listed = ", ".join(f"{each.number} ({each.label})" for each in known)
    raise click.UsageError(f"{name}: no such article is registered; there are {listed}")


def _rehearsed(source: Source, found: Withdrawal) -> Rehearsed:
    from adgo.intake.withdrawal.rehearsal import NotWithdrawable, rehearse

    try:
        return rehearse(found, [source.label])
    except NotWithdrawable as error:
        raise CheckFailed(f"nothing was changed: {error}") from error


def _prove(found: Withdrawal) -> None:
    """Look through the files of the project once more."""
    from adgo.graph import files
    from adgo.intake.withdrawal.rehearsal import NotWithdrawable, prove

    try:
        prove(files.root(), found)
    except NotWithdrawable as error:
        raise CheckFailed(f"the article was withdrawn, but {error}") from error


def _finish(source: Source, found: Withdrawal, rehearsed: Rehearsed, as_json: bool, *, is_done: bool) -> None:
    """Print what was done, or what would be."""
    from adgo.graph import files
    from adgo.intake.withdrawal.rehearsal import drafts_of

    drafts = [str(path) for path in drafts_of(files.root(), source.number)]
    if as_json:
        document = _as_json(source, found, rehearsed, drafts) | {"is_withdrawn": is_done}
        print_document(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    else:
        print_document(_proof(found, rehearsed))
    for path in drafts:
        click.echo(f"{path}: still has drafts of this article, which quote it; remove it too", err=True)
    click.echo(f"{source.name} {'was' if is_done else 'would be'} withdrawn", err=True)


def _listed(source: Source, found: Withdrawal) -> str:
    """Return the list of what is removed: how many of each kind, and names if they are not the article's own parts."""
    from adgo.graph.namespaces import short

    kinds = Counter(short(iri).partition(":")[0] for iri in found.removed if not short(iri).startswith("<"))
    lines = [source.name, "removed:"]
    for kind in sorted(kinds, key=lambda kind: _KINDS.get(kind, kind)):
        names = sorted(each for each in map(short, found.removed) if each.startswith(f"{kind}:"))
        shown = "" if kind in ("claim", "p", "review") else f": {', '.join(names)}"
        lines.append(f"  {_KINDS.get(kind, kind)} {len(names)}{shown}")
    lines += [
        f"moved to {path.name}, because another article states it too: {short(iri)}"
        for iri, path in found.moved.items()
    ]
    lines += [
        f"kept without {', '.join(map(short, lost))}: {short(iri)}"
        for iri, lost in sorted(found.trimmed.items())
    ]
    return "".join(line + "\n" for line in lines)


#: What the prefixes stand for.
_KINDS = {
    "src": "article",
    "claim": "claims",
    "p": "passages and their selectors",
    "st": "statements",
    "id": "things",
    "review": "reviews and their findings",
    "time": "times",
    "judgement": "judgements that lose their meaning",
    "change": "recorded changes that are about nothing else",
    "family": "families of sources",
    "outside": "records from outside the articles",
}


def _proof(found: Withdrawal, rehearsed: Rehearsed) -> str:
    from adgo.graph import files

    root = files.root()
    lines = [f"corrected: {note}" for note in rehearsed.repairs]
    lines += [f"a fact only now, so read it again: {fact}" for fact in rehearsed.new_facts]
    lines += [f"for an editor: {message}" for message in rehearsed.findings]
    lines += [
        f"speaks of the article, so read it again: {path.relative_to(root)}, line{'s' * (len(numbers) > 1)} "
        + ", ".join(numbers)
        for path, numbers in _places(rehearsed).items()
    ]
    names = len(found.removed)
    lines += [
        f"proof: {rehearsed.checked_files} files have none of {names} names and {len(found.digests)} digests of the "
        "article; what `adgo build` makes is current, and `adgo validate` finds no violation"
    ]
    return "".join(line + "\n" for line in lines)


def _places(rehearsed: Rehearsed) -> dict[Any, list[str]]:
    """Return the lines that speak of the article, by file."""
    places: dict[Any, list[str]] = {}
    for trace in rehearsed.in_words:
        places.setdefault(trace.path, []).append(str(trace.line))
    return places


def _as_json(source: Source, found: Withdrawal, rehearsed: Rehearsed, drafts: list[str]) -> dict[str, Any]:
    from adgo.graph.namespaces import short

    return {
        "source": source.number,
        "label": source.label,
        "removed": sorted(map(short, found.removed)),
        "digests": len(found.digests),
        "moved": {short(iri): str(path) for iri, path in found.moved.items()},
        "trimmed": {short(iri): list(map(short, lost)) for iri, lost in found.trimmed.items()},
        "drafts": drafts,
        "files": {str(path): text is not None for path, text in rehearsed.texts.items()},
        "corrected": rehearsed.repairs,
        "new_facts": rehearsed.new_facts,
        "findings": rehearsed.findings,
        "in_words": [{"file": str(each.path), "line": each.line} for each in rehearsed.in_words],
        "checked_files": rehearsed.checked_files,
    }
