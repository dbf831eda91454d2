"""`adgo stats`: the sizes of the graph, and the error rate that second readings found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from adgo.cli.evidence import DATA, JSON, load

if TYPE_CHECKING:
    from adgo.evidence.figures import Figures


@click.command()
@DATA
@JSON
def stats(data: tuple[str, ...], as_json: bool) -> None:
    """Print the sizes of the graph and its published error rate.

    The rate is of the claims that two readers judged, as they were then; how many of them have changed since is
    said beside it. A claim counts as wrong if at least one reader finds at least one of its fields wrong.
    """
    from adgo.evidence import figures
    from adgo.evidence.sizes import sizes

    store = load(data).store
    counts, found = sizes(store), figures.measure(store)
    if as_json:
        reviews = {"rule": figures.RULE, **asdict(found)} if found else None
        click.echo(json.dumps({"sizes": counts, "reviews": reviews}, indent=2, ensure_ascii=False))
        return
    lines = [f"{number:>7} {name}" for name, number in counts.items()]
    lines += ["", *(_lines(found) if found else ["No second reading is recorded."])]
    click.echo("\n".join(lines))


def _lines(found: Figures) -> Iterator[str]:
    """Yield the figures of the second readings, for people."""
    from adgo.evidence.figures import RULE

    yield f"Second readings: {found.claims} claims, drawn from {found.population} on {found.day}, seed {found.seed!r}"
    for reader in found.readers:
        yield f"  read by {reader.label} ({'a program' if reader.is_program else 'a person'}): {reader.note}"
    wrong = found.wrong
    yield f"  wrong: {wrong.count}, {wrong.share:.1%}; 95 % Wilson interval {wrong.low:.1%} to {wrong.high:.1%}"
    yield f"    {RULE} Every reader finds {found.wrong_for_all} wrong."
    yield f"  questionable and not wrong: {found.questionable}"
    for field, counts in found.fields.items():
        yield f"    {field}: {counts['wrong']} wrong, {counts['questionable']} questionable"
    if found.agreement:
        kappa = found.agreement.kappa
        shown = "not defined, as both give one answer throughout" if kappa is None else f"{kappa:.2f}"
        yield f"  the readers agree on {found.agreement.share:.1%} of the claims; Cohen's kappa {shown}"
    yield f"  changed since they were read: {found.stale} claims, {found.stale_wrong} of them found wrong then"
