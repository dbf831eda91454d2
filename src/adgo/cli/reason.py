"""`adgo reason`: OWL consistency, unsatisfiable classes, inferences and explanations."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import click

from adgo.cli.errors import Unreadable
from adgo.cli.options import JSON
from adgo.cli.output_streams import print_document
from adgo.turtle.files import RULE

if TYPE_CHECKING:
    from adgo.reason.outcome import ReasoningOutcome


@click.command(epilog=RULE)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--alone", is_flag=True, help="Read only the packaged ontology together with PATH, not the packaged data."
)
@click.option(
    "--explain",
    is_flag=True,
    help="For each contradiction and each unsatisfiable class, print a minimal set of axioms and facts that causes it.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    help="Number of contradictions to explain; 0 for no limit.",
)
@click.option("--all", "everything", is_flag=True, help="List every inferred triple.")
@JSON
@click.option(
    "--timeout",
    type=click.FloatRange(min=0),
    default=300,
    show_default=True,
    metavar="SECONDS",
    help="Time limit for the reasoner, in seconds; 0 for no limit.",
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
    """Check data and ontology for contradictions in OWL and for unsatisfiable classes; list inferences.

    PATH is a file, a folder or a glob pattern; without PATH the packaged graph is checked. The packaged graph is added
    to your files; with `--alone`, only its ontology is added. Nothing is added if PATH already contains ADGO's
    ontology. So `adgo reason mine.ttl` and `adgo reason ontology data mine.ttl` give the same result.

    The reasoner is HermiT, through owlready2. It needs Java: from JAVA_HOME, the PATH or the extra adgo[reason].
    Explanations also need the bridge to Java, which that extra installs. Triples that the reasoner cannot use are
    listed with file and line: a literal as the value of an object property, a value that its datatype does not allow,
    a datatype that OWL 2 lacks, such as xsd:date. Names that no file declares are listed too.

    The JSON object has the keys consistent, sound (no problem found), triples (read), reasoned (given to the
    reasoner), annotations (not given to it), files, seconds, unsatisfiable, explained, contradictions (each with steps:
    kind, sentence, triples, file, line, column, claims), stopped (why some contradictions are not explained), errors
    (triples that OWL does not allow), unused (other triples left out), undeclared (names), followed (inferred triples)
    and notes.

    Exit codes: 0 consistent, 1 inconsistent, an unsatisfiable class, or a triple that OWL does not allow,
    2 wrong usage, 3 a file could not be read, or the reasoner cannot run, fails or takes too long.
    """
    outcome = _outcome(paths, alone, explain, limit, timeout)
    if as_json:
        from adgo.reason.reporting.json_output import document

        print_document(json.dumps(document(outcome), indent=2, ensure_ascii=False))
    else:
        from adgo.reason.reporting.text_output import render
        from adgo.shacl.reporting.style import style_for

        style = style_for(sys.stdout.isatty(), os.environ)
        click.echo(render(outcome, style=style, everything=everything), nl=False)
    if not outcome.is_sound:
        sys.exit(1)


def _outcome(
    paths: tuple[str, ...], alone: bool, explain: bool, limit: int, timeout: float
) -> ReasoningOutcome:
    from adgo.reason.hermit.java import CannotReason
    from adgo.reason.input_files import read
    from adgo.reason.reasoning import reason as run
    from adgo.shacl.inputs import InputError

    try:
        inputs, remarks = read(paths, alone=alone)
        if not any(len(document.rows) for document in inputs.data):
            raise Unreadable("nothing was checked: the files contain no triples")
        outcome = run(inputs, explained=explain, seconds=timeout, limit=limit)
    except InputError as error:
        raise Unreadable(f"the input could not be read\n{error}") from error
    except CannotReason as error:
        raise Unreadable(str(error)) from error
    outcome.notes = remarks
    return outcome
