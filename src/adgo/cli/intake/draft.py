"""`adgo draft`: drafts the claims of an article from rules, or prints the prompt for a language model."""

from __future__ import annotations

from pathlib import Path

import click

from adgo.cli.intake.article import document, number_of, read_article
from adgo.cli.options import JSON, SOURCE
from adgo.cli.output_streams import print_document


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@SOURCE
@click.option(
    "--prompt",
    "as_prompt",
    is_flag=True,
    help="Print the prompt with which a language model drafts the claims.",
)
@JSON
def draft(file: Path, source: str | None, as_prompt: bool, as_json: bool) -> None:
    """Draft claims of the article in FILE from known names and rules.

    Each line of the output is a draft for `adgo review` or `adgo ingest`. The rules find only some of the claims. What
    a sentence plans, doubts, denies or makes depend on something is not drafted as a fact. The output quotes the
    article: keep it out of version control.
    """
    from adgo.intake.drafting.drafter import RuleDrafter
    from adgo.intake.drafting.prompt import prompt

    if as_prompt and as_json:
        raise click.UsageError("--prompt prints text: leave --json out")
    article, graph = read_article(file)
    number = number_of(article, graph, source)
    if as_prompt:
        print_document(prompt(graph, article.content, number))
        return
    drafts = RuleDrafter(graph).drafts(article.content, number)
    print_document(document(number, drafts, as_json=as_json))
    click.echo(f"{len(drafts)} drafts", err=True)
