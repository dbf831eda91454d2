"""`adgo completion`: the script that makes a shell complete commands, options, questions, kinds and names."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem, get_completion_class

SHELLS = ("bash", "zsh", "fish")
#: The environment variable by which the script asks for completions.
VARIABLE = "_ADGO_COMPLETE"


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that completes `adgo` in a shell.

    \b
    bash: echo 'eval "$(adgo completion bash)"' >> ~/.bashrc
    zsh:  echo 'eval "$(adgo completion zsh)"' >> ~/.zshrc
    fish: adgo completion fish > ~/.config/fish/completions/adgo.fish
    """
    found = get_completion_class(shell)
    assert found is not None, f"click has no completion for {shell}"
    click.echo(found(ctx.find_root().command, {}, "adgo", VARIABLE).source())


def complete_questions(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem[str]]:
    """Return the stored questions whose names begin with a text, with their words.

    Args:
        ctx: the context of the command.
        param: the parameter that is completed.
        incomplete: what the user has typed of it.
    """
    from adgo import queries

    stored = queries.load().items()
    return [CompletionItem(name, help=each.question) for name, each in stored if name.startswith(incomplete)]


def complete_kinds(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Return the kinds of difference that begin with a text.

    Args:
        ctx: the context of the command.
        param: the parameter that is completed.
        incomplete: what the user has typed of it.
    """
    from adgo import queries
    from adgo.evidence.conflicts import PREFIX

    kinds = (name.removeprefix(PREFIX) for name in queries.load() if name.startswith(PREFIX))
    return [CompletionItem(kind) for kind in kinds if kind.startswith(incomplete)]


def complete_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Return the labels of packaged firms, people, places and other things that begin with a text, in any case.

    Args:
        ctx: the context of the command.
        param: the parameter that is completed.
        incomplete: what the user has typed of it.
    """
    wanted = incomplete.casefold()
    return [CompletionItem(label) for label in labels() if label.casefold().startswith(wanted)]


def labels() -> list[str]:
    """Return the labels of the packaged entities, sorted; without loading the graph, as a shell waits for it."""
    from adgo.graph import files
    from adgo.graph.namespaces import PREFIXES
    from adgo.turtle import parse
    from adgo.turtle.term_parts import lexical

    label = f"<{PREFIXES['skos']}prefLabel>"
    texts = (path.read_text(encoding="utf-8") for path in files.part("entities"))
    return sorted(
        {lexical(o) for text in texts for _, p, o in parse(text).triples() if p == label}, key=str.casefold
    )
