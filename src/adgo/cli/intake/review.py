"""`adgo review`: a person decides about drafts of claims, beside the words of the article."""

from __future__ import annotations

import getpass
import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from adgo.cli.errors import CheckFailed, Unreadable
from adgo.cli.intake import review_text
from adgo.cli.intake.review_answers import answers
from adgo.cli.intake.review_dialog import ReviewDialog
from adgo.cli.options import JSON, TEXTS
from adgo.cli.output_streams import print_document

if TYPE_CHECKING:
    from adgo.intake.review.draft_review import DraftReview
    from adgo.intake.review.drafts_file import ReviewedDraft


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@TEXTS
@click.option("--editor", metavar="NAME", help="Who decides.  [default: your login name]")
@click.option(
    "--blind", is_flag=True, help="Show the words first and ask for your own claim, then show the draft."
)
@click.option("--list", "only_list", is_flag=True, help="List the drafts with what became of them, and end.")
@JSON
def review(
    file: Path, texts: str | None, editor: str | None, blind: bool, only_list: bool, as_json: bool
) -> None:
    """Review the drafts of claims in FILE, one after the other, beside the words of the article.

    FILE is a JSON Lines file, as `adgo mentions` and other programs write it; ? lists the keys. An accepted draft is
    written into data/claims at once. All decisions are kept in the project's folder drafts/, so a review can end and
    go on at any time, and several people can review one file. In a terminal a key counts at once; otherwise each
    answer is a line of standard input.
    """
    if texts is None:
        raise Unreadable(
            "review needs the articles' texts: name their folder with --texts DIR or in ADGO_TEXTS"
        )
    with _readable():
        opened = _opened(file, texts, editor or getpass.getuser())
        if only_list:
            _print_list(opened, as_json)
            return
        opened.project.prepare()
        _run(opened, blind, as_json)


def _opened(file: Path, texts: str, editor: str) -> DraftReview:
    from functools import partial

    from adgo.corpus import names, reading
    from adgo.intake.review.draft_review import DraftReview
    from adgo.intake.review.open_project import OpenProject

    project = OpenProject(texts, lambda store: partial(names.find, reading.read_store(store)))
    return DraftReview(project, file, editor)


@contextmanager
def _readable() -> Iterator[None]:
    """Turn the errors of reading into those of commands."""
    from adgo.evidence.sources import NoTexts
    from adgo.graph.dataset import UnreadableFile
    from adgo.graph.files import NotProject
    from adgo.intake.reading import UnreadableDrafts
    from adgo.intake.review.decisions import DamagedDecisions
    from adgo.intake.review.errors import UnknownDraft

    try:
        yield
    except (DamagedDecisions, NoTexts, NotProject, UnreadableDrafts, UnreadableFile) as error:
        raise Unreadable(str(error)) from error
    except UnknownDraft as error:
        raise CheckFailed(f"{error.args[0]}: the file has changed; run the command again") from error


def _print_list(opened: DraftReview, as_json: bool) -> None:
    drafts = opened.drafts()
    if as_json:
        print_document(_as_json(opened, drafts=[_record(each) for each in drafts]))
    else:
        click.echo(review_text.listing(drafts), nl=False)
        click.echo(review_text.summary(opened.counts()), err=True)


def _run(opened: DraftReview, blind: bool, as_json: bool) -> None:
    """Run the dialog; with `as_json`, only the outcome is on standard output."""
    width = shutil.get_terminal_size().columns - 1
    dialog = ReviewDialog(opened, answers(), lambda text: click.echo(text, err=as_json), width, blind)
    try:
        dialog.run()
    finally:
        new = sum(bool(each.claim) and each.draft.decision is not None for _, each in dialog.outcomes)
        if as_json:
            decided = [{"action": action, **_record(each.draft)} for action, each in dialog.outcomes]
            print_document(_as_json(opened, decided=decided, agreement=_agreement(opened)))
        elif blind:
            click.echo(_agreement_text(opened), nl=False)
        click.echo(review_text.summary(opened.counts()), err=True)
        if new:
            click.echo(f"{new} new claims; now run `adgo build` and `adgo validate`", err=True)
        sys.stdout.flush()


def _record(draft: ReviewedDraft) -> dict[str, Any]:
    """Return a draft with its last decision, for JSON."""
    last = draft.decision
    return {
        "id": draft.id,
        "place": draft.place,
        "state": draft.state,
        "fault": draft.fault or None,
        "note": draft.note or None,
        "decision": None
        if last is None
        else {"action": last.action, "editor": last.editor, "at": last.at, "claim": last.claim or None}
        | ({"reason": last.reason} if last.reason else {}),
    }


def _as_json(opened: DraftReview, **parts: Any) -> str:
    return json.dumps({**parts, "counts": opened.counts()}, ensure_ascii=False, indent=2) + "\n"


def _agreement(opened: DraftReview) -> dict[str, dict[str, int]]:
    """Return for each field how often claims that were made blindly agree with the drafts."""
    same, different = opened.agreement()
    return {name: {"same": same[name], "different": different[name]} for name in sorted({*same, *different})}


def _agreement_text(opened: DraftReview) -> str:
    return "".join(
        f"{name}: {each['same']} of {each['same'] + each['different']} blind claims agree with the draft\n"
        for name, each in _agreement(opened).items()
    )
