"""`adgo reason`: OWL consistency, unsatisfiable classes, what follows, and why."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import click

from adgo.cli.failure import Unreadable

if TYPE_CHECKING:
    from adgo.reason.outcome import Outcome


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--alone", is_flag=True, help="Read only the packaged ontology with PATH, not the packaged data."
)
@click.option(
    "--explain",
    is_flag=True,
    help="Give for each contradiction, and for each unsatisfiable class, a smallest set of axioms and facts.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    help="How many contradictions are explained; 0 sets no limit.",
)
@click.option("--all", "everything", is_flag=True, help="List every triple that follows.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for machines.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0),
    default=300,
    show_default=True,
    metavar="SECONDS",
    help="How long the reasoner may take; 0 sets no limit.",
)
def reason(
    paths: tuple[str, ...],
    alone: bool,
    explain: bool,
    limit: int,
    everything: bool,
    as_json: bool,
    timeout: float,
) -> None:
    """Say whether data and ontology contradict themselves in OWL, which classes nothing can be of, and what follows.

    PATH is a file, a folder or a glob pattern; without PATH the packaged graph is reasoned on. PATH has the packaged
    graph beside it, or with `--alone` its ontology only; nothing is added if PATH brings an ontology of ADGO itself.
    So `adgo reason mine.ttl` and `adgo reason ontology data mine.ttl` come to the same.

    The reasoner is HermiT, through owlready2. It needs Java: from JAVA_HOME, the PATH or the extra adgo[reason].
    Explanations need the bridge to Java too, which that extra brings. Triples that it cannot use are listed with their
    place: a literal if the property takes things, a value that is not one of its datatype, a datatype that OWL 2 lacks,
    such as xsd:date. Names that no file declares are listed too.

    The JSON object has the keys consistent, sound (nothing to complain of), triples (read), reasoned (given to the
    reasoner), annotations (left aside), files, seconds, unsatisfiable, explained, contradictions (each with steps:
    kind, sentence, triples, file, line, column, claims), stopped (why not all is explained), errors (triples that OWL
    does not allow), unused (other triples left out), undeclared (names), followed (triples) and notes.

    Exit codes: 0 consistent, 1 inconsistent, a class that nothing can be of, or a triple that OWL does not allow,
    2 wrong usage, 3 a file could not be read, or the reasoner cannot run, fails or takes too long.
    """
    outcome = _outcome(paths, alone, explain, limit, timeout)
    if as_json:
        from adgo.reason.json_output import document

        click.echo(json.dumps(document(outcome), indent=2, ensure_ascii=False))
    else:
        from adgo.reason.text_output import render
        from adgo.shacl.reporting.style import style_for

        style = style_for(sys.stdout.isatty(), os.environ)
        click.echo(render(outcome, style=style, everything=everything), nl=False)
    if not outcome.is_sound:
        sys.exit(1)


def _outcome(paths: tuple[str, ...], alone: bool, explain: bool, limit: int, timeout: float) -> Outcome:
    from adgo.reason.java import CannotReason
    from adgo.reason.reading import read
    from adgo.reason.reasoning import reason as run
    from adgo.shacl.inputs import InputError

    try:
        inputs, remarks = read(paths, alone=alone)
        if not any(len(document.rows) for document in inputs.data):
            raise Unreadable("nothing was reasoned on: the files hold no triple")
        outcome = run(inputs, explained=explain, seconds=timeout, limit=limit)
    except InputError as error:
        raise Unreadable(f"the input could not be read\n{error}") from error
    except CannotReason as error:
        raise Unreadable(str(error)) from error
    outcome.notes = remarks
    return outcome
