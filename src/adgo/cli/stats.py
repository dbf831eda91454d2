"""`adgo stats`: the sizes of the graph, and the error rate that the reviews found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from adgo.cli.evidence import load
from adgo.cli.options import DATA, JSON
from adgo.cli.output_streams import print_document

if TYPE_CHECKING:
    from adgo.evidence.reviews.review_statistics import Figures


@click.command()
@DATA
@JSON
def stats(data: tuple[str, ...], as_json: bool) -> None:
    """Print the sizes of the graph and its published error rate.

    The error rate applies to the claims that two readers judged, in the wording that they saw; the number of claims
    that have changed since is printed too. A claim counts as wrong if at least one reader finds at least one of its
    fields wrong.
    """
    from adgo.evidence.graph_sizes import sizes
    from adgo.evidence.reviews import review_statistics

    store = load(data).store
    counts, found = sizes(store), review_statistics.measure(store)
    if as_json:
        reviews = {"rule": review_statistics.RULE, **asdict(found)} if found else None
        print_document(json.dumps({"sizes": counts, "reviews": reviews}, indent=2, ensure_ascii=False))
    else:
        lines = [f"{number:>7} {name}" for name, number in counts.items()]
        click.echo("\n".join([*lines, "", *_lines(found)]))


def _lines(found: Figures | None) -> Iterator[str]:
    """Yield the figures of the reviews as lines of text."""
    if found is None:
        yield "No reviews are recorded."
        return
    sample = f"a sample of {found.claims} from {found.population} claims"
    yield f"Reviews: {sample}, drawn on {found.day}, seed {found.seed!r}"
    for reader in found.readers:
        yield f"  reviewed by {reader.label} ({'a program' if reader.is_program else 'a person'}): {reader.note}"
    yield from _rates(found)
    if found.agreement:
        kappa = found.agreement.kappa
        shown = (
            "is not defined, because both always give the same answer" if kappa is None else f"{kappa:.2f}"
        )
        yield f"  the readers agree on {found.agreement.share:.1%} of the claims; Cohen's kappa {shown}"
    yield f"  changed since they were read: {found.stale} claims, of which {found.stale_wrong} had been found wrong"


def _rates(found: Figures) -> Iterator[str]:
    """Yield the error rate, and the counts for each field."""
    from adgo.evidence.reviews.review_statistics import RULE

    wrong = found.wrong
    yield f"  wrong: {wrong.count}, {wrong.share:.1%}; 95 % Wilson interval {wrong.low:.1%} to {wrong.high:.1%}"
    yield f"    {RULE} Every reader finds {found.wrong_for_all} wrong."
    yield f"  questionable and not wrong: {found.questionable}"
    for field, counts in found.fields.items():
        yield f"    {field}: {counts['wrong']} wrong, {counts['questionable']} questionable"
